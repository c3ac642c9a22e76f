"""What callbacks share that watch whether a metric improves."""

from __future__ import annotations

import re
import warnings
from typing import Any

from engine.callbacks.callback import Callback
from engine.kinds import Choice, Int, Text
from engine.metrics import direction_of
from engine.param import param


def monitor_param() -> Any:
    """The ``monitor`` argument."""
    return param(
        Text(allow_empty=False), "val_loss",
        doc="The value to watch, as it is logged: loss, val_loss, val_accuracy, ...",
    )


def mode_param() -> Any:
    """The ``mode`` argument."""
    return param(
        Choice("auto", "min", "max"), "auto", advanced=True,
        doc="Whether smaller (min) or greater (max) is better; auto decides by the name.",
    )


def verbose_param(what: str) -> Any:
    """The ``verbose`` argument."""
    return param(
        Int(low=0), 0, advanced=True, doc=f"1 prints a message when {what}, 0 stays silent."
    )


class MonitorCallback(Callback):
    """Base: knows which direction of ``monitor`` is better.

    A subclass declares ``monitor`` and ``mode``; ``min_delta`` where it has one.
    """

    monitor: Any
    mode: Any
    min_delta: Any = 0.0

    def check_params(self) -> None:
        super().check_params()
        self.best: float | None = None
        self._greater: bool | None = None

    def greater_is_better(self) -> bool:
        """Whether greater values of ``monitor`` are better.

        Raises:
            ValueError: when ``mode`` is "auto" and the name says nothing.
        """
        if self._greater is None:
            direction = {"min": "down", "max": "up"}.get(self.mode) or self._direction()
            if direction is None:
                raise ValueError(
                    f"{type(self).__name__}: from the name '{self.monitor}' it is not clear "
                    "whether greater or smaller is better. Set mode to 'max' or to 'min'."
                )
            self._greater = direction == "up"
        return self._greater

    def plain_mode(self) -> str:
        """Return a ``mode`` that Keras understands too.

        Keras knows the direction of the loss and of single outputs' metrics, not
        that of names with an output before them.
        """
        if self.mode != "auto" or self.monitor.removeprefix("val_") in ("loss", "accuracy"):
            return str(self.mode)
        try:
            return "max" if self.greater_is_better() else "min"
        except ValueError:
            return "auto"

    def _direction(self) -> str | None:
        """"up" or "down" by the compiled metrics of that name, or by the name alone."""
        name = self.monitor.removeprefix("val_")
        known = {
            m.name: m.direction for m in _metrics(self.model) if getattr(m, "direction", None)
        }
        if name in known:
            return known[name]
        if name == "loss" or name.endswith("_loss"):
            return "down"
        plain = re.sub(r"_\d+$", "", name)  # repeated metrics are numbered
        for metric, direction in known.items():  # outputs' names come before theirs
            if plain == metric or plain.endswith(f"_{metric}"):
                return direction
        if plain.endswith("error"):
            return "down"
        parts = plain.split("_")
        found = (direction_of("_".join(parts[i:])) for i in range(len(parts)))
        return next((d for d in found if d), None)

    def is_improvement(self, value: float, reference: float | None) -> bool:
        """Whether a value beats another by more than ``min_delta`` (anything beats None)."""
        if reference is None:
            return True
        delta = abs(self.min_delta)
        if self.greater_is_better():
            return bool(value - delta > reference)
        return bool(value + delta < reference)

    def watched(self, logs: dict[str, Any] | None) -> Any:
        """Return the watched value; None, with a warning, when it was not logged."""
        logs = logs or {}
        value = logs.get(self.monitor)
        if value is None:
            warnings.warn(
                f"{type(self).__name__} watches '{self.monitor}', which is not logged. "
                f"Logged are: {', '.join(sorted(logs)) or 'no values'}."
                + (
                    " Values with val_ need validation data."
                    if self.monitor.startswith("val_")
                    else ""
                ),
                stacklevel=3,
            )
        return value


def _metrics(model: Any) -> list[Any]:
    found: list[Any] = []
    for metric in getattr(model, "metrics", None) or ():
        found += [metric, *getattr(metric, "metrics", ())]
    return found
