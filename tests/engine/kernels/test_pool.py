"""Pooling against NumPy, window by window."""

import numpy as np
import pytest

from engine.kernels import pool

TYPES = [np.float32, np.float64]


def axis(random, size, window, stride):
    if random.random() < 0.5 and window <= size:
        return (size - window) // stride + 1, 0
    outputs = -(-size // stride)
    return outputs, max(0, (outputs - 1) * stride + window - size) // 2


def case(random, dtype, n=None):
    n = n or random.integers(1, 5)
    h, w, c = random.integers(1, 15), random.integers(1, 15), random.integers(1, 41)
    ph, pw, sh, sw = (int(v) for v in random.integers(1, 5, 4))
    oh, top = axis(random, h, ph, sh)
    ow, left = axis(random, w, pw, sw)
    x = random.normal(size=(n, h, w, c)).astype(dtype)
    return x, (n, oh, ow, c), (ph, pw, sh, sw, top, left)


def windows(shape, out, geometry):
    """Index of every output pixel with the slices of its real cells."""
    ph, pw, sh, sw, top, left = geometry
    for i in range(out[1]):
        for j in range(out[2]):
            rows = slice(max(i * sh - top, 0), min(i * sh - top + ph, shape[1]))
            columns = slice(max(j * sw - left, 0), min(j * sw - left + pw, shape[2]))
            yield i, j, rows, columns


@pytest.mark.parametrize("dtype", TYPES)
def test_max_pool(dtype):
    random = np.random.default_rng(1)
    for trial in range(30):
        x, out, geometry = case(random, dtype, 100 if trial < 2 else None)
        x = np.round(x, 1)  # makes equals, of which the first must win
        y, index = np.full(out, np.nan, dtype), np.full(out, -1, np.int32)
        pool.max_pool2d(x, y, index, *geometry)
        dy, dx = random.normal(size=out).astype(dtype), np.full(x.shape, np.nan, dtype)
        pool.max_pool2d_grad(dy, index, dx, *geometry)
        truth = np.zeros(x.shape)
        for i, j, rows, columns in windows(x.shape, out, geometry):
            part = x[:, rows, columns]
            flat = part.reshape(len(x), -1, x.shape[3])
            best, wide = flat.argmax(1), part.shape[2]
            np.testing.assert_array_equal(y[:, i, j], flat.max(1))
            place = (best // wide + rows.start) * x.shape[2] + best % wide + columns.start
            np.testing.assert_array_equal(index[:, i, j], place)
            for s in range(len(x)):
                for channel in range(x.shape[3]):
                    at = divmod(place[s, channel], x.shape[2])
                    truth[s, at[0], at[1], channel] += dy[s, i, j, channel]
        np.testing.assert_allclose(dx, truth, atol=1e-5 if dtype == np.float32 else 1e-13)


def test_max_pool_keeps_nan():
    x = np.array([1.0, np.nan, 3.0, 2.0], np.float32).reshape(1, 2, 2, 1)
    y, index = np.zeros((1, 1, 1, 1), np.float32), np.zeros((1, 1, 1, 1), np.int32)
    pool.max_pool2d(x, y, index, 2, 2, 2, 2, 0, 0)
    assert np.isnan(y).all() and index.item() == 1


@pytest.mark.parametrize("dtype", TYPES)
def test_average_pool(dtype):
    random = np.random.default_rng(2)
    for trial in range(30):
        x, out, geometry = case(random, dtype, 100 if trial < 2 else None)
        y, dx = np.full(out, np.nan, dtype), np.full(x.shape, np.nan, dtype)
        dy = random.normal(size=out).astype(dtype)
        pool.avg_pool2d(x, y, *geometry)
        pool.avg_pool2d_grad(dy, dx, *geometry)
        truth, truth_dx = np.zeros(out), np.zeros(x.shape)
        for i, j, rows, columns in windows(x.shape, out, geometry):
            part = x[:, rows, columns].astype(np.float64)
            truth[:, i, j] = part.mean((1, 2))
            truth_dx[:, rows, columns] += (dy[:, i, j] / part[0, :, :, 0].size)[:, None, None]
        limit = 2e-6 if dtype == np.float32 else 1e-14
        np.testing.assert_allclose(y, truth, atol=limit)
        np.testing.assert_allclose(dx, truth_dx, atol=limit * 10)
