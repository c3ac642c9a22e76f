"""Losses for classes: how surprised the prediction is by the truth.

When a prediction comes straight from a softmax or sigmoid, the loss is computed
from the scores before it, as TensorFlow does: nothing saturates there. Given
numbers are clipped to [1e-7, 1 - 1e-7] first, as Keras does on its other backends.
"""

from __future__ import annotations

import warnings
from typing import Any

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Bool, Float, Int, Optional
from engine.losses.labels import check_class_labels, check_same_shape
from engine.losses.loss import Loss, concrete
from engine.losses.reduction import as_float, match_ranks
from engine.losses.regression import loss_name
from engine.param import param
from engine.tensor import Tensor, as_operand


def _scores(y_pred: Any, activation: str) -> Any:
    """Return the scores that ``activation`` made a recorded prediction of, else None."""
    scores, node = getattr(y_pred, "_logits", None), getattr(y_pred, "node", None)
    if scores is None or node is None:
        return None
    made_by = "sigmoid" if node.op.name == "sigmoid" else "softmax"
    return scores if made_by == activation else None


def log_probabilities(y_pred: Any, from_logits: bool, axis: int) -> Tensor:
    """Return ln p of all classes, from scores where they are known."""
    scores = y_pred if from_logits else _scores(y_pred, "softmax")
    if scores is not None and (from_logits or axis in (-1, y_pred.ndim - 1)):
        return ops.log_softmax(scores, axis=axis)
    shares = ops.divide(y_pred, ops.sum(y_pred, axis=axis, keepdims=True))
    return ops.log(ops.clip(shares, epsilon(), 1 - epsilon()))


def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return the mean of -[y ln p + (1 - y) ln(1 - p)] over an axis.

    Args:
        y_true: Targets, 0 or 1 (or between).
        y_pred: Probabilities, or scores with ``from_logits``; of the targets' shape.
        from_logits: Whether predictions are scores before a sigmoid.
        label_smoothing: Moves targets towards 1/2 by this part.
        axis: Axis over which the mean is taken.
    """
    name = "binary_crossentropy"
    _, terms = binary_terms(name, y_true, y_pred, from_logits, label_smoothing)
    return ops.mean(terms, axis=axis)


def binary_terms(
    name: str, y_true: Any, y_pred: Any, from_logits: bool, label_smoothing: float
) -> tuple[Any, Tensor]:
    """Return the smoothed targets and -[y ln p + (1 - y) ln(1 - p)] for each number."""
    y_pred = as_float(y_pred)
    scores = y_pred if from_logits else _scores(y_pred, "sigmoid")
    y_true, y_pred = match_ranks(as_float(y_true, y_pred.dtype), y_pred)
    check_same_shape(name, y_true, y_pred)
    y_true = smoothed(y_true, label_smoothing, 2)
    if scores is not None:
        _, z = match_ranks(y_true, scores)
        if y_true.shape == z.shape:
            return y_true, ops.sigmoid_crossentropy(y_true, z)
        return y_true, ops.subtract(ops.softplus(z), ops.multiply(z, y_true))
    p = ops.clip(y_pred, epsilon(), 1 - epsilon())
    yes = ops.multiply(y_true, ops.log(p))
    no = ops.multiply(ops.subtract(1.0, y_true), ops.log(ops.subtract(1.0, p)))
    return y_true, ops.negative(ops.add(yes, no))


def smoothed(y_true: Any, part: float, classes: int) -> Any:
    """Return targets of which a part is spread evenly over the classes."""
    return ops.add(ops.multiply(y_true, 1 - part), part / classes) if part else y_true


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return -sum of y ln p over the axis of the classes.

    Args:
        y_true: One-hot targets (or probabilities).
        y_pred: Probabilities, or scores with ``from_logits``; of the targets' shape.
        from_logits: Whether predictions are scores before a softmax.
        label_smoothing: Spreads this part of each target over all classes.
        axis: Axis of the classes.
    """
    y_true, y_pred = one_hot_pair("categorical_crossentropy", y_true, y_pred)
    if y_pred.shape[axis] == 1:
        warnings.warn(
            f"categorical_crossentropy of predictions of shape {tuple(y_pred.shape)}, a single "
            "class, is always 0. Use binary_crossentropy for yes/no answers.",
            stacklevel=2,
        )
    # As in Keras the last axis is counted, whatever ``axis`` says.
    y_true = smoothed(y_true, label_smoothing, y_true.shape[-1])
    log_p = log_probabilities(y_pred, from_logits, axis)
    return ops.negative(ops.sum(ops.multiply(y_true, log_p), axis=axis))


