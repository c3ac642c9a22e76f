"""Spectral normalisation in training, where Keras's backends differ among themselves."""

from __future__ import annotations

from typing import Any

import keras as real
import numpy as np
import pytest

import engine


@pytest.mark.parametrize("iterations", [1, 3])
def test_a_training_call_normalises_the_stored_kernel(iterations: int) -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(4, 5, 6, 2)).astype("f")
    results: list[Any] = []
    weights: list[np.ndarray] = []
    for k in (real, engine):
        layer = k.layers.SpectralNormalization(k.layers.Conv2D(3, 2), power_iterations=iterations)
        layer(x)
        weights = weights or [rng.normal(size=w.shape).astype("f") for w in layer.get_weights()]
        layer.set_weights(weights)
        outputs = [np.asarray(layer(x, training=True)) for _ in range(2)]
        results.append([*outputs, np.asarray(layer(x)), *layer.get_weights()])
    for ours, theirs in zip(results[1], results[0], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_fitting_keeps_the_stretch_near_1() -> None:
    # On TensorFlow the step starts from the divided kernel, and so it does here; on JAX
    # the division is lost.
    engine.utils.set_random_seed(4)
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(64, 8)).astype("f"), 50 * rng.normal(size=(64, 5)).astype("f")
    inputs = engine.Input((8,))
    layer = engine.layers.SpectralNormalization(engine.layers.Dense(5), power_iterations=5)
    model = engine.Model(inputs, layer(inputs))
    model.compile(engine.optimizers.SGD(0.01), "mse")
    model.fit(x, y, epochs=5, verbose=0)
    assert np.linalg.norm(layer.layer.kernel.numpy(), 2) < 2
    for _ in range(5):  # each call brings the iterated vector nearer to the largest stretch
        layer(x, training=True)
    assert np.linalg.norm(layer.layer.kernel.numpy(), 2) == pytest.approx(1, rel=1e-2)


def test_a_kernel_of_zeros_stays() -> None:
    layer = engine.layers.SpectralNormalization(engine.layers.Dense(3, kernel_initializer="zeros"))
    assert layer(np.ones((2, 4), "f"), training=True).numpy().tolist() == [[0, 0, 0]] * 2


def test_a_layer_without_a_kernel_is_refused() -> None:
    with pytest.raises(ValueError, match="Flatten has none"):
        engine.layers.SpectralNormalization(engine.layers.Flatten())(engine.Input((3,)))
