"""What reading a file found, changed and had to leave out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from engine.saving.generation import PRESENT, Generation

Weight = Literal["info", "changed", "lost"]


@dataclass(frozen=True)
class Note:
    """One thing worth knowing about an opened file.

    Attributes:
        weight: "info", "changed" (taken over in another form) or "lost" (not taken over).
        where: The layer or part of the file concerned, "" for the whole.
        text: A sentence for the user.
    """

    weight: Weight
    where: str
    text: str


@dataclass
class LoadReport:
    """The account of one reading.

    Attributes:
        kind: What the file was recognised as, in words.
        generation: Who wrote it.
        notes: What was changed or left out, in the order it was met; each once.
        restored: Whether settings and state of training came back.
        placeholders: Whether layers that do not exist here are kept as placeholders
            instead of ending the reading.
        untrained: Whether settings of training that name what does not exist here are left
            out instead of ending the reading.
    """

    kind: str = ""
    generation: Generation = PRESENT
    notes: list[Note] = field(default_factory=list)
    restored: bool = False
    placeholders: bool = False
    untrained: bool = False

    def add(self, weight: Weight, where: str, text: str) -> None:
        note = Note(weight, where, text)
        if note not in self.notes:
            self.notes.append(note)

    @property
    def faithful(self) -> bool:
        """Whether nothing was left out."""
        return not any(note.weight == "lost" for note in self.notes)

    def lines(self) -> list[str]:
        """The report as plain text, one line per fact."""
        heading = f"{self.kind}, written by {self.generation}." if self.kind else ""
        marks = {"info": "", "changed": "Changed: ", "lost": "Left out: "}
        notes = [
            f"{marks[note.weight]}{note.where + ': ' if note.where else ''}{note.text}"
            for note in self.notes
        ]
        return [line for line in (heading, *notes) if line]


_current: ContextVar[LoadReport | None] = ContextVar("load_report", default=None)


@contextmanager
def reporting(report: LoadReport | None = None) -> Iterator[LoadReport]:
    """Collect the notes of everything read inside the block; inner blocks join the outer."""
    outer = _current.get()
    report = report or outer or LoadReport()
    token = _current.set(report)
    try:
        yield report
    finally:
        _current.reset(token)


def is_reading() -> bool:
    """Whether a file is being read just now, so that who wrote it is known."""
    return _current.get() is not None


def current() -> LoadReport:
    """The report being written; one that nobody reads outside a reading."""
    return _current.get() or LoadReport()


def note(weight: Weight, where: str, text: str) -> None:
    """Add a note to the report being written, if there is one."""
    current().add(weight, where, text)