def one_hot_pair(name: str, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Return one-hot targets and predictions of one shape; ValueError names both shapes."""
    y_pred = as_float(y_pred)
    y_true = as_float(y_true, y_pred.dtype)
    hint = _one_hot_hint(y_true, y_pred)
    y_true, y_pred = match_ranks(y_true, y_pred)
    check_same_shape(name, y_true, y_pred, hint)
    return y_true, y_pred


def _one_hot_hint(y_true: Any, y_pred: Any) -> str:
    labels = y_true.ndim == y_pred.ndim - 1 or (
        y_true.ndim == y_pred.ndim and y_true.shape[-1] == 1 != y_pred.shape[-1]
    )
    if not labels:
        return ""
    return "For class numbers as targets use sparse_categorical_crossentropy, or to_categorical."


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Tensor:
    """Return -ln p[label].

    Args:
        y_true: Class numbers: the predictions' shape without the axis of the
            classes, or with size 1 there.
        y_pred: Probabilities, or scores with ``from_logits``.
        from_logits: Whether predictions are scores before a softmax.
        ignore_class: A label whose positions do not count; they are masked.
        axis: Axis of the classes.

    Raises:
        ValueError: for shapes that do not fit, and for a label that is no class
            (inside a traced step labels cannot be looked at; ``fit`` checks them before).
    """
    y_pred = as_float(y_pred)
    labels = class_numbers("sparse_categorical_crossentropy", y_true, y_pred, axis)
    classes = y_pred.shape[axis]
    if concrete(labels):
        check_class_labels(
            "sparse_categorical_crossentropy", labels.value, classes, ignore_class
        )
    labels = ops.cast(labels, "int32")
    kept = None
    if ignore_class is not None:
        kept = ops.not_equal(labels, ignore_class)
        labels = ops.where(kept, labels, 0)
    losses = _picked(labels, y_pred, from_logits, axis)
    if kept is not None:
        losses = ops.where(kept, losses, 0.0)
        losses._keras_mask = kept
    return losses


def _picked(labels: Any, y_pred: Any, from_logits: bool, axis: int) -> Tensor:
    """Return -ln p of each position's label."""
    last = axis in (-1, y_pred.ndim - 1)
    scores = y_pred if from_logits else _scores(y_pred, "softmax")
    if scores is not None and last:
        return ops.sparse_softmax_crossentropy(labels, scores)
    one_hot = ops.one_hot(labels, y_pred.shape[axis], axis=axis, dtype=y_pred.dtype)
    log_p = log_probabilities(y_pred, from_logits, axis)
    return ops.negative(ops.sum(ops.multiply(one_hot, log_p), axis=axis))


def class_numbers(name: str, y_true: Any, y_pred: Any, axis: int) -> Any:
    """Return class numbers without an axis of size 1; ValueError when their shape does not fit."""
    y_true = as_operand(y_true)
    if y_true.ndim == y_pred.ndim and y_true.shape[axis] == 1:
        y_true = ops.squeeze(y_true, axis)
    position = axis % y_pred.ndim
    expected = tuple(s for i, s in enumerate(y_pred.shape) if i != position)
    if tuple(y_true.shape) != expected:
        hint = ""
        if tuple(y_true.shape) == tuple(y_pred.shape):
            hint = " For one-hot targets use categorical_crossentropy."
        raise ValueError(
            f"{name}: targets of shape {tuple(y_true.shape)} do not fit "
            f"predictions of shape {tuple(y_pred.shape)}; expected class numbers of shape "
            f"{expected}.{hint}"
        )
    return y_true


def from_logits_param() -> Any:
    return param(
        Bool(), False,
        doc="Whether the model's output has no softmax or sigmoid (raw scores).",
    )


def smoothing_param() -> Any:
    return param(
        Float(low=0, high=1), 0.0, advanced=True,
        doc="Makes targets less certain: 0.1 turns a 1 into about 0.9; 0 leaves them.",
    )


def axis_param(doc: str, **details: Any) -> Any:
    return param(Int(), -1, advanced=True, hidden=True, doc=doc, **details)


@registry.register("loss", aliases=("bce", "BCE"))
class BinaryCrossentropy(Loss):
    """For yes/no answers, one or several: compares probabilities with 0 or 1."""

    from_logits = from_logits_param()
    label_smoothing = smoothing_param()
    axis = axis_param("Axis over which the mean is taken.")
    name = loss_name("binary_crossentropy")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return binary_crossentropy(
            y_true, y_pred, self.from_logits, self.label_smoothing, self.axis
        )


@registry.register("loss", aliases=("cce", "CCE"))
class CategoricalCrossentropy(Loss):
    """For one of several classes, with one-hot targets such as [0, 1, 0]."""

    from_logits = from_logits_param()
    label_smoothing = smoothing_param()
    axis = axis_param("Axis of the classes.")
    name = loss_name("categorical_crossentropy")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return categorical_crossentropy(
            y_true, y_pred, self.from_logits, self.label_smoothing, self.axis
        )


@registry.register("loss", aliases=("scce",))
class SparseCategoricalCrossentropy(Loss):
    """For one of several classes, with class numbers as targets: 0, 1, 2, ..."""

    casts_targets = False

    from_logits = from_logits_param()
    ignore_class = param(
        Optional(Int()), None, advanced=True,
        doc="A class number whose samples do not count, for example -1 for unknown ones.",
    )
    axis = axis_param("Axis of the classes.", last=True, in_config=False)
    name = loss_name("sparse_categorical_crossentropy")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return sparse_categorical_crossentropy(
            y_true, y_pred, self.from_logits, self.ignore_class, self.axis
        )

    def get_config(self) -> dict[str, Any]:
        # Keras leaves the axis out; it accepts it where it matters.
        config = super().get_config()
        return config if self.axis == -1 else {**config, "axis": self.axis}

    def check_labels(self, y: Any, n_classes: int) -> None:
        check_class_labels(str(self.name), y, n_classes, self.ignore_class)
