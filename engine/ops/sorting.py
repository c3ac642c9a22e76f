"""Order: sorting, the largest, positions in sorted rows, what is there and where."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from engine.ops.elementwise import cast, greater, less, logical_and
from engine.ops.function import Function
from engine.ops.indexing import positions, take_along_axis
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import expand_dims, get_item, reshape
from engine.ops.shapes import normalize_axes
from engine.ops.ufuncs import isfinite
from engine.tensor import Spec, Tensor, as_operand


def _order(x: np.ndarray, *, axis: int) -> np.ndarray:
    return np.argsort(x, axis=axis, kind="stable")


def _falling(x: np.ndarray, *, k: int) -> np.ndarray:
    """Positions of the k largest, the first of equal ones first, NaN before all."""
    last = x.shape[-1] - 1
    turned = last - np.argsort(x[..., ::-1], axis=-1, kind="stable")[..., ::-1]
    return turned[..., :k]


_ARGSORT = Function("argsort", _order, lambda x, *, axis: Spec(x.shape, "int32"))
_TOP = Function("top_k", _falling, lambda x, *, k: Spec((*x.shape[:-1], k), "int32"))


def argsort(x: Any, axis: int | None = -1) -> Tensor:
    """Return the positions that would sort x along an axis, int32; equal ones keep their order."""
    x = as_operand(x)
    if axis is None:
        x, axis = reshape(x, (-1,)), 0
    if not x.ndim:
        return cast(x * 0, "int32")
    return _ARGSORT(x, axis=normalize_axes(axis, x.ndim)[0])


def sort(x: Any, axis: int | None = -1) -> Tensor:
    """Return x in rising order along an axis."""
    x = as_operand(x)
    if axis is None:
        x, axis = reshape(x, (-1,)), 0
    return take_along_axis(x, argsort(x, axis), axis)


def argpartition(x: Any, kth: int, axis: int = -1) -> Tensor:
    """Return positions that bring smaller elements before the kth in order, larger ones after."""
    return argsort(x, axis)


class TopK(NamedTuple):
    """The largest values and their positions."""

    values: Tensor
    indices: Tensor


def top_k(x: Any, k: int, sorted: bool = True) -> TopK:
    """Return the k largest elements along the last axis, falling, and their positions (int32)."""
    x = as_operand(x)
    if x.ndim == 0 or x.shape[-1] is not None and not 0 <= k <= x.shape[-1]:
        raise ValueError(f"top_k: {k} elements cannot be taken from the last axis of {x.shape}.")
    indices = _TOP(x, k=int(k))
    return TopK(take_along_axis(x, indices, -1), indices)


def in_top_k(targets: Any, predictions: Any, k: int) -> Tensor:
    """Return for each row of predictions whether its target is among the k largest.

    Elements as large as the target's do not push it out; a prediction that is not
    finite is never among them.
    """
    predictions, index = as_operand(predictions), expand_dims(positions(targets), -1)
    mine = take_along_axis(predictions, index, -1)
    larger = reduce_sum(cast(greater(predictions, mine), "int32"), -1)
    return logical_and(less(larger, k), isfinite(get_item(mine, (..., 0))))


# -- places in sorted rows ---------------------------------------------------


def _search(row: np.ndarray, values: np.ndarray, *, side: str) -> np.ndarray:
    return np.searchsorted(row, values, side=side)  # type: ignore[call-overload]


_SEARCH = Function(
    "searchsorted", _search, lambda row, values, *, side: Spec(values.shape, "int32")
)


def searchsorted(sorted_sequence: Any, values: Any, side: str = "left") -> Tensor:
    """Return where values would be inserted into a sorted row, int32.

    ``side`` says whether before ("left") or after ("right") elements that are equal.
    """
    if side not in ("left", "right"):
        raise ValueError(f"searchsorted: side must be 'left' or 'right', got {side!r}.")
    row = as_operand(sorted_sequence)
    if row.ndim != 1:
        raise ValueError(f"searchsorted: the sorted sequence must be a row, got shape {row.shape}.")
    return _SEARCH(row, values, side=side)


def digitize(x: Any, bins: Any) -> Tensor:
    """Return the number of the bin that each element lies in, int32; bins rise or fall."""
    return _DIGITIZE(x, as_operand(bins))


_DIGITIZE = Function("digitize", np.digitize, lambda x, bins: Spec(x.shape, "int32"))

# -- sets --------------------------------------------------------------------

_ISIN = Function(
    "isin",
    lambda x, test, *, invert: np.isin(x, test, invert=invert),
    lambda x, test, *, invert: Spec(x.shape, "bool"),
)


def isin(x1: Any, x2: Any, assume_unique: bool = False, invert: bool = False) -> Tensor:
    """Return for each element of x1 whether x2 has it (or, inverted, has it not)."""
    return _ISIN(x1, x2, invert=bool(invert))


def nonzero(x: Any) -> tuple[Tensor, ...]:
    """Return the positions of the elements that are not zero, one row per axis, int32.

    Their number depends on values, so it cannot be part of a compiled step.
    """
    found = np.nonzero(np.asarray(as_operand(x)))
    return tuple(as_operand(f.astype(np.int32)) for f in found)  # type: ignore[misc]


def unique(
    x: Any,
    sorted: bool = True,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    size: int | None = None,
    fill_value: Any = None,
) -> Any:
    """Return the different elements (or slices along an axis), rising.

    Args:
        x: A tensor whose values are known.
        sorted: They always come sorted.
        return_index: Also return where each one is first.
        return_inverse: Also return each element's position among them.
        return_counts: Also return how often each one occurs.
        axis: Compare the slices along it; by default the elements.
        size: Cut or fill up to this number.
        fill_value: What to fill up with, the smallest one by default.
    """
    values = np.asarray(as_operand(x))
    found = np.unique(values, True, True, True, axis)
    place = 0 if axis is None else axis
    different, *others = found if size is None else _sized(found, size, fill_value, place)
    wanted = zip((return_index, return_inverse, return_counts), others, strict=True)
    more = [as_operand(np.asarray(o).astype(np.int32)) for asked, o in wanted if asked]
    result = as_operand(different)
    return (result, *more) if more else result


def _sized(found: Any, size: int, fill_value: Any, axis: int) -> tuple[Any, ...]:
    """What ``np.unique`` found, cut or filled up to a number."""
    different, first, inverse, counts = found
    missing = size - different.shape[axis]
    if missing > 0:
        slot = np.take(different, [0] * missing, axis)
        if fill_value is not None:
            slot = np.full_like(slot, fill_value)
        different = np.concatenate([different, slot], axis)
        first = np.concatenate([first, np.full(missing, first[0])])
        counts = np.concatenate([counts, np.zeros(missing, counts.dtype)])
    keep = np.arange(size)
    return np.take(different, keep, axis), first[:size], inverse, counts[:size]


__all__ = [
    "argpartition",
    "argsort",
    "digitize",
    "in_top_k",
    "isin",
    "nonzero",
    "searchsorted",
    "sort",
    "top_k",
    "unique",
]
