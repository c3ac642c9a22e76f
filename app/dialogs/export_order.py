"""One export with its checks, and what they found in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app import exporting, verifying
from app.document.record import ProjectRecord
from app.i18n import note_text
from app.training.worker import Task
from app.verifying import Verdict
from engine.saving.common.report import Note


@dataclass
class Order:
    """What is to be written where; carried out on the worker.

    Attributes:
        record: The project; after ``carry_out`` with the weights that were written.
        key: A key of ``exporting.FORMS``.
        path: The file.
        base: Folder that relative data files start from.
        generation: The Keras it is for, 2 or 3.
        notes: What the form cannot hold, after ``carry_out``.
    """

    record: ProjectRecord
    key: str
    path: Path
    base: Path | None
    generation: int = 3
    notes: list[Note] = field(default_factory=list)

    def carry_out(self) -> Verdict:
        """Write the file and read it back."""
        self.record = exporting.settled(self.record)
        self.notes = exporting.write(
            self.record, self.key, self.path, self.base, self.generation
        )
        return verifying.read_back(self.record, self.key, self.path, self.base)

    def ask(self, task: Task) -> Verdict | None:
        """Let the real library open the file, as long as somebody waits for the answer."""
        return verifying.ask(
            self.record,
            self.key,
            self.path,
            self.base,
            self.generation,
            unwanted=lambda: task.cancelled,
        )


def notes_text(notes: list[Note]) -> list[str]:
    """What a form cannot hold or holds otherwise, a line each."""
    return [f"{n.where}: {note_text(n)}" if n.where else note_text(n) for n in notes]


def missing_text(key: str, generation: int) -> str:
    """That the library a file is for is not there to be asked; "" where there is nothing to say."""
    library = verifying.missing_library(key, generation)
    text = QCoreApplication.translate(
        "Export", "{library} is not installed beside this program, so it was not asked."
    )
    return text.format(library=library) if library else ""


def verdict_text(verdict: Verdict, key: str = "") -> str:
    """A sentence about what a reader of the file found."""
    who = verdict.reader or QCoreApplication.translate("Export", "Read back")
    return f"{who}: {_finding(verdict, key)}"


def _finding(verdict: Verdict, key: str) -> str:
    def tr(text: str) -> str:
        return QCoreApplication.translate("Export", text)

    if verdict.trouble and verdict.reader:
        text = tr("could not open it ({reason}). Update that library, or choose another form.")
        return text.format(reason=verdict.trouble)
    if verdict.trouble:
        text = tr("the file could not be used ({reason}). Save it again, to another folder.")
        return text.format(reason=verdict.trouble)
    if not verdict.same:
        gap = _number(verdict.difference)
        text = tr(
            "OTHER predictions, largest difference {gap}. Do not rely on this file; choose "
            "another form, such as the Keras archive."
        )
        return text.format(gap=gap)
    if key == "python":
        return tr("valid Python.")
    if key == "onnx" and not verdict.reader:
        return tr("complete. Predictions are compared where ONNX Runtime is installed.")
    if verdict.difference is None:
        return tr("everything is in it; predictions were not compared.")
    if verdict.difference == 0:
        return tr("exactly the same predictions.")
    text = tr("same predictions, largest difference {gap}.")
    return text.format(gap=_number(verdict.difference))


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.0e}".replace("e-0", "e-")
