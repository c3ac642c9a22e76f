"""Takes smaller steps when progress stalls."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import registry
from engine.callbacks.monitor import MonitorCallback, mode_param, monitor_param, verbose_param
from engine.callbacks.rates import logged_rates, named, rated
from engine.kinds import Float, Int
from engine.param import param


@registry.register("callback")
class ReduceLROnPlateau(MonitorCallback):
    """Makes the learning rate smaller when a value has not improved for some epochs."""

    renamed = {"epsilon": "min_delta"}

    monitor = monitor_param()
    factor = param(
        Float(low=0, high=1, open_low=True, open_high=True), 0.1,
        doc="What the learning rate is multiplied by.",
    )
    patience = param(
        Int(low=0), 10, unit="epochs",
        doc="How many epochs without an improvement to wait before reducing.",
    )
    verbose = verbose_param("the learning rate is reduced")
    mode = mode_param()
    min_delta = param(
        Float(), 1e-4, advanced=True,
        doc="Changes up to this size do not count as an improvement.",
    )
    cooldown = param(
        Int(low=0), 0, unit="epochs", advanced=True,
        doc="Epochs to wait after a reduction before watching again.",
    )
    min_lr = param(Float(low=0), 0.0, doc="The learning rate is never made smaller than this.")

    def check_params(self) -> None:
        super().check_params()
        self.wait = 0
        self.cooldown_counter = 0

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self.best = None
        self.wait = 0
        self.cooldown_counter = 0

    def in_cooldown(self) -> bool:
        """Whether a reduction was made so recently that nothing is watched yet."""
        return self.cooldown_counter > 0

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        logs = {} if logs is None else logs
        self.greater_is_better()
        logs.update(logged_rates(self.model.optimizer))
        current = self.watched(logs)
        if current is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_improvement(current, self.best):
            self.best = current
            self.wait = 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        optimizer = self.model.optimizer
        reduced = [self._reduce_one(one, epoch) for one in rated(optimizer).values()]
        if any(reduced):
            self.cooldown_counter = self.cooldown
            self.wait = 0

    def _reduce_one(self, optimizer: Any, epoch: int) -> bool:
        old = float(optimizer.learning_rate)
        if old <= np.float32(self.min_lr):
            return False
        new = max(old * self.factor, self.min_lr)
        optimizer.learning_rate = new
        if self.verbose:
            name = named(self.model.optimizer, optimizer)
            print(
                f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing {name}learning rate to {new}."
            )
        return True
