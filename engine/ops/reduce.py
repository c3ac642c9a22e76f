"""Ops that reduce axes: sums, means, extremes, positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.dtypes import floating
from engine.kernels.sums import sum_rows
from engine.op import Call, Node, Op, WithoutGradient, apply, elements
from engine.ops.elementwise import (
    cast,
    divide,
    equal,
    maximum,
    minimum,
    multiply,
    square,
    subtract,
)
from engine.ops.shape import broadcast_to, expand_dims, reshape
from engine.ops.shapes import normalize_axes
from engine.tensor import Spec, Tensor, as_operand

_ROWS_PAY = 4096  # numbers that pay for a kernel of their own


class Reduce(Op):
    """A NumPy reduction over some axes."""

    def __init__(self, name: str, ufunc: Any) -> None:
        self.name = name
        self.ufunc = ufunc

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        shape, axes = inputs[0].shape, attrs["axes"]
        if attrs["keepdims"]:
            kept: Any = tuple(1 if i in axes else s for i, s in enumerate(shape))
        else:
            kept = tuple(s for i, s in enumerate(shape) if i not in axes)
        return (Spec(kept, inputs[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_reduce, (self.ufunc, ins[0], attrs["axes"], outs[0], attrs["keepdims"]))]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return float(elements(ins[0].shape))


class Sum(Reduce):
    """Over neighbouring axes before others, a sum of rows, which NumPy takes one by one."""

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        x, axes = ins[0], sorted(attrs["axes"])
        columns = elements(x.shape[axes[-1] + 1:]) if axes else 1
        together = bool(axes) and axes == list(range(axes[0], axes[-1] + 1))
        if x.dtype.char in "fd" and together and columns > 1 and x.size >= _ROWS_PAY:
            return [(sum_rows, (x, outs[0], elements(x.shape[:axes[0]]), columns))]
        return super().bind(ins, outs, attrs, scratch)

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (_spread(node, grads[0]),)


class Extreme(Reduce):
    """max or min; equal winners share the gradient, as in JAX."""

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        x = node.inputs[0]
        hit = cast(equal(x, _spread(node, node.outputs[0])), x.dtype)
        share = divide(hit, sum(hit, axis=node.attrs["axes"], keepdims=True))
        return (multiply(share, _spread(node, grads[0])),)


def _reduce(ufunc: Any, x: np.ndarray, axes: Any, out: np.ndarray, keepdims: bool) -> None:
    ufunc.reduce(x, axis=axes, out=out, keepdims=keepdims)


def _spread(node: Node, value: Any) -> Tensor:
    """Repeat a reduced value along the axes that were reduced."""
    x, axes = node.inputs[0], node.attrs["axes"]
    kept = tuple(1 if i in axes else s for i, s in enumerate(x.shape))
    return broadcast_to(reshape(value, kept), x.shape)


_SUM = Sum("sum", np.add)
_MAX = Extreme("max", np.maximum)
_MIN = Extreme("min", np.minimum)


def _apply(op: Op, x: Any, axis: Any, keepdims: bool) -> Tensor:
    x = as_operand(x)
    axes = normalize_axes(axis, x.ndim)
    return apply(op, x, axes=axes, keepdims=keepdims)[0]


def sum(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A001 (Keras's name)
    """Return the sum over an axis, several axes or all."""
    x = as_operand(x)
    x = cast(x, counting_dtype(x.dtype))
    axes = normalize_axes(axis, x.ndim)
    if isinstance(x, Tensor) and _single(x.shape, axes):  # nothing to add up
        kept = [s for i, s in enumerate(x.shape) if keepdims or i not in axes]
        return x if len(kept) == x.ndim else reshape(x, tuple(kept))
    return _apply(_SUM, x, axes, keepdims)


def counting_dtype(dtype: str) -> str:
    """Return the type sums are taken in: small whole numbers are counted in 32 bits."""
    small = {"bool": "int32", "int8": "int32", "int16": "int32", "uint8": "uint32"}
    return "uint32" if dtype == "uint16" else small.get(dtype, dtype)


def _single(shape: Sequence[Any], axes: Sequence[int]) -> bool:
    return None not in shape and elements([shape[a] for a in axes]) == 1


def mean(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the mean over an axis, several axes or all; integers become floats."""
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    axes = normalize_axes(axis, x.ndim)
    count = elements([x.shape[a] for a in axes])
    total = sum(x, axes, keepdims)
    return total if count == 1 and isinstance(x, Tensor) else divide(total, float(count))


def max(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Tensor:  # noqa: A001
    """Return the largest element along axes, at least ``initial``."""
    found = _apply(_MAX, x, axis, keepdims)
    return found if initial is None else maximum(found, initial)


def min(x: Any, axis: Any = None, keepdims: bool = False, initial: Any = None) -> Tensor:  # noqa: A001
    """Return the smallest element along axes, at most ``initial``."""
    found = _apply(_MIN, x, axis, keepdims)
    return found if initial is None else minimum(found, initial)


class Arg(WithoutGradient):
    """Position of the first largest (or smallest) element along one axis."""

    def __init__(self, name: str, function: Any) -> None:
        self.name = name
        self.function = function

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        shape = list(inputs[0].shape)
        del shape[attrs["axis"]]
        return (Spec(tuple(shape), "int32"),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_position, (self.function, ins[0], attrs["axis"], outs[0]))]


def _position(function: Any, x: np.ndarray, axis: int, out: np.ndarray) -> None:
    np.copyto(out, function(x, axis=axis), casting="unsafe")


_ARGMAX = Arg("argmax", np.argmax)
_ARGMIN = Arg("argmin", np.argmin)


def argmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Return the position of the first largest element along an axis, or of all, int32."""
    return _find(_ARGMAX, x, axis, keepdims)


def argmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Return the position of the first smallest element along an axis, or of all, int32."""
    return _find(_ARGMIN, x, axis, keepdims)


def _find(op: Op, x: Any, axis: int | None, keepdims: bool) -> Tensor:
    x = as_operand(x)
    rank = x.ndim
    if axis is None:
        x = reshape(x, (-1,))
    place = normalize_axes(0 if axis is None else axis, x.ndim)[0]
    found = apply(op, x, axis=place)[0]
    if not keepdims:
        return found
    return reshape(found, (1,) * rank) if axis is None else expand_dims(found, place)


def any(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A001 (Keras's name)
    """Return whether any element along axes is true."""
    return cast(max(cast(cast(x, "bool"), "uint8"), axis, keepdims), "bool")


def all(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A001 (Keras's name)
    """Return whether every element along axes is true."""
    return cast(min(cast(cast(x, "bool"), "uint8"), axis, keepdims), "bool")


def variance(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the biased variance over axes."""
    x = as_operand(x)
    centred = subtract(x, mean(x, axis, keepdims=True))
    return mean(square(centred), axis, keepdims)


__all__ = [
    "all",
    "any",
    "argmax",
    "argmin",
    "max",
    "mean",
    "min",
    "sum",
    "variance",
]
