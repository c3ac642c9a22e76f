"""The memory of plans: one block each, and none kept for models that nobody uses any more.

A trained model and its plans refer to each other, so Python frees them only when
its collector comes by. The collector counts objects and does not know that a few
of them hold hundreds of megabytes; here it is called by what they hold.
"""

from __future__ import annotations

import gc
import weakref

import numpy as np

ALIGN = 64
#: Bytes of new blocks after which it is worth looking for blocks of dropped models.
PATIENCE = 1 << 28


class _Held:
    """Counts the bytes of all blocks that are alive."""

    def __init__(self) -> None:
        self.bytes = 0
        self.next_look = PATIENCE

    def take(self, size: int) -> None:
        """Count a block that is about to be made, after making room for it if need be."""
        if self.bytes + size > self.next_look:
            gc.collect()
            self.next_look = self.bytes + size + PATIENCE
        self.bytes += size

    def give(self, size: int) -> None:
        self.bytes -= size


HELD = _Held()


def block(size: int) -> np.ndarray:
    """Return that many bytes, beginning where a cache line begins."""
    HELD.take(size)
    raw = np.empty(size + ALIGN, np.uint8)
    weakref.finalize(raw, HELD.give, size).atexit = False
    start = -raw.ctypes.data % ALIGN
    return raw[start : start + size]
