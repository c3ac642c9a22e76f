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
    copy_other,
    exact,
    flat,
    inlined,
)
from engine.kernels.threads import pool, share

_M1, _M2 = np.uint32(0x7FEB352D), np.uint32(0x846CA68B)
_S16, _S15 = np.uint32(16), np.uint32(15)
_STEP, _A, _B = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_ONE = np.uint64(1)
_S30, _S27, _S31, _S32 = (np.uint64(n) for n in (30, 27, 31, 32))
_BLOCK = 4096  # elements that stay in the first-level cache between copying and dropping

Call = tuple[Any, tuple[Any, ...]]


def key_of(seed: int, step: int) -> np.ndarray:
    """Seed and step in the form in which the kernels read them."""
    return np.array([int(seed) % 2**64, int(step) % 2**64], np.uint64)


@inlined
def _mix64(value: Any) -> Any:
    """A bijective mixer of 64-bit words (multiply and xor-shift)."""
    value = np.uint64(value + _STEP)
    value = np.uint64(np.uint64(value ^ (value >> _S30)) * _A)
    value = np.uint64(np.uint64(value ^ (value >> _S27)) * _B)
    return np.uint64(value ^ (value >> _S31))


@inlined
def _words(seed: Any, step: Any) -> Any:
    """The two words that key the hash."""
    word = _mix64(np.uint64(_mix64(seed) ^ step))
    return np.uint32(word), np.uint32(word >> _S32)


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


@inlined
def _light_hash(position: int, key: Any, other: Any) -> Any:
    """32 random bits for a position, in half the time: enough to toss a coin with."""
    h = np.uint32(np.uint32(position) ^ key)
    h = np.uint32(np.uint32(np.uint32(h ^ (h >> _S16)) * _M1) + other)
    h = np.uint32(np.uint32(h ^ (h >> _S15)) * _M2)
    return np.uint32(h ^ (h >> _S16))


def dropout(x: np.ndarray, y: np.ndarray, rate: float, seed: int, step: int) -> None:
    """y = x / (1 - rate) where the draw keeps it (with chance 1 - rate), else 0."""
    function, args = dropout_call(x, y, rate, key_of(seed, step))
    function(*args)


def dropout_call(x: np.ndarray, y: np.ndarray, rate: float, key: np.ndarray) -> Call:
    """The bound form of `dropout`; `key` holds seed and step at the time of each call."""
    x, y = flat(x), flat(y)
    keep = y.dtype.type(1 / (1 - rate) if rate < 1 else 0.0)
    limit = np.uint32(min(round(rate * 2**32), 2**32 - 1))
    chunks = chunks_for(x.size, x.size, SERIAL_ELEMENTS)
    return _drop, (x, y, keep, limit, key, pool(), chunks, -1)


@exact
def _drop(x: Any, y: Any, keep: float, limit: Any, state: Any, entry: int, chunks: int,
          chunk: int) -> None:
    """Copies, then works in place: two arrays that are the same memory would run unwidened."""
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    key, other = _words(state[0], state[1])
    zero, last = y.dtype.type(0), chunk_start(x.size, chunks, chunk + 1)
    for begin in range(chunk_start(x.size, chunks, chunk), last, _BLOCK):
        end = min(last, begin + _BLOCK)
        part = y[begin:end]
        copy_other(x[begin:end], part)
        for i in range(part.size):
            part[i] = part[i] * keep if _light_hash(begin + i, key, other) >= limit else zero


def uniform(out: np.ndarray, seed: int, step: int, low: float = 0.0, high: float = 1.0) -> None:
    """Fill `out` with numbers drawn evenly from [low, high)."""
    _uniform(flat(out), key_of(seed, step), low, high)


@exact
def _uniform(out: Any, state: Any, low: float, high: float) -> None:
    kind, twice = out.dtype.type, np.uint64(state[1] + state[1])
    key, other = _words(state[0], twice)
    key2, other2 = _words(state[0], np.uint64(twice + _ONE))
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
    _normal(flat(out), key_of(seed, step), mean, stddev)


@exact
def _normal(out: Any, state: Any, mean: float, stddev: float) -> None:
    """Pairs by the polar angle and radius of a point of the plane (Box and Muller)."""
    twice = np.uint64(state[1] + state[1])
    key, other = _words(state[0], twice)
    key2, other2 = _words(state[0], np.uint64(twice + _ONE))
    for i in range(0, out.size, 2):
        radius = math.sqrt(-2 * math.log(1 - _fraction(i, key, other, key2, other2)))
        angle = 2 * math.pi * _fraction(i + 1, key, other, key2, other2)
        out[i] = mean + stddev * radius * math.cos(angle)
        if i + 1 < out.size:
            out[i + 1] = mean + stddev * radius * math.sin(angle)
