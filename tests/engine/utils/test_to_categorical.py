"""One-hot rows against Keras."""

import keras
import numpy as np
import pytest

from engine.utils import to_categorical


@pytest.mark.parametrize(
    ("labels", "classes"),
    [([0, 2, 1], None), ([0, 2, 1], 5), ([[0], [1]], None), ([[0, 1], [2, 0]], None),
     (np.array([1.0, 0.0]), None), (np.array([True, False]), 2)],
)
def test_rows(labels, classes):
    got = to_categorical(labels, classes)
    want = keras.utils.to_categorical(np.asarray(labels).astype(int), classes)
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize(
    ("labels", "words"),
    [([0, 3], "label 3 is not one of the 3"), ([-1, 0], "label -1"), ([0.5], "whole numbers"),
     (["cat"], "whole numbers")],
)
def test_labels_that_are_no_classes(labels, words):
    with pytest.raises(ValueError, match=words):
        to_categorical(labels, 3)
