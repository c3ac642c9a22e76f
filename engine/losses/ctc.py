"""The loss of sequences that are read out of longer ones, without saying where."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.losses.labels import check_class_labels
from engine.losses.loss import Loss, concrete
from engine.losses.reduction import as_float
from engine.losses.regression import loss_name
from engine.tensor import Tensor, as_operand


def ctc(y_true: Any, y_pred: Any) -> Tensor:
    """Return -ln of the probability that a sequence of scores reads as the targets.

    Graves et al. 2006, "Connectionist Temporal Classification: Labelling Unsegmented
    Sequence Data with Recurrent Neural Networks".

    Args:
        y_true: Class numbers from 1 on, filled up with 0 at the end; shape (batch, labels).
        y_pred: Scores before a softmax, shape (batch, time, classes); class 0 is the pause.

    Raises:
        ValueError: for other shapes, and for a label that is no class.
    """
    y_true, y_pred = as_operand(y_true), as_float(y_pred)
    if y_true.ndim != 2 or y_pred.ndim != 3:
        raise ValueError(
            "ctc: targets must have the shape (batch, labels) and predictions (batch, time, "
            f"classes), got {tuple(y_true.shape)} and {tuple(y_pred.shape)}."
        )
    if concrete(y_true):
        check_class_labels("ctc", y_true.value, y_pred.shape[-1])
    given = ops.sum(ops.cast(ops.not_equal(y_true, 0), "int32"), axis=-1)
    times = ops.add(ops.multiply(given, 0), y_pred.shape[1])  # all steps count, in every sample
    return ops.ctc_loss(y_true, y_pred, given, times, mask_index=0)


@registry.register("loss", hidden=True)
class CTC(Loss):
    """For reading a short sequence (letters) out of a long one (sound, handwriting)."""

    casts_targets = False

    name = loss_name("ctc")

    def call(self, y_true: Any, y_pred: Any) -> Tensor:
        return ctc(y_true, y_pred)

    def check_labels(self, y: Any, n_classes: int) -> None:
        check_class_labels(str(self.name), y, n_classes)
