"""The error function, which NumPy does not have."""

import math
from typing import Any

import numpy as np
from numba import prange

from engine.kernels.common import SERIAL_ELEMENTS, chunk_start, chunks_for, exact, flat, threaded


def erf(x: np.ndarray, out: np.ndarray) -> None:
    """out = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x."""
    chunks = chunks_for(x.size, x.size, SERIAL_ELEMENTS // 8)
    if chunks == 1:
        _part(flat(x), flat(out), 1, 0)
    else:
        _threads(flat(x), flat(out), chunks)


@threaded
def _threads(x: Any, out: Any, chunks: int) -> None:
    for chunk in prange(chunks):
        _part(x, out, chunks, chunk)


@exact
def _part(x: Any, out: Any, chunks: int, chunk: int) -> None:
    for i in range(chunk_start(x.size, chunks, chunk), chunk_start(x.size, chunks, chunk + 1)):
        out[i] = math.erf(x[i])
