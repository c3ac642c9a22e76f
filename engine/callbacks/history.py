"""Keeps what every epoch logged."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.callbacks.callback import Callback


@registry.register("callback", hidden=True)
class History(Callback):
    """Keeps the metrics of all epochs; ``fit`` adds one and returns it.

    Attributes:
        history: Name of a metric -> its value after each epoch.
        epoch: Numbers of the epochs, from 0.
    """

    def check_params(self) -> None:
        super().check_params()
        self.history: dict[str, list[Any]] = {}
        self.epoch: list[int] = []

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
        self.model.history = self
