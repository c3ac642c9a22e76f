"""NumPy's elementwise functions as ops: one line gives the name, the function and its slope.

``slope(x, y)`` is the derivative written in ops of the input and the output; a
function without one is flat where it is smooth, so no gradient flows through it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.dtypes import is_float_dtype, promote, standardize_dtype
from engine.kernels import erf as kernels
from engine.op import apply
from engine.ops.activation import sigmoid
from engine.ops.casting import binary_cast
from engine.ops.elementwise import (
    Elementwise,
    absolute,
    add,
    binary,
    cast,
    clip,
    cos,
    divide,
    equal,
    exp,
    floor,
    greater_equal,
    isnan,
    less_equal,
    logical_and,
    logical_or,
    multiply,
    negative,
    sign,
    square,
    subtract,
    unary,
    where,
)
from engine.ops.reduce import all as every
from engine.tensor import Tensor, as_operand

Slope = Callable[[Any, Any], Any]
One = Callable[[Any], Tensor]
Two = Callable[[Any, Any], Tensor]


def _unary(
    name: str,
    ufunc: Callable[..., Any],
    slope: Slope | None = None,
    *,
    integers: bool = False,
    dtype: str | None = None,
) -> One:
    """Declare a function of one tensor; integers become floats unless ``integers``."""
    rule = None if slope is None else lambda n, g: (multiply(g, slope(n.inputs[0], n.outputs[0])),)
    op = Elementwise(name, ufunc, rule, integers=integers, dtype=dtype)

    def function(x: Any) -> Tensor:
        return unary(op, x)

    return _named(function, op, name, ufunc)


def _binary(
    name: str,
    ufunc: Callable[..., Any],
    slopes: tuple[Slope, Slope] | None = None,
    *,
    integers: bool = True,
    dtype: str | None = None,
) -> Two:
    """Declare a function of two tensors; ``slopes`` are by the first and by the second."""
    rule = (
        None if slopes is None else lambda n, g: [multiply(g, slope(*n.inputs)) for slope in slopes]
    )
    op = Elementwise(name, ufunc, rule, integers=integers, dtype=dtype)

    def function(x1: Any, x2: Any) -> Tensor:
        return binary(op, x1, x2)

    return _named(function, op, name, ufunc)


#: Every op declared here, so that tests find them.
DECLARED: dict[str, Elementwise] = {}


def _named(function: Any, op: Elementwise, name: str, ufunc: Any) -> Any:
    DECLARED[name] = op
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"Return NumPy's {getattr(ufunc, '__name__', name)} of every element."
    return function


def _by_keyword(function: Callable[..., Any]) -> Callable[..., None]:
    """A NumPy function that has no ``out`` of its own, as something that writes to one."""

    def write(*arguments: np.ndarray) -> None:
        np.copyto(arguments[-1], function(*arguments[:-1]), casting="unsafe")

    return write


# -- angles ------------------------------------------------------------------

sinh: One = _unary("sinh", np.sinh, lambda x, y: cosh(x))
cosh: One = _unary("cosh", np.cosh, lambda x, y: sinh(x))
tan = _unary("tan", np.tan, lambda x, y: add(square(y), 1.0))
arcsin = _unary("arcsin", np.arcsin, lambda x, y: rsqrt(subtract(1.0, square(x))))
arccos = _unary("arccos", np.arccos, lambda x, y: negative(rsqrt(subtract(1.0, square(x)))))
arctan = _unary("arctan", np.arctan, lambda x, y: reciprocal(add(square(x), 1.0)))
arcsinh = _unary("arcsinh", np.arcsinh, lambda x, y: rsqrt(add(square(x), 1.0)))
arccosh = _unary("arccosh", np.arccosh, lambda x, y: rsqrt(subtract(square(x), 1.0)))
arctanh = _unary("arctanh", np.arctanh, lambda x, y: reciprocal(subtract(1.0, square(x))))
deg2rad = _unary("deg2rad", np.deg2rad, lambda x, y: math.pi / 180)
rad2deg = _unary("rad2deg", np.rad2deg, lambda x, y: 180 / math.pi)
arctan2 = _binary(
    "arctan2",
    np.arctan2,
    (
        lambda y, x: divide(x, add(square(x), square(y))),
        lambda y, x: negative(divide(y, add(square(x), square(y)))),
    ),
    integers=False,
)
hypot: Two = _binary(
    "hypot",
    np.hypot,
    (lambda x, y: divide(x, hypot(x, y)), lambda x, y: divide(y, hypot(x, y))),
    integers=False,
)

# -- powers and logarithms ---------------------------------------------------


def _rsqrt(x: np.ndarray, out: np.ndarray) -> None:
    np.sqrt(x, out)
    np.reciprocal(out, out)


rsqrt: One = _unary("rsqrt", _rsqrt, lambda x, y: multiply(-0.5, divide(y, x)))
reciprocal: One = _unary("reciprocal", np.reciprocal, lambda x, y: negative(square(y)))
cbrt = _unary("cbrt", np.cbrt, lambda x, y: divide(1 / 3, square(y)))
exp2 = _unary("exp2", np.exp2, lambda x, y: multiply(y, math.log(2)))
log2 = _unary("log2", np.log2, lambda x, y: divide(1 / math.log(2), x))
log10 = _unary("log10", np.log10, lambda x, y: divide(1 / math.log(10), x))
logaddexp = _binary(
    "logaddexp",
    np.logaddexp,
    (lambda x, y: _share(subtract(y, x)), lambda x, y: _share(subtract(x, y))),
    integers=False,
)
logaddexp2 = _binary(
    "logaddexp2",
    np.logaddexp2,
    (
        lambda x, y: _share(multiply(subtract(y, x), math.log(2))),
        lambda x, y: _share(multiply(subtract(x, y), math.log(2))),
    ),
    integers=False,
)


def _share(x: Any) -> Tensor:
    """1 / (1 + exp(x)), without overflow for a large x."""
    return sigmoid(negative(x))


def ldexp(x1: Any, x2: Any) -> Tensor:
    """Return x1 times 2 to the power of x2 (whole numbers)."""
    x2 = as_operand(x2)
    if "int" not in x2.dtype:
        raise TypeError(f"ldexp: exponents must be whole numbers, got {x2.dtype}.")
    return multiply(x1, exp2(x2))


# -- special functions -------------------------------------------------------


def _sinc_slope(x: Any, y: Any) -> Tensor:
    zero = equal(x, 0.0)
    safe = where(zero, 1.0, x)
    return where(zero, 0.0, divide(subtract(cos(multiply(safe, math.pi)), y), safe))


sinc = _unary("sinc", _by_keyword(np.sinc), _sinc_slope)
erfc = _unary(
    "erfc", kernels.erfc, lambda x, y: multiply(-2 / math.sqrt(math.pi), exp(negative(square(x))))
)
erfinv = _unary(
    "erfinv", kernels.erfinv, lambda x, y: multiply(math.sqrt(math.pi) / 2, exp(square(y)))
)


#: Beyond it Bessel's functions are greater than any number.
_BESSEL_LIMIT = 750.0


def _bessel(order: int) -> Callable[[np.ndarray, np.ndarray], None]:
    """Bessel's modified function I, the mean of exp(x cos t) cos(order t) over the circle.

    Evenly spaced points give it to full precision once there are enough of them.
    """

    def write(x: np.ndarray, out: np.ndarray) -> None:
        values = np.clip(x.astype(np.float64), -_BESSEL_LIMIT, _BESSEL_LIMIT)
        largest = np.fmax.reduce(np.abs(values), axis=None, initial=0.0)  # passes over NaN
        count = 24 + order + int(9 * math.sqrt(largest))
        total = np.zeros_like(values)
        for angle in 2 * np.pi * np.arange(count) / count:
            total += np.exp(values * math.cos(angle)) * math.cos(order * angle)
        np.copyto(out, total / count, casting="unsafe")

    return write


i0: One = _unary("i0", _bessel(0), lambda x, y: _i1(x))
_i1: One = _unary("i1", _bessel(1), lambda x, y: divide(add(i0(x), _i2(x)), 2.0))
_i2: One = _unary("i2", _bessel(2))

# -- rounding and remainders -------------------------------------------------

ceil = _unary("ceil", np.ceil)
fabs = _unary("fabs", np.fabs, lambda x, y: sign(x))
trunc = _unary("trunc", np.trunc, integers=True)
signbit = _unary("signbit", np.signbit, integers=True, dtype="bool")
floor_divide = _binary("floor_divide", np.floor_divide)
mod = _binary("mod", np.remainder, (lambda x, y: 1.0, lambda x, y: negative(floor(divide(x, y)))))
fmod = _binary("fmod", np.fmod, (lambda x, y: 1.0, lambda x, y: negative(trunc(divide(x, y)))))
nextafter = _binary("nextafter", np.nextafter, integers=False)
heaviside = _binary(
    "heaviside",
    np.heaviside,
    (lambda x, y: multiply(x, 0.0), lambda x, y: cast(equal(x, 0), y.dtype)),
    integers=False,
)
fmax = _binary(
    "fmax",
    lambda a, b, out: np.fmax(a, b, out=out),
    (lambda x, y: _wins(x, y, greater_equal), lambda x, y: _loses(x, y, greater_equal)),
)
fmin = _binary(
    "fmin",
    lambda a, b, out: np.fmin(a, b, out=out),
    (lambda x, y: _wins(x, y, less_equal), lambda x, y: _loses(x, y, less_equal)),
)


def _wins(x: Any, y: Any, better: Callable[..., Tensor]) -> Tensor:
    """1 where the first one is taken; a number beats NaN."""
    return cast(logical_or(better(x, y), isnan(y)), x.dtype)


def _loses(x: Any, y: Any, better: Callable[..., Tensor]) -> Tensor:
    return subtract(1.0, _wins(x, y, better))


# -- whole numbers and bits --------------------------------------------------

gcd = _binary("gcd", np.gcd)
lcm = _binary("lcm", np.lcm)
_and = _binary("bitwise_and", np.bitwise_and)
_or = _binary("bitwise_or", np.bitwise_or)
_xor = _binary("bitwise_xor", np.bitwise_xor)
_left = _binary("bitwise_left_shift", np.left_shift)
_right = _binary("bitwise_right_shift", np.right_shift)
bitwise_invert = bitwise_not = _unary("bitwise_invert", np.invert, integers=True)


def bitwise_and(x: Any, y: Any) -> Tensor:
    """Return the bits that both whole numbers have."""
    return _and(*_whole("bitwise_and", x, y))


def bitwise_or(x: Any, y: Any) -> Tensor:
    """Return the bits that one of two whole numbers has."""
    return _or(*_whole("bitwise_or", x, y))


def bitwise_xor(x: Any, y: Any) -> Tensor:
    """Return the bits in which two whole numbers differ."""
    return _xor(*_whole("bitwise_xor", x, y))


def bitwise_left_shift(x: Any, y: Any) -> Tensor:
    """Return x times 2 to the power of y, for whole numbers."""
    return _left(*_whole("bitwise_left_shift", x, y))


def bitwise_right_shift(x: Any, y: Any) -> Tensor:
    """Return x divided by 2 to the power of y and rounded down, for whole numbers."""
    return _right(*_whole("bitwise_right_shift", x, y))


left_shift, right_shift = bitwise_left_shift, bitwise_right_shift


def _whole(name: str, x: Any, y: Any) -> tuple[Any, Any]:
    x, y = binary_cast(x, y)
    if "int" not in x.dtype and x.dtype != "bool":
        raise TypeError(f"{name}: bits are those of whole numbers, got {x.dtype}. Use ops.cast.")
    return x, y


# -- questions ---------------------------------------------------------------

isfinite = _unary("isfinite", np.isfinite, integers=True, dtype="bool")
isinf = _unary("isinf", np.isinf, integers=True, dtype="bool")
isneginf = _unary("isneginf", _by_keyword(np.isneginf), dtype="bool")
isposinf = _unary("isposinf", _by_keyword(np.isposinf), dtype="bool")
isreal = _unary("isreal", _by_keyword(np.isreal), integers=True, dtype="bool")
logical_xor = _binary("logical_xor", np.logical_xor, dtype="bool")


def isclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Return where |x1 - x2| <= atol + rtol |x2|; equal infinities are close."""
    x1, x2 = binary_cast(x1, x2)
    if "float" not in x1.dtype and not x1.dtype.startswith("complex"):
        x1, x2 = cast(x1, "float64"), cast(x2, "float64")
    near = less_equal(absolute(subtract(x1, x2)), add(multiply(absolute(x2), rtol), atol))
    close = logical_or(logical_and(near, isfinite(x2)), equal(x1, x2))
    return logical_or(close, logical_and(isnan(x1), isnan(x2))) if equal_nan else close


def allclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Return whether all elements are close; see ``isclose``."""
    return every(isclose(x1, x2, rtol, atol, equal_nan))


# -- rounding to places, limits, kinds of number -----------------------------


def true_divide(x1: Any, x2: Any) -> Tensor:
    """Return the quotients, fractions and all."""
    return divide(x1, x2)


_rint = Elementwise("round", np.rint)
DECLARED["round"] = _rint


def round(x: Any, decimals: int = 0) -> Tensor:  # noqa: A001 (Keras's name)
    """Return the nearest number with so many decimals; of two the one with an even last digit."""
    x = as_operand(x)
    if x.dtype == "bool":
        x = cast(x, "int32")
    if decimals == 0 or (decimals > 0 and "int" in x.dtype):
        return apply(_rint, x)[0] if "int" not in x.dtype else x  # type: ignore[return-value]
    scale = 10.0**decimals
    y = divide(apply(_rint, multiply(cast(x, promote(x.dtype, "float32")), scale))[0], scale)
    return cast(y, x.dtype)


def divide_no_nan(x1: Any, x2: Any) -> Tensor:
    """Return x1 / x2, and 0 where x2 is 0."""
    x1, x2 = binary_cast(x1, x2)
    zero = equal(x2, 0)
    safe = divide(x1, where(zero, 1, x2))
    return where(zero, 0, safe)


def nan_to_num(
    x: Any, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Tensor:
    """Return x with NaN and the infinities replaced, the latter by the largest finite numbers."""
    x = as_operand(x)
    if "float" not in x.dtype:
        return x  # type: ignore[return-value]
    limits = np.finfo(x.dtype)
    y = where(isnan(x), float(nan), x)
    y = where(isposinf(x), float(limits.max if posinf is None else posinf), y)
    return where(isneginf(x), float(limits.min if neginf is None else neginf), y)


def saturate_cast(x: Any, dtype: str) -> Tensor:
    """Return x in another type, limited to the numbers that the type holds."""
    x, dtype = as_operand(x), standardize_dtype(dtype)
    if dtype == "bool":
        return cast(clip(x, 0, 1), dtype)
    if x.dtype == "bool":
        return cast(x, dtype)
    new: Any = np.finfo(dtype) if is_float_dtype(dtype) else np.iinfo(dtype)
    old: Any = np.finfo(x.dtype) if is_float_dtype(x.dtype) else np.iinfo(x.dtype)
    low, high = max(new.min, old.min), min(new.max, old.max)
    if is_float_dtype(x.dtype):
        low, high = float(low), float(high)
        if high > new.max:  # rounding up made the limit one that does not fit
            high = float(np.nextafter(np.array(high, x.dtype), np.array(0, x.dtype)))
    return cast(clip(x, low, high), dtype)


__all__ = [
    "allclose",
    "arccos",
    "arccosh",
    "arcsin",
    "arcsinh",
    "arctan",
    "arctan2",
    "arctanh",
    "bitwise_and",
    "bitwise_invert",
    "bitwise_left_shift",
    "bitwise_not",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "cbrt",
    "ceil",
    "cosh",
    "deg2rad",
    "divide_no_nan",
    "erfc",
    "erfinv",
    "exp2",
    "fabs",
    "floor_divide",
    "fmax",
    "fmin",
    "fmod",
    "gcd",
    "heaviside",
    "hypot",
    "i0",
    "isclose",
    "isfinite",
    "isinf",
    "isneginf",
    "isposinf",
    "isreal",
    "lcm",
    "ldexp",
    "left_shift",
    "log10",
    "log2",
    "logaddexp",
    "logaddexp2",
    "logical_xor",
    "mod",
    "nan_to_num",
    "nextafter",
    "rad2deg",
    "reciprocal",
    "right_shift",
    "round",
    "rsqrt",
    "saturate_cast",
    "signbit",
    "sinc",
    "sinh",
    "tan",
    "true_divide",
    "trunc",
]
