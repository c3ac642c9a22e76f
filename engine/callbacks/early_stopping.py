"""Stops training when it no longer helps."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.callbacks.monitor import MonitorCallback, mode_param, monitor_param, verbose_param
from engine.kinds import Bool, Float, Int, Optional
from engine.param import param


@registry.register("callback")
class EarlyStopping(MonitorCallback):
    """Stops training when a value has not improved for some epochs."""

    monitor = monitor_param()
    min_delta = param(
        Float(), 0, advanced=True,
        doc="Changes up to this size do not count as an improvement.",
    )
    patience = param(
        Int(low=0), 0, unit="epochs",
        doc="How many epochs without an improvement to wait before stopping.",
    )
    verbose = verbose_param("training is stopped")
    mode = mode_param()
    baseline = param(
        Optional(Float()), None, advanced=True,
        doc="A value that must be beaten; improvements that do not beat it do not end the wait.",
    )
    restore_best_weights = param(
        Bool(), False, doc="Whether to go back to the weights of the best epoch at the end."
    )
    start_from_epoch = param(
        Int(low=0), 0, unit="epochs", advanced=True,
        doc="Epochs at the start that are not watched.",
    )

    def check_params(self) -> None:
        super().check_params()
        self.wait = 0
        self.stopped_epoch = 0
        self.best_epoch = 0
        self.best_weights: Any = None

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        self.wait = 0
        self.stopped_epoch = 0
        self.best = None
        self.best_weights = None
        self.best_epoch = 0

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self.greater_is_better()  # an unclear mode is an error from the first epoch on
        current = self.watched(logs)
        if current is None or epoch < self.start_from_epoch:
            return
        self.wait += 1
        if self.is_improvement(current, self.best):
            self.best = current
            self.best_epoch = epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.baseline is None or self.is_improvement(current, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        if self.stopped_epoch > 0 and self.verbose:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose:
                print(
                    "Restoring model weights from the end of the best epoch: "
                    f"{self.best_epoch + 1}."
                )
            self.model.set_weights(self.best_weights)
