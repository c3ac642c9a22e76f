"""Convolution of every channel by itself against NumPy, tap by tap."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import depthwise as kernels
from engine.kernels.act import RELU


def taps(x, w, out, geometry):
    """For every tap: its place and the slices of input and output that meet."""
    sh, sw, dh, dw, top, left = geometry
    for i in range(w[0]):
        for j in range(w[1]):
            rows = np.arange(out[1]) * sh - top + i * dh
            columns = np.arange(out[2]) * sw - left + j * dw
            down = (rows >= 0) & (rows < x[1])
            across = (columns >= 0) & (columns < x[2])
            yield (
                (i, j),
                np.ix_(range(x[0]), rows[down], columns[across]),
                np.ix_(range(x[0]), np.flatnonzero(down), np.flatnonzero(across)),
            )


def case(random, dtype, samples):
    h, w, c = (int(v) for v in random.integers(1, 12, 3))
    kh, kw, m = (int(v) for v in random.integers(1, 4, 3))
    sh, sw, dh, dw = (int(v) for v in random.integers(1, 4, 4))
    top, left = (int(v) for v in random.integers(0, 3, 2))
    out = (samples, int(random.integers(1, 8)), int(random.integers(1, 8)), c * m)
    x = random.normal(size=(samples, h, w, c)).astype(dtype)
    kernel = random.normal(size=(kh, kw, c, m)).astype(dtype)
    return x, kernel, out, (sh, sw, dh, dw, top, left)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("samples", [1, 3, 200])
def test_forward_and_both_gradients(dtype, samples):
    random = np.random.default_rng(samples)
    for _ in range(6 if samples < 100 else 2):
        x, w, out, geometry = case(random, dtype, samples)
        bias = random.normal(size=out[3]).astype(dtype)
        y, dx, dw = np.full(out, np.nan, dtype), np.full_like(x, np.nan), np.full_like(w, np.nan)
        dy = random.normal(size=out).astype(dtype)
        scratch = np.full(kernels.depthwise_grad_kernel_scratch(out, w.shape), np.nan, dtype)
        kernels.depthwise(x, w, bias, RELU, y, *geometry)
        kernels.depthwise_grad_input(dy, w, dx, *geometry)
        kernels.depthwise_grad_kernel(x, dy, dw, *geometry, scratch)
        grid = (*out[:3], *w.shape[2:])
        total, into_x, into_w = np.zeros(grid), np.zeros(x.shape), np.zeros(w.shape)
        for tap, cells, pixels in taps(x.shape, w.shape, out, geometry):
            total[pixels] += x[cells][..., None] * w[tap]
            change = dy.reshape(grid)[pixels]
            into_x[cells] += (change * w[tap]).sum(axis=-1)
            into_w[tap] = (x[cells][..., None] * change).sum(axis=(0, 1, 2))
        exact = {"rtol": 1e-4, "atol": 1e-3} if dtype == np.float32 else {"rtol": 1e-10}
        np.testing.assert_allclose(y, np.maximum(total.reshape(out) + bias, 0), **exact)
        np.testing.assert_allclose(dx, into_x, **exact)
        np.testing.assert_allclose(dw, into_w, **exact)
