"""Losses of margins: answers must be right by a distance."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.losses.loss import Loss
from engine.losses.regression import loss_name, paired
from engine.tensor import Tensor


def _shortfall(name: str, y_true: Any, y_pred: Any) -> Tensor:
    """Return by how much y_true * y_pred misses 1, at least 0; labels 0 and 1 become -1 and 1."""
    y_true, y_pred = paired(name, y_true, y_pred)
    plain = ops.all(ops.logical_or(ops.equal(y_true, 0.0), ops.equal(y_true, 1.0)))
    signs = ops.where(plain, ops.subtract(ops.multiply(y_true, 2.0), 1.0), y_true)
    return ops.maximum(ops.subtract(1.0, ops.multiply(signs, y_pred)), 0.0)


def hinge(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of max(1 - y_true y_pred, 0); labels are -1 and 1, or all 0 and 1."""
    return ops.mean(_shortfall("hinge", y_true, y_pred), axis=-1)


def squared_hinge(y_true: Any, y_pred: Any) -> Tensor:
    """Return the mean of max(1 - y_true y_pred, 0)^2; labels as for ``hinge``."""
    return ops.mean(ops.square(_shortfall("squared_hinge", y_true, y_pred)), axis=-1)


def categorical_hinge(y_true: Any, y_pred: Any) -> Tensor:
    """Return max(greatest wrong score - right score + 1, 0) for one-hot targets."""
    y_true, y_pred = paired("categorical_hinge", y_true, y_pred)
    right = ops.sum(ops.multiply(y_true, y_pred), axis=-1)
    wrong = ops.max(ops.multiply(ops.subtract(1.0, y_true), y_pred), axis=-1)
    return ops.maximum(ops.add(ops.subtract(wrong, right), 1.0), 0.0)


@registry.register("loss")
class Hinge(Loss):
    """For yes/no answers without probabilities: the score must pass 1 or -1 (use tanh)."""

    name = loss_name("hinge")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return hinge(y_true, y_pred)


@registry.register("loss")
class SquaredHinge(Loss):
    """Like Hinge, with the missing distance squared: bad misses weigh more."""

    name = loss_name("squared_hinge")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return squared_hinge(y_true, y_pred)


@registry.register("loss")
class CategoricalHinge(Loss):
    """For one of several classes (one-hot): the right score must lead all others by 1."""

    name = loss_name("categorical_hinge")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return categorical_hinge(y_true, y_pred)
