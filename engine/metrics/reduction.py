"""Sums and means collected over batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import ops, registry
from engine.kinds import Text
from engine.losses.reduction import apply_mask, as_float, both_masks, match_ranks, safe_divide
from engine.metrics.metric import Metric
from engine.ops.judging import add_mean
from engine.param import param
from engine.tensor import Tensor


def metric_name(name: str) -> Any:
    """The ``name`` argument of a built-in metric."""
    return param(
        Text(), name, advanced=True, hidden=True, last=True,
        doc="Name under which the value is logged.",
    )


def samplewise(
    values: Any, sample_weight: Any, reduce: Callable[..., Any], dtype: str
) -> tuple[Any, Any]:
    """Reduce values to one per sample, weighted.

    Args:
        values: Shape (batch, ...).
        sample_weight: Weights with as many axes or fewer, None for none.
        reduce: ``ops.mean`` or ``ops.sum``, over the axes behind the batch.
        dtype: Dtype of the calculation.

    Returns:
        The weighted values and the weights, one per sample each (None without weights).
    """
    values = as_float(values, dtype)
    if sample_weight is not None:
        values, weight = match_ranks(values, ops.cast(sample_weight, dtype))
        if weight.ndim < values.ndim:
            values = reduce(values, axis=tuple(range(weight.ndim, values.ndim)))
        weight = ops.broadcast_to(weight, values.shape)
        values = ops.multiply(values, weight)
        sample_weight = reduce(weight, axis=_behind_batch(weight)) if weight.ndim > 1 else weight
    if values.ndim > 1:
        values = reduce(values, axis=_behind_batch(values))
    return values, sample_weight


def _behind_batch(x: Any) -> tuple[int, ...]:
    return tuple(range(1, x.ndim))


@registry.register("metric", hidden=True)
class Sum(Metric):
    """Adds up values, weighted if weights are given."""

    name = metric_name("sum")

    def check_params(self) -> None:
        super().check_params()
        self.total = self.add_variable(name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        values, _ = samplewise(values, sample_weight, ops.sum, self.dtype)
        ops.assign_add(self.total, ops.sum(values))

    def result(self) -> Tensor:
        return ops.add(self.total, 0.0)


@registry.register("metric", hidden=True)
class Mean(Metric):
    """The mean of values, weighted if weights are given."""

    name = metric_name("mean")

    def check_params(self) -> None:
        super().check_params()
        self.total = self.add_variable(name="total")
        self.count = self.add_variable(name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        if isinstance(sample_weight, float) and getattr(values, "shape", None) == ():
            add_mean(self.total, self.count, values, sample_weight, sample_weight)
            return
        values, weight = samplewise(values, sample_weight, ops.mean, self.dtype)
        if weight is None:
            add_mean(self.total, self.count, values, float(values.shape[0] if values.ndim else 1))
        else:
            ops.assign_add(self.total, ops.sum(values))
            ops.assign_add(self.count, ops.sum(weight))

    def result(self) -> Tensor:
        return safe_divide(self.total, self.count)


class FunctionMean(Mean):
    """Base of metrics that are the mean of something computed for each sample.

    Attributes:
        function: Gives one value per sample (or per time step) from targets and
            predictions; the metric's own arguments are the function's by name.
    """

    function: Callable[..., Any]

    def values(self, y_true: Any, y_pred: Any) -> Any:
        """Return one value per sample (or per time step)."""
        own = {name: getattr(self, name) for name in self.params if name not in Mean.params}
        return self.function(y_true, y_pred, **own)

    def update_state(  # type: ignore[override]  # Keras's own signatures
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        values = self.values(y_true, y_pred)
        mask = both_masks(mask, getattr(values, "_keras_mask", None))
        weight = apply_mask(sample_weight, mask, self.dtype, "sum")
        super().update_state(values, weight)
