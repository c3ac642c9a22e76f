"""How often predictions are right."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.config import floatx
from engine.kinds import Float
from engine.losses.labels import check_same_shape
from engine.losses.reduction import match_ranks
from engine.metrics.reduction import FunctionMean, metric_name
from engine.ops.judging import hits
from engine.param import param
from engine.tensor import Tensor, as_operand


def accuracy(y_true: Any, y_pred: Any) -> Tensor:
    """Return 1 where a prediction equals its target, else 0; the targets' shape."""
    y_true, y_pred = match_ranks(y_true, y_pred)
    return ops.cast(ops.equal(y_true, y_pred), floatx())


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Tensor:
    """Return 1 where ``y_pred > threshold`` says the same as the target, else 0."""
    y_true, y_pred = match_ranks(y_true, y_pred)
    check_same_shape("binary_accuracy", y_true, y_pred)
    said = ops.cast(ops.greater(y_pred, threshold), y_true.dtype)
    return ops.cast(ops.equal(y_true, said), floatx())


def categorical_accuracy(y_true: Any, y_pred: Any) -> Tensor:
    """Return 1 where the greatest probability is at the one-hot target's class, else 0."""
    y_true, y_pred = as_operand(y_true), as_operand(y_pred)
    check_same_shape("categorical_accuracy", y_true, y_pred)
    return _agree(ops.argmax(y_true, axis=-1), y_pred)


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Tensor:
    """Return 1 where the greatest probability is at the target's class number, else 0."""
    y_true, y_pred = as_operand(y_true), as_operand(y_pred)
    if y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1:
        y_true = ops.squeeze(y_true, -1)
    return _agree(y_true, y_pred)


def _agree(classes: Any, y_pred: Any) -> Tensor:
    if tuple(classes.shape) == tuple(y_pred.shape[:-1]) and y_pred.dtype.startswith("float"):
        return hits(classes, y_pred)
    found = ops.cast(ops.argmax(y_pred, axis=-1), classes.dtype)
    check_same_shape("accuracy", classes, found)
    return ops.cast(ops.equal(classes, found), floatx())


@registry.register("metric")
class Accuracy(FunctionMean):
    """How often a prediction equals its target exactly (from 0 to 1)."""

    direction = "up"
    function = staticmethod(accuracy)
    name = metric_name("accuracy")


@registry.register("metric")
class BinaryAccuracy(FunctionMean):
    """How often yes/no answers are right (from 0 to 1)."""

    direction = "up"
    function = staticmethod(binary_accuracy)
    name = metric_name("binary_accuracy")
    threshold = param(
        Float(low=0, high=1), 0.5, last=True,
        doc="A probability above this number counts as yes.",
    )


@registry.register("metric")
class CategoricalAccuracy(FunctionMean):
    """How often the most probable class is right, for one-hot targets (from 0 to 1)."""

    direction = "up"
    function = staticmethod(categorical_accuracy)
    name = metric_name("categorical_accuracy")


@registry.register("metric")
class SparseCategoricalAccuracy(FunctionMean):
    """How often the most probable class is right, for class numbers (from 0 to 1)."""

    direction = "up"
    function = staticmethod(sparse_categorical_accuracy)
    name = metric_name("sparse_categorical_accuracy")
