"""What layers that draw random numbers do to them: shares, means and deviations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import layers

ONES = np.ones((400, 6, 5, 4), "float32")


@pytest.mark.parametrize(
    ("make", "shape", "alike"),
    [
        (layers.SpatialDropout1D, (400, 6, 20), (1,)),
        (layers.SpatialDropout2D, (400, 6, 5, 4), (1, 2)),
        (layers.SpatialDropout3D, (400, 3, 2, 5, 4), (1, 2, 3)),
        (lambda rate: layers.SpatialDropout2D(rate, "channels_first"), (400, 4, 6, 5), (2, 3)),
    ],
)
def test_whole_channels_are_switched_off(make: Any, shape: tuple, alike: tuple) -> None:
    y = make(0.25)(np.ones(shape, "float32"), training=True).numpy()
    np.testing.assert_array_equal(y.min(alike), y.max(alike))
    assert set(np.unique(y.round(4))) == {0.0, np.float32(1.3333)}
    assert np.mean(y == 0) == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize(
    ("noise_shape", "alike"),
    [((None, 1, None, None), (1,)), ((400, 6, 1, 1), (2, 3)), ([None, 1, 1, 1], (1, 2, 3))],
)
@pytest.mark.parametrize("make", [layers.Dropout, layers.AlphaDropout])
def test_an_axis_of_size_1_is_switched_off_as_one(
    make: Any, noise_shape: Any, alike: tuple
) -> None:
    layer = make(0.3, noise_shape=noise_shape)
    y = layer(ONES, training=True).numpy()
    np.testing.assert_array_equal(y.min(alike), y.max(alike))
    assert np.mean(y == y.min()) == pytest.approx(0.3, abs=0.08)
    assert layer.get_config()["noise_shape"] == list(noise_shape)


def test_dropout_keeps_the_mean_and_may_drop_everything() -> None:
    y = layers.Dropout(0.4)(ONES, training=True).numpy()
    assert set(np.unique(y.round(4))) == {0.0, np.float32(1.6667)}
    assert y.mean() == pytest.approx(1, abs=0.02)
    np.testing.assert_array_equal(layers.Dropout(1.0)(ONES, training=True).numpy(), 0 * ONES)
    np.testing.assert_array_equal(layers.Dropout(0.4)(ONES).numpy(), ONES)


def test_gaussian_noise_is_added() -> None:
    y = layers.GaussianNoise(0.5)(ONES, training=True).numpy() - 1
    assert y.mean() == pytest.approx(0, abs=0.02)
    assert y.std() == pytest.approx(0.5, abs=0.02)


def test_gaussian_dropout_multiplies() -> None:
    y = layers.GaussianDropout(0.2)(ONES * 3, training=True).numpy()
    assert y.mean() == pytest.approx(3, abs=0.05)
    assert y.std() == pytest.approx(1.5, abs=0.05)


def test_alpha_dropout_keeps_mean_and_variance() -> None:
    x = np.random.default_rng(0).normal(size=(300, 100)).astype("float32")
    y = layers.AlphaDropout(0.2)(x, training=True).numpy()
    assert y.mean() == pytest.approx(0, abs=0.03)
    assert y.std() == pytest.approx(1, abs=0.03)
    value, count = np.unique(y, return_counts=True)
    dropped = value[count.argmax()]
    assert count.max() / y.size == pytest.approx(0.2, abs=0.02)
    a = (0.8 * (1 + 0.2 * 1.7580993408473766**2)) ** -0.5
    assert dropped == pytest.approx(-a * 1.7580993408473766 * 0.8, rel=1e-5)


@pytest.mark.parametrize(
    "layer",
    [
        layers.GaussianNoise(0.5, seed=4),
        layers.GaussianDropout(0.5, seed=4),
        layers.AlphaDropout(0.5, seed=4),
        layers.SpatialDropout2D(0.5, seed=4),
        layers.Dropout(0.5, seed=4),
        layers.Dropout(0.5, noise_shape=(None, 1, 5, 4), seed=4),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_seeds_repeat_and_calls_differ(layer: Any) -> None:
    again = type(layer).from_config(layer.get_config())
    first = layer(ONES, training=True).numpy()
    np.testing.assert_array_equal(first, again(ONES, training=True).numpy())
    assert not np.array_equal(first, layer(ONES, training=True).numpy())
    np.testing.assert_array_equal(layer(ONES).numpy(), ONES)
