"""F scores: precision and recall as one number."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Choice, Float, Optional
from engine.losses.labels import check_same_shape
from engine.losses.reduction import as_float, match_ranks
from engine.metrics.confusion import weight_like
from engine.metrics.metric import Metric
from engine.metrics.reduction import metric_name
from engine.param import param
from engine.tensor import Tensor, Variable

_NAMES = ("true_positives", "false_positives", "false_negatives", "intermediate_weights")


def _average() -> Any:
    return param(
        Choice("micro", "macro", "weighted", None), None,
        doc="How the classes' values become one: over all counts, by their mean, or weighted.",
    )


def _threshold() -> Any:
    return param(
        Optional(Float(low=0, high=1, open_low=True)), None,
        doc="A probability above this number counts as yes; empty: the greatest of each sample.",
    )


class _FScore(Metric):
    """Targets are one-hot or several yes/no answers: shape (batch, classes)."""

    direction = "up"
    #: One number for all classes, which also fits a single sigmoid output.
    offered = {"average": "macro", "threshold": 0.5}
    average: str | None
    threshold: float | None
    beta: float

    def check_params(self) -> None:
        super().check_params()
        self._counts: list[Variable] = []

    def update_state(  # type: ignore[override]  # Keras's own signature
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        y, p = match_ranks(as_float(y_true, self.dtype), as_float(y_pred, self.dtype))
        self._check(y, p)
        found = ops.cast(self._said(p), self.dtype)
        missing, wrong = ops.subtract(1.0, found), ops.subtract(1.0, y)
        weight = weight_like(y, sample_weight, mask, self.dtype)
        pairs = ((found, y), (found, wrong), (missing, y), (y, 1.0))
        axis = None if self.average == "micro" else 0
        for variable, (a, b) in zip(self._counts, pairs, strict=True):
            batch = ops.sum(ops.multiply(ops.multiply(a, b), weight), axis=axis)
            ops.assign_add(variable, batch)

    def _check(self, y: Any, p: Any) -> None:
        check_same_shape(str(self.name), y, p)
        if p.ndim != 2:
            raise ValueError(
                f"{type(self).__name__} expects targets and predictions of shape "
                f"(batch, classes), got {tuple(p.shape)}."
            )
        if not self._counts:
            shape = () if self.average == "micro" else (p.shape[1],)
            self._counts = [self.add_variable(shape, name=name) for name in _NAMES]

    def _said(self, p: Any) -> Tensor:
        if self.threshold is not None:
            return ops.greater(p, self.threshold)
        top = ops.max(p, axis=-1, keepdims=True)
        return ops.logical_and(ops.greater_equal(p, top), ops.greater(ops.absolute(p), 1e-9))

    def result(self) -> Tensor:
        if not self._counts:
            return ops.convert_to_tensor(np.zeros((), self.dtype))
        right, added, missed, present = self._counts
        precision = ops.divide(right, ops.add(ops.add(right, added), epsilon()))
        recall = ops.divide(right, ops.add(ops.add(right, missed), epsilon()))
        square = self.beta**2
        below = ops.add(ops.add(ops.multiply(precision, square), recall), epsilon())
        score = ops.multiply(ops.divide(ops.multiply(precision, recall), below), 1 + square)
        if self.average == "weighted":
            total = ops.add(ops.sum(present), epsilon())
            return ops.sum(ops.multiply(score, ops.divide(present, total)))
        return score if self.average is None else ops.mean(score)


@registry.register("metric")
class FBetaScore(_FScore):
    """Precision and recall as one number (from 0 to 1); recall counts beta times as much."""

    average = _average()
    beta = param(
        Float(low=0, open_low=True), 1.0, doc="How many times as much recall counts as precision."
    )
    threshold = _threshold()
    name = metric_name("fbeta_score")


@registry.register("metric")
class F1Score(_FScore):
    """Precision and recall as one number (from 0 to 1), both counting the same."""

    beta = 1.0
    average = _average()
    threshold = _threshold()
    name = metric_name("f1_score")
