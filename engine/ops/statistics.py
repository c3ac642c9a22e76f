"""Spreads, medians and quantiles, counts, and the same for tensors in which NaN means missing."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.dtypes import floating
from engine.ops.cumulative import prod
from engine.ops.elementwise import (
    add,
    cast,
    conjugate,
    divide,
    equal,
    exp,
    floor,
    isnan,
    log,
    logical_not,
    maximum,
    minimum,
    multiply,
    not_equal,
    sqrt,
    stop_gradient,
    subtract,
    where,
)
from engine.ops.indexing import take_along_axis
from engine.ops.products import matmul
from engine.ops.reduce import all as reduce_all
from engine.ops.reduce import argmax, argmin, mean, variance
from engine.ops.reduce import max as reduce_max
from engine.ops.reduce import min as reduce_min
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import (
    broadcast_to,
    expand_dims,
    moveaxis,
    reshape,
    squeeze,
    transpose,
)
from engine.ops.shapes import WHOLE, normalize_axes
from engine.ops.sorting import sort
from engine.ops.ufuncs import ceil, isfinite, round
from engine.tensor import Tensor, as_operand

METHODS = ("linear", "lower", "higher", "midpoint", "nearest")


def amax(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the largest element along axes."""
    return reduce_max(x, axis, keepdims)


