"""A mean over the steps a mask shows."""

from __future__ import annotations

import numpy as np

import engine

WORDS = np.array([[3, 1, 0, 0], [2, 0, 4, 1], [0, 0, 0, 0]], np.int32)


def embedded(**details: bool) -> tuple[np.ndarray, np.ndarray]:
    """Embedded words, and their mean by the layer."""
    words = engine.Input((4,), dtype="int32")
    vectors = engine.layers.Embedding(5, 3, mask_zero=True)(words)
    mean = engine.layers.GlobalAveragePooling1D(**details)(vectors)
    model = engine.Model(words, [vectors, mean])
    return tuple(model.predict(WORDS, verbose=0))


def test_hidden_steps_do_not_count() -> None:
    vectors, mean = embedded()
    for row in range(2):
        wanted = vectors[row][WORDS[row] != 0].mean(axis=0)
        np.testing.assert_allclose(mean[row], wanted, rtol=1e-6, atol=1e-7)


def test_a_sequence_without_any_step_gives_zeros() -> None:
    _, mean = embedded(keepdims=True)
    assert mean.shape == (3, 1, 3)
    assert (mean[2] == 0).all()
