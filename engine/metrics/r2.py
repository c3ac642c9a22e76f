"""The coefficient of determination."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops, registry
from engine.kinds import Choice, Int
from engine.losses.regression import paired
from engine.metrics.confusion import weight_like
from engine.metrics.metric import Metric
from engine.metrics.reduction import metric_name
from engine.op import elements
from engine.param import param
from engine.tensor import Tensor, Variable


@registry.register("metric")
class R2Score(Metric):
    """What part of the targets' spread the predictions explain: 1 is perfect, 0 a constant."""

    direction = "up"

    class_aggregation = param(
        Choice("uniform_average", "variance_weighted_average", None), "uniform_average",
        advanced=True, doc="How the outputs' values become one: their mean, weighted by spread.",
    )
    num_regressors = param(
        Int(low=0), 0, advanced=True,
        doc="Number of independent inputs, for the adjusted value; 0 for the plain one.",
    )
    name = metric_name("r2_score")

    def check_params(self) -> None:
        super().check_params()
        self.num_samples = self.add_variable(name="num_samples")
        self._sums: list[Variable] = []

    def update_state(  # type: ignore[override]  # Keras's own signature
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        y, p = paired("r2_score", y_true, y_pred)
        if y.ndim != 2:
            raise ValueError(
                f"R2Score expects targets and predictions of shape (batch, outputs), got "
                f"{tuple(y.shape)}."
            )
        if not self._sums:
            names = ("squared_sum", "sum", "residual", "count")
            self._sums = [self.add_variable((y.shape[1],), name=name) for name in names]
        weight = weight_like(y, sample_weight, mask, self.dtype)
        for variable, value in zip(
            self._sums, (ops.square(y), y, ops.square(ops.subtract(y, p)), 1.0), strict=True
        ):
            ops.assign_add(variable, ops.sum(ops.multiply(weight, value), axis=0))
        ops.assign_add(self.num_samples, float(elements(y.shape)))

    def result(self) -> Tensor:
        if not self._sums:
            return ops.convert_to_tensor(np.zeros((), self.dtype))
        squares, total, residual, count = self._sums
        spread = ops.subtract(squares, ops.divide(ops.multiply(total, total), count))
        scores = ops.subtract(1.0, ops.divide(residual, spread))
        scores = ops.where(ops.equal(ops.absolute(scores), np.inf), 0.0, scores)
        return self._adjusted(self._as_one(scores, spread))

    def _as_one(self, scores: Tensor, spread: Tensor) -> Tensor:
        if self.class_aggregation == "uniform_average":
            return ops.mean(scores)
        if self.class_aggregation is None:
            return scores
        return ops.divide(ops.sum(ops.multiply(spread, scores)), ops.sum(spread))

    def _adjusted(self, score: Tensor) -> Tensor:
        """Take off what inputs explain by chance; with too few samples the plain value stays."""
        if not self.num_regressors:
            return score
        rest = ops.subtract(ops.subtract(self.num_samples, float(self.num_regressors)), 1.0)
        enough = ops.greater(rest, 0.0)
        factor = ops.divide(ops.subtract(self.num_samples, 1.0), ops.where(enough, rest, 1.0))
        adjusted = ops.subtract(1.0, ops.multiply(ops.subtract(1.0, score), factor))
        return ops.where(enough, adjusted, score)
