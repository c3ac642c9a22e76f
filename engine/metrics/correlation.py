"""How strongly predictions and targets go together."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Int
from engine.losses.regression import paired
from engine.metrics.reduction import FunctionMean, metric_name
from engine.param import param
from engine.tensor import Tensor


def _centred(x: Any, axis: int) -> tuple[Tensor, Tensor]:
    mean = ops.mean(x, axis=axis, keepdims=True)
    return ops.subtract(x, mean), mean


def pearson_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> Tensor:
    """Return Pearson's correlation along an axis, from -1 to 1."""
    parts = []
    for x in paired("pearson_correlation", y_true, y_pred):
        centred, _ = _centred(x, axis)
        spread = ops.sqrt(ops.variance(centred, axis=axis, keepdims=True))
        parts.append(ops.divide(centred, spread))
    return ops.mean(ops.multiply(*parts), axis=axis)


def concordance_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> Tensor:
    """Return Lin's concordance along an axis: 1 only where both are equal.

    Lin 1989, "A Concordance Correlation Coefficient to Evaluate Reproducibility".
    """
    y_true, y_pred = paired("concordance_correlation", y_true, y_pred)
    truth, true_mean = _centred(y_true, axis)
    found, found_mean = _centred(y_pred, axis)
    common = ops.multiply(ops.subtract(y_true, found_mean), found)  # found sums to 0
    below = ops.add(
        ops.add(
            ops.variance(truth, axis=axis, keepdims=True),
            ops.variance(found, axis=axis, keepdims=True),
        ),
        ops.square(ops.subtract(true_mean, found_mean)),
    )
    return ops.mean(ops.divide(ops.multiply(common, 2.0), ops.add(below, epsilon())), axis=axis)


def _axis() -> Any:
    return param(
        Int(), -1, last=True, advanced=True,
        doc="Axis that is compared: -1 within each sample, 0 over the samples of a batch.",
    )


@registry.register("metric")
class PearsonCorrelation(FunctionMean):
    """How well predictions rise and fall with targets (from -1 to 1)."""

    direction = "up"
    function = staticmethod(pearson_correlation)
    name = metric_name("pearson_correlation")
    axis = _axis()


@registry.register("metric")
class ConcordanceCorrelation(FunctionMean):
    """How well predictions agree with targets, scale included (from -1 to 1)."""

    direction = "up"
    function = staticmethod(concordance_correlation)
    name = metric_name("concordance_correlation")
    axis = _axis()
