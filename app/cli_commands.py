"""The commands that need no window: train, export, info."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from app import exporting, importing
from app.data import words
from app.data.errors import DataError
from app.document import project_file
from app.document.account import Account
from app.document.check import check
from app.document.project_file import ProjectError
from app.document.record import ProjectRecord
from app.document.run import COMPLETED, DIVERGED, EARLY, INTERRUPTED, STOPPED, Run, as_run
from app.i18n import engine_text, note_text
from app.terminal import complain, padded, printable, say, width
from app.training import session
from app.training.failure import Refused
from app.training.progress import Control, Progress
from app.training.recipe import Snapshot
from engine.saving.common.report import Note


def _tr(text: str) -> str:
    return QCoreApplication.translate("cli", text)


def guarded(action: Callable[..., int], *arguments: Any) -> int:
    """Run an action; what the user can mend is one message and exit code 1."""
    words.set_translator(QCoreApplication.translate)
    try:
        return action(*arguments)
    except Refused as error:
        text = f"{error.title}.\n{error}"
    except BrokenPipeError:
        raise
    except (ProjectError, DataError, ValueError) as error:
        text = str(error)
    except OSError as error:
        text = _tr("{file}: {reason}. Check that the folder exists and that you may write there.")
        text = text.format(file=error.filename or "?", reason=error.strerror or error)
    complain(text)
    return 1


def train(path: Path, epochs: int | None, out: Path | None) -> int:
    """Train a project as the Train button does; the result goes into it, or into ``out``."""
    record = read_with_data(path)
    if epochs is not None:
        record.setup.epochs = epochs
    snapshot = snapshot_of(record, path)
    run = Run(setup=record.setup.to_json(), first_epoch=snapshot.epochs_before)
    with _stopping_on_interrupt() as control:
        result = session.train(snapshot, run, control, ProgressLine())
    if result.failure:
        complain(f"{result.failure.title}. {result.failure.text}")
    if result.weights is not None:
        record.runs.append(result.run.to_json())
        record.weights, record.optimizer = result.weights, result.optimizer
        _keep(record, path, out)
    say(outcome_text(result.run))
    return 1 if result.failure else 0


def read_with_data(path: Path) -> ProjectRecord:
    """Read a project that is to be trained; ValueError when no data are chosen in it."""
    if path.suffix != ".loom" and importing.is_meant(path) and path.exists():
        text = _tr(
            "{file} is a model without data to train on. Open it in the window, choose data, "
            "save it as a project (.loom), and give that."
        )
        raise ValueError(text.format(file=path))
    record = project_file.read(path)
    if record.data is None:
        text = _tr("{file} has no data yet. Open it in the window, choose data, save it.")
        raise ValueError(text.format(file=path))
    return record


def snapshot_of(record: ProjectRecord, path: Path) -> Snapshot:
    """What a training of the project starts from."""
    last = as_run(record.runs[-1]) if record.runs and record.weights else None
    assert record.data is not None
    return Snapshot(
        graph=record.graph.copy(),
        setup=record.setup.copy(),
        data=record.data,
        base=path.resolve().parent,
        weights=record.weights,
        optimizer=record.optimizer,
        epochs_before=last.first_epoch + len(last.epochs) if last else 0,
    )


def _keep(record: ProjectRecord, path: Path, out: Path | None) -> None:
    if out is None:
        project_file.write(path, record)
        say(_tr("Saved in {file}").format(file=path))
        return
    out.mkdir(parents=True, exist_ok=True)
    target = out / path.name
    project_file.write(target, record)
    say(_tr("Saved in {file}").format(file=target))
    for key in ("json", "h5"):
        target = exporting.with_suffix(out / path.stem, key)
        exporting.write(record, key, target, path.resolve().parent)
        say(_tr("Saved in {file}").format(file=target))


@contextmanager
def _stopping_on_interrupt() -> Iterator[Control]:
    """The first Ctrl+C ends the training at the next batch and keeps what was learned."""
    control = Control()

    def stop(number: int, frame: Any) -> None:
        if control.stopping:
            raise KeyboardInterrupt
        print(_tr("\nStopping after this batch; press Ctrl+C again to drop everything."))
        control.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield control
    finally:
        signal.signal(signal.SIGINT, before)


class ProgressLine:
    """Prints one line that moves on a terminal, and one line per epoch anywhere."""

    def __init__(self) -> None:
        self._moving = sys.stdout.isatty()
        self._phase = ""

    def __call__(self, progress: Progress) -> None:
        if progress.epoch_end:
            self._write(self._epoch(progress), "\n")
        elif self._moving and progress.batches:
            self._write(self._epoch(progress), "")
        elif progress.phase != self._phase and not progress.batches:
            self._write(phase_text(progress.phase), "" if self._moving else "\n")
        self._phase = progress.phase

    def _epoch(self, progress: Progress) -> str:
        numbers = "  ".join(f"{name} {value:.4f}" for name, value in progress.logs.items())
        head = _tr("Epoch {epoch}/{epochs}").format(epoch=progress.epoch, epochs=progress.epochs)
        if progress.epoch_end:
            return f"{head}  {numbers}"
        return f"{head}  {progress.batch}/{progress.batches}  {numbers}"

    def _write(self, text: str, end: str) -> None:
        lead = "\r\033[K" if self._moving else ""
        print(f"{lead}{printable(text)}", end=end, flush=True)


def phase_text(phase: str) -> str:
    """A training phase in texts."""
    texts = {
        "loading": _tr("Reading the data ..."),
        "checking": _tr("Checking the data against the model ..."),
        "building": _tr("Building the model ..."),
        "preparing": _tr("Preparing the kernels (longer the first time) ..."),
        "training": _tr("Training ..."),
        "testing": _tr("Testing on data it has not seen ..."),
    }
    return texts.get(phase, phase)


def outcome_text(run: Run) -> str:
    """How a run ended, in one line."""
    texts = {
        COMPLETED: _tr("Trained. Epochs: {epochs}, time: {seconds:.1f} s."),
        STOPPED: _tr("Stopped. Epochs: {epochs}, time: {seconds:.1f} s."),
        EARLY: _tr("Stopped early. Epochs: {epochs}, time: {seconds:.1f} s."),
        DIVERGED: _tr("The loss stopped being a number. Epochs: {epochs}."),
        INTERRUPTED: _tr("Broke off. Epochs: {epochs}, time: {seconds:.1f} s."),
    }
    text = texts[run.ended].format(epochs=len(run.epochs), seconds=run.seconds)
    last = "  ".join(f"{k} {v:.4f}" for k, v in (run.epochs[-1] if run.epochs else {}).items())
    test = "  ".join(f"{k} {v:.4f}" for k, v in run.test.items())
    if last:
        text += "\n" + _tr("Last epoch: {numbers}").format(numbers=last)
    if test:
        text += "\n" + _tr("On the test data: {numbers}").format(numbers=test)
    return text


def _read(path: Path) -> ProjectRecord:
    """A project, or a model of any Keras with the weights that lie beside it."""
    if path.suffix != ".loom" and importing.is_meant(path):
        return importing.read(path, importing.weights_beside(path))
    return project_file.read(path)


def _print_account(account: Account) -> None:
    """How a file was read."""
    text = _tr("{kind}, written by {generation}.")
    kind, writer = engine_text(account.kind), engine_text(account.generation)
    say(text.format(kind=kind, generation=writer))
    if not account.weights:
        print(_tr("It holds no weights; they start anew."))
    _print_notes(account.remarks)


def _print_notes(notes: Sequence[Note]) -> None:
    for note in notes:
        where = f"{note.where}: " if note.where else ""
        say(f"- {where}{note_text(note)}")


def export(path: Path, key: str, target: Path, generation: int = 3) -> int:
    """Write the project's model in one of the forms of ``exporting.FORMS``."""
    record = _read(path)
    if key in ("h5", "keras", "weights", "onnx") and not exporting.is_trained(record):
        print(_tr("Note: this model is not trained yet; its weights are the initial ones."))
    notes = exporting.write(record, key, target, path.resolve().parent, generation)
    _print_notes(notes)
    say(_tr("Wrote {file}").format(file=target))
    return 0


