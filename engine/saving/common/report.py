"""What reading a file found, changed and had to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from engine.saving.common.generation import PRESENT, Generation

Weight = Literal["info", "changed", "lost"]


def fill(template: str, arguments: dict[str, str]) -> str:
    """Put arguments in the places of ``{name}``; nothing else in a template is looked at."""
    return re.sub(r"\{(\w+)\}", lambda found: arguments.get(found[1], found[0]), template)


@dataclass(frozen=True)
class Note:
    """One thing worth knowing about an opened file.

    Attributes:
        weight: "info", "changed" (taken over in another form) or "lost" (not taken over).
        where: The layer or part of the file concerned, "" for the whole.
        template: A sentence for the user, with ``{name}`` for each argument; the program has
            its translation.
        arguments: What stands in these places, names of the file for instance.
    """

    weight: Weight
    where: str
    template: str
    arguments: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The whole sentence in English."""
        return fill(self.template, self.arguments)


@dataclass
class LoadReport:
    """The account of one reading.

    Attributes:
        kind: What the file was recognised as, in words.
        generation: Who wrote it.
        notes: What was changed or left out, in the order it was met; each once.
        weights: Whether the file has the layers' weights.
        restored: Whether settings and state of training came back.
        placeholders: Whether layers that do not exist here are kept as placeholders
            instead of ending the reading.
        untrained: Whether settings of training that name what does not exist here are left
            out instead of ending the reading.
    """

    kind: str = ""
    generation: Generation = PRESENT
    notes: list[Note] = field(default_factory=list)
    weights: bool = True
    restored: bool = False
    placeholders: bool = False
    untrained: bool = False

    def add(self, note: Note) -> None:
        if note not in self.notes:
            self.notes.append(note)

    @property
    def faithful(self) -> bool:
        """Whether nothing was left out."""
        return not any(note.weight == "lost" for note in self.notes)

    def lines(self) -> list[str]:
        """The report as plain text, one line per fact."""
        heading = f"{self.kind}, written by {self.generation}." if self.kind else ""
        without = "" if self.weights else "The file has no weights; they start anew."
        marks = {"info": "", "changed": "Changed: ", "lost": "Left out: "}
        notes = [
            f"{marks[note.weight]}{note.where + ': ' if note.where else ''}{note.text}"
            for note in self.notes
        ]
        return [line for line in (heading, without, *notes) if line]


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


def note(weight: Weight, where: str, template: str, /, **arguments: object) -> None:
    """Add a note to the report being written, if there is one.

    Args:
        weight: "info", "changed" or "lost".
        where: The layer or part of the file concerned, "" for the whole.
        template: A literal sentence, so that its translation can be collected.
        arguments: What stands in the places of ``{name}`` in it.
    """
    current().add(Note(weight, where, template, {k: str(v) for k, v in arguments.items()}))
