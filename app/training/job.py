"""The training of the open project, as the window sees it."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.document.document import Document
from app.document.run import Run, as_run
from app.training import session
from app.training.checkpoint import Checkpoint, RunState
from app.training.failure import Failure
from app.training.progress import Control, Progress, RunResult
from app.training.recipe import Snapshot, graph_hash
from app.training.worker import Task, Worker

#: States of the job.
IDLE, RUNNING, PAUSED, STOPPING = "idle", "running", "paused", "stopping"


class TrainingJob(QObject):
    """Starts, pauses and stops the one training; belongs to the GUI thread.

    Signals:
        started(Run): A training begins; the run is filled while it goes on.
        progressed(Progress): At most about twenty a second, and every epoch's end.
        finished(RunResult): It ended, also by Stop or a callback.
        failed(Failure): It could not be done, or broke off.
        stateChanged(str): IDLE, RUNNING, PAUSED or STOPPING.

    Attributes:
        run: The run of the training that goes on, or of the last one, or None.
        recovery: Folder where a running training writes its state, None for nowhere.
            After a kill ``checkpoint.pending(recovery)`` returns that state and
            ``take_up`` goes on from it.
    """

    started = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    stateChanged = Signal(str)

    def __init__(
        self, worker: Worker, parent: QObject | None = None, recovery: Path | None = None
    ) -> None:
        super().__init__(parent)
        self.worker = worker
        self.recovery = recovery
        self.run: Run | None = None
        self.state = IDLE
        self._document: Document | None = None
        self._attempt: _Attempt | None = None

    @property
    def running(self) -> bool:
        return self.state != IDLE

    def train(self, document: Document, fresh: bool = False) -> bool:
        """Train the project and give it the run and the weights at the end.

        Args:
            fresh: Start from new weights; else from the document's where layers agree.

        Returns:
            Whether a training began; False without data or while one is running.
        """
        return self._train(document, fresh, None)

    def take_up(self, document: Document, state: RunState) -> bool:
        """Go on with a training that a kill interrupted, in the project it belongs to.

        Returns:
            Whether it goes on; False when the project's model is another one,
            without data, or while a training is running.
        """
        if state.model_hash != graph_hash(document.graph):
            return False
        return self._train(document, True, state)

    def _train(self, document: Document, fresh: bool, state: RunState | None) -> bool:
        if document.data is None or self.running:
            return False
        snapshot = snapshot_of(document, fresh)
        keeper = None
        if self.recovery is not None:
            path = str(document.path or "")
            keeper = Checkpoint(self.recovery, snapshot, path, state)
        self._document = document
        self.start(snapshot, keeper, state.run if state else None)
        return True

    def start(
        self, snapshot: Snapshot, keeper: session.Keeper | None = None, before: Run | None = None
    ) -> None:
        """Queue a training; only one at a time (ValueError otherwise).

        Args:
            keeper: Gets the state at epoch ends.
            before: The interrupted run that the keeper restores.
        """
        if self.running:
            raise ValueError("A training is already running; stop it before starting another.")
        run = self.run = Run(setup=snapshot.setup.to_json(), first_epoch=snapshot.epochs_before)
        if before is not None:
            run.epochs, run.first_epoch = list(before.epochs), before.first_epoch
        record = replace(run, epochs=[])
        attempt = self._attempt = _Attempt(snapshot, record, keeper)
        self._set_state(RUNNING)
        self.started.emit(run)
        self.worker.submit(
            self.tr("Training"),
            attempt.work,
            done=lambda result: self._end(attempt, result),
            failed=lambda failure: self._end(attempt, failure),
            progress=lambda progress: self._progress(attempt, progress),
            owner=self,
        )

    def pause(self) -> None:
        """Hold at the next batch; the worker thread waits, the window does not."""
        if self._attempt and self.state == RUNNING:
            self._attempt.control.pause()
            self._set_state(PAUSED)

    def resume(self) -> None:
        if self._attempt and self.state == PAUSED:
            self._attempt.control.resume()
            self._set_state(RUNNING)

    def stop(self) -> None:
        """End at the next batch and keep what was learned."""
        if self._attempt and self.state in (RUNNING, PAUSED):
            self._attempt.control.stop()
            self._set_state(STOPPING)

    def shutdown(self, timeout: float = 10.0) -> bool:
        """Stop, wait at most ``timeout`` seconds, keep the result; whether it ended in time."""
        attempt = self._attempt
        if attempt is None:
            return True
        self.stop()
        if not attempt.ended.wait(timeout):
            return False
        self._end(attempt, attempt.outcome)
        return True

    def abandon(self) -> None:
        """Stop and keep nothing: the project it belongs to is being closed."""
        self.stop()
        self._document = None

    # -- from the worker --------------------------------------------------

    def _progress(self, attempt: _Attempt, progress: Progress) -> None:
        if attempt is not self._attempt or self.run is None:
            return
        if progress.epoch_end:
            self.run.epochs.append(dict(progress.logs))
        self.progressed.emit(progress)

    def _end(self, attempt: _Attempt, outcome: RunResult | Failure | None) -> None:
        if attempt is not self._attempt:
            return  # already concluded by shutdown
        self._attempt = None
        document, self._document = self._document, None
        try:
            if isinstance(outcome, RunResult):
                self.run = outcome.run
                if document is not None:
                    keep(document, outcome)
        finally:
            self._set_state(IDLE)
            self._announce(outcome)

    def _announce(self, outcome: RunResult | Failure | None) -> None:
        if isinstance(outcome, Failure):
            self.failed.emit(outcome)
        elif isinstance(outcome, RunResult):
            self.finished.emit(outcome)
            if outcome.failure is not None:
                self.failed.emit(outcome.failure)

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.stateChanged.emit(state)


class _Attempt:
    """What the two threads share about one training."""

    def __init__(self, snapshot: Snapshot, run: Run, keeper: session.Keeper | None) -> None:
        self.snapshot = snapshot
        self.run = run
        self.keeper = keeper
        self.control = Control()
        self.ended = threading.Event()
        self.outcome: RunResult | None = None

    def work(self, task: Task) -> RunResult:
        try:
            self.outcome = session.train(
                self.snapshot, self.run, self.control, task.report, self.keeper
            )
            return self.outcome
        finally:
            self.ended.set()


def snapshot_of(document: Document, fresh: bool = False) -> Snapshot:
    """Everything a training of the document needs, independent of later changes."""
    if document.data is None:
        raise ValueError("The document has no data yet; choose some before training.")
    record: Any = document.record()
    weights = None if fresh else record.weights
    return Snapshot(
        graph=record.graph,
        setup=record.setup,
        data=record.data,
        base=document.path.parent if document.path else None,
        weights=weights,
        optimizer=None if fresh else record.optimizer,
        epochs_before=epochs_behind(document) if weights else 0,
    )


def epochs_behind(document: Document) -> int:
    """Epochs that the document's weights have been trained for, as far as the runs tell."""
    runs = [as_run(run) for run in document.runs]
    last = runs[-1] if runs else None
    return last.first_epoch + len(last.epochs) if last else 0


def keep(document: Document, result: RunResult) -> None:
    """Give the document what a training made."""
    if result.run.epochs:
        document.add_run(result.run)
    if result.weights is not None:
        document.set_weights(result.weights, result.optimizer)
    document.set_modified(True)
