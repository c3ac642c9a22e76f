"""Losses of overlap: how well a predicted area covers the true one."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Float, IntList, Optional
from engine.losses.loss import Loss
from engine.losses.regression import loss_name, paired
from engine.param import param
from engine.tensor import Tensor


def dice(y_true: Any, y_pred: Any, axis: Any = None) -> Tensor:
    """Return 1 - 2 |common| / (|true| + |predicted|), over all or some axes."""
    y_true, y_pred = paired("dice", y_true, y_pred)
    common = ops.sum(ops.multiply(y_true, y_pred), axis=axis)
    sizes = ops.add(ops.sum(y_true, axis=axis), ops.sum(y_pred, axis=axis))
    return ops.subtract(1.0, ops.divide(ops.multiply(common, 2.0), ops.add(sizes, epsilon())))


def tversky(
    y_true: Any, y_pred: Any, alpha: float = 0.5, beta: float = 0.5, axis: Any = None
) -> Tensor:
    """Return 1 - common / (common + alpha missed + beta added), over all or some axes.

    Salehi et al. 2017, "Tversky loss function for image segmentation using 3D fully
    convolutional deep networks". As in Keras ``alpha`` weighs what was missed.
    """
    y_true, y_pred = paired("tversky", y_true, y_pred)
    common = ops.sum(ops.multiply(y_true, y_pred), axis=axis)
    missed = ops.sum(ops.multiply(y_true, ops.subtract(1.0, y_pred)), axis=axis)
    added = ops.sum(ops.multiply(y_pred, ops.subtract(1.0, y_true)), axis=axis)
    wrong = ops.add(ops.multiply(missed, alpha), ops.multiply(added, beta))
    return ops.subtract(1.0, ops.divide(common, ops.add(ops.add(common, wrong), epsilon())))


def _axis() -> Any:
    return param(
        Optional(IntList(single=True)), None, advanced=True, hidden=True, last=True,
        doc="Axes over which areas are counted; the whole batch by default.",
    )


@registry.register("loss")
class Dice(Loss):
    """For marking areas in images: how much the predicted and the true area differ."""

    name = loss_name("dice")
    axis = _axis()

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return dice(y_true, y_pred, self.axis)


@registry.register("loss")
class Tversky(Loss):
    """Like Dice, with separate weights for missed and for wrongly marked places."""

    alpha = param(Float(low=0), 0.5, doc="How much missed places weigh.")
    beta = param(Float(low=0), 0.5, doc="How much wrongly marked places weigh.")
    name = loss_name("tversky")
    axis = _axis()

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return tversky(y_true, y_pred, self.alpha, self.beta, self.axis)
