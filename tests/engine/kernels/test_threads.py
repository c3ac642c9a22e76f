"""Every chunk runs exactly once, however many threads there are."""

import numpy as np
import pytest
from numba import get_num_threads, njit

from engine.kernels.common import MOST_CHUNKS, chunks_for
from engine.kernels.threads import pool, share


@njit(nogil=True)
def count(runs, factor, entry, chunks, chunk):
    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return
    runs[chunk] += factor * (chunk + 1)


@pytest.mark.parametrize("chunks", [1, 2, 7])
def test_each_chunk_runs_once_with_its_arguments(chunks):
    for _ in range(50):
        runs = np.zeros(chunks)
        count(runs, 0.5, pool(), min(chunks, get_num_threads()), -1)
        expected = 0.5 * (np.arange(chunks) + 1)
        expected[get_num_threads():] = 0
        np.testing.assert_array_equal(runs, expected)


def test_little_work_stays_on_one_thread():
    assert chunks_for(1000, 10) == 1
    assert chunks_for(1, 10**9) == 1
    assert chunks_for(1000, 10**9) == min(get_num_threads(), MOST_CHUNKS)
