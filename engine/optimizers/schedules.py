"""Learning rates that follow the number of steps done."""

from __future__ import annotations

import math
from typing import Any

from engine import ops, registry
from engine.config import floatx
from engine.custom_objects import custom_object_scope
from engine.kinds import Bool, Float, FloatList, Int, Optional, Text
from engine.param import Configurable, param
from engine.tensor import Tensor


class LearningRateSchedule(Configurable):
    """Base of schedules: override ``__call__(step)``, made of ops, and ``get_config``.

    ``step`` counts the steps done, from 0.
    """

    def __call__(self, step: Any) -> Any:
        raise NotImplementedError(f"{type(self).__name__} does not define __call__(step).")


def _initial() -> Any:
    return param(Float(low=0), doc="The learning rate at the start.")


def _steps(doc: str) -> Any:
    return param(Float(low=1), doc=doc, unit="steps")


def _rate(doc: str) -> Any:
    return param(Float(low=0), doc=doc)


def _staircase() -> Any:
    return param(
        Bool(), False, doc="Whether the rate changes only after each whole number of decay steps."
    )


def _alpha() -> Any:
    return param(
        Float(low=0, high=1), 0.0, doc="The part of the learning rate that is left at the end."
    )


def _name(default: str) -> Any:
    return param(Text(), default, advanced=True, hidden=True, doc="Name of the schedule.")


def _passed(step: Any, steps: float, staircase: bool = False) -> Tensor:
    """Return how many times ``steps`` have passed."""
    times = ops.divide(ops.cast(step, floatx()), steps)
    return ops.floor(times) if staircase else times


def _cosine(part: Any, alpha: float, height: Any = 1.0) -> Tensor:
    """Return the factor that falls from 1 to ``alpha`` along half a cosine wave."""
    wave = ops.multiply(ops.add(ops.cos(ops.multiply(part, math.pi)), 1.0), 0.5)
    return ops.add(ops.multiply(ops.multiply(wave, height), 1 - alpha), alpha)


@registry.register("schedule")
class ExponentialDecay(LearningRateSchedule):
    """Multiplies the learning rate by the same factor again and again."""

    initial_learning_rate = _initial()
    decay_steps = _steps("Number of steps in which the rate is multiplied once by the factor.")
    decay_rate = _rate("The factor, for example 0.96.")
    staircase = _staircase()
    name = _name("ExponentialDecay")

    def __call__(self, step: Any) -> Tensor:
        times = _passed(step, self.decay_steps, self.staircase)
        return ops.multiply(ops.power(self.decay_rate, times), self.initial_learning_rate)


@registry.register("schedule", hidden=True)
class PiecewiseConstantDecay(LearningRateSchedule):
    """Changes the learning rate at given numbers of steps."""

    boundaries = param(
        FloatList(Float(low=0)), doc="Numbers of steps after which the rate changes.", unit="steps"
    )
    values = param(FloatList(Float(low=0)), doc="The learning rates: one more than boundaries.")
    name = _name("PiecewiseConstant")

    def check_params(self) -> None:
        if len(self.values) != len(self.boundaries) + 1:
            raise ValueError(
                f"PiecewiseConstantDecay: {len(self.boundaries)} boundaries need "
                f"{len(self.boundaries) + 1} values, got {len(self.values)}."
            )
        if list(self.boundaries) != sorted(self.boundaries):
            raise ValueError(
                f"PiecewiseConstantDecay: 'boundaries' must rise, got {list(self.boundaries)}."
            )

    def __call__(self, step: Any) -> Tensor:
        step = ops.cast(step, floatx())
        rate: Any = ops.multiply(ops.ones_like(step), self.values[-1])
        for bound, value in reversed(list(zip(self.boundaries, self.values, strict=False))):
            rate = ops.where(ops.less_equal(step, bound), value, rate)
        return rate

    def get_config(self) -> dict[str, Any]:
        # Keras compares steps with boundaries of the type they are written in.
        bounds = [int(b) if b.is_integer() else b for b in self.boundaries]
        return {**super().get_config(), "boundaries": bounds}


