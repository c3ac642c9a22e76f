"""Helpers on arrays against real Keras."""

import keras
import numpy as np
import pytest

from engine import utils


@pytest.mark.parametrize(("axis", "order"), [(-1, 2), (1, 1)])
def test_vectors_of_length_one(axis, order):
    x = np.array([[3.0, 4.0], [0.0, 0.0], [1.0, -2.0]])
    np.testing.assert_allclose(
        utils.normalize(x, axis, order), keras.utils.normalize(x, axis, order), rtol=1e-6
    )
