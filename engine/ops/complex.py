"""Complex numbers: their parts, and tensors of pairs seen as complex ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.dtypes import floating
from engine.op import Node
from engine.ops.creation import zeros_like
from engine.ops.elementwise import cast, conjugate, cos, divide, equal, multiply, sin, where
from engine.ops.function import Function
from engine.ops.shape import get_item, stack
from engine.ops.ufuncs import arctan2
from engine.tensor import Spec, Tensor, as_operand


def real_type(dtype: str) -> str:
    """Return the type of a complex type's parts; other types themselves."""
    return {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)


def complex_type(dtype: str) -> str:
    """Return the complex type with parts of a type."""
    return "complex128" if dtype in ("float64", "complex128") else "complex64"


def _make_spec(a: Spec, b: Spec) -> Spec:
    return Spec(a.shape, complex_type(a.dtype))


def _parts_gradient(which: int) -> Any:
    def rule(node: Node, g: Any) -> Sequence[Any]:
        zero = multiply(g, 0.0)
        return (_MAKE(g, zero) if which == 0 else _MAKE(zero, g),)

    return rule


def _part_spec(x: Spec) -> Spec:
    return Spec(x.shape, real_type(x.dtype))


def _joined(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Not a + b i: an infinite b times i would make the real part NaN."""
    pairs = np.empty(a.shape, complex_type(a.dtype.name))
    pairs.real, pairs.imag = a, b
    return pairs


def _magnitude_gradient(node: Node, g: Any) -> Sequence[Any]:
    """Towards the number itself; 0 at 0, as in JAX: silence must not become NaN."""
    z, y = node.inputs[0], node.outputs[0]
    share = divide(g, where(equal(y, 0.0), 1.0, y))
    return (_MAKE(multiply(share, real(z)), multiply(share, imag(z))),)


_REAL = Function("real", np.real, _part_spec, _parts_gradient(0))
_IMAG = Function("imag", np.imag, _part_spec, _parts_gradient(1))
_MAKE = Function("complex", _joined, _make_spec, lambda n, g: (_REAL(g), _IMAG(g)))
_MAGNITUDE = Function("magnitude", np.abs, _part_spec, _magnitude_gradient)


def real(x: Any) -> Tensor:
    """Return the real part."""
    x = as_operand(x)
    return _REAL(x) if x.dtype.startswith("complex") else x  # type: ignore[return-value]


def imag(x: Any) -> Tensor:
    """Return the imaginary part, 0 for real numbers."""
    x = as_operand(x)
    return _IMAG(x) if x.dtype.startswith("complex") else zeros_like(x)


def conj(x: Any) -> Tensor:
    """Return x with the imaginary part turned round."""
    return conjugate(x)


def magnitude(x: Any) -> Tensor:
    """Return the distance of complex numbers from 0."""
    return _MAGNITUDE(x)  # type: ignore[return-value]


def angle(x: Any) -> Tensor:
    """Return the angle of complex numbers, from -pi to pi; 0 or pi for real ones."""
    x = as_operand(x)
    x = cast(x, floating(x.dtype))
    return arctan2(imag(x), real(x))


def polar(abs_: Any, angle: Any) -> Tensor:
    """Return the complex numbers of a distance from 0 and an angle."""
    size = as_operand(abs_)
    size = cast(size, floating(size.dtype))
    turn = cast(as_operand(angle, like=size), size.dtype)
    return _MAKE(multiply(size, cos(turn)), multiply(size, sin(turn)))


def view_as_complex(x: Any) -> Tensor:
    """Return pairs along the last axis as complex numbers."""
    x = as_operand(x)
    if not x.ndim or x.shape[-1] != 2:
        raise ValueError(f"view_as_complex: the last axis must have size 2, got shape {x.shape}.")
    return _MAKE(get_item(x, (..., 0)), get_item(x, (..., 1)))


def view_as_real(x: Any) -> Tensor:
    """Return complex numbers as pairs along a new last axis."""
    return stack([real(x), imag(x)], axis=-1)


__all__ = [
    "angle",
    "conj",
    "imag",
    "polar",
    "real",
    "view_as_complex",
    "view_as_real",
]
