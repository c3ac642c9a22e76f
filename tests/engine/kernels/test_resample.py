"""A sparse matrix along one axis against NumPy's dense product."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels.resample import resample


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("outer", [1, 4, 3000])
def test_equals_the_dense_product(dtype, outer):
    random = np.random.default_rng(outer)
    for inner in (1, 3, 17):
        matrix = random.normal(size=(6, 5)) * (random.random((6, 5)) < 0.4)
        matrix[2] = 0  # a row without a term
        rows, columns = np.nonzero(matrix)
        starts = np.searchsorted(rows, np.arange(7)).astype(np.int64)
        x = random.normal(size=(outer, 5, inner)).astype(dtype)
        y = np.full((outer, 6, inner), np.nan, dtype)
        weights = matrix[rows, columns].astype(dtype)
        resample(x, starts, columns.astype(np.int64), weights, y)
        np.testing.assert_allclose(y, np.einsum("mn,anb->amb", matrix, x), rtol=1e-4, atol=1e-5)
