"""Models whose ``call`` takes one way or another in Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as keras
from engine import ops


class TwoWays(keras.Model):
    """One layer for batches of positive mean, another for the others."""

    def __init__(self) -> None:
        super().__init__()
        self.one = keras.layers.Dense(1, kernel_initializer="ones")
        self.other = keras.layers.Dense(1, kernel_initializer="ones")

    def call(self, inputs: Any) -> Any:
        return self.one(inputs) if ops.mean(inputs) > 0 else self.other(inputs)


X = np.repeat(np.array([[2.0], [-3.0], [1.0], [-1.0]], "f"), 4, axis=0)


@pytest.mark.filterwarnings("ignore:The loss does not depend")
@pytest.mark.parametrize("eagerly", [True, False])
@pytest.mark.parametrize("optimizer", ["adam", "nadam", "adagrad", "rmsprop"])
def test_a_layer_first_used_in_a_later_step_is_trained_too(eagerly: bool, optimizer: str) -> None:
    trained = []
    for known_before in (True, False):
        model = TwoWays()
        if known_before:
            model.one.build((None, 1))
            model.other.build((None, 1))
        model.compile(optimizer, "mse", run_eagerly=eagerly)
        model.fit(X, 3 * X + 1, batch_size=4, epochs=3, shuffle=False, verbose=0)
        assert len(model.trainable_weights) == 4
        trained.append(model.get_weights())
    for one, other in zip(*trained, strict=True):
        assert np.array_equal(one, other)
