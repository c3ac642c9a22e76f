"""Errors of predicted numbers."""

from __future__ import annotations

from typing import Any

from engine import losses, registry
from engine.metrics.reduction import FunctionMean, metric_name
from engine.tensor import Tensor


@registry.register("metric", aliases=("mse", "MSE"))
class MeanSquaredError(FunctionMean):
    """The mean of the squared errors."""

    direction = "down"
    name = metric_name("mean_squared_error")

    def values(self, y_true: Any, y_pred: Any) -> Tensor:
        return losses.mean_squared_error(y_true, y_pred)


@registry.register("metric", aliases=("mae", "MAE"))
class MeanAbsoluteError(FunctionMean):
    """The mean of the errors' sizes, in the unit of the target."""

    direction = "down"
    name = metric_name("mean_absolute_error")

    def values(self, y_true: Any, y_pred: Any) -> Tensor:
        return losses.mean_absolute_error(y_true, y_pred)
