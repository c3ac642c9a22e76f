"""What all undo commands share."""

from __future__ import annotations

import itertools
from typing import Any

from PySide6.QtGui import QUndoCommand, QUndoStack

from app.document.document import Document
from app.document.edit import Edit, Step
from app.document.graph import Graph, Link
from app.document.refusals import Refused
from app.document.words import translate

_sessions = itertools.count(1)


def new_session() -> int:
    """A token for one gesture (a drag, a slider's move): commands with it become one."""
    return next(_sessions)


def push(stack: QUndoStack, command: Command) -> Any:
    """Carry a command out and put it on the stack; return its ``result``.

    Raises:
        Refused: when it cannot be done; nothing has changed then.
    """
    command.prepare()
    result = command.result
    stack.push(command)  # a merged command is deleted by Qt here
    return result


class Command(QUndoCommand):
    """Base of the commands: performs once, then repeats and reverts the recorded steps.

    Attributes:
        result: What the doer may want to know, the new node's id for instance.
    """

    merge_id = -1

    def __init__(self, document: Document, text: str, session: int | None = None) -> None:
        super().__init__(text)
        self.document = document
        self.session = session
        self.result: Any = None
        self._steps: list[Step] | None = None
        self._fresh = False
        self._order: tuple[list[str], list[str]] = ([], [])

    def perform(self, edit: Edit) -> None:
        """Make the change, through ``edit``; raise Refused if it cannot be made."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Perform now (the stack's first ``redo`` then does nothing)."""
        if self._steps is not None:
            return
        graph = self.document.graph
        self._order = (list(graph.nodes), list(graph.links))
        edit = Edit(self.document)
        try:
            self.perform(edit)
        except Exception:
            edit.revert()
            self.document.restore_order(*self._order)
            raise
        self._steps = edit.steps
        self._fresh = True

    def redo(self) -> None:
        self.prepare()
        if not self._steps:
            self.setObsolete(True)  # nothing changed: the stack drops it
        if self._fresh:
            self._fresh = False
            return
        for repeat, _ in self._steps or ():
            repeat()

    def undo(self) -> None:
        for _, revert in reversed(self._steps or ()):
            revert()
        self.document.restore_order(*self._order)

    def id(self) -> int:
        return self.merge_id if self.session is not None else -1

    def merge_key(self) -> Any:
        """Commands of one session merge when their keys are equal."""
        return None

    def mergeWith(self, other: QUndoCommand) -> bool:
        if (
            not isinstance(other, Command)
            or other.session != self.session
            or other.merge_key() != self.merge_key()
        ):
            return False
        if other._steps:  # else it changed nothing, and there is nothing to take over
            pairs = zip(self._steps or [], other._steps, strict=True)
            self._steps = [(new[0], old[1]) for old, new in pairs]
            self.setObsolete(self.is_back())
        return True

    def is_back(self) -> bool:
        """Whether what was merged has come back to where it began."""
        return False


def find_link(graph: Graph, link_id: str) -> Link:
    """The link, or Refused when it is gone."""
    if link_id not in graph.links:
        raise Refused(translate("commands", "This wire is no longer there."))
    return graph.links[link_id]


def stop(refusal: str | None) -> None:
    """Raise Refused with the reason, if there is one."""
    if refusal is not None:
        raise Refused(refusal)
