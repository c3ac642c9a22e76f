"""Judges and keeps the moving averages of the weights."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.callbacks.callback import Callback
from engine.kinds import Bool
from engine.param import param

Logs = dict[str, Any] | None


@registry.register("callback", hidden=True)
class SwapEMAWeights(Callback):
    """Uses the moving averages of the weights for validation, instead of the weights.

    The optimizer must keep averages (``use_ema=True``).
    """

    swap_on_epoch = param(
        Bool(), False,
        doc="Whether the averages stay in place from an epoch's end to the next one's start.",
    )

    def check_params(self) -> None:
        super().check_params()
        self._swapped = False

    def set_model(self, model: Any) -> None:
        super().set_model(model)
        if not getattr(model.optimizer, "keeps_averages", False):
            raise ValueError(
                "SwapEMAWeights needs an optimizer that keeps moving averages of the weights: "
                "make it with use_ema=True."
            )

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        if self.swap_on_epoch:
            self._to(False)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        if self.swap_on_epoch:
            self._to(True)

    def on_test_begin(self, logs: Logs = None) -> None:
        self._to(True)

    def on_test_end(self, logs: Logs = None) -> None:
        self._to(False)

    def on_predict_begin(self, logs: Logs = None) -> None:
        self._to(True)

    def on_predict_end(self, logs: Logs = None) -> None:
        self._to(False)

    def on_train_end(self, logs: Logs = None) -> None:
        self._swapped = False  # the averages are in place for good

    def _to(self, averages: bool) -> None:
        """Exchange weights and averages unless the wanted ones are in place."""
        if averages != self._swapped and self.model.optimizer.built:
            self.model.optimizer.swap_averages()
            self._swapped = averages
