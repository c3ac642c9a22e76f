"""What all kernel families share: how they are compiled and how work is split."""

from typing import Any

import numpy as np
from numba import get_num_threads, njit, types

from engine.kernels.cache import KernelCache
from engine.simd import address

# Never `nnan` or `ninf`: NaN and infinity must survive for the checks on them.
FAST = frozenset({"contract", "reassoc", "nsz", "arcp"})
EXACT = frozenset({"contract"})

# Below this many elementary operations one thread is done before a second has woken up.
SERIAL_WORK = 2_000_000
SERIAL_ELEMENTS = 40_000
MOST_CHUNKS = 512

#: Every kernel, as Numba's dispatcher.
KERNELS: list[Any] = []


def compiled(function: Any) -> Any:
    """Kernel whose sums may be reordered into vectors."""
    return _plain(njit(nogil=True, fastmath=set(FAST), error_model="numpy")(function))


def exact(function: Any) -> Any:
    """Kernel that keeps the order of its operations (compensations, rounding tricks)."""
    return _plain(njit(nogil=True, fastmath=set(EXACT), error_model="numpy")(function))


def inlined(function: Any) -> Any:
    """Part of a kernel with one or two callers: compiled as if written there, which saves time."""
    return njit(inline="always")(function)


def _plain(dispatcher: Any) -> Any:
    """Let calls from other kernels see `int`, not `the number 0`: one compilation serves all."""
    dispatcher._cache = KernelCache(dispatcher.py_func)
    template = dispatcher.get_call_template

    def general(args: Any, kws: Any) -> Any:
        return template(tuple(map(types.unliteral, args)), kws)

    dispatcher.get_call_template = general
    KERNELS.append(dispatcher)
    return dispatcher


def chunks_for(items: int, work: int, limit: int = SERIAL_WORK) -> int:
    """How many chunks to cut `items` into, for `work` operations in all."""
    return 1 if work < limit else max(1, min(items, get_num_threads(), MOST_CHUNKS))


@inlined
def chunk_start(items: int, chunks: int, chunk: int) -> int:
    """First item of a chunk; chunks differ by at most one item."""
    return items * chunk // chunks


def flat(array: np.ndarray) -> np.ndarray:
    """The same memory in one dimension."""
    return array.reshape(-1)


@inlined
def flat_view(array: Any) -> Any:
    """`flat` inside compiled code."""
    return array.reshape(array.size)


@inlined
def copy_other(source: Any, target: Any) -> None:
    """Copy, unless both are the same memory.

    Working in place after it: a loop over two arrays that turn out to be the
    same memory would run unwidened.
    """
    if address(source) != address(target):
        for i in range(target.size):
            target[i] = source[i]
