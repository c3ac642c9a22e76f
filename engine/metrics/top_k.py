"""How often the truth is among the most probable classes."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops, registry
from engine.config import floatx
from engine.kinds import Bool, Int
from engine.losses.labels import check_same_shape
from engine.losses.reduction import as_float
from engine.metrics.reduction import FunctionMean, metric_name
from engine.param import param
from engine.tensor import Tensor, as_operand


def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Tensor:
    """Return 1 where the one-hot target's class is among the k most probable, else 0."""
    y_true, y_pred = as_operand(y_true), as_float(y_pred)
    check_same_shape("top_k_categorical_accuracy", y_true, y_pred)
    return _among(ops.argmax(y_true, axis=-1), y_pred, k)


def sparse_top_k_categorical_accuracy(
    y_true: Any, y_pred: Any, k: int = 5, from_sorted_ids: bool = False
) -> Tensor:
    """Return 1 where the target's class number is among the k most probable, else 0.

    Args:
        y_true: Class numbers, shape (...,) or (..., 1).
        y_pred: Probabilities, shape (..., classes).
        k: How many classes count.
        from_sorted_ids: Predictions are class numbers instead, the most probable first.
    """
    y_true, y_pred = as_operand(y_true), as_float(y_pred)
    if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    if tuple(y_true.shape) != tuple(y_pred.shape[:-1]):
        raise ValueError(
            f"sparse_top_k_categorical_accuracy: targets of shape {tuple(y_true.shape)} do not "
            f"fit predictions of shape {tuple(y_pred.shape)}; expected {tuple(y_pred.shape[:-1])}."
        )
    if not from_sorted_ids:
        return _among(y_true, y_pred, k)
    best = y_pred[..., :k]
    wanted = ops.expand_dims(ops.cast(y_true, y_pred.dtype), -1)
    return ops.cast(ops.any(ops.equal(best, wanted), axis=-1), floatx())


def _among(classes: Any, y_pred: Any, k: int) -> Tensor:
    """Return 1 where fewer than k scores are above that of the class (equal ones are in)."""
    one_hot = ops.one_hot(ops.cast(classes, "int32"), y_pred.shape[-1], dtype="bool")
    score = ops.max(ops.where(one_hot, y_pred, -np.inf), axis=-1, keepdims=True)
    above = ops.sum(ops.cast(ops.greater(y_pred, score), floatx()), axis=-1)
    known = ops.greater(ops.squeeze(score, -1), -np.inf)  # NaN is not
    return ops.cast(ops.logical_and(known, ops.less(above, float(k))), floatx())


def _k() -> Any:
    return param(Int(low=1), 5, doc="How many of the most probable classes count as right.")


@registry.register("metric")
class TopKCategoricalAccuracy(FunctionMean):
    """How often the right class is among the 5 (or k) most probable, for one-hot targets."""

    direction = "up"
    function = staticmethod(top_k_categorical_accuracy)
    k = _k()
    name = metric_name("top_k_categorical_accuracy")


@registry.register("metric")
class SparseTopKCategoricalAccuracy(FunctionMean):
    """How often the right class is among the 5 (or k) most probable, for class numbers."""

    direction = "up"
    function = staticmethod(sparse_top_k_categorical_accuracy)
    k = _k()
    name = metric_name("sparse_top_k_categorical_accuracy")
    from_sorted_ids = param(
        Bool(), False, last=True, hidden=True,
        doc="Whether predictions are class numbers, the most probable first.",
    )

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()  # Keras writes it only where it matters
        if not self.from_sorted_ids:
            del config["from_sorted_ids"]
        return config
