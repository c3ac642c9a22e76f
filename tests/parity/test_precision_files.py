"""Files of real Keras 3 whose models compute in half precision or keep weights in 8 bits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras as real
import numpy as np
import pytest

import engine

RNG = np.random.default_rng(3)
X = RNG.normal(size=(8, 6)).astype("f")
Y = RNG.normal(size=(8, 3)).astype("f")
WORDS = RNG.integers(0, 20, (8, 5)).astype("int32")


@pytest.fixture
def policy() -> Iterator[Any]:
    """Sets the precision of what is made next, in one test."""
    before = real.mixed_precision.dtype_policy()
    yield real.mixed_precision.set_dtype_policy
    real.mixed_precision.set_dtype_policy(before)


@pytest.mark.parametrize("name", ["mixed_float16", "mixed_bfloat16"])
def test_mixed_precision_opens_and_goes_on_training(
    tmp_path: Path, policy: Any, name: str
) -> None:
    policy(name)
    real.utils.set_random_seed(4)
    theirs = real.Sequential([
        real.Input((6,)),
        real.layers.Dense(8, activation="tanh"),
        real.layers.Dense(3, dtype="float32"),
    ])  # fmt: skip
    theirs.compile(real.optimizers.Adam(0.01), "mse")
    for _ in range(3):
        theirs.train_on_batch(X, Y)
    theirs.save(tmp_path / "m.keras")
    opened = engine.saving.open_model(tmp_path / "m.keras")
    assert [(n.weight, n.arguments) for n in opened.report.notes] == [("changed", {"policy": name})]
    ours = opened.model
    # Half precision keeps three digits, bfloat16 two.
    tolerance = 0.03 if name == "mixed_bfloat16" else 3e-3
    expected = np.asarray(theirs.predict_on_batch(X), "f")
    np.testing.assert_allclose(ours.predict_on_batch(X), expected, atol=tolerance)
    assert ours.optimizer.iterations.numpy() == 3
    # Without the state of Adam, the first steps would be of another size.
    for _ in range(3):
        theirs.train_on_batch(X, Y)
        ours.train_on_batch(X, Y)
    for own, weight in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(own, np.asarray(weight, "f"), atol=tolerance)


def _quantizable() -> Any:
    layers = real.layers
    i = real.Input((5,), dtype="int32")
    x = layers.Embedding(20, 8, name="words")(i)
    x = layers.MultiHeadAttention(2, 4, name="attention")(x, x)
    x = layers.EinsumDense("abc,cde->aebd", (4, 5, 3), bias_axes="e", name="turned")(x)
    x = layers.Dense(8, activation="relu", name="last")(layers.Flatten()(x))
    return real.Model(i, layers.Dense(3, use_bias=False, name="end")(x))


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
def test_weights_of_8_bits_become_the_numbers_they_stand_for(tmp_path: Path) -> None:
    real.utils.set_random_seed(5)
    theirs = _quantizable()
    # The axis of each kernel along which one divisor serves.
    axes = {"words": 1, "turned": 0, "last": 0, "end": 0}
    before = {name: theirs.get_layer(name).get_weights()[0] for name in axes}
    whole = theirs.predict_on_batch(WORDS)
    theirs.quantize("int8")
    theirs.save(tmp_path / "m.keras")
    opened = engine.saving.open_model(tmp_path / "m.keras")
    ours = opened.model
    for name, kernel in before.items():
        # Each channel's largest number is 127 steps; rounding leaves half a step at most.
        step = np.abs(kernel).max(axis=axes[name], keepdims=True) / 127
        found = ours.get_layer(name).get_weights()[0]
        assert found.dtype == np.float32
        assert (np.abs(found - kernel) <= 0.501 * step).all(), name
    wheres = {note.where for note in opened.report.notes if "8 bits" in note.text}
    assert wheres >= {*before, "query", "key", "value"}
    size = np.abs(whole).max()
    np.testing.assert_allclose(ours.predict_on_batch(WORDS), whole, atol=0.03 * size)
    quantized = theirs.predict_on_batch(WORDS)
    np.testing.assert_allclose(ours.predict_on_batch(WORDS), quantized, atol=0.05 * size)


@pytest.mark.filterwarnings("ignore:Layer .* does not have a `quantize` method:UserWarning")
@pytest.mark.parametrize("mode", ["int4", "float8"])
def test_other_quantised_weights_are_refused_with_what_to_do(tmp_path: Path, mode: str) -> None:
    theirs = real.Sequential([real.Input((6,)), real.layers.Dense(4, name="few")])
    theirs.quantize(mode)
    theirs.save(tmp_path / "m.keras")
    with pytest.raises(engine.saving.LoadError, match=f"'few'.*{mode}.*before quantize"):
        engine.saving.open_model(tmp_path / "m.keras")
