"""Softmax and sparse cross-entropy against NumPy in float64."""

import numpy as np
import pytest

from engine.kernels import losses

SIZES = [(1, 1), (3, 10), (64, 10), (17, 40), (2000, 37)]
TYPES = [np.float32, np.float64]


def soft(x):
    e = np.exp(x.astype(np.float64) - x.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def limit(dtype):
    return 1e-6 if dtype == np.float32 else 1e-13


@pytest.mark.parametrize("dtype", TYPES)
def test_softmax(dtype):
    random = np.random.default_rng(1)
    for size in SIZES:
        x, dy = (random.normal(size=size).astype(dtype) * 5 for _ in range(2))
        y, dx = np.full_like(x, np.nan), np.full_like(x, np.nan)
        losses.softmax(x, y)
        np.testing.assert_allclose(y, soft(x), rtol=4 * limit(dtype), atol=limit(dtype))
        losses.softmax_grad(y, dy, dx)
        s = soft(x)
        truth = s * (dy - (s * dy).sum(1, keepdims=True))
        np.testing.assert_allclose(dx, truth, atol=20 * limit(dtype))


@pytest.mark.parametrize("dtype", TYPES)
def test_log_softmax(dtype):
    random = np.random.default_rng(2)
    for size in SIZES:
        x = random.normal(size=size).astype(dtype) * 5
        y = np.full_like(x, np.nan)
        losses.log_softmax(x, y)
        np.testing.assert_allclose(y, np.log(soft(x)), atol=20 * limit(dtype))


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_sparse_crossentropy(dtype, kind):
    random = np.random.default_rng(3)
    for rows, classes in SIZES:
        logits = random.normal(size=(rows, classes)).astype(dtype) * 5
        labels = random.integers(0, classes, rows).astype(kind)
        weight = random.normal(size=rows).astype(dtype)
        loss, probs = np.full(rows, np.nan, dtype), np.full_like(logits, np.nan)
        assert losses.sparse_softmax_crossentropy(logits, labels, loss, probs) == -1
        truth = soft(logits)
        np.testing.assert_allclose(loss, -np.log(truth[np.arange(rows), labels]),
                                   atol=20 * limit(dtype))
        np.testing.assert_allclose(probs, truth, atol=4 * limit(dtype))
        grad = np.full_like(logits, np.nan)
        losses.sparse_softmax_crossentropy_grad(probs, labels, weight, grad)
        truth[np.arange(rows), labels] -= 1
        np.testing.assert_allclose(grad, truth * weight[:, None], atol=10 * limit(dtype))


@pytest.mark.parametrize("bad", [-1, 10])
def test_a_label_outside_is_named(bad):
    logits, labels = np.zeros((5, 10), np.float32), np.array([1, 2, bad, 4, bad])
    args = labels, np.zeros(5, np.float32), np.zeros((5, 10), np.float32)
    assert losses.sparse_softmax_crossentropy(logits, *args) == 2


def test_extreme_logits_give_no_nan_and_nan_stays():
    x = np.array([[1000.0, -1000.0, 0.0], [np.nan, 0.0, 0.0]], np.float32)
    y = np.empty_like(x)
    losses.softmax(x, y)
    np.testing.assert_array_equal(y[0], [1, 0, 0])
    assert np.isnan(y[1]).all()
