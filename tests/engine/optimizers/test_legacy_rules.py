"""The optimizers of before Keras 2.11 against their rules written out (Keras 2.10's sources)."""

from __future__ import annotations

import numpy as np
import pytest

import engine as keras

GRADIENTS = [np.array([0.3, -2.0, 1e-4]), np.array([-0.1, 0.5, 2e-4]), np.array([0.2, 0.4, -1e-4])]


def run(optimizer):
    weight = keras.Variable([1.0, -1.0, 0.5], dtype="float64", name="w")
    for gradient in GRADIENTS:
        optimizer.apply_gradients([(keras.constant(gradient, dtype="float64"), weight)])
    return weight.numpy()


def test_rmsprop_adds_epsilon_outside_the_root():
    weight, mean = np.array([1.0, -1.0, 0.5]), np.zeros(3)
    for g in GRADIENTS:
        mean = 0.9 * mean + 0.1 * g**2
        weight = weight - 0.01 * g / (np.sqrt(mean) + 1e-3)
    made = keras.optimizers.legacy.RMSprop(0.01, epsilon=1e-3)
    np.testing.assert_allclose(run(made), weight, rtol=1e-6)


def test_adagrad_adds_epsilon_outside_the_root():
    weight, total = np.array([1.0, -1.0, 0.5]), np.full(3, 0.1)
    for g in GRADIENTS:
        total = total + g**2
        weight = weight - 0.01 * g / (np.sqrt(total) + 1e-3)
    made = keras.optimizers.legacy.Adagrad(0.01, epsilon=1e-3)
    np.testing.assert_allclose(run(made), weight, rtol=1e-6)


def test_nadam_warms_its_momentum_slowly():
    weight, mean, size, product = np.array([1.0, -1.0, 0.5]), np.zeros(3), np.zeros(3), 1.0
    for t, g in enumerate(GRADIENTS, start=1):
        now, following = (0.9 * (1 - 0.5 * 0.96 ** (0.004 * k)) for k in (t, t + 1))
        product *= now
        mean, size = 0.9 * mean + 0.1 * g, 0.999 * size + 0.001 * g**2
        step = (1 - now) * g / (1 - product) + following * mean / (1 - product * following)
        weight = weight - 0.01 * step / (np.sqrt(size / (1 - 0.999**t)) + 1e-7)
    np.testing.assert_allclose(run(keras.optimizers.legacy.Nadam(0.01)), weight, rtol=1e-6)


@pytest.mark.parametrize("name", ["RMSprop", "Adagrad", "Nadam"])
def test_the_rule_survives_its_configuration(name):
    made = getattr(keras.optimizers.legacy, name)(0.01)
    again = keras.optimizers.deserialize(keras.optimizers.serialize(made))
    np.testing.assert_array_equal(run(again), run(made))
    assert "keras2" not in keras.optimizers.serialize(made)["config"]
