"""From an edit in a form to a command, the steps of one edit becoming one undo step."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QElapsedTimer
from PySide6.QtGui import QUndoStack

from app.commands import Command, SetParam, new_session, push
from app.document.document import Document
from app.document.edit import Edit
from app.document.graph import INPUT_KIND
from app.document.starters import plain, without_defaults
from engine.param import REQUIRED, Param
from engine.registry import Entry

#: A pause longer than this between two changes of one argument makes two undo steps.
PAUSE_MS = 2000


def form_params(entry: Entry | None) -> dict[str, Param]:
    """The arguments a form offers for a layer; {} for an unknown class.

    The shape of an input is optional in Keras (there is ``batch_shape`` too), here it is needed.
    """
    if entry is None:
        return {}
    params = dict(entry.target.params)
    if entry.name == INPUT_KIND:
        shape = copy.copy(params["shape"])
        shape.kind, shape.default = shape.kind.kind, REQUIRED
        params["shape"] = shape
    return params


class SetParamOfMany(Command):
    """Set one argument of several layers of the same class at once."""

    merge_id = 11

    def __init__(
        self,
        document: Document,
        node_ids: Sequence[str],
        name: str,
        value: Any,
        session: int | None = None,
    ) -> None:
        self.owners = list(dict.fromkeys(document.graph.owner(key).id for key in node_ids))
        text = QCoreApplication.translate("Properties", "Change {argument} of {count} layers")
        super().__init__(document, text.format(argument=name, count=len(self.owners)), session)
        self.name, self.value = name, plain(value)

    def perform(self, edit: Edit) -> None:
        for key in self.owners:
            node = edit.graph.nodes[key]
            changed = {**node.params, self.name: self.value}
            edit.set_params(key, without_defaults(node.kind, changed))

    def merge_key(self) -> Any:
        return tuple(self.owners), self.name


class ParamEdits:
    """Pushes the changes of a form; typing and dragging in one field are one undo step."""

    def __init__(self, document: Document, stack: QUndoStack) -> None:
        self._document = document
        self._stack = stack
        self._key: Any = None
        self._session = 0
        self._since = QElapsedTimer()

    def set(self, node_ids: Sequence[str], name: str, value: Any) -> None:
        """Set an argument of one or several nodes."""
        session = self._session_for((tuple(node_ids), name))
        if len(node_ids) == 1:
            command: Command = SetParam(self._document, node_ids[0], name, value, session)
        else:
            command = SetParamOfMany(self._document, node_ids, name, value, session)
        push(self._stack, command)

    def end(self) -> None:
        """What comes next is another edit."""
        self._key = None

    def _session_for(self, key: Any) -> int:
        paused = not self._since.isValid() or self._since.elapsed() > PAUSE_MS
        if key != self._key or paused:
            self._key, self._session = key, new_session()
        self._since.start()
        return self._session
