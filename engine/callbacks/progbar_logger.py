"""Prints the progress line."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.callbacks.callback import Callback
from engine.utils.io_utils import print_msg
from engine.utils.progbar import Progbar

Logs = dict[str, Any] | None


@registry.register("callback", hidden=True)
class ProgbarLogger(Callback):
    """Prints a line of progress with the metrics; ``verbose`` of ``fit`` decides how."""

    def __init__(self, count_mode: str | None = None) -> None:
        """``count_mode`` is kept for older scripts: samples are not counted any more."""
        super().__init__()

    def check_params(self) -> None:
        super().check_params()
        self.verbose = 1
        self.epochs = 1
        self.target: int | None = None
        self._seen = 0
        self._bar: Progbar | None = None
        self._in_fit = False

    def set_params(self, params: dict[str, Any]) -> None:
        super().set_params(params)
        verbose = params.get("verbose", 1)
        self.verbose = 1 if verbose == "auto" else int(verbose)
        self.epochs = params.get("epochs", 1)
        self.target = params.get("steps")

    def on_train_begin(self, logs: Logs = None) -> None:
        self._in_fit = True

    def on_train_end(self, logs: Logs = None) -> None:
        self._in_fit = False

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._start()
        if self.verbose and self.epochs > 1:
            print_msg(f"Epoch {epoch + 1}/{self.epochs}")

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._step(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._finish(logs)

    def on_test_begin(self, logs: Logs = None) -> None:
        if not self._in_fit:
            self._start()

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        if not self._in_fit:
            self._step(batch, logs)

    def on_test_end(self, logs: Logs = None) -> None:
        if not self._in_fit:
            self._finish(logs)

    def on_predict_begin(self, logs: Logs = None) -> None:
        self._start()

    def on_predict_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._step(batch, None)

    def on_predict_end(self, logs: Logs = None) -> None:
        self._finish(None)

    def _start(self) -> None:
        self._seen = 0
        self._bar = Progbar(self.target, verbose=self.verbose, stateless_metrics=())

    def _step(self, batch: int, logs: Logs) -> None:
        self._seen = batch + 1
        if self.verbose == 1 and self._bar is not None:
            self._bar.update(self._seen, _in_reading_order(logs), finalize=False)

    def _finish(self, logs: Logs) -> None:
        if self._bar is None:
            return
        if self.target is None:  # known after the first epoch
            self.target = self._bar.target = self._seen
        self._bar.update(self._seen or self.target, _in_reading_order(logs), finalize=True)


def _in_reading_order(logs: Logs) -> list[tuple[str, Any]]:
    """The loss first, then the metrics, then the same of the validation."""
    items = (logs or {}).items()
    return sorted(items, key=lambda kv: (kv[0].startswith("val_"), not kv[0].endswith("loss")))
