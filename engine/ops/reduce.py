"""Ops that reduce axes: sums, means, extremes, positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.config import floatx
from engine.op import Call, Node, Op, WithoutGradient, apply, elements
from engine.ops.elementwise import cast, divide, equal, multiply
from engine.ops.shape import broadcast_to, reshape
from engine.ops.shapes import normalize_axes
from engine.tensor import Spec, Tensor, as_operand


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
    if x.dtype == "bool":
        x = cast(x, "int32")
    axes = normalize_axes(axis, x.ndim)
    if isinstance(x, Tensor) and _single(x.shape, axes):  # nothing to add up
        kept = [s for i, s in enumerate(x.shape) if keepdims or i not in axes]
        return x if len(kept) == x.ndim else reshape(x, tuple(kept))
    return _apply(_SUM, x, axes, keepdims)


def _single(shape: Sequence[Any], axes: Sequence[int]) -> bool:
    return None not in shape and elements([shape[a] for a in axes]) == 1


def mean(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the mean over an axis, several axes or all; integers become floats."""
    x = as_operand(x)
    if not x.dtype.startswith("float"):
        x = cast(x, floatx())
    axes = normalize_axes(axis, x.ndim)
    count = elements([x.shape[a] for a in axes])
    total = sum(x, axes, keepdims)
    return total if count == 1 and isinstance(x, Tensor) else divide(total, float(count))


def max(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A001 (Keras's name)
    """Return the largest element along axes."""
    return _apply(_MAX, x, axis, keepdims)


def min(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A001 (Keras's name)
    """Return the smallest element along axes."""
    return _apply(_MIN, x, axis, keepdims)


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


def argmax(x: Any, axis: int = -1) -> Tensor:
    """Return the position of the first largest element along an axis, int32."""
    x = as_operand(x)
    return apply(_ARGMAX, x, axis=normalize_axes(axis, x.ndim)[0])[0]


def argmin(x: Any, axis: int = -1) -> Tensor:
    """Return the position of the first smallest element along an axis, int32."""
    x = as_operand(x)
    return apply(_ARGMIN, x, axis=normalize_axes(axis, x.ndim)[0])[0]


def any(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A001 (Keras's name)
    """Return whether any element along axes is true."""
    return cast(max(cast(x, "uint8"), axis, keepdims), "bool")


def all(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A001 (Keras's name)
    """Return whether every element along axes is true."""
    return cast(min(cast(cast(x, "bool"), "uint8"), axis, keepdims), "bool")


def variance(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Return the biased variance over axes."""
    from engine.ops.elementwise import square, subtract

    x = as_operand(x)
    centred = subtract(x, mean(x, axis, keepdims=True))
    return mean(square(centred), axis, keepdims)
