"""From a kind of value to the editor for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.forms.choices import BoolEditor, ChoiceEditor
from app.forms.combined import CheckedEditor, EitherEditor, usable_kinds
from app.forms.editor import Editor
from app.forms.numbers import FloatEditor, IntEditor
from app.forms.objects import ObjectEditor
from app.forms.texts import FloatListEditor, IntListEditor, PathEditor, ShapeEditor, TextEditor
from app.forms.tuples import IntTupleEditor
from engine import kinds
from engine.param import Param

#: Editors that show None themselves; looked up in this order.
_WITH_NONE: dict[type[kinds.Kind], Callable[..., Editor]] = {
    kinds.Int: IntEditor,
    kinds.Float: FloatEditor,
    kinds.Choice: ChoiceEditor,
    kinds.PathText: PathEditor,
    kinds.Text: TextEditor,
    kinds.Object: ObjectEditor,
}
_OTHERS: dict[type[kinds.Kind], Callable[..., Editor]] = {
    kinds.Bool: BoolEditor,
    kinds.IntTuple: IntTupleEditor,
    kinds.Shape: ShapeEditor,
    kinds.IntList: IntListEditor,
    kinds.FloatList: FloatListEditor,
}


def make_editor(param: Param, value: Any = None, parent: QWidget | None = None) -> Editor:
    """Return the editor of a param, showing ``value``."""
    editor = editor_for(param.kind, parent)
    editor.set_value(value)
    return editor


def editor_for(kind: kinds.Kind, parent: QWidget | None = None) -> Editor:
    """Return an editor for a kind of value; a text line for a kind nobody foresaw."""
    if isinstance(kind, kinds.Optional):
        return _optional_editor(kind, parent)
    if isinstance(kind, kinds.Either):
        return _either_editor(kind, parent)
    if hasattr(kind, "options"):
        return ChoiceEditor(kind, parent)
    for table in (_WITH_NONE, _OTHERS):
        for cls, make in table.items():
            if isinstance(kind, cls):
                return make(kind, parent)
    return TextEditor(kind, parent)


def _optional_editor(kind: kinds.Optional, parent: QWidget | None) -> Editor:
    for cls, make in _WITH_NONE.items():
        if isinstance(kind.kind, cls) or (make is ChoiceEditor and hasattr(kind.kind, "options")):
            return make(kind.kind, parent, nullable=True, none_label=kind.none_label)
    return CheckedEditor(kind, editor_for(kind.kind), parent)


def _either_editor(kind: kinds.Either, parent: QWidget | None) -> Editor:
    options = usable_kinds(kind)
    if len(options) == 1:
        return editor_for(options[0], parent)
    return EitherEditor(kind, [editor_for(k) for k in options], parent)
