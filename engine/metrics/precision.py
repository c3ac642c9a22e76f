"""Counts of right and wrong answers, precision and recall."""

from __future__ import annotations

from engine import ops, registry
from engine.kinds import Int, Optional
from engine.losses.reduction import safe_divide
from engine.metrics.confusion import (
    FALSE_NEGATIVES,
    FALSE_POSITIVES,
    NEVER,
    TRUE_NEGATIVES,
    TRUE_POSITIVES,
    Counting,
    class_param,
    evenly,
    thresholds_of,
    thresholds_param,
)
from engine.param import param
from engine.tensor import Tensor


class _Count(Counting):
    """One of the four counts."""

    counted: str
    thresholds = thresholds_param()

    def check_params(self) -> None:
        super().check_params()
        self.thresholds_used = thresholds_of(self.thresholds)
        self.even = evenly(self.thresholds_used)
        self.declare([self.counted])
        self.counts[self.counted].name = "accumulator"

    def result(self) -> Tensor:
        return self.single(ops.add(self.counts[self.counted], 0.0))


@registry.register("metric")
class TruePositives(_Count):
    """How many yes answers were rightly given as yes."""

    direction = "up"
    counted = TRUE_POSITIVES


@registry.register("metric")
class TrueNegatives(_Count):
    """How many no answers were rightly given as no."""

    direction = "up"
    counted = TRUE_NEGATIVES


@registry.register("metric")
class FalsePositives(_Count):
    """How many answers were wrongly given as yes (false alarms)."""

    direction = "down"
    counted = FALSE_POSITIVES


@registry.register("metric")
class FalseNegatives(_Count):
    """How many answers were wrongly given as no (misses)."""

    direction = "down"
    counted = FALSE_NEGATIVES


class _Share(Counting):
    """The part of true positives in a sum with another count."""

    direction = "up"
    other: str
    thresholds = thresholds_param()
    top_k = param(
        Optional(Int(low=1)), None, advanced=True,
        doc="Counts only this many most probable classes as yes; empty for a threshold alone.",
    )
    class_id = class_param()

    def check_params(self) -> None:
        super().check_params()
        default = 0.5 if self.top_k is None else NEVER
        self.thresholds_used = thresholds_of(self.thresholds, default)
        self.even = evenly(self.thresholds_used)
        self.declare([TRUE_POSITIVES, self.other])

    def result(self) -> Tensor:
        right = self.counts[TRUE_POSITIVES]
        return self.single(safe_divide(right, ops.add(right, self.counts[self.other])))


@registry.register("metric")
class Precision(_Share):
    """What part of the yes answers given is right (from 0 to 1)."""

    other = FALSE_POSITIVES


@registry.register("metric")
class Recall(_Share):
    """What part of the true yes answers was found (from 0 to 1)."""

    other = FALSE_NEGATIVES
