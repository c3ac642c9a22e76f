"""Errors of predicted numbers."""

from __future__ import annotations

from typing import Any

from engine import losses, ops, registry
from engine.kinds import Int
from engine.losses.reduction import apply_mask
from engine.losses.regression import paired
from engine.losses.similarity import cosine
from engine.metrics.reduction import FunctionMean, Mean, metric_name
from engine.param import param
from engine.tensor import Tensor


@registry.register("metric", aliases=("mse", "MSE"))
class MeanSquaredError(FunctionMean):
    """The mean of the squared errors."""

    direction = "down"
    function = staticmethod(losses.mean_squared_error)
    name = metric_name("mean_squared_error")


@registry.register("metric", aliases=("mae", "MAE"))
class MeanAbsoluteError(FunctionMean):
    """The mean of the errors' sizes, in the unit of the target."""

    direction = "down"
    function = staticmethod(losses.mean_absolute_error)
    name = metric_name("mean_absolute_error")


@registry.register("metric", aliases=("rmse", "RMSE"))
class RootMeanSquaredError(Mean):
    """The root of the mean squared error, in the unit of the target; large errors weigh most."""

    direction = "down"
    name = metric_name("root_mean_squared_error")

    def update_state(  # type: ignore[override]  # Keras's own signature
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        weight = apply_mask(sample_weight, mask, self.dtype, "sum")
        pair = paired("root_mean_squared_error", y_true, y_pred)
        super().update_state(ops.square(ops.subtract(*pair)), weight)

    def result(self) -> Tensor:
        return ops.sqrt(super().result())


@registry.register("metric", aliases=("mape", "MAPE"))
class MeanAbsolutePercentageError(FunctionMean):
    """The mean of the errors in percent of the target; not for targets of 0."""

    direction = "down"
    function = staticmethod(losses.mean_absolute_percentage_error)
    name = metric_name("mean_absolute_percentage_error")


@registry.register("metric", aliases=("msle", "MSLE"))
class MeanSquaredLogarithmicError(FunctionMean):
    """The mean of the squared errors of the logarithms, for numbers from 0 on."""

    direction = "down"
    function = staticmethod(losses.mean_squared_logarithmic_error)
    name = metric_name("mean_squared_logarithmic_error")


@registry.register("metric", aliases=("logcosh", "log_cosh"))
class LogCoshError(FunctionMean):
    """The mean of the logarithm of the errors' hyperbolic cosine; outliers weigh little."""

    direction = "down"
    function = staticmethod(losses.log_cosh)
    name = metric_name("logcosh")


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Tensor:
    """Return the cosine of the angle between vectors: 1 for the same direction."""
    return cosine("cosine_similarity", y_true, y_pred, axis)


@registry.register("metric")
class CosineSimilarity(FunctionMean):
    """How well predicted directions fit: 1 for the same, -1 for the opposite."""

    direction = "up"
    function = staticmethod(cosine_similarity)
    name = metric_name("cosine_similarity")
    axis = param(
        Int(), -1, last=True, hidden=True, advanced=True, doc="Axis along which the vectors lie."
    )

    def get_config(self) -> dict[str, Any]:
        # Keras leaves the axis out and forgets it; it accepts it where it matters.
        config = super().get_config()
        if self.axis == -1:
            del config["axis"]
        return config
