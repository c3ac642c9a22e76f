"""What this machine can do at most: multiply-adds in registers, bytes from memory and caches."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import get_num_threads, njit, types
from numba.core import cgutils

from engine.simd import HOST, Vector, vector_code

CHAINS = 12  # multiply-adds that do not wait for each other
LANES = HOST.vector_bytes // 4
MEMORY_BYTES = 64 << 20  # of each array; no cache holds three of them
CACHE_BYTES = 64 << 10  # of each array; the second-level cache holds three of them


@vector_code
def _multiply_adds(typingctx: Any, times: Any, factor: Any) -> Any:
    """`times` rounds of CHAINS vector multiply-adds that never leave the registers."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = Vector(builder, types.float32)
        factors = vector.splat(args[1])
        totals = [cgutils.alloca_once_value(builder, factors) for _ in range(CHAINS)]
        with cgutils.for_range(builder, args[0]):
            for total in totals:
                value = vector.multiply_add(builder.load(total), factors, factors)
                builder.store(value, total)
        answer = builder.load(totals[0])
        for total in totals[1:]:
            answer = builder.fadd(answer, builder.load(total))
        return builder.extract_element(answer, cgutils.int32_t(0))

    return types.float32(types.int64, types.float32), generate


@njit(nogil=True)
def _spin(times: int, factor: float) -> float:
    return _multiply_adds(times, factor)


@njit(nogil=True, fastmath=True)
def _triad(target: Any, left: Any, right: Any, times: int) -> None:
    for _ in range(times):
        for i in range(target.size):
            target[i] = left[i] + np.float32(0.5) * right[i]


def _together(run: Callable[[int], Any]) -> float:
    """Seconds until every thread has run once, the best of ten."""
    threads = get_num_threads()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))  # compiles
        best = np.inf
        for _ in range(10):
            begun = time.perf_counter()
            list(pool.map(run, range(threads)))
            best = min(best, time.perf_counter() - begun)
    return float(best)


@functools.cache
def peak() -> float:
    """Single-precision GF/s of all threads together, multiply-add in registers."""
    times = 2_000_000
    seconds = _together(lambda _: _spin(times, np.float32(0.5)))
    return 2 * times * CHAINS * LANES * get_num_threads() / seconds / 1e9


def _bandwidth(size: int, times: int) -> float:
    rows = [[np.ones(size // 4, np.float32) for _ in range(3)] for _ in range(get_num_threads())]
    seconds = _together(lambda thread: _triad(*rows[thread], times))
    return 3 * size * times * len(rows) / seconds / 1e9


@functools.cache
def memory_bandwidth() -> float:
    """GB/s of all threads together, two arrays read and one written in memory."""
    return _bandwidth(MEMORY_BYTES, 1)


@functools.cache
def cache_bandwidth() -> float:
    """GB/s of all threads together, two arrays read and one written in the L2 caches."""
    return _bandwidth(CACHE_BYTES, 2000)
