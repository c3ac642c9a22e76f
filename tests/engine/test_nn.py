"""The names of tf.nn: values and slopes, also at the points where a formula has a bend."""

from __future__ import annotations

import numpy as np
import pytest

from engine import nn, ops
from engine.tape import GradientTape
from engine.tensor import Variable

LOGITS = np.array([0.0, 0.0, 1.0, -2.0, 90.0, -90.0], "float32")
LABELS = np.array([0.0, 1.0, 0.3, 1.0, 1.0, 0.0], "float32")


def test_the_slope_of_a_cross_entropy_is_the_probability_minus_the_label() -> None:
    logits, labels = Variable(LOGITS), Variable(LABELS)
    with GradientTape() as tape:
        loss = nn.sigmoid_cross_entropy_with_logits(labels, logits)
        total = ops.sum(loss)
    wide = LOGITS.astype("float64")
    np.testing.assert_allclose(loss, np.logaddexp(0.0, wide) - wide * LABELS, atol=1e-6)
    through, targets = tape.gradient(total, [logits, labels])
    np.testing.assert_allclose(through, 1 / (1 + np.exp(-wide)) - LABELS, atol=1e-6)
    np.testing.assert_allclose(targets, -LOGITS)


@pytest.mark.parametrize("alpha", [0.2, 0.0, 1.0, 2.0, -0.5])
def test_a_leaky_relu_keeps_positive_numbers(alpha: float) -> None:
    y = nn.leaky_relu(LOGITS, alpha)
    np.testing.assert_allclose(y, np.where(LOGITS > 0, LOGITS, LOGITS * np.float32(alpha)))


def test_cross_entropies_of_classes_agree() -> None:
    logits, classes = np.random.default_rng(1).normal(size=(4, 3)), np.array([2, 0, 1, 1])
    whole = nn.softmax_cross_entropy_with_logits(np.eye(3)[classes], logits)
    wanted = np.log(np.exp(logits).sum(1)) - logits[np.arange(4), classes]
    np.testing.assert_allclose(whole, wanted)
    sparse = nn.sparse_softmax_cross_entropy_with_logits(classes, logits)
    np.testing.assert_allclose(sparse, wanted, rtol=1e-6)


def test_rows_are_brought_to_length_one() -> None:
    x = np.array([[3.0, 4.0], [0.0, 0.0]])
    np.testing.assert_allclose(nn.l2_normalize(x, axis=1), [[0.6, 0.8], [0.0, 0.0]])
