"""Rules as Keras had them before 2.11, for models whose training goes on here.

They differ from today's in where epsilon stands, and in Nadam's schedule of the
momentum. Written in ops: they are for going on, not for speed.
"""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool
from engine.param import keras2_param
from engine.tensor import Variable

#: The part of a step by which the momentum of the older Nadam grew.
_SCHEDULE = 0.004


def older_rule() -> Any:
    return keras2_param(
        Bool(), False, True, "Whether to compute as Keras did before 2.11."
    )


def rmsprop(
    variable: Variable,
    gradient: Any,
    velocity: Variable,
    momentum_slot: Variable | None,
    average: Variable | None,
    rate: Any,
    *,
    rho: float,
    momentum: float,
    epsilon: float,
) -> None:
    """``w -= rate * g / (sqrt(v) + epsilon)``; with momentum epsilon stands in the root."""
    velocity.assign(velocity * rho + ops.square(gradient) * (1 - rho))
    size: Any = velocity
    if average is not None:
        average.assign(average * rho + gradient * (1 - rho))
        size = velocity - ops.square(average)
    if momentum_slot is None:
        variable.assign(variable - gradient * rate / (ops.sqrt(size) + epsilon))
        return
    momentum_slot.assign(momentum_slot * momentum + gradient * rate / ops.sqrt(size + epsilon))
    variable.assign(variable - momentum_slot)


def adagrad(
    variable: Variable, gradient: Any, accumulator: Variable, rate: Any, *, epsilon: float
) -> None:
    """``w -= rate * g / (sqrt(a) + epsilon)``"""
    accumulator.assign(accumulator + ops.square(gradient))
    variable.assign(variable - gradient * rate / (ops.sqrt(accumulator) + epsilon))


def nadam_factor(beta_1: float, step: Any) -> Any:
    """The momentum at a step, which grows slowly towards ``beta_1``."""
    return (1.0 - ops.power(0.96, step * _SCHEDULE) * 0.5) * beta_1


def nadam(
    variable: Variable,
    gradient: Any,
    mean: Variable,
    velocity: Variable,
    product: Variable,
    rate: Any,
    iteration: Variable,
    *,
    beta_1: float,
    beta_2: float,
    epsilon: float,
) -> None:
    """Dozat's rule; ``product`` is that of all factors up to this step."""
    step = ops.cast(iteration, variable.dtype) + 1.0
    now, following = nadam_factor(beta_1, step), nadam_factor(beta_1, step + 1.0)
    mean.assign(mean * beta_1 + gradient * (1 - beta_1))
    velocity.assign(velocity * beta_2 + ops.square(gradient) * (1 - beta_2))
    ahead = mean / (1.0 - product * following) * following
    own = gradient / (1.0 - product) * (1.0 - now)
    size = velocity / (1.0 - ops.power(beta_2, step))
    variable.assign(variable - (ahead + own) * rate / (ops.sqrt(size) + epsilon))
