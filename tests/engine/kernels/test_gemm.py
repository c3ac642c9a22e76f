"""Matrix products against NumPy in float64."""

import numpy as np
import pytest

from engine.kernels import act, gemm

TYPES = [np.float32, np.float64]


def tolerance(dtype, depth=1):
    return (2e-6 if dtype == np.float32 else 4e-15) * max(depth, 1)


def product(a, b, trans_a=False, trans_b=False):
    """matmul with NaN in every place the kernel must overwrite."""
    left, right = (a.T if trans_a else a), (b.T if trans_b else b)
    out = np.full((left.shape[0], right.shape[1]), np.nan, a.dtype)
    scratch = np.full(gemm.matmul_scratch(a.shape, b.shape, trans_a, trans_b), np.nan, a.dtype)
    gemm.matmul(a, b, out, trans_a, trans_b, scratch)
    return out, left.astype(np.float64) @ right.astype(np.float64)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("trans_a", [False, True])
@pytest.mark.parametrize("trans_b", [False, True])
def test_matmul_of_odd_sizes(dtype, trans_a, trans_b):
    random = np.random.default_rng(1)
    for _ in range(60):
        m, k, n = random.integers(1, 41, 3)
        a = random.normal(size=(k, m) if trans_a else (m, k)).astype(dtype)
        b = random.normal(size=(n, k) if trans_b else (k, n)).astype(dtype)
        out, truth = product(a, b, trans_a, trans_b)
        np.testing.assert_allclose(out, truth, atol=tolerance(dtype, k), rtol=0)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("sizes", [(130, 700, 150), (300, 90, 33), (37, 1100, 70), (2000, 20, 5),
                                   (60, 290, 611), (1, 785, 701)])
def test_matmul_of_large_sizes(dtype, sizes):
    """Split over threads by columns, by rows and by steps, sums in several runs, B in parts."""
    random = np.random.default_rng(2)
    m, k, n = sizes
    for trans_a in (False, True):
        for trans_b in (False, True):
            a = random.normal(size=(k, m) if trans_a else (m, k)).astype(dtype)
            b = random.normal(size=(n, k) if trans_b else (k, n)).astype(dtype)
            out, truth = product(a, b, trans_a, trans_b)
            np.testing.assert_allclose(out, truth, atol=tolerance(dtype, k), rtol=0)


ACTS = {
    act.LINEAR: lambda z: z,
    act.RELU: lambda z: np.maximum(z, 0),
    act.SIGMOID: lambda z: 1 / (1 + np.exp(-z)),
    act.TANH: np.tanh,
}


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("code", list(ACTS))
@pytest.mark.parametrize("bias", [True, False])
def test_dense(dtype, code, bias):
    random = np.random.default_rng(3)
    for m, k, n in [(1, 5, 3), (1, 900, 600), (33, 20, 64), (19, 40, 17), (128, 784, 100)]:
        x, w = random.normal(size=(m, k)).astype(dtype), random.normal(size=(k, n)).astype(dtype)
        b = random.normal(size=n if bias else 0).astype(dtype)
        y = np.full((m, n), np.nan, dtype)
        gemm.dense(x, w, b, code, y, np.empty(gemm.dense_scratch(x.shape, w.shape), dtype))
        z = x.astype(np.float64) @ w + (b if bias else 0)
        np.testing.assert_allclose(y, ACTS[code](z), atol=tolerance(dtype, k), rtol=0)


def test_dense_keeps_nan():
    x, w = np.full((3, 4), np.nan, np.float32), np.ones((4, 5), np.float32)
    y = np.zeros((3, 5), np.float32)
    gemm.dense(x, w, np.zeros(5, np.float32), act.RELU, y,
               np.empty(gemm.dense_scratch(x.shape, w.shape), np.float32))
    assert np.isnan(y).all()


def test_same_bits_every_time():
    random = np.random.default_rng(4)
    a = random.normal(size=(200, 600)).astype(np.float32)
    b = random.normal(size=(600, 200)).astype(np.float32)
    first, _ = product(a, b)
    assert all((product(a, b)[0] == first).all() for _ in range(3))


@pytest.mark.parametrize("dtype", TYPES)
def test_bias_grad(dtype):
    random = np.random.default_rng(5)
    for rows, columns in [(1, 1), (7, 40), (5000, 13), (300, 1000)]:
        dz = random.normal(size=(rows, columns)).astype(dtype)
        db = np.full(columns, np.nan, dtype)
        gemm.bias_grad(dz, db)
        np.testing.assert_allclose(db, dz.astype(np.float64).sum(0),
                                   atol=tolerance(dtype, rows), rtol=0)
