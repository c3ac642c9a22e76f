"""One training from beginning to end, in the thread that calls it. No signals, no widgets.

The window's job and the command line both use it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from app.data.errors import DataError
from app.data.prepare import prepare
from app.document.run import COMPLETED, DIVERGED, EARLY, INTERRUPTED, STOPPED, Logs, Run, as_logs
from app.training import optimizer_state, progress, recipe
from app.training.callback import ReportProgress, Stopped
from app.training.failure import Failure
from app.training.progress import Control, Progress, RunResult
from app.training.recipe import Material, Snapshot
from engine.kernels.ahead import told
from engine.utils import set_random_seed

Report = Callable[[Progress], None]


class Keeper(Protocol):
    """Writes the state of a running training where it survives a kill."""

    def restore(self, model: Any, run: Run) -> int:
        """Take up an interrupted training; return the epochs it had finished."""

    def epoch_done(self, model: Any, run: Run) -> None: ...

    def close(self) -> None: ...


def train(
    snapshot: Snapshot,
    run: Run,
    control: Control | None = None,
    report: Report = lambda progress: None,
    keeper: Keeper | None = None,
) -> RunResult:
    """Load the data, build and compile the model, fit it and judge it on the test part.

    Args:
        run: The empty record to fill.
        report: Gets ``Progress`` records in this thread.

    Raises:
        Refused: when data, model and settings do not fit together; says what to do.
        ValueError: when the graph cannot be built.
    """
    try:
        return _Session(snapshot, run, control or Control(), report, keeper).run_all()
    except DataError as error:
        raise recipe.data_failure(error) from error


class _Session:
    def __init__(
        self,
        snapshot: Snapshot,
        run: Run,
        control: Control,
        report: Report,
        keeper: Keeper | None,
    ) -> None:
        self.snapshot = snapshot
        self.run = run
        self.control = control
        self.report = report
        self.keeper = keeper
        self.model: Any = None
        self.begun = time.perf_counter()
        self.callback = ReportProgress(control, report, self._epoch_done)

    def run_all(self) -> RunResult:
        self.run.model_hash = recipe.graph_hash(self.snapshot.graph)
        try:
            material = self._data()
            carried = self._build()
        except Stopped:
            self.run.ended = STOPPED
            return RunResult(self.run)
        try:
            self._fit(material)
        except Stopped:  # while kernels were compiled
            self.run.ended = STOPPED
            return RunResult(self.run)
        except Exception as error:
            if not self.run.epochs:
                raise
            return self._broken_off(error, carried)
        if self.callback.diverged:
            return self._diverged()
        return self._with_weights(carried, self._test(material))

    def _phase(self, phase: str) -> None:
        if self.control.stopping:
            raise Stopped
        self.report(Progress(phase, epochs=self.snapshot.setup.epochs))

    def _data(self) -> Material:
        self._phase(progress.LOADING)
        table = recipe.read_table(self.snapshot)
        self._phase(progress.CHECKING)
        inputs, outputs = recipe.check_table(table, self.snapshot)
        prepared = prepare(table, self.snapshot.data, inputs, outputs)
        return Material(table, prepared, inputs, outputs, self.snapshot.data)

    def _build(self) -> tuple[str, ...]:
        self._phase(progress.BUILDING)
        if self.snapshot.setup.seed is not None:
            set_random_seed(self.snapshot.setup.seed)
        built, carried = recipe.make_model(self.snapshot)
        self.model = built.model
        self._phase(progress.PREPARING)
        return carried

    def _fit(self, material: Material) -> None:
        setup, data = self.snapshot.setup, material.prepared
        held_out = None
        if data.x_val:
            held_out = (
                recipe.ordered(data.x_val, material.inputs),
                recipe.ordered(data.y_val, material.outputs),
                recipe.weighing(material, data.rows_val),
            )
        chosen = recipe.make_callbacks(self.snapshot)
        before = self.keeper.restore(self.model, self.run) if self.keeper else 0
        try:
            with told(self.callback.compiling):
                self.model.fit(
                    recipe.ordered(data.x, material.inputs),
                    recipe.ordered(data.y, material.outputs),
                    batch_size=setup.batch_size,
                    epochs=setup.epochs,
                    initial_epoch=before,
                    shuffle=setup.shuffle,
                    class_weight=setup.class_weight,
                    sample_weight=recipe.weighing(material, data.rows),
                    validation_data=held_out,
                    validation_split=0.0 if held_out else setup.validation_split,
                    validation_freq=setup.validation_freq,
                    callbacks=[*chosen, self.callback],
                    verbose=0,
                )
        except Stopped:
            if not self.callback.begun:
                raise
            self._end_fit(chosen)
        finally:
            self.run.seconds += self.callback.seconds
            if self.keeper:
                self.keeper.close()
        self._conclude(chosen)

    def _end_fit(self, callbacks: list[Any]) -> None:
        """What fit still does at its end, when Stop left it in the middle of validating."""
        self.callback.close_epoch()
        self.model.optimizer.finalize_variable_values(self.model.trainable_weights)
        for callback in callbacks:
            callback.on_train_end()

    def _epoch_done(self, epoch: int, logs: Logs) -> None:
        self.run.epochs.append(dict(logs))
        if self.keeper and not self.callback.diverged:
            self.keeper.epoch_done(self.model, self.run)

    def _conclude(self, callbacks: list[Any]) -> None:
        early = next((c for c in callbacks if getattr(c, "stopped_epoch", 0)), None)
        watching = early or next((c for c in callbacks if hasattr(c, "monitor")), None)
        self.run.choose_best(
            str(getattr(watching, "monitor", "")), str(getattr(watching, "mode", "auto"))
        )
        ended = COMPLETED
        if self.callback.diverged:
            ended = DIVERGED
        elif self.control.stopping:
            ended = STOPPED
        elif early is not None or len(self.run.epochs) < self.snapshot.setup.epochs:
            ended = EARLY
        self.run.ended = ended
        if ended == EARLY:
            self.run.stopped_early = _reason(early)

    def _test(self, material: Material) -> Failure | None:
        """Judge on the test part; what goes wrong here must not lose what was learned."""
        data = material.prepared
        if not data.x_test or self.control.stopping:
            return None
        try:
            self.run.test = self._judged(material)
        except Exception as error:
            title = QCoreApplication.translate("Training", "The test data could not be judged")
            return Failure.of(error, title)
        return None

    def _judged(self, material: Material) -> Logs:
        data = material.prepared
        self.report(Progress(progress.TESTING, epochs=self.snapshot.setup.epochs))
        logs = self.model.evaluate(
            recipe.ordered(data.x_test, material.inputs),
            recipe.ordered(data.y_test, material.outputs),
            sample_weight=recipe.weighing(material, data.rows_test),
            batch_size=self.snapshot.setup.batch_size,
            verbose=0,
            return_dict=True,
        )
        return as_logs(logs)

    def _broken_off(self, error: Exception, carried: tuple[str, ...]) -> RunResult:
        self.run.choose_best()
        self.run.ended = INTERRUPTED
        title = QCoreApplication.translate("Training", "The training broke off")
        failure = Failure.of(error, title)
        return self._with_weights(carried, failure)

    def _with_weights(self, carried: tuple[str, ...], failure: Failure | None) -> RunResult:
        weights, state = recipe.weights_of(self.model), optimizer_state.take(self.model)
        return RunResult(self.run, weights, state, carried, failure)

    def _diverged(self) -> RunResult:
        title = QCoreApplication.translate("Training", "The loss is not a number any more")
        text = QCoreApplication.translate(
            "Training",
            "The loss became NaN or infinite in epoch {epoch}, so training was stopped; the "
            "weights from before are kept. Usual remedies: a lower learning rate (try a tenth), "
            "scaled data (standard or 0 to 1), and a loss that fits the last layer's activation.",
        ).format(epoch=max(1, len(self.run.epochs)))
        return RunResult(self.run, failure=Failure(title, text))


def _reason(early: Any) -> str:
    if early is None:
        return QCoreApplication.translate("Training", "A callback stopped the training.")
    return QCoreApplication.translate(
        "Training", "{monitor} did not improve any more (patience: {patience})."
    ).format(monitor=early.monitor, patience=early.patience)
