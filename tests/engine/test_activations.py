"""Activation functions against Keras, values and gradients."""

import jax
import keras
import numpy as np
import pytest

import engine
from engine import activations, ops, registry
from engine.tape import GradientTape

NAMES = [e.name for e in registry.entries("activation") if not e.hidden]
X = np.linspace(-8, 8, 42, dtype=np.float32).reshape(3, 14)
CASES = [
    *((name, {}) for name in NAMES if name != "sparsemax"),
    ("threshold", {"threshold": 0.7, "default_value": -2.0}),
    ("celu", {"alpha": 0.4}),
    ("hard_shrink", {"threshold": 1.2}),
    ("soft_shrink", {"threshold": 1.2}),
    ("squareplus", {"b": 1}),
    ("glu", {"axis": 1}),
    ("relu", {"negative_slope": 0.1}),
    ("relu", {"max_value": 2.0}),
    ("relu", {"threshold": 0.3}),
    ("relu", {"threshold": -1.0, "max_value": 2.0}),
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
    want = theirs(x, **options)
    pick = np.random.default_rng(0).normal(size=want.shape).astype(np.float32)
    with GradientTape() as tape:
        tape.watch(given)
        y = mine(given, **options)
        total = ops.sum(ops.multiply(y, pick))
    np.testing.assert_allclose(y.numpy(), want, rtol=1e-5, atol=1e-6)
    want = jax.grad(lambda v: (theirs(v, **options) * pick).sum())(x)
    np.testing.assert_allclose(tape.gradient(total, given).numpy(), want, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_large_values_stay_numbers(name):
    if name == "exponential":
        return  # grows beyond any bound
    y = getattr(activations, name)(np.array([[-1e4, -200.0, 0.0, 0.5, 200.0, 1e4]], np.float32))
    assert np.isfinite(y.numpy()).all()


@pytest.mark.parametrize("name", NAMES)
def test_names(name):
    function = activations.get(name)
    assert activations.serialize(function) == name
    assert activations.deserialize(name) is function
    reference = {"class_name": "function", "config": name, "registered_name": name}
    assert activations.deserialize(reference) is function


def test_other_names_and_none():
    assert activations.get("swish") is activations.silu
    assert activations.get("hard_swish") is activations.hard_silu
    assert activations.get(None) is activations.linear
    with pytest.raises(ValueError, match="relu"):
        activations.get("rellu")


@pytest.mark.parametrize("axis", [0, 1])
def test_sparsemax_is_the_nearest_point_that_adds_up_to_1(axis):
    # Keras 3.15 misses it where several scores stay above zero; the definition decides.
    x = np.random.default_rng(1).normal(size=(6, 5)).astype(np.float32)
    low, high = x.min(axis, keepdims=True) - 1, x.max(axis, keepdims=True)
    for _ in range(60):
        level = (low + high) / 2
        above = np.maximum(x - level, 0).sum(axis, keepdims=True) > 1
        low, high = np.where(above, level, low), np.where(above, high, level)
    want = np.maximum(x - low, 0)
    assert (np.count_nonzero(want, axis) > 1).any()
    np.testing.assert_allclose(activations.sparsemax(x, axis=axis).numpy(), want, atol=1e-6)
    single = np.array([[-3.0, -1.0, 0.5, 3.0]], np.float32)
    np.testing.assert_array_equal(
        activations.sparsemax(single).numpy(), keras.activations.sparsemax(single)
    )


def test_glu_refuses_an_odd_size():
    with pytest.raises(ValueError, match=r"\(2, 3\) is 3"):
        activations.glu(np.ones((2, 3), np.float32))


def test_erf_in_double_precision():
    import math

    x = np.linspace(-4, 4, 100_001)
    want = np.array([math.erf(v) for v in x[::1000]])
    from engine.ops.special import erf

    np.testing.assert_allclose(erf(x).numpy()[::1000], want, rtol=1e-14)


@pytest.mark.parametrize("kind", ["ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Activation"])
def test_a_layer_may_stand_as_an_activation(kind):
    x = np.random.default_rng(1).normal(size=(4, 5)).astype(np.float32)
    made = []
    for k in (keras, engine):
        inner = k.layers.Activation("tanh") if kind == "Activation" else getattr(k.layers, kind)()
        layer = k.layers.Dense(3, activation=inner)
        layer(x)
        again = type(layer).from_config(layer.get_config())
        again(x)
        assert again.activation.get_config() == inner.get_config()
        again.set_weights([np.full(w.shape, 0.3) for w in layer.get_weights()])
        made.append(again)
    theirs, ours = made
    np.testing.assert_allclose(ours(x).numpy(), theirs(x), rtol=1e-5, atol=1e-6)
    opened = engine.layers.Dense.from_config(
        {k: v for k, v in theirs.get_config().items() if k != "quantization_config"}
    )
    assert type(opened.activation).__name__ == kind
