"""The engine's callback that reports to the window and obeys its buttons."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from app.document.run import Logs, as_logs
from app.training.progress import PREPARING, TRAINING, Control, Progress
from engine.callbacks import Callback

#: Seconds between two batch records: at most twenty a second.
INTERVAL = 0.05


class Stopped(Exception):
    """Stop was pressed where the engine itself would not stop: it is left at once."""


class ReportProgress(Callback):
    """Sends ``Progress`` records; pauses and stops at batch ends.

    While training, Stop is told to the model, as Keras's callbacks do. A validation
    would go on to its end after that, so it is left by raising ``Stopped``.

    Args:
        control: Pause and stop.
        report: Gets each record, in the training thread.
        epoch_done: Gets the logs of each finished epoch.
        clock: Seconds; replaced in tests.
    """

    def __init__(
        self,
        control: Control,
        report: Callable[[Progress], None],
        epoch_done: Callable[[int, Logs], None],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__()
        self.control = control
        self.diverged = False
        self._report = report
        self._epoch_done = epoch_done
        self._clock = clock
        self._epoch = 0
        self._batch = 0
        self._epochs = 0
        self._batches = 0
        self._steps = 0
        self._first_epoch = 0
        self._waited = 0.0
        self._pace: _Pace | None = None
        self._sent = -math.inf
        self._logs: Logs = {}
        self._trained: Any = None

    @property
    def seconds(self) -> float:
        """Time since the first batch ended its preparation, pauses left out."""
        return 0.0 if self._pace is None else self._clock() - self._pace.begun - self._waited

    @property
    def begun(self) -> bool:
        """Whether a batch was trained."""
        return self._steps > 0

    def on_train_begin(self, logs: Any = None) -> None:
        fit: dict[str, Any] = self.params or {}  # type: ignore[assignment]
        self._epochs = int(fit.get("epochs") or 0)
        self._batches = int(fit.get("steps") or 0)
        self._send(PREPARING)

    def compiling(self, compiled: int, kernels: int) -> None:
        """Say how far the kernels are; a stop need not wait for the others."""
        if self.control.stopping:
            raise Stopped
        if self._steps == 0:
            self._report(
                Progress(PREPARING, epochs=self._epochs, compiled=compiled, kernels=kernels)
            )

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        if self._steps == 0:
            self._first_epoch = epoch
        self._epoch = epoch + 1
        self._batch = 0

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._steps += 1
        self._batch = batch + 1
        self._trained = logs
        now = self._clock() - self._waited
        if self._pace is None:
            self._pace = _Pace(now)  # compiling the kernels was in the first step
        self._pace.step(now)
        if now - self._sent >= INTERVAL or self._steps == 1:
            self._sent = now
            self._logs = as_logs(logs)
            self._send(TRAINING)
        self._look_for_nan(logs)
        self._hold_while_paused()
        if self.control.stopping:
            self.model.stop_training = True

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        self._hold_while_paused()
        if self.control.stopping:
            raise Stopped

    def close_epoch(self) -> None:
        """End the running epoch with the values of its training, without any of validation."""
        self.on_epoch_end(self._epoch - 1, self._trained)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._logs = as_logs(logs)
        self._batches = max(self._batches, self._batch)
        self._look_for_nan(logs)
        self._epoch_done(epoch, self._logs)
        self._send(TRAINING, epoch_end=True)

    def _hold_while_paused(self) -> None:
        if self.control.paused:
            before = self._clock()
            self._send(TRAINING)
            self.control.wait_while_paused()
            self._waited += self._clock() - before

    def _look_for_nan(self, logs: Any) -> None:
        loss = (logs or {}).get("loss")
        if loss is not None and not math.isfinite(float(loss)):
            self.diverged = True
            self.model.stop_training = True

    def _send(self, phase: str, epoch_end: bool = False) -> None:
        pace = self._pace.milliseconds if self._pace else 0.0
        self._report(
            Progress(
                phase=phase,
                epoch=self._epoch,
                epochs=self._epochs,
                batch=self._batch,
                batches=self._batches,
                logs=self._logs,
                epoch_end=epoch_end,
                ms_per_step=pace,
                seconds=self.seconds,
                seconds_left=self._left(),
            )
        )

    def _left(self) -> float | None:
        """Estimated from all the time spent, so that validation is in it."""
        done = self._steps
        total = (self._epochs - self._first_epoch) * self._batches
        if done < 2 or total <= 0:
            return None
        return max(0.0, self.seconds / (done - 1) * (total - done))


class _Pace:
    """Recent milliseconds per step, smoothed over about a second."""

    WINDOW = 0.2

    def __init__(self, begun: float) -> None:
        self.begun = begun
        self.milliseconds = 0.0
        self._since = begun
        self._steps = -1  # the first call opens the measurement

    def step(self, now: float) -> None:
        self._steps += 1
        passed = now - self._since
        first_window = self._since == self.begun
        if self._steps == 0 or (passed < self.WINDOW and not first_window):
            return
        fresh = passed * 1000 / self._steps
        self.milliseconds = fresh if first_window else 0.7 * fresh + 0.3 * self.milliseconds
        if passed >= self.WINDOW:
            self._since, self._steps = now, 0
