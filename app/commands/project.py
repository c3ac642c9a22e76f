"""Commands that change the model as a whole, its data and its training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoStack

from app.commands.base import Command, push, stop
from app.document.document import Document
from app.document.edit import Edit
from app.document.fixes import apply
from app.document.graph import GraphKind
from app.document.refusals import refuse_conversion
from app.document.report import Fix
from app.document.train_setup import TrainSetup
from app.document.words import translate

if TYPE_CHECKING:
    from app.data.spec import DataSpec


class SetKind(Command):
    """Convert between a Sequential and a Functional model."""

    def __init__(self, document: Document, kind: GraphKind) -> None:
        functional = kind == "functional"
        text = (
            translate("commands", "Convert to Functional")
            if functional
            else translate("commands", "Convert to Sequential")
        )
        super().__init__(document, text)
        self.kind = kind

    def perform(self, edit: Edit) -> None:
        stop(refuse_conversion(edit.graph, self.kind))
        if self.kind != edit.graph.kind:
            edit.set_kind(self.kind)


class SetData(Command):
    """Choose the data."""

    def __init__(self, document: Document, spec: DataSpec | None) -> None:
        super().__init__(document, translate("commands", "Change the data"))
        self.spec = spec

    def perform(self, edit: Edit) -> None:
        if self.spec != edit.document.data:
            edit.set_data(self.spec)


class SetSetup(Command):
    """Change how the model is trained; changes of one session become one."""

    merge_id = 3

    def __init__(self, document: Document, setup: TrainSetup, session: int | None = None) -> None:
        super().__init__(document, translate("commands", "Change the training settings"), session)
        self.setup = setup.copy()

    def perform(self, edit: Edit) -> None:
        if self.setup != edit.document.setup:
            edit.set_setup(self.setup)


class ApplyFix(Command):
    """Carry out what a problem's fix proposes."""

    def __init__(self, document: Document, fix: Fix) -> None:
        super().__init__(document, fix.text)
        self.fix = fix

    def perform(self, edit: Edit) -> None:
        apply(edit, self.fix)


def apply_fix(document: Document, stack: QUndoStack, fix: Fix) -> None:
    """Carry out a fix as one undoable step.

    Raises:
        Refused: when the graph has changed so that it no longer applies.
    """
    push(stack, ApplyFix(document, fix))
