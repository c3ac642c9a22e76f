"""The list of a project's training runs: names, renaming, deleting and putting back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.document.document import Document
from app.document.run import Run, as_run


def runs_of(document: Document) -> list[Run]:
    """The runs of a project, oldest first; the same objects at every call.

    A project file holds records; they are replaced by ``Run`` objects here,
    which the document writes back as equal records.
    """
    document.runs[:] = [as_run(run) for run in document.runs]
    return list(document.runs)


def run_name(run: Run, index: int) -> str:
    """The person's name for a run, else "Run 3"."""
    automatic = QCoreApplication.translate("Runs", "Run {number}").format(number=index + 1)
    return run.name or automatic


def rename_run(document: Document, run_id: str, name: str) -> None:
    for run in runs_of(document):
        if run.id == run_id and run.name != name.strip():
            run.name = name.strip()
            document.set_modified(True)
            document.runsChanged.emit()


def delete_run(document: Document, run_id: str) -> tuple[int, Run] | None:
    """Remove a run; return what ``restore_run`` needs to put it back."""
    for index, run in enumerate(runs_of(document)):
        if run.id == run_id:
            document.remove_run(run_id)
            document.set_modified(True)
            return index, run
    return None


def restore_run(document: Document, index: int, run: Run) -> None:
    document.runs.insert(index, run)
    document.set_modified(True)
    document.runsChanged.emit()
