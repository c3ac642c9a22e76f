"""Activation functions against Keras, values and gradients."""

import jax
import keras
import numpy as np
import pytest

from engine import activations, ops, registry
from engine.tape import GradientTape

X = np.linspace(-8, 8, 42, dtype=np.float32).reshape(3, 14)
CASES = [
    *((e.name, {}) for e in registry.entries("activation")),
    ("relu", {"negative_slope": 0.1}),
    ("relu", {"max_value": 2.0}),
    ("relu", {"threshold": 0.3}),
    ("relu", {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.3}),
    ("relu", {"negative_slope": 0.1, "max_value": 2.0}),
    ("leaky_relu", {"negative_slope": 0.05}),
    ("elu", {"alpha": 0.5}),
    ("gelu", {"approximate": True}),
    ("softmax", {"axis": 0}),
    ("log_softmax", {"axis": 0}),
]


@pytest.mark.parametrize(("name", "options"), CASES)
def test_values_and_gradients(name, options):
    mine, theirs = getattr(activations, name), getattr(keras.activations, name)
    x = X + np.float32(0.01)  # away from the corners, where gradients are a matter of taste
    given = ops.convert_to_tensor(x)
    pick = np.random.default_rng(0).normal(size=x.shape).astype(np.float32)
    with GradientTape() as tape:
        tape.watch(given)
        y = mine(given, **options)
        total = ops.sum(ops.multiply(y, pick))
    np.testing.assert_allclose(y.numpy(), theirs(x, **options), rtol=1e-5, atol=1e-6)
    want = jax.grad(lambda v: (theirs(v, **options) * pick).sum())(x)
    np.testing.assert_allclose(tape.gradient(total, given).numpy(), want, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", [e.name for e in registry.entries("activation")])
def test_large_values_stay_numbers(name):
    if name == "exponential":
        return  # grows beyond any bound
    y = getattr(activations, name)(np.array([[-1e4, -200.0, 0.0, 200.0, 1e4]], np.float32))
    assert np.isfinite(y.numpy()).all()


@pytest.mark.parametrize("name", [e.name for e in registry.entries("activation")])
def test_names(name):
    function = activations.get(name)
    assert activations.serialize(function) == name
    assert activations.deserialize(name) is function
    reference = {"class_name": "function", "config": name, "registered_name": name}
    assert activations.deserialize(reference) is function


def test_other_names_and_none():
    assert activations.get("swish") is activations.silu
    assert activations.get(None) is activations.linear
    with pytest.raises(ValueError, match="relu"):
        activations.get("rellu")


def test_erf_in_double_precision():
    import math

    x = np.linspace(-4, 4, 100_001)
    want = np.array([math.erf(v) for v in x[::1000]])
    from engine.ops.special import erf

    np.testing.assert_allclose(erf(x).numpy()[::1000], want, rtol=1e-14)
