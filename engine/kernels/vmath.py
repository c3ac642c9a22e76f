"""exp, tanh, sigmoid and relatives that LLVM's loop vectoriser can widen.

In float32 they are straight-line polynomials, right to one or two units in the
last place; in float64 they call the C library. NaN stays NaN and infinities
give the limits. Call them from kernels compiled with `exact` or `compiled`.
"""

import math
from typing import Any

import numpy as np
from numba import types
from numba.extending import overload

from engine.simd import float_from_bits

_f = np.float32
_LOG2E = _f(1.4426950408889634)
_LN2_HIGH, _LN2_LOW = _f(0.693359375), _f(-2.12194440e-4)
_ROUND = _f(12582912.0)  # 1.5 * 2**23: adding it leaves a rounded integer in the low bits
_E2, _E3, _E4 = _f(0.5), _f(0.16666666), _f(0.041666668)
_E5, _E6, _E7 = _f(0.008333334), _f(0.0013888889), _f(0.0001984127)
_ONE, _TWO, _HALF, _ZERO = _f(1), _f(2), _f(0.5), _f(0)
_T0, _T1, _T2 = _f(-3.33332819422e-1), _f(1.33314422036e-1), _f(-5.37397155531e-2)
_T3, _T4 = _f(2.06390887954e-2), _f(-5.70498872745e-3)
_SMALL = _f(0.625)
_LOWEST, _HIGHEST = _f(-104.0), _f(89.0)


def exp(x: Any) -> Any:
    """e ** x."""
    return math.exp(x)


def tanh(x: Any) -> Any:
    """Hyperbolic tangent."""
    return math.tanh(x)


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x))."""
    return 1 / (1 + math.exp(-x))


@overload(exp, inline="never", jit_options={"fastmath": {"contract"}})
def _exp(x):  # type: ignore[no-untyped-def]
    if x == types.float32:
        return _exp_single
    return lambda x: math.exp(x)


def _exp_single(x):  # type: ignore[no-untyped-def]
    low = _LOWEST if x < _LOWEST else x
    y = _HIGHEST if low > _HIGHEST else low
    shifted = y * _LOG2E + _ROUND
    n = shifted - _ROUND
    r = (y - n * _LN2_HIGH) - n * _LN2_LOW
    p = (((((_E7 * r + _E6) * r + _E5) * r + _E4) * r + _E3) * r + _E2) * r * r + r + _ONE
    power = np.int32(n if n == n else _ZERO)
    half = power >> np.int32(1)
    rest = power - half
    first = float_from_bits(np.int32((half + np.int32(127)) << np.int32(23)))
    second = float_from_bits(np.int32((rest + np.int32(127)) << np.int32(23)))
    return p * first * second


@overload(sigmoid, inline="never", jit_options={"fastmath": {"contract"}})
def _sigmoid(x):  # type: ignore[no-untyped-def]
    if x == types.float32:
        return lambda x: _ONE / (_ONE + exp(-x))
    return lambda x: 1.0 / (1.0 + math.exp(-x))


@overload(tanh, inline="never", jit_options={"fastmath": {"contract"}})
def _tanh(x):  # type: ignore[no-untyped-def]
    if x == types.float32:
        return _tanh_single
    return lambda x: math.tanh(x)


def _tanh_single(x):  # type: ignore[no-untyped-def]
    far = _ONE - _TWO / (exp(_TWO * x) + _ONE)
    z = x * x
    near = ((((_T4 * z + _T3) * z + _T2) * z + _T1) * z + _T0) * z * x + x
    return near if abs(x) < _SMALL else far