def amin(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the smallest element along axes."""
    return reduce_min(x, axis, keepdims)


def ptp(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the distance of the largest element from the smallest, along axes."""
    return subtract(reduce_max(x, axis, keepdims), reduce_min(x, axis, keepdims))


def var(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the variance over axes (biased: divided by the number of elements)."""
    return variance(x, axis, keepdims)


def std(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the standard deviation over axes, the root of the biased variance."""
    return sqrt(variance(x, axis, keepdims))


def moments(
    x: Any, axes: Any, keepdims: bool = False, synchronized: bool = False
) -> tuple[Tensor, Tensor]:
    """Return mean and biased variance over axes."""
    if synchronized:
        raise ValueError("moments: there are no other devices to synchronize with.")
    x = as_operand(x)
    return mean(x, axes, keepdims), variance(x, axes, keepdims)


def average(x: Any, axis: Any = None, weights: Any = None) -> Tensor:
    """Return the mean over axes, elements counting by their weights."""
    x = as_operand(x)
    if weights is None:
        return mean(x, axis)
    weights = as_operand(weights)
    if weights.shape != x.shape:
        if weights.ndim != 1 or not isinstance(axis, WHOLE):
            raise ValueError(
                f"average: weights of shape {weights.shape} do not fit x of shape {x.shape}; give "
                "x's shape, or one row and the axis it belongs to."
            )
        place = normalize_axes(axis, x.ndim)[0]
        weights = reshape(weights, (-1, *(1,) * (x.ndim - place - 1)))
    total = reduce_sum(broadcast_to(weights, x.shape), axis)
    return divide(reduce_sum(multiply(x, weights), axis), total)


def count_nonzero(x: Any, axis: Any = None) -> Tensor:
    """Return how many elements along axes are not zero, int32."""
    x = as_operand(x)
    return reduce_sum(cast(not_equal(x, np.zeros((), x.dtype)), "int32"), axis)


def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return log(sum(exp(x))) over axes, without overflow."""
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    top = stop_gradient(reduce_max(x, axis, keepdims=True))
    top = where(isfinite(top), top, 0)
    total = add(log(reduce_sum(exp(subtract(x, top)), axis, keepdims=True)), top)
    return total if keepdims else squeeze(total, normalize_axes(axis, x.ndim))


def corrcoef(x: Any) -> Tensor:
    """Return the correlation of every pair of rows."""
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    rows = x if x.ndim == 2 else reshape(x, (1, -1))
    centred = subtract(rows, mean(rows, 1, keepdims=True))
    together = matmul(centred, conjugate(transpose(centred)))
    size = sqrt(reduce_sum(multiply(centred, conjugate(centred)), 1))
    table = divide(divide(together, expand_dims(size, 1)), expand_dims(size, 0))
    table = minimum(maximum(table, -1.0), 1.0)
    return table if x.ndim == 2 else reshape(table, ())


# -- quantiles ---------------------------------------------------------------


def quantile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Return what the share q of the elements along axes stays below.

    Args:
        x: A tensor.
        q: One share or a row of them, from 0 to 1; a row's results lie along a new first axis.
        axis: One, several or all (the default).
        method: Between two elements: "linear", "lower", "higher", "midpoint", "nearest".
        keepdims: Whether the axes stay, of size 1.
    """
    return _quantile(x, q, axis, method, keepdims, missing=False)


def percentile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Return ``quantile`` for shares in hundredths."""
    return quantile(x, _hundredths(q), axis, method, keepdims)


def median(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the middle element along axes, or the mean of the middle two."""
    return quantile(x, 0.5, axis, "midpoint", keepdims)


def _hundredths(q: Any) -> Any:
    return divide(q, 100.0) if hasattr(q, "dtype") else np.divide(q, 100.0)


def _quantile(x: Any, q: Any, axis: Any, method: str, keepdims: bool, missing: bool) -> Tensor:
    if method not in METHODS:
        raise ValueError(f"quantile: method must be one of {', '.join(METHODS)}, got {method!r}.")
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    axes = normalize_axes(axis, x.ndim)
    rest = [i for i in range(x.ndim) if i not in axes]
    kept = tuple(x.shape[i] for i in rest)
    row = sort(reshape(transpose(x, [*rest, *axes]), (*kept, -1)), -1)
    absent = cast(isnan(row), "int32")
    size = row.shape[-1] or 1  # an open size: only the shape matters
    share = as_operand(q, like=x)
    share = cast(share if hasattr(q, "dtype") else as_operand(np.asarray(q, x.dtype)), x.dtype)
    flat = reshape(share, (-1,))
    if missing:
        count = subtract(size, reduce_sum(absent, -1, keepdims=True))
    else:
        count = broadcast_to(np.asarray(size, "int32"), (*kept, 1))
    last = maximum(subtract(cast(count, x.dtype), 1.0), 0.0)
    found = _between(row, multiply(flat, last), method)
    lost = equal(count, 0) if missing else reduce_max(absent, -1, keepdims=True)
    found = where(cast(lost, "bool"), float("nan"), found)
    found = moveaxis(found, -1, 0)
    shape = tuple(1 if i in axes else s for i, s in enumerate(x.shape)) if keepdims else kept
    return reshape(found, (*share.shape, *shape))


def _between(row: Any, place: Any, method: str) -> Tensor:
    """Elements of sorted rows at places that need not be whole."""
    if method == "nearest":
        return take_along_axis(row, cast(round(place), "int32"), -1)
    low, high = floor(place), ceil(place)
    if method == "lower":
        high = low
    elif method == "higher":
        low = high
    below, above = (take_along_axis(row, cast(p, "int32"), -1) for p in (low, high))
    if method == "linear":
        part = subtract(place, low)
        return add(multiply(below, subtract(1.0, part)), multiply(above, part))
    return below if method in ("lower", "higher") else multiply(add(below, above), 0.5)


# -- NaN as missing ----------------------------------------------------------


def _present(x: Any) -> tuple[Any, Any]:
    """x and where it is a number."""
    x = as_operand(x)
    return x, logical_not(isnan(x))


def _filled(x: Any, value: Any) -> Any:
    x = as_operand(x)
    return where(isnan(x), np.asarray(value, x.dtype), x) if "float" in x.dtype else x


def nansum(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the sum of the numbers along axes."""
    return reduce_sum(_filled(x, 0), axis, keepdims)


def nanprod(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the product of the numbers along axes."""
    return prod(_filled(x, 1), axis, keepdims)


def nanmean(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the mean of the numbers along axes, NaN where there are none."""
    x = as_operand(x)
    if "float" not in x.dtype:
        return mean(x, axis, keepdims)
    _, there = _present(x)
    return divide(nansum(x, axis, keepdims), reduce_sum(cast(there, x.dtype), axis, keepdims))


def nanvar(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the biased variance of the numbers along axes."""
    x = as_operand(x)
    away = subtract(x, nanmean(x, axis, keepdims=True))
    return nanmean(multiply(away, away), axis, keepdims)


def nanstd(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the standard deviation of the numbers along axes."""
    return sqrt(nanvar(x, axis, keepdims))


def nanmax(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the largest number along axes, NaN where there are none."""
    return _nan_extreme(x, axis, keepdims, -np.inf, reduce_max)


def nanmin(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the smallest number along axes, NaN where there are none."""
    return _nan_extreme(x, axis, keepdims, np.inf, reduce_min)


def _nan_extreme(x: Any, axis: Any, keepdims: bool, worst: float, pick: Any) -> Tensor:
    x = as_operand(x)
    if "float" not in x.dtype:
        return pick(x, axis, keepdims)
    found = pick(_filled(x, worst), axis, keepdims)
    return where(reduce_all(isnan(x), axis, keepdims), float("nan"), found)


def nanargmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Return the position of the largest number along an axis, -1 where there are none."""
    return _nan_position(x, axis, keepdims, -np.inf, argmax)


def nanargmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Return the position of the smallest number along an axis, -1 where there are none."""
    return _nan_position(x, axis, keepdims, np.inf, argmin)


def _nan_position(x: Any, axis: Any, keepdims: bool, worst: float, find: Any) -> Tensor:
    x = as_operand(x)
    if "float" not in x.dtype:
        return find(x, axis, keepdims)
    found = find(_filled(x, worst), axis, keepdims)
    return where(reduce_all(isnan(x), axis, keepdims), np.asarray(-1, "int32"), found)


def nanquantile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Return ``quantile`` of the numbers along axes."""
    return _quantile(x, q, axis, method, keepdims, missing=True)


def nanpercentile(
    x: Any, q: Any, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """Return ``percentile`` of the numbers along axes."""
    return nanquantile(x, _hundredths(q), axis, method, keepdims)


def nanmedian(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the middle number along axes."""
    return nanquantile(x, 0.5, axis, "midpoint", keepdims)


# -- counts ------------------------------------------------------------------


def bincount(x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False) -> Tensor:
    """Return how often (or with what weights) each whole number occurs, row by row.

    The length depends on the largest one, whose value must be known.
    """
    if sparse:
        raise ValueError("bincount: there are no sparse tensors here; use sparse=False.")
    values = np.asarray(as_operand(x))
    heavy = None if weights is None else np.asarray(as_operand(weights))
    if values.ndim not in (1, 2) or heavy is not None and heavy.shape != values.shape:
        raise ValueError(
            f"bincount: expected one or two axes and weights of the same shape, got {values.shape}"
            f" and {None if heavy is None else heavy.shape}."
        )
    size = max(int(values.max(initial=-1)) + 1, minlength)
    rows = np.atleast_2d(values)
    loads = [None] * len(rows) if heavy is None else np.atleast_2d(heavy)
    pairs = zip(rows, loads, strict=True)
    counts = np.stack([np.bincount(r, w, size) for r, w in pairs])
    counts = counts.astype("int32" if heavy is None else heavy.dtype)
    return as_operand(counts if values.ndim == 2 else counts[0])  # type: ignore[return-value]


def histogram(x: Any, bins: int = 10, range: Any = None) -> tuple[Tensor, Tensor]:
    """Return how many elements lie in each of so many equal bins, and the bins' edges.

    ``range`` gives the outer edges, by default the smallest and the largest element,
    whose values must be known.
    """
    values = np.asarray(as_operand(x))
    if range is not None and range[1] < range[0]:
        raise ValueError(f"histogram: the range must rise, got {range}.")
    counts, edges = np.histogram(values, bins, range)
    dtype = floating(values.dtype.name)
    return (  # type: ignore[return-value]
        as_operand(counts.astype(dtype)),
        as_operand(edges.astype(dtype)),
    )


__all__ = [
    "amax",
    "amin",
    "average",
    "bincount",
    "corrcoef",
    "count_nonzero",
    "histogram",
    "logsumexp",
    "median",
    "moments",
    "nanargmax",
    "nanargmin",
    "nanmax",
    "nanmean",
    "nanmedian",
    "nanmin",
    "nanpercentile",
    "nanprod",
    "nanquantile",
    "nanstd",
    "nansum",
    "nanvar",
    "percentile",
    "ptp",
    "quantile",
    "std",
    "var",
]