@registry.register("schedule")
class PolynomialDecay(LearningRateSchedule):
    """Lowers the learning rate along a line (or a power's curve) to a final one."""

    initial_learning_rate = _initial()
    decay_steps = _steps("Number of steps after which the final rate is reached.")
    end_learning_rate = param(Float(low=0), 0.0001, doc="The learning rate at the end.")
    power = param(Float(low=0), 1.0, doc="1 falls along a line, 2 along a parabola.")
    cycle = param(
        Bool(), False, doc="Whether to start again, with a longer way down, at the end."
    )
    name = _name("PolynomialDecay")

    def __call__(self, step: Any) -> Tensor:
        times = _passed(step, self.decay_steps)
        if self.cycle:
            longer = ops.negative(ops.floor(ops.negative(times)))  # rounded up
            part = ops.divide(times, ops.maximum(longer, 1.0))
        else:
            part = ops.minimum(times, 1.0)
        left = ops.power(ops.subtract(1.0, part), self.power)
        fall = self.initial_learning_rate - self.end_learning_rate
        return ops.add(ops.multiply(left, fall), self.end_learning_rate)


@registry.register("schedule")
class InverseTimeDecay(LearningRateSchedule):
    """Divides the learning rate by a number that grows evenly."""

    initial_learning_rate = _initial()
    decay_steps = _steps("Number of steps in which the divisor grows once by the decay rate.")
    decay_rate = _rate("By how much the divisor grows.")
    staircase = _staircase()
    name = _name("InverseTimeDecay")

    def __call__(self, step: Any) -> Tensor:
        times = _passed(step, self.decay_steps, self.staircase)
        below = ops.add(ops.multiply(times, self.decay_rate), 1.0)
        return ops.divide(self.initial_learning_rate, below)


@registry.register("schedule")
class CosineDecay(LearningRateSchedule):
    """Lowers the learning rate along half a cosine wave, after a warm-up if wanted.

    Loshchilov and Hutter 2016, "SGDR: Stochastic Gradient Descent with Warm Restarts".
    """

    initial_learning_rate = _initial()
    decay_steps = _steps("Number of steps of the way down.")
    alpha = _alpha()
    name = _name("CosineDecay")
    warmup_target = param(
        Optional(Float(low=0)), None, advanced=True,
        doc="The learning rate at the end of the warm-up; empty for none.",
    )
    warmup_steps = param(
        Int(low=0), 0, advanced=True, unit="steps", doc="Number of steps of the warm-up."
    )

    def __call__(self, step: Any) -> Tensor:
        step = ops.cast(step, floatx())
        if self.warmup_target is None:
            return self._fall(step, self.initial_learning_rate)
        falling = self._fall(ops.subtract(step, float(self.warmup_steps)), self.warmup_target)
        rise = (self.warmup_target - self.initial_learning_rate) / max(self.warmup_steps, 1)
        rising = ops.add(ops.multiply(step, rise), self.initial_learning_rate)
        return ops.where(ops.less(step, float(self.warmup_steps)), rising, falling)

    def _fall(self, step: Any, start: float) -> Tensor:
        part = ops.minimum(_passed(step, self.decay_steps), 1.0)
        return ops.multiply(_cosine(part, self.alpha), start)


@registry.register("schedule")
class CosineDecayRestarts(LearningRateSchedule):
    """Lowers the learning rate along half a cosine wave again and again, each time more slowly.

    Loshchilov and Hutter 2016, "SGDR: Stochastic Gradient Descent with Warm Restarts".
    """

    initial_learning_rate = _initial()
    first_decay_steps = _steps("Number of steps of the first way down.")
    t_mul = param(
        Float(low=1), 2.0, doc="How many times as long as the last one each way down is."
    )
    m_mul = param(
        Float(low=0), 1.0, doc="What the learning rate at each start is multiplied by."
    )
    alpha = _alpha()
    name = _name("SGDRDecay")

    def __call__(self, step: Any) -> Tensor:
        times = _passed(step, self.first_decay_steps)
        if self.t_mul == 1:
            restarts = ops.floor(times)
            part = ops.subtract(times, restarts)
        else:
            grown = ops.add(ops.multiply(times, self.t_mul - 1), 1.0)
            restarts = ops.floor(ops.divide(ops.log(grown), math.log(self.t_mul)))
            length = ops.power(self.t_mul, restarts)
            done = ops.divide(ops.subtract(length, 1.0), self.t_mul - 1)
            part = ops.divide(ops.subtract(times, done), length)
        height = ops.power(self.m_mul, restarts)
        return ops.multiply(_cosine(part, self.alpha, height), self.initial_learning_rate)


def serialize(learning_rate_schedule: Any) -> Any:
    """Return the JSON-able form of a schedule."""
    return registry.serialize(learning_rate_schedule)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make a schedule from ``serialize``'s form."""
    with custom_object_scope(custom_objects):
        return registry.deserialize(config, "schedule")


__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "deserialize",
    "serialize",
]
