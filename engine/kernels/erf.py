"""The error function, which NumPy does not have."""

import math
from typing import Any

import numpy as np

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, exact, flat
from engine.kernels.threads import pool, share


def erf(x: np.ndarray, out: np.ndarray) -> None:
    """out = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x."""
    chunks = chunks_for(x.size, x.size, SERIAL_ELEMENTS // 8)
    _part(flat(x), flat(out), pool(), chunks, -1)


@exact
def _part(x: Any, out: Any, entry: int, chunks: int, chunk: int) -> None:
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    for i in range(chunk_start(x.size, chunks, chunk), chunk_start(x.size, chunks, chunk + 1)):
        out[i] = math.erf(x[i])
