"""The best of one rate while another is held: sensitivity at specificity and its kin."""

from __future__ import annotations

from typing import Any

from engine import ops, registry
from engine.kinds import Float, Int
from engine.losses.reduction import safe_divide
from engine.metrics.confusion import (
    FALSE_NEGATIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    TRUE_POSITIVES,
    Counting,
    class_param,
)
from engine.param import param
from engine.tensor import Tensor

#: A rate is a count's part in its sum with another.
_RATES = {
    "recall": (TRUE_POSITIVES, FALSE_NEGATIVES),
    "sensitivity": (TRUE_POSITIVES, FALSE_NEGATIVES),
    "precision": (TRUE_POSITIVES, FALSE_POSITIVES),
    "specificity": (TRUE_NEGATIVES, FALSE_POSITIVES),
}


class _Tradeoff(Counting):
    """The greatest ``wanted`` over all thresholds at which ``held`` is at least its argument."""

    direction = "up"
    held: str
    wanted: str
    num_thresholds: int

    def check_params(self) -> None:
        super().check_params()
        n = self.num_thresholds
        self.thresholds_used = (0.5,) if n == 1 else tuple(i / (n - 1) for i in range(n))
        self.even = n > 1
        self.declare([TRUE_POSITIVES, FALSE_POSITIVES, TRUE_NEGATIVES, FALSE_NEGATIVES])

    def result(self) -> Tensor:
        enough = ops.greater_equal(self._rate(self.held), getattr(self, self.held))
        return ops.max(ops.where(enough, self._rate(self.wanted), 0.0))

    def _rate(self, name: str) -> Tensor:
        part, other = (self.counts[count] for count in _RATES[name])
        return safe_divide(part, ops.add(part, other))


def _held(name: str) -> Any:
    return param(Float(low=0, high=1), doc=f"The {name} that must be reached (from 0 to 1).")


def _thresholds() -> Any:
    return param(
        Int(low=1), 200, advanced=True, doc="How many thresholds between 0 and 1 are tried."
    )


@registry.register("metric")
class SensitivityAtSpecificity(_Tradeoff):
    """The best sensitivity at a threshold whose specificity is high enough."""

    held, wanted = "specificity", "sensitivity"
    offered = {"specificity": 0.9}
    specificity = _held("specificity")
    num_thresholds = _thresholds()
    class_id = class_param()


@registry.register("metric")
class SpecificityAtSensitivity(_Tradeoff):
    """The best specificity at a threshold whose sensitivity is high enough."""

    held, wanted = "sensitivity", "specificity"
    offered = {"sensitivity": 0.9}
    sensitivity = _held("sensitivity")
    num_thresholds = _thresholds()
    class_id = class_param()


@registry.register("metric")
class PrecisionAtRecall(_Tradeoff):
    """The best precision at a threshold whose recall is high enough."""

    held, wanted = "recall", "precision"
    offered = {"recall": 0.9}
    recall = _held("recall")
    num_thresholds = _thresholds()
    class_id = class_param()


@registry.register("metric")
class RecallAtPrecision(_Tradeoff):
    """The best recall at a threshold whose precision is high enough."""

    held, wanted = "precision", "recall"
    offered = {"precision": 0.9}
    precision = _held("precision")
    num_thresholds = _thresholds()
    class_id = class_param()
