"""The area under the ROC or precision-recall curve."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops, registry
from engine.config import epsilon
from engine.kinds import Bool, Choice, Float, FloatList, Int, Optional
from engine.losses.reduction import as_float, safe_divide
from engine.metrics.confusion import (
    FALSE_NEGATIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    TRUE_POSITIVES,
    Counting,
    evenly,
    weight_like,
)
from engine.param import param
from engine.tensor import Tensor


@registry.register("metric")
class AUC(Counting):
    """How well yes and no are told apart at all thresholds together (0.5 guessing, 1 perfect)."""

    direction = "up"

    num_thresholds = param(
        Int(low=2), 200, advanced=True, doc="How many thresholds between 0 and 1 are tried."
    )
    curve = param(
        Choice("ROC", "PR", "PRGAIN"), "ROC",
        doc="The curve: ROC, precision over recall (PR), or their gains (PRGAIN).",
    )
    summation_method = param(
        Choice("interpolation", "majoring", "minoring"), "interpolation", advanced=True,
        doc="How the area between two points is counted: by the mean, upper or lower height.",
    )
    thresholds = param(
        Optional(FloatList(Float(low=0, high=1))), None, last=True, hidden=True, in_config=False,
        doc="Thresholds to try instead of evenly spaced ones.",
    )
    multi_label = param(
        Bool(), False, last=True, advanced=True,
        doc="Whether each output column gets an area of its own; the mean is shown.",
    )
    num_labels = param(
        Optional(Int(low=1)), None, last=True, hidden=True, doc="Number of columns, if known."
    )
    label_weights = param(
        Optional(FloatList(Float(low=0))), None, last=True, hidden=True,
        doc="How much each column counts.",
    )
    from_logits = param(
        Bool(), False, last=True, advanced=True,
        doc="Whether the model's output has no sigmoid (raw scores).",
    )

    def check_params(self) -> None:
        super().check_params()
        if self.num_labels and not self.multi_label:
            raise ValueError("AUC: 'num_labels' is for multi_label=True only.")
        inner = self._inner_thresholds()
        self.even = self.thresholds is None or evenly((0.0, *inner, 1.0))
        self.num_thresholds = len(inner) + 2
        # A little outside, so that every prediction lies between the outer two.
        self.thresholds_used = (-epsilon(), *inner, 1 + epsilon())
        self.counts = {}
        if self.num_labels or not self.multi_label:
            self._make((self.num_labels,) if self.multi_label else ())

    def _inner_thresholds(self) -> tuple[float, ...]:
        if self.thresholds is not None:
            return tuple(sorted(self.thresholds))
        n = self.num_thresholds
        return tuple(i / (n - 1) for i in range(1, n - 1))

    def _make(self, columns: Any) -> None:
        self.declare([TRUE_POSITIVES, FALSE_POSITIVES, TRUE_NEGATIVES, FALSE_NEGATIVES], columns)

    def update_state(  # type: ignore[override]  # Keras's own signature
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        if self.from_logits:
            y_pred = ops.sigmoid(as_float(y_pred))
        y, p, weight = self.prepared(y_true, y_pred, sample_weight, mask)
        if self.multi_label:
            self._check_columns(p.shape)
        else:
            if self.label_weights is not None:
                weight = ops.multiply(weight, weight_of_labels(self.label_weights, p, self.dtype))
            y, p, weight = (ops.reshape(x, (-1, 1)) for x in (y, p, weight))
        self.count(y, p, weight)

    def _check_columns(self, shape: Any) -> None:
        if len(shape) != 2:
            raise ValueError(
                "AUC: with multi_label=True predictions must have the shape (batch, labels), "
                f"got {tuple(shape)}."
            )
        if not self.counts:
            self._make((shape[1],))

    def result(self) -> Tensor:
        if not self.counts:
            return ops.convert_to_tensor(np.zeros((), self.dtype))
        if self.curve == "PR" and self.summation_method == "interpolation":
            parts = self._interpolated()
        else:
            x, y = self._points()
            parts = ops.multiply(ops.subtract(x[:-1], x[1:]), self._heights(y[:-1], y[1:]))
        areas = ops.sum(parts, axis=0)
        if not self.multi_label:
            return areas
        if self.label_weights is None:
            return ops.mean(areas)
        weight = np.asarray(self.label_weights, self.dtype)
        return safe_divide(ops.sum(ops.multiply(areas, weight)), float(weight.sum()))

    def _heights(self, left: Any, right: Any) -> Tensor:
        if self.summation_method == "interpolation":
            return ops.divide(ops.add(left, right), 2.0)
        return (ops.minimum if self.summation_method == "minoring" else ops.maximum)(left, right)

    def _four(self) -> tuple[Any, Any, Any, Any]:
        names = (TRUE_POSITIVES, FALSE_POSITIVES, TRUE_NEGATIVES, FALSE_NEGATIVES)
        tp, fp, tn, fn = (ops.add(self.counts[name], 0.0) for name in names)
        return tp, fp, tn, fn

    def _points(self) -> tuple[Any, Any]:
        """Return the curve's x and y at each threshold."""
        tp, fp, tn, fn = self._four()
        recall = safe_divide(tp, ops.add(tp, fn))
        if self.curve == "ROC":
            return safe_divide(fp, ops.add(fp, tn)), recall
        if self.curve == "PR":
            return recall, safe_divide(tp, ops.add(tp, fp))
        scale = safe_divide(ops.add(tp, fn), ops.add(tn, fp))
        none = ops.equal(tp, 0.0)
        gains = [
            ops.subtract(1.0, ops.multiply(scale, safe_divide(wrong, tp))) for wrong in (fn, fp)
        ]
        return ops.maximum(ops.where(none, 0.0, gains[0]), 0.0), ops.where(none, 1.0, gains[1])

    def _interpolated(self) -> Tensor:
        """Return the areas between thresholds under the precision-recall curve.

        Davis and Goadrich 2006, "The Relationship Between Precision-Recall and ROC Curves":
        between two points the true positives, not the precision, go along a line.
        """
        tp, fp, _, fn = self._four()
        p = ops.add(tp, fp)
        gained = ops.subtract(tp[:-1], tp[1:])
        slope = safe_divide(gained, ops.maximum(ops.subtract(p[:-1], p[1:]), 0.0))
        start = ops.subtract(tp[1:], ops.multiply(slope, p[1:]))
        both = ops.logical_and(ops.greater(p[:-1], 0.0), ops.greater(p[1:], 0.0))
        ratio = ops.where(both, safe_divide(p[:-1], ops.maximum(p[1:], 0.0)), 1.0)
        area = ops.multiply(slope, ops.add(gained, ops.multiply(start, ops.log(ratio))))
        return safe_divide(area, ops.maximum(ops.add(tp[1:], fn[1:]), 0.0))

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if self.thresholds is not None:
            config["thresholds"] = list(self.thresholds_used[1:-1])
        return config


def weight_of_labels(weights: Any, p: Any, dtype: str) -> Any:
    """Return the weights of columns, repeated for all samples."""
    row = np.asarray(weights, dtype)
    if p.ndim < 2 or p.shape[-1] != len(row):
        raise ValueError(
            f"AUC: {len(row)} label_weights do not fit predictions of shape {tuple(p.shape)}."
        )
    return weight_like(p, None, np.broadcast_to(row, p.shape), dtype)
