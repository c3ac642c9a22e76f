"""Counter-based random numbers: dropout and fills.

Every number is a hash of (seed, step, position), so the bits do not depend on
the number of threads, and a resumed run goes on exactly. The hash is a 32-bit
mixer of multiplications and shifts, which vectorises, keyed by two words that a
64-bit mixer makes of seed and step.
"""

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

_M1, _M2 = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
_S16, _S15 = np.uint32(16), np.uint32(15)
_MASK64 = (1 << 64) - 1


def _mix64(value: int) -> int:
    """A bijective mixer of 64-bit words (multiply and xor-shift)."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK64
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK64
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK64
    return value ^ (value >> 31)


def _key(seed: int, step: int) -> tuple[np.uint32, np.uint32]:
    word = _mix64(_mix64(int(seed) & _MASK64) ^ (int(step) & _MASK64))
    return np.uint32(word & 0xFFFFFFFF), np.uint32(word >> 32)


@inlined
def _hash(position: int, key: Any, other: Any) -> Any:
    """32 random bits for a position."""
    h = np.uint32(np.uint32(position) ^ key)
    h = np.uint32(np.uint32(h ^ (h >> _S16)) * _M1)
    h = np.uint32(np.uint32(h ^ (h >> _S15)) * _M2)
    h = np.uint32(np.uint32(h ^ (h >> _S16)) + other)
    h = np.uint32(np.uint32(h ^ (h >> _S16)) * _M1)
    h = np.uint32(np.uint32(h ^ (h >> _S15)) * _M2)
    return np.uint32(h ^ (h >> _S16))


def dropout(x: np.ndarray, y: np.ndarray, rate: float, seed: int, step: int) -> None:
    """y = x / (1 - rate) where the draw keeps it (with chance 1 - rate), else 0."""
    x, y = flat(x), flat(y)
    keep = 1 / (1 - rate) if rate < 1 else 0.0
    limit = np.uint32(min(round(rate * 2**32), 2**32 - 1))
    chunks = chunks_for(x.size, x.size, SERIAL_ELEMENTS)
    _drop(x, y, keep, limit, *_key(seed, step), pool(), chunks, -1)


def dropout_grad(dy: np.ndarray, dx: np.ndarray, rate: float, seed: int, step: int) -> None:
    """The same cells dropped, the same factor: the gradient of `dropout`."""
    dropout(dy, dx, rate, seed, step)


@exact
def _drop(x: Any, y: Any, keep: float, limit: Any, key: Any, other: Any, entry: int, chunks: int,
          chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    factor, zero = y.dtype.type(keep), y.dtype.type(0)
    first, last = chunk_start(x.size, chunks, chunk), chunk_start(x.size, chunks, chunk + 1)
    x, y = x[first:last], y[first:last]  # a loop from 0 on vectorises
    for i in range(y.size):
        y[i] = x[i] * factor if _hash(first + i, key, other) >= limit else zero


def uniform(out: np.ndarray, seed: int, step: int, low: float = 0.0, high: float = 1.0) -> None:
    """Fill `out` with numbers drawn evenly from [low, high)."""
    _uniform(flat(out), *_key(seed, 2 * step), *_key(seed, 2 * step + 1), low, high)


@exact
def _uniform(out: Any, key: Any, other: Any, key2: Any, other2: Any, low: float,
             high: float) -> None:
    kind = out.dtype.type
    for i in range(out.size):
        value = kind(low + _fraction(i, key, other, key2, other2) * (high - low))
        out[i] = value if value < kind(high) else kind(low)


@exact
def _fraction(i: int, key: Any, other: Any, key2: Any, other2: Any) -> float:
    """A number in [0, 1) with 53 random bits."""
    high, low = np.int64(_hash(i, key, other)), np.int64(_hash(i, key2, other2))
    return (high * 2097152.0 + (low >> 11)) * 1.1102230246251565e-16


def normal(out: np.ndarray, seed: int, step: int, mean: float = 0.0, stddev: float = 1.0) -> None:
    """Fill `out` with normal numbers."""
    _normal(flat(out), *_key(seed, 2 * step), *_key(seed, 2 * step + 1), mean, stddev)


@exact
def _normal(out: Any, key: Any, other: Any, key2: Any, other2: Any, mean: float,
            stddev: float) -> None:
    """Pairs by the polar angle and radius of a point of the plane (Box and Muller)."""
    for i in range(0, out.size, 2):
        radius = math.sqrt(-2 * math.log(1 - _fraction(i, key, other, key2, other2)))
        angle = 2 * math.pi * _fraction(i + 1, key, other, key2, other2)
        out[i] = mean + stddev * radius * math.cos(angle)
        if i + 1 < out.size:
            out[i + 1] = mean + stddev * radius * math.sin(angle)
