"""What merge layers make of masks, against real Keras."""

from __future__ import annotations

from typing import Any

import keras as real
import numpy as np
import pytest

import engine

RNG = np.random.default_rng(9)
LEFT, RIGHT = (RNG.integers(0, 3, (6, 5)).astype("int32") for _ in range(2))


@pytest.mark.filterwarnings("ignore:Layer .* was passed an input with a mask:UserWarning")
@pytest.mark.parametrize("masked", [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize(
    "name", ["add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate"]
)
def test_values_and_masks_equal_keras(name: str, masked: tuple[bool, bool]) -> None:
    def build(k: Any) -> Any:
        inputs = [k.Input((5,), dtype="int32") for _ in range(2)]
        parts = [
            k.layers.Embedding(3, 4, mask_zero=m, name=n)(x)
            for n, x, m in zip("ab", inputs, masked, strict=True)
        ]
        merged = getattr(k.layers, name)(parts)
        # The LSTM skips masked steps, so its output shows the mask.
        steps = k.layers.LSTM(3, return_sequences=True, name="c")(merged)
        return k.Model(inputs, [merged, steps])

    theirs, ours = build(real), build(engine)
    for layer in "abc":  # by name: Keras's order of layers depends on the masks
        shapes = [w.shape for w in theirs.get_layer(layer).get_weights()]
        weights = [RNG.normal(size=s).astype("f") for s in shapes]
        theirs.get_layer(layer).set_weights(weights)
        ours.get_layer(layer).set_weights(weights)
    x = [LEFT, RIGHT]
    for one, other in zip(ours.predict(x, verbose=0), theirs.predict(x, verbose=0), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_dot_of_words_ends_the_mask() -> None:
    words = engine.layers.Embedding(3, 4, mask_zero=True)
    y = engine.layers.dot([words(LEFT), words(RIGHT)], axes=-1)
    assert y.shape == (6, 5, 5)
    assert y._keras_mask is None


@pytest.mark.parametrize(
    ("shapes", "axes", "words"),
    [
        ([(3, 4), (3, 5)], -1, r"\(None, 3, 4\) has the size 4"),
        ([(4,), (3, 4)], 2, "axis 2 does not exist"),
    ],
)
def test_a_dot_that_does_not_fit_is_refused(shapes: list, axes: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        engine.layers.dot([engine.Input(s) for s in shapes], axes)