def info(path: Path) -> int:
    """Print what a project or a model's file holds: layers, sizes, problems, data, runs."""
    record = _read(path)
    report = check(record.graph, setup=record.setup, weights=record.weights)
    kind = _kind_text(record.graph.kind)
    say(_tr("{title} ({kind})").format(title=record.title or path.stem, kind=kind))
    if record.account is not None:
        _print_account(record.account)
    if record.notes:
        say(record.notes)
    _print_table(
        [(_tr("Layer"), _tr("Output shape"), _tr("Parameters"), _tr("Connected to"))]
        + [
            (row.layer, row.output_shape, f"{row.parameters:,}", ", ".join(row.connected_to))
            for row in report.summary_rows()
        ]
    )
    print(
        _tr("Parameters: {all:,} ({trainable:,} trainable)").format(
            all=report.parameters, trainable=report.trainable
        )
    )
    for problem in report.problems:
        say(f"[{_severity_text(problem.severity)}] {problem.text}")
    say(_tr("Data: {data}").format(data=data_text(record)))
    for number, run in enumerate(map(as_run, record.runs), start=1):
        text = outcome_text(run).replace("\n", "\n    ")
        say(_tr("Run {number}: {text}").format(number=number, text=text))
    return 0


def _kind_text(kind: str) -> str:
    return _tr("sequential") if kind == "sequential" else _tr("functional")


def _severity_text(severity: str) -> str:
    return {"error": _tr("error"), "warning": _tr("warning")}.get(severity, _tr("hint"))


def data_text(record: ProjectRecord) -> str:
    """Where the data comes from, in a few words."""
    spec = record.data
    if spec is None:
        return _tr("none chosen")
    return f"{spec.name or spec.path} ({spec.kind})"


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    lines = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for number, cells in enumerate(lines):
        print("  ".join(map(padded, cells, widths)).rstrip())
        if number == 0:
            print("  ".join("-" * columns for columns in widths))
