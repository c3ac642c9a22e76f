"""Layers that turn sounds into pictures: what the parity tests do not look at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import layers, ops
from engine.tape import GradientTape
from engine.tensor import Variable


def test_angles_of_a_spectrogram_pass_gradients_on() -> None:
    layer = layers.STFTSpectrogram(mode="angle", frame_length=8, dtype="float64")
    rng = np.random.default_rng(4)
    x, step = rng.normal(size=(1, 20, 1)), 1e-6
    # Frequency 0 and the highest one have no imaginary part: their angle jumps between 0 and pi.
    weights = rng.normal(size=(5, 1)) * [[0.0], [1.0], [1.0], [1.0], [0.0]]

    def total(values: Any) -> Any:
        return ops.sum(layer(values) * weights.ravel())

    sound = Variable(x)
    with GradientTape() as tape:
        loss = total(sound)
    gradient = tape.gradient(loss, sound).numpy()
    for i in (3, 9, 14):
        moved = np.zeros_like(x)
        moved[0, i] = step
        slope = (float(total(x + moved)) - float(total(x - moved))) / (2 * step)
        assert gradient[0, i, 0] == pytest.approx(slope, rel=1e-5)
