"""The error function, what it lacks to 1, and its inverse, which NumPy does not have."""

import math
from typing import Any

import numpy as np

from engine.kernels.common import (
    SERIAL_ELEMENTS,
    chunk_start,
    chunks_for,
    exact,
    flat,
    inlined,
)
from engine.kernels.threads import pool, share

_ERF, _ERFC, _ERFINV = 0, 1, 2


def erf(x: np.ndarray, out: np.ndarray) -> None:
    """out = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x."""
    _fill(x, out, _ERF)


def erfc(x: np.ndarray, out: np.ndarray) -> None:
    """out = 1 - erf(x), to full precision where erf is almost 1."""
    _fill(x, out, _ERFC)


def erfinv(x: np.ndarray, out: np.ndarray) -> None:
    """out = the number whose erf is x; infinite at -1 and 1, NaN beyond."""
    _fill(x, out, _ERFINV)


def _fill(x: np.ndarray, out: np.ndarray, which: int) -> None:
    chunks = chunks_for(x.size, x.size, SERIAL_ELEMENTS // 8)
    _part(flat(x), flat(out), which, pool(), chunks, -1)


@exact
def _part(x: Any, out: Any, which: int, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    for i in range(chunk_start(x.size, chunks, chunk), chunk_start(x.size, chunks, chunk + 1)):
        if which == _ERF:
            out[i] = math.erf(x[i])
        elif which == _ERFC:
            out[i] = math.erfc(x[i])
        else:
            out[i] = _inverse(x[i])


@inlined
def _inverse(x: Any) -> float:
    """Winitzki's closed form (2008), polished by Halley's method."""
    size = abs(float(x))
    if not size < 1:
        return math.copysign(math.inf, x) if size == 1 else math.nan
    log = math.log1p(-size * size)
    half = 2 / (math.pi * 0.147) + log / 2
    y = math.sqrt(max(math.sqrt(half * half - log / 0.147) - half, 0.0))
    for _ in range(3):
        error = (1 - size) - math.erfc(y) if size > 0.5 else math.erf(y) - size
        step = error * math.exp(y * y) * math.sqrt(math.pi) / 2
        y -= step / (1 + y * step)
    return math.copysign(y, x)
