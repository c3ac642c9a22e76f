"""Arguments of Keras 2's callbacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine as keras


def fit(callback: keras.callbacks.Callback, epochs: int) -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 2)), np.ones((4, 1)), epochs=epochs, verbose=0, callbacks=[callback])


def test_a_checkpoint_every_second_epoch(tmp_path: Path) -> None:
    pattern = str(tmp_path / "{epoch}.weights.h5")
    fit(keras.callbacks.ModelCheckpoint(pattern, save_weights_only=True, period=2), epochs=5)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["2.weights.h5", "4.weights.h5"]
    with pytest.raises(ValueError, match="at least 1"):
        keras.callbacks.ModelCheckpoint(pattern, save_weights_only=True, period=0)


def test_the_older_name_of_the_least_change() -> None:
    assert keras.callbacks.ReduceLROnPlateau(epsilon=0.5).min_delta == 0.5


