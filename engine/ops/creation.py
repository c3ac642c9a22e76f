"""Tensors made from nothing: filled ones, evenly spaced numbers, windows."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.config import floatx
from engine.dtypes import is_int_dtype, result_type, standardize_dtype
from engine.ops.casting import copied
from engine.ops.elementwise import add, cast, divide, floor, multiply, power, sign, subtract
from engine.ops.shape import broadcast_to, concatenate, expand_dims
from engine.ops.ufuncs import log10
from engine.tensor import Tensor, Variable, as_operand


def convert_to_tensor(
    x: Any, dtype: Any = None, sparse: bool | None = None, ragged: bool | None = None
) -> Tensor:
    """Return x as a tensor; Python floats become the default float type.

    A variable gives the values it has at this point, also inside a compiled step, and
    gradients flow to it. An array is copied: a tensor does not change with it.
    """
    if sparse or ragged:
        raise ValueError("convert_to_tensor: there are neither sparse nor ragged tensors here.")
    operand = as_operand(np.array(x) if isinstance(x, np.ndarray) else x)
    if isinstance(operand, Variable):
        operand = copied(operand)
    return operand if dtype is None else cast(operand, standardize_dtype(dtype))


def array(x: Any, dtype: Any = None) -> Tensor:
    """Return x as a tensor."""
    return convert_to_tensor(x, dtype)


def copy(x: Any) -> Tensor:
    """Return a tensor of the same values (tensors do not change, so it may be x itself)."""
    return convert_to_tensor(x)


def convert_to_numpy(x: Any) -> np.ndarray:
    """Return x as an array."""
    return np.asarray(x)


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    """Return a tensor filled with a value, of the default float type if none is given."""
    return broadcast_to(cast(fill_value, standardize_dtype(dtype)), _shape(shape))


def _shape(shape: Any) -> tuple[Any, ...]:
    if isinstance(shape, (int, np.integer)):
        return (int(shape),)
    return tuple(s if s is None else int(s) for s in shape)


def zeros(shape: Any, dtype: Any = None) -> Tensor:
    """Return a tensor of zeros."""
    return full(shape, 0, dtype)


def ones(shape: Any, dtype: Any = None) -> Tensor:
    """Return a tensor of ones."""
    return full(shape, 1, dtype)


def empty(shape: Any, dtype: Any = None) -> Tensor:
    """Return a tensor whose values do not matter (zeros)."""
    return zeros(shape, dtype)


def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    """Return a tensor of x's shape filled with a value, of x's type by default."""
    x = as_operand(x)
    return broadcast_to(cast(fill_value, standardize_dtype(dtype or x.dtype)), x.shape)


def zeros_like(x: Any, dtype: Any = None) -> Tensor:
    """Return a tensor of zeros with x's shape, and its type by default."""
    return full_like(x, 0, dtype)


def ones_like(x: Any, dtype: Any = None) -> Tensor:
    """Return a tensor of ones with x's shape, and its type by default."""
    return full_like(x, 1, dtype)


def empty_like(x: Any, dtype: Any = None) -> Tensor:
    """Return a tensor of x's shape whose values do not matter (zeros)."""
    return zeros_like(x, dtype)


# -- evenly spaced numbers ---------------------------------------------------


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Tensor:
    """Return the numbers from ``start`` up to, without, ``stop``; from 0 when one is given."""
    given = [v for v in (start, stop, step) if v is not None]
    if dtype is None:
        dtype = result_type(*(_kind(v) for v in given))
    numbers = (
        np.arange(*(np.asarray(v).item() for v in (start, stop, step) if v is not None))
        if (stop is not None or step is None)
        else np.arange(0, np.asarray(start).item(), np.asarray(step).item())
    )
    return as_operand(numbers.astype(standardize_dtype(dtype)))  # type: ignore[return-value]


def _kind(value: Any) -> Any:
    """What a number counts as in mixed arithmetic."""
    return value.dtype if hasattr(value, "dtype") else type(value)


