"""Sums over middle axes against NumPy in float64, and the op that chooses them."""

import numpy as np
import pytest

from engine import ops
from engine.kernels import sums

SHAPES = [((32, 24, 24, 16), (1, 2)), ((5, 600, 7), (1,)), ((5000, 3), (0,)),
          ((4, 50, 6, 33), (0, 1)), ((3, 70, 80, 2), (1, 2)), ((10, 9, 8, 100), (2,)),
          ((2, 3, 4, 200), (0, 2)), ((40, 300), (1,))]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sums_along_axes(dtype):
    random = np.random.default_rng(1)
    limit = 1e-6 if dtype == np.float32 else 1e-14
    for shape, axes in SHAPES:
        x = (random.normal(size=shape) + 1).astype(dtype)
        truth = x.astype(np.float64).sum(axes)
        for keepdims in (False, True):
            got = ops.sum(ops.convert_to_tensor(x), axis=axes, keepdims=keepdims).numpy()
            wanted = x.astype(np.float64).sum(axes, keepdims=keepdims)
            np.testing.assert_allclose(got, wanted, atol=limit * np.abs(truth).max())


def test_nan_and_infinity_stay():
    x = np.ones((3, 40, 40, 5), np.float32)
    x[1, 7, 8, 2], x[2, 0, 0, 4] = np.nan, np.inf
    out = np.empty((3, 5), np.float32)
    sums.sum_rows(x, out, 3, 5)
    np.testing.assert_array_equal(out, x.sum((1, 2)))
