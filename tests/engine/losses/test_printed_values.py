"""The values that introductions to Keras print."""

import numpy as np
import pytest

from engine import losses, metrics

ONE_HOT = [[0, 1, 0], [0, 0, 1]]
PROBABILITIES = [[0.05, 0.95, 0], [0.1, 0.8, 0.1]]
SCORES = [[-18.6, 0.51], [2.94, -12.8]]


@pytest.mark.parametrize(
    ("loss", "y_true", "y_pred", "weights", "printed"),
    [
        (losses.BinaryCrossentropy(True), [0, 1, 0, 0], sum(SCORES, []), None, 0.865458),
        (losses.BinaryCrossentropy(from_logits=True), [[0, 1], [0, 0]], SCORES, None, 0.865),
        (losses.BinaryCrossentropy(from_logits=True), [[0, 1], [0, 0]], SCORES, [0.8, 0.2], 0.243),
        (losses.BinaryCrossentropy(True, reduction=losses.Reduction.SUM), [[0, 1], [0, 0]], SCORES,
         None, 1.730),
        (losses.CategoricalCrossentropy(), ONE_HOT, PROBABILITIES, None, 1.1769392),
        (losses.CategoricalCrossentropy(reduction=losses.Reduction.AUTO), ONE_HOT, PROBABILITIES,
         None, 1.1769392),
        (losses.SparseCategoricalCrossentropy(), [1, 2], PROBABILITIES, None, 1.1769392),
        (losses.MeanAbsoluteError(), [0.0, 1.0], [0.1, 0.8], None, 0.14999999),
        (losses.MeanSquaredError(), [0.0, 1.0], [0.1, 0.8], None, 0.024999999),
    ],
)
def test_losses(loss, y_true, y_pred, weights, printed):
    digits = len(str(printed).split(".")[1])
    got = float(loss(y_true, y_pred, sample_weight=weights))
    assert got == pytest.approx(printed, abs=max(10**-digits, 1e-6))


def test_losses_without_reduction():
    loss = losses.BinaryCrossentropy(from_logits=True, reduction=losses.Reduction.NONE)
    np.testing.assert_allclose(
        loss([[0, 1], [0, 0]], SCORES).numpy(), [0.235, 1.496], atol=6e-4
    )
    one = losses.binary_crossentropy([[[0.0]]], [[[0.5]]], from_logits=True)
    assert one.numpy() == pytest.approx(0.974077)


@pytest.mark.parametrize(
    ("metric", "batch", "printed"),
    [
        (metrics.Accuracy(), ([1, 2, 3, 4], [0, 2, 3, 4]), 0.75),
        (metrics.CategoricalAccuracy(),
         ([[0, 0, 1], [0, 1, 0], [0, 1, 0]], [[0.1, 0.1, 0.8], [0.05, 0.95, 0], [0.3, 0.3, 0.4]]),
         0.6666667),
        (metrics.Mean(), ([1, 3, 5, 7],), 4.0),
    ],
)
def test_metrics(metric, batch, printed):
    metric.update_state(*batch)
    assert metric.result().numpy() == pytest.approx(printed)
