"""Gather and scatter against NumPy's indexing."""

import numpy as np
import pytest

from engine.kernels import embedding


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", [np.int32, np.int64])
@pytest.mark.parametrize("size", [(1, 1, 1), (17, 5, 40), (300, 16, 9000), (5000, 16, 900)])
def test_gather_and_scatter(dtype, kind, size):
    rows, width, count = size
    random = np.random.default_rng(1)
    table = random.normal(size=(rows, width)).astype(dtype)
    index = random.integers(0, rows, count).astype(kind)
    out = np.full((count, width), np.nan, dtype)
    assert embedding.gather(table, index, out) == -1
    np.testing.assert_array_equal(out, table[index])
    total = np.full((rows, width), np.nan, dtype)
    embedding.scatter(out, index, total)
    truth = np.zeros((rows, width))
    np.add.at(truth, index, out.astype(np.float64))
    np.testing.assert_allclose(total, truth, rtol=1e-4 if dtype == np.float32 else 1e-12)
    again = np.full((rows, width), np.nan, dtype)
    embedding.scatter(out, index, again)
    np.testing.assert_array_equal(total, again)


@pytest.mark.parametrize("bad", [-1, 7, 2**31 - 1])
def test_gather_names_the_first_index_outside(bad):
    index = np.array([0, 6, bad, -5], np.int32)
    out = np.zeros((4, 3), np.float32)
    assert embedding.gather(np.ones((7, 3), np.float32), index, out) == 2
    assert (out == 0).all()