def _steps(
    start: Any, stop: Any, num: int, endpoint: bool, axis: int, dtype: Any
) -> tuple[Any, Any, Any, str, str]:
    """Both ends as floats, the shares of the second one, the types to work in and to give."""
    if num < 0:
        raise ValueError(f"The number of values must not be negative, got {num}.")
    wanted = (
        standardize_dtype(dtype)
        if dtype is not None
        else result_type(*(_kind(v) for v in (start, stop)), float)
    )
    ends = [as_operand(v) for v in (start, stop)]
    work = "float64" if "float64" in (*(e.dtype for e in ends), wanted) else floatx()
    ends = [cast(e, work) for e in ends]
    parts = max(num - 1 if endpoint else num, 1)
    share = np.arange(num, dtype="float64") / parts
    rank = max(e.ndim for e in ends)
    shape = [1] * (rank + 1)
    place = axis % (rank + 1)
    shape[place] = num
    ends = [expand_dims(e, place - (rank - e.ndim)) if e.ndim else e for e in ends]
    return ends[0], ends[1], share.reshape(shape).astype(work), work, wanted


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """Return so many evenly spaced numbers between two, which may be tensors themselves."""
    first, last, share, _, wanted = _steps(start, stop, num, endpoint, axis, dtype)
    values = add(multiply(first, subtract(1.0, share)), multiply(last, share))
    if is_int_dtype(wanted):
        values = floor(values)
    values = cast(values, wanted)
    if not retstep:
        return values
    return values, divide(subtract(stop, start), float(max(num - 1 if endpoint else num, 1)))


def logspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: float = 10,
    dtype: Any = None,
    axis: int = 0,
) -> Tensor:
    """Return numbers whose logarithms are evenly spaced between two."""
    first, last, share, work, wanted = _steps(start, stop, num, endpoint, axis, dtype)
    exponents = add(multiply(first, subtract(1.0, share)), multiply(last, share))
    return cast(power(cast(float(base), work), exponents), wanted)


def geomspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0
) -> Tensor:
    """Return numbers with the same ratio between neighbours, from one to another."""
    first, last, share, work, wanted = _steps(start, stop, num, endpoint, axis, dtype)
    signs = sign(first)
    first, last = log10(multiply(first, signs)), log10(multiply(last, signs))
    exponents = add(multiply(first, subtract(1.0, share)), multiply(last, share))
    return cast(multiply(signs, power(cast(10.0, work), exponents)), wanted)


# -- windows of signal processing --------------------------------------------


def _window(function: Any, x: Any, *more: Any) -> Tensor:
    return as_operand(function(int(np.asarray(x)), *more).astype(floatx()))  # type: ignore


def bartlett(x: Any) -> Tensor:
    """Return Bartlett's window (a triangle) of a length."""
    return _window(np.bartlett, x)


def blackman(x: Any) -> Tensor:
    """Return Blackman's window of a length."""
    return _window(np.blackman, x)


def hamming(x: Any) -> Tensor:
    """Return Hamming's window of a length."""
    return _window(np.hamming, x)


def hanning(x: Any) -> Tensor:
    """Return Hann's window of a length."""
    return _window(np.hanning, x)


def kaiser(x: Any, beta: Any) -> Tensor:
    """Return Kaiser's window of a length; ``beta`` says how fast it falls."""
    return _window(np.kaiser, x, float(np.asarray(beta)))


def vander(x: Any, N: int | None = None, increasing: bool = False) -> Tensor:
    """Return a matrix whose columns are powers of the row x, the highest first by default."""
    x = as_operand(x)
    if x.ndim != 1:
        raise ValueError(f"vander: expected one axis, got the shape {x.shape}.")
    count = x.shape[0] if N is None else N
    powers = np.arange(count) if increasing else np.arange(count)[::-1]
    column = expand_dims(x, 1)
    columns = [_whole_power(column, int(p)) for p in powers]
    return concatenate(columns, 1)


def _whole_power(x: Any, exponent: int) -> Any:
    """A product of factors: exact for whole numbers, smooth also at 0."""
    y = ones_like(x)
    for _ in range(exponent):
        y = multiply(y, x)
    return y


__all__ = [
    "arange",
    "array",
    "bartlett",
    "blackman",
    "convert_to_numpy",
    "convert_to_tensor",
    "copy",
    "empty",
    "empty_like",
    "full",
    "full_like",
    "geomspace",
    "hamming",
    "hanning",
    "kaiser",
    "linspace",
    "logspace",
    "ones",
    "ones_like",
    "vander",
    "zeros",
    "zeros_like",
]
