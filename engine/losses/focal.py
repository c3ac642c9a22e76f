"""Cross-entropies that weigh samples by how certain the prediction already is."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Bool, Float
from engine.losses.crossentropy import (
    axis_param,
    binary_terms,
    class_numbers,
    from_logits_param,
    one_hot_pair,
    smoothed,
    smoothing_param,
)
from engine.losses.labels import check_class_labels
from engine.losses.loss import Loss, concrete
from engine.losses.reduction import as_float, match_ranks
from engine.losses.regression import loss_name
from engine.param import param
from engine.tensor import Tensor


def _focus(p: Any, gamma: float) -> Any:
    """Return (1 - p)^gamma."""
    return ops.power(ops.subtract(1.0, p), gamma)


def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return the binary cross-entropy times (1 - p of the truth)^gamma, as a mean over an axis.

    Lin et al. 2017, "Focal Loss for Dense Object Detection".

    Args:
        y_true: Targets, 0 or 1.
        y_pred: Probabilities, or scores with ``from_logits``; of the targets' shape.
        apply_class_balancing: Weigh yes by ``alpha`` and no by 1 - ``alpha``.
        alpha: Weight of yes.
        gamma: How strongly certain answers are discounted.
        from_logits: Whether predictions are scores before a sigmoid.
        label_smoothing: Moves targets towards 1/2 by this part.
        axis: Axis over which the mean is taken.
    """
    name = "binary_focal_crossentropy"
    p = ops.sigmoid(as_float(y_pred)) if from_logits else as_float(y_pred)
    y_true, terms = binary_terms(name, y_true, p, False, label_smoothing)
    _, p = match_ranks(y_true, p)
    no = ops.subtract(1.0, y_true)
    right = ops.add(ops.multiply(y_true, p), ops.multiply(no, ops.subtract(1.0, p)))
    terms = ops.multiply(terms, _focus(right, gamma))
    if apply_class_balancing:
        balance = ops.add(ops.multiply(y_true, alpha), ops.multiply(no, 1 - alpha))
        terms = ops.multiply(terms, balance)
    return ops.mean(terms, axis=axis)


def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: Any = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return the sum of -alpha (1 - p)^gamma y ln p over the axis of the classes.

    Args:
        y_true: One-hot targets.
        y_pred: Probabilities, or scores with ``from_logits``; of the targets' shape.
        alpha: Weight of all classes, or one for each.
        gamma: How strongly certain answers are discounted.
        from_logits: Whether predictions are scores before a softmax.
        label_smoothing: Spreads this part of each target over all classes.
        axis: Axis of the classes.
    """
    y_true, y_pred = one_hot_pair("categorical_focal_crossentropy", y_true, y_pred)
    y_true = smoothed(y_true, label_smoothing, y_true.shape[-1])
    p = ops.softmax(y_pred, axis=axis) if from_logits else y_pred
    p = ops.divide(p, ops.sum(p, axis=axis, keepdims=True))
    p = ops.clip(p, epsilon(), 1 - epsilon())
    factor = ops.multiply(_focus(p, gamma), alpha)
    terms = ops.multiply(factor, ops.multiply(y_true, ops.log(p)))
    return ops.negative(ops.sum(terms, axis=axis))


def categorical_generalized_cross_entropy(y_true: Any, y_pred: Any, q: float) -> Tensor:
    """Return (1 - p[label]^q) / q, which wrong labels harm less than the cross-entropy.

    Zhang and Sabuncu 2018, "Generalized Cross Entropy Loss for Training Deep Neural
    Networks with Noisy Labels".

    Args:
        y_true: Class numbers, the predictions' shape without the last axis (or size 1 there).
        y_pred: Probabilities.
        q: Between 0 (the cross-entropy) and 1 (the mean absolute error).
    """
    name = "categorical_generalized_cross_entropy"
    y_pred = as_float(y_pred)
    labels = class_numbers(name, y_true, y_pred, -1)
    if concrete(labels):
        check_class_labels(name, labels.value, y_pred.shape[-1])
    one_hot = ops.one_hot(ops.cast(labels, "int32"), y_pred.shape[-1], dtype=y_pred.dtype)
    p = ops.sum(ops.multiply(y_pred, one_hot), axis=-1)
    some = ops.greater(p, 0.0)  # the power's gradient at 0 is not finite
    return ops.divide(
        ops.subtract(1.0, ops.where(some, ops.power(ops.where(some, p, 1.0), q), 0.0)), q
    )


def _alpha(doc: str) -> Any:
    return param(Float(low=0, high=1), 0.25, doc=doc)


def _gamma() -> Any:
    return param(
        Float(low=0), 2.0, doc="How strongly answers that are already certain are discounted."
    )


@registry.register("loss")
class BinaryFocalCrossentropy(Loss):
    """For yes/no answers of which one is rare: weighs samples that are hard to tell most."""

    apply_class_balancing = param(
        Bool(), False, doc="Whether to weigh yes by alpha and no by 1 - alpha."
    )
    alpha = _alpha("Weight of yes, when classes are balanced.")
    gamma = _gamma()
    from_logits = from_logits_param()
    label_smoothing = smoothing_param()
    axis = axis_param("Axis over which the mean is taken.")
    name = loss_name("binary_focal_crossentropy")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return binary_focal_crossentropy(
            y_true, y_pred, self.apply_class_balancing, self.alpha, self.gamma,
            self.from_logits, self.label_smoothing, self.axis,
        )


@registry.register("loss")
class CategoricalFocalCrossentropy(Loss):
    """For one of several classes (one-hot), some rare: weighs hard samples most."""

    alpha = _alpha("Weight of all classes.")
    gamma = _gamma()
    from_logits = from_logits_param()
    label_smoothing = smoothing_param()
    axis = axis_param("Axis of the classes.")
    name = loss_name("categorical_focal_crossentropy")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return categorical_focal_crossentropy(
            y_true, y_pred, self.alpha, self.gamma, self.from_logits, self.label_smoothing,
            self.axis,
        )


@registry.register("loss")
class CategoricalGeneralizedCrossEntropy(Loss):
    """For one of several classes (class numbers), when some labels may be wrong."""

    casts_targets = False

    q = param(
        Float(low=0, high=1, open_low=True, open_high=True), 0.5,
        doc="Near 0 learns like the cross-entropy, near 1 ignores wrong labels best.",
    )
    name = loss_name("categorical_generalized_cross_entropy")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return categorical_generalized_cross_entropy(y_true, y_pred, self.q)

    def check_labels(self, y: Any, n_classes: int) -> None:
        check_class_labels(str(self.name), y, n_classes)
