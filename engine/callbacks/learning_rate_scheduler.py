"""Sets the learning rate at the start of every epoch."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from engine import registry
from engine.callbacks.callback import Callback
from engine.callbacks.monitor import verbose_param
from engine.callbacks.rates import logged_rates, named, rated
from engine.kinds import Object
from engine.param import param


class Schedule(Object):
    """A schedule, or a function ``(epoch, learning_rate)`` or ``(epoch)`` that gives the rate."""

    def __init__(self) -> None:
        super().__init__("schedule")

    def validate(self, value: Any) -> Any:
        own = callable(value) and not isinstance(value, type)
        return value if own else super().validate(value)

    def describe(self) -> str:
        return "a function of the epoch, or a schedule"


@registry.register("callback")
class LearningRateScheduler(Callback):
    """Sets the learning rate at the start of every epoch, by a function or a schedule."""

    schedule = param(
        Schedule(),
        doc="Gives the learning rate of each epoch; a schedule counts epochs here, not steps.",
    )
    verbose = verbose_param("the learning rate is set")

    def check_params(self) -> None:
        super().check_params()
        self._takes_rate = _takes_two(self.schedule)

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        for optimizer in rated(self.model.optimizer).values():
            now = float(optimizer.learning_rate)
            rate = self.schedule(epoch, now) if self._takes_rate else self.schedule(epoch)
            if isinstance(rate, bool) or not hasattr(rate, "__float__"):
                raise ValueError(
                    "LearningRateScheduler: the schedule must return a number, got "
                    f"{rate!r} for epoch {epoch}."
                )
            optimizer.learning_rate = float(rate)
            if self.verbose:
                print(
                    f"\nEpoch {epoch + 1}: LearningRateScheduler setting "
                    f"{named(self.model.optimizer, optimizer)}learning rate to {float(rate)}."
                )

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        if logs is not None:
            logs.update(logged_rates(self.model.optimizer))


def _takes_two(function: Callable[..., Any]) -> bool:
    try:
        inspect.signature(function).bind(0, 0.1)
    except TypeError:
        return False
    except ValueError:  # a built-in function without a signature
        return True
    return True
