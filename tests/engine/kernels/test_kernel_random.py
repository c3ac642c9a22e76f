"""Dropout and fills: their statistics, and that only seed, step and position matter."""

import numpy as np
import pytest
from numba import get_num_threads, set_num_threads

from engine.kernels import random


def draw(seed, step, size=200_000, rate=0.3, dtype=np.float32):
    y = np.empty(size, dtype)
    random.dropout(np.ones(size, dtype), y, rate, seed, step)
    return y


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dropout_keeps_its_share_and_its_mean(dtype):
    for rate in (0.1, 0.5, 0.9):
        y = draw(1, 2, rate=rate, dtype=dtype)
        kept = y != 0
        assert abs(kept.mean() - (1 - rate)) < 0.005
        np.testing.assert_allclose(y[kept], 1 / (1 - rate), rtol=1e-6)
    assert (draw(1, 2, rate=0.0, dtype=dtype) == 1).all()
    assert (draw(1, 2, rate=1.0, dtype=dtype) == 0).all()


def test_other_seed_step_or_place_is_another_draw():
    base = draw(1, 2) != 0
    for other in (draw(2, 2), draw(1, 3), np.roll(draw(1, 2), 1), draw(2, 1)):
        assert abs((base == (other != 0)).mean() - (0.3**2 + 0.7**2)) < 0.01


def test_threads_do_not_matter():
    many, threads = draw(1, 2), get_num_threads()
    set_num_threads(1)
    try:
        np.testing.assert_array_equal(draw(1, 2), many)
    finally:
        set_num_threads(threads)
    np.testing.assert_array_equal(draw(1, 2, size=1001), many[:1001])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_uniform(dtype):
    out = np.empty(100_000, dtype)
    random.uniform(out, 3, 4, -2.0, 5.0)
    assert out.min() >= -2 and out.max() < 5
    counts, _ = np.histogram(out, 20, (-2, 5))
    assert abs(counts - 5000).max() < 400
    assert abs(np.corrcoef(out[:-1], out[1:])[0, 1]) < 0.01


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_normal(dtype):
    out = np.empty(100_001, dtype)
    random.normal(out, 3, 4, 1.0, 2.0)
    assert abs(out.mean() - 1) < 0.03 and abs(out.std() - 2) < 0.03
    share = [np.mean(np.abs(out - 1) < 2 * k) for k in (1, 2, 3)]
    np.testing.assert_allclose(share, [0.6827, 0.9545, 0.9973], atol=0.005)
    assert abs(np.corrcoef(out[:-1], out[1:])[0, 1]) < 0.01
