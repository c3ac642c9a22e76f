"""What the training of the open project will cost, worked out before it begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.document.document import Document
from app.training import recipe
from app.training.failure import Failure
from app.training.job import TrainingJob, snapshot_of
from app.training.readiness import missing
from app.training.recipe import Snapshot
from app.training.rehearsal import Check, rehearse
from app.training.worker import Task, Worker

if TYPE_CHECKING:
    from engine.profiling import Estimate, Machine

#: Milliseconds without a change before anything is computed; and before the machine is
#: measured, which compiles kernels that the project itself may not need.
PATIENCE, REST = 400, 5000


@dataclass(frozen=True)
class Forecast:
    """What is known about the cost of the next training.

    Attributes:
        estimate: None while it is worked out, or where it cannot be.
        trouble: Why it cannot be, "" otherwise.
    """

    estimate: Estimate | None = None
    trouble: str = ""


class Forecaster(QObject):
    """Keeps a forecast while somebody looks at it; computes on the worker's thread.

    Signals:
        changed(Forecast): There is something new to show; None when nothing is to be said
            (the project cannot be trained yet, or is being trained).

    Attributes:
        forecast: What was last announced.

    Args:
        rates: File where the machine's rates are kept; None measures none.
    """

    changed = Signal(object)

    def __init__(
        self,
        document: Document,
        worker: Worker,
        job: TrainingJob,
        parent: QObject | None = None,
        rates: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self.worker, self.job = document, worker, job
        self.forecast: Forecast | None = None
        self._rates = Rates(rates)
        self._watched = False
        self._known = ""
        self._tasks: list[Task] = []
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(PATIENCE)
        self._waiting.timeout.connect(self._begin)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._measure)
        for signal in (document.checked, document.dataChanged, document.setupChanged,
                       document.reset, job.stateChanged):  # fmt: skip
            signal.connect(self.refresh)

    def watch(self, on: bool) -> None:
        """Say whether somebody looks; nothing is computed if nobody does."""
        self._watched = on
        if on:
            self.refresh()
            return
        self._cancel()
        if self.forecast is not None and self.forecast.estimate is None:
            self._known = ""  # it was on its way

    def refresh(self, *_: object) -> None:
        """Look whether what is known still holds."""
        if not self._watched:
            return
        if self.job.running or missing(self.document):
            self._cancel()
            self._known = ""
            self._show(None)
        elif (key := recipe.cost_key(self.document)) != self._known:
            self._cancel()
            self._known = key
            self._show(Forecast())
            self._waiting.start()

    def _cancel(self) -> None:
        self._waiting.stop()
        self._resting.stop()
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    def _show(self, forecast: Forecast | None) -> None:
        if forecast != self.forecast:
            self.forecast = forecast
            self.changed.emit(forecast)

    def _begin(self) -> None:
        snapshot = snapshot_of(self.document, fresh=True)
        self._tasks = [
            self.worker.submit(
                self.tr("Estimating"),
                lambda task: forecast(snapshot, self._rates, task.check, task.report),
                done=self._done,
                failed=self._failed,
                progress=lambda found: self._show(Forecast(found)),
                owner=self,
            )
        ]

    def _done(self, found: Estimate) -> None:
        self._show(Forecast(found))
        if not self._rates.complete:
            self._resting.start(REST)

    def _measure(self) -> None:
        task = self.worker.submit(
            self.tr("Measuring this machine"),
            self._rates.measure,
            failed=lambda failure: None,  # estimates do without rates
            owner=self,
        )
        self._tasks.append(task)

    def _failed(self, failure: Failure) -> None:
        self._show(Forecast(trouble=(failure.text or failure.title).splitlines()[0]))


class Rates:
    """This machine's rates, read and measured on the worker's thread alone.

    Attributes:
        complete: Whether there is nothing left to measure.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.complete = path is None
        self._machine: Machine | None = None

    def machine(self) -> Machine | None:
        """What is known; None while nothing is."""
        if self.path is None:
            return None
        if self._machine is None:
            from engine.profiling import Machine

            self._machine = Machine.load(self.path)
        return self._machine if self._machine.points else None

    def measure(self, task: Task) -> None:
        """Measure what is missing, one family of ops after the other, and keep it."""
        from engine.profiling import calibration

        self.machine()
        if self.path is None or self._machine is None:
            return
        for name in calibration.missing(self._machine):
            calibration.measure(self._machine, name, task.check)
            self._machine.save(self.path)
        self.complete = True


def forecast(
    snapshot: Snapshot,
    rates: Rates,
    check: Check = lambda: None,
    report: Callable[[Estimate], object] = lambda found: None,
) -> Estimate:
    """Estimate a training; reports at once what the rates say, returns what trying says.

    Raises:
        Refused: when data, model and settings do not fit together.
        ValueError: when the model cannot be built, or runs as Python.
    """
    from engine.profiling import estimate  # compiled kernels are not for the window's start

    machine = rates.machine()
    rehearsal = rehearse(snapshot, check)

    def ask(tried: bool | None) -> Estimate:
        return estimate(
            rehearsal.built.model,
            *rehearsal.given,
            batch_size=snapshot.setup.batch_size,
            validation_data=rehearsal.held,
            machine=machine,
            tried=tried,
            check=check,
        )

    if machine is not None:
        report(ask(False))
    return ask(None)
