"""What metrics count, against NumPy in float64."""

import numpy as np
import pytest

from engine.kernels import judging


def run(call):
    function, args = call
    function(*args)


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.float32])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_hits_are_those_of_argmax(kind, dtype):
    random = np.random.default_rng(0)
    scores = random.integers(0, 4, (200, 5)).astype(dtype)  # many draws between equal scores
    scores[3, 2] = scores[4, 1] = scores[4, 3] = np.nan
    labels = random.integers(0, 5, 200).astype(kind)
    labels[[3, 4]] = 2, 1
    out = np.full(200, np.nan, np.float32)
    run(judging.hits_call(labels, scores, out))
    np.testing.assert_array_equal(out, labels == scores.argmax(1))
    assert out[3] == out[4] == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_mean_adds_up(dtype):
    values = np.random.default_rng(1).normal(size=(300, 7)).astype(dtype)
    total, count = np.full((), 2, dtype), np.full((), 3, dtype)
    run(judging.add_mean_call(values, total, count, 0.5, 300.0))
    np.testing.assert_allclose(total, 2 + 0.5 * values.astype(float).sum(), rtol=1e-6)
    assert count == 303
    run(judging.add_mean_call(np.full(1, np.nan, dtype), total, count, 1.0, 1.0))
    assert np.isnan(total)


def test_nothing_is_divided_by_zero():
    x, y = np.array([1.0, 2.0, np.nan, 3.0]), np.array([0.0, 4.0, 1.0, np.nan])
    out = np.empty(4)
    run(judging.ratio_call(x, y, out))
    np.testing.assert_array_equal(out, [0, 0.5, np.nan, np.nan])
