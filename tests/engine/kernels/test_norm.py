"""Batch normalisation against NumPy in float64, its gradient against differences."""

import numpy as np
import pytest

from engine.kernels import norm

SIZES = [(1, 1), (2, 3), (7, 40), (33, 17), (4000, 5), (900, 300), (257, 256)]
EPS = 1e-3


def arrays(random, size, dtype, affine=True):
    x = (random.normal(size=size) * 3 + 5).astype(dtype)
    gamma = random.normal(size=size[1] if affine else 0).astype(dtype)
    beta = random.normal(size=size[1] if affine else 0).astype(dtype)
    return x, gamma, beta


def reference(x, gamma, beta):
    x = x.astype(np.float64)
    mean, var = x.mean(0), x.var(0)
    y = (x - mean) / np.sqrt(var + EPS)
    return (y * gamma if gamma.size else y) + (beta if beta.size else 0), mean, var


def train(x, gamma, beta):
    y, (mean, inv, var) = np.full_like(x, np.nan), np.full((3, x.shape[1]), np.nan, x.dtype)
    norm.batch_norm_train(x, gamma, beta, EPS, y, mean, inv, var)
    return y, mean, inv, var


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("affine", [True, False])
def test_training(dtype, affine):
    random = np.random.default_rng(1)
    limit = 3e-5 if dtype == np.float32 else 1e-12
    for size in SIZES:
        x, gamma, beta = arrays(random, size, dtype, affine)
        y, mean, inv, var = train(x, gamma, beta)
        truth, true_mean, true_var = reference(x, gamma, beta)
        np.testing.assert_allclose(y, truth, atol=limit)
        np.testing.assert_allclose(mean, true_mean, rtol=limit)
        np.testing.assert_allclose(var, true_var, rtol=limit, atol=limit)
        np.testing.assert_allclose(inv, 1 / np.sqrt(true_var + EPS), rtol=limit)


def test_a_large_mean_leaves_the_variance_right():
    x = (np.random.default_rng(2).normal(size=(20000, 3)) + 3000).astype(np.float32)
    var = train(x, np.empty(0, np.float32), np.empty(0, np.float32))[3]
    np.testing.assert_allclose(var, x.astype(np.float64).var(0), rtol=1e-4)


def gradient(x, gamma, beta, dy):
    _, mean, inv, _ = train(x, gamma, beta)
    dx, dgamma, dbeta = (np.full_like(a, np.nan) for a in (x, gamma, beta))
    norm.batch_norm_grad(dy, x, gamma, mean, inv, dx, dgamma, dbeta)
    return dx, dgamma, dbeta


@pytest.mark.parametrize("affine", [True, False])
def test_gradient_is_the_slope(affine):
    random = np.random.default_rng(4)
    for size in [(2, 3), (7, 4), (33, 17)]:
        given = arrays(random, size, np.float64, affine)
        dy = random.normal(size=size)
        for argument, grad in enumerate(gradient(*given, dy)):
            way = random.normal(size=given[argument].shape)

            def value(step, given=given, dy=dy, argument=argument, way=way):
                moved = [g + step * way if i == argument else g for i, g in enumerate(given)]
                return (reference(*moved)[0] * dy).sum()

            slope = (value(1e-5) - value(-1e-5)) / 2e-5
            np.testing.assert_allclose((grad * way).sum(), slope, rtol=1e-6, atol=1e-7)


def test_float32_gradient_split_over_threads_agrees_with_float64():
    random = np.random.default_rng(5)
    given = arrays(random, (20000, 16), np.float64)
    dy = random.normal(size=(20000, 16))
    truth = gradient(*given, dy)
    got = gradient(*(g.astype(np.float32) for g in given), dy.astype(np.float32))
    for one, two in zip(got, truth, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-5 * np.abs(two).max())
