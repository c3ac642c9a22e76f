"""True and false positives and negatives at thresholds; what precision and its kin share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import ops
from engine.config import epsilon
from engine.kinds import Either, Float, FloatList, Int, Optional
from engine.losses.labels import check_same_shape
from engine.losses.reduction import as_float, match_ranks
from engine.metrics.metric import Metric
from engine.ops.counting import count_above, top_k_mask
from engine.param import param
from engine.tensor import Variable, as_operand

#: Keras's name of a score that is below all others.
NEVER = -1e10
TRUE_POSITIVES, FALSE_POSITIVES = "true_positives", "false_positives"
TRUE_NEGATIVES, FALSE_NEGATIVES = "true_negatives", "false_negatives"


def thresholds_param() -> Any:
    """The ``thresholds`` argument."""
    share = Float(low=0, high=1)
    return param(
        Optional(Either(share, FloatList(share))), None,
        doc="A probability above this number counts as yes; several give a value each.",
    )


def class_param() -> Any:
    """The ``class_id`` argument."""
    return param(
        Optional(Int(low=0)), None, advanced=True,
        doc="The only class to look at, by its number; empty for all.",
    )


def thresholds_of(given: Any, default: float = 0.5) -> tuple[float, ...]:
    """Return thresholds as a tuple."""
    if given is None:
        return (default,)
    return tuple(given) if isinstance(given, Sequence) else (float(given),)


def evenly(thresholds: Sequence[float]) -> bool:
    """Whether thresholds are 0, 1 / (n - 1), ..., 1 up to a rounding."""
    n = len(thresholds)
    return n >= 3 and np.allclose(thresholds, np.arange(n) / (n - 1), atol=epsilon())


def weight_like(y: Any, sample_weight: Any, mask: Any, dtype: str) -> Any:
    """Return weights of the shape of ``y``; those of samples hold for all that is in them."""
    weight: Any = np.ones((), dtype)
    for part in (sample_weight, mask):
        if part is None:
            continue
        part = ops.cast(as_operand(part), dtype)
        if part.ndim == y.ndim + 1 and part.shape[-1] == 1:
            part = ops.squeeze(part, -1)
        if 0 < part.ndim < y.ndim:
            part = ops.reshape(part, (*part.shape, *(1,) * (y.ndim - part.ndim)))
        weight = ops.multiply(weight, part)
    return ops.broadcast_to(weight, y.shape)


class Counting(Metric):
    """Base of metrics made of counts of right and wrong answers at thresholds.

    A subclass sets ``thresholds_used`` and calls ``declare`` in ``check_params``.
    """

    thresholds_used: tuple[float, ...]
    even = False
    top_k: Any = None
    class_id: Any = None
    counts: dict[str, Variable]

    def declare(self, names: Sequence[str], columns: Sequence[int] = ()) -> None:
        """Make a variable for each count, shape (thresholds, *columns)."""
        shape = (len(self.thresholds_used), *columns)
        self.counts = {name: self.add_variable(shape, name=name) for name in names}

    def update_state(  # type: ignore[override]  # Keras's own signature
        self, y_true: Any, y_pred: Any, sample_weight: Any = None, mask: Any = None
    ) -> None:
        y, p, weight = self.prepared(y_true, y_pred, sample_weight, mask)
        self.count(*(ops.reshape(x, (-1, 1)) for x in (y, p, weight)))

    def prepared(
        self, y_true: Any, y_pred: Any, sample_weight: Any, mask: Any
    ) -> tuple[Any, Any, Any]:
        """Return labels (0 or 1), predictions and weights of one shape."""
        if mask is None:
            mask = getattr(y_pred, "_keras_mask", None)
        y, p = match_ranks(as_float(y_true, self.dtype), as_float(y_pred, self.dtype))
        check_same_shape(str(self.name), y, p)
        weight = weight_like(y, sample_weight, mask, self.dtype)
        if self.top_k is not None:
            best = ops.cast(top_k_mask(p, self.top_k), "bool")
            p = ops.where(best, p, NEVER)
        if self.class_id is not None:
            y, p, weight = (self._column(x) for x in (y, p, weight))
        return ops.cast(ops.not_equal(y, 0.0), self.dtype), p, weight

    def _column(self, x: Any) -> Any:
        if x.ndim < 2 or self.class_id >= x.shape[-1]:
            raise ValueError(
                f"{type(self).__name__}: with class_id={self.class_id} predictions need a last "
                f"axis of at least {self.class_id + 1} classes, got the shape {tuple(x.shape)}."
            )
        return x[..., self.class_id]

    def count(self, y: Any, p: Any, weight: Any) -> None:
        """Add a batch's counts; all of shape (samples, columns)."""
        yes, no = ops.multiply(y, weight), ops.multiply(ops.subtract(1.0, y), weight)
        for part, above, below in (
            (yes, TRUE_POSITIVES, FALSE_NEGATIVES),
            (no, FALSE_POSITIVES, TRUE_NEGATIVES),
        ):
            if above not in self.counts and below not in self.counts:
                continue
            found = count_above(p, part, self.thresholds_used, self.even)
            self._add(above, found)
            if below in self.counts:
                self._add(below, ops.subtract(ops.sum(part, axis=0, keepdims=True), found))

    def _add(self, name: str, value: Any) -> None:
        if name in self.counts:
            variable = self.counts[name]
            ops.assign_add(variable, ops.reshape(value, variable.shape))

    def single(self, values: Any) -> Any:
        """Return the only value of one threshold, or all of several."""
        return ops.reshape(values, ()) if len(self.thresholds_used) == 1 else values
