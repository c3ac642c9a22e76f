"""The top of the properties of one layer: picture, name, class."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import theme
from app.commands import Refused, Rename, push
from app.document.document import Document
from app.document.graph import GROUP_KIND, PLACEHOLDER_KIND
from app.document.placeholders import class_name
from app.document.traits import entry_of, look_of
from app.forms.editor import mark_error
from app.forms.texts import Line
from app.panels import families
from app.plain import Label

TILE = 38
#: A class name of more letters is broken between its words.
_LONGEST_LINE = 32


class Tile(QLabel):
    """The picture of a layer's family, following the theme."""

    def __init__(self, look: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedSize(TILE, TILE)
        self._draw()
        theme.notifier().changed.connect(self._draw)

    def _draw(self) -> None:
        self.setPixmap(families.tile(self._look, TILE, self.devicePixelRatioF()))


def kind_text(kind: str, params: dict[str, Any] | None = None) -> str:
    """Class and family of a layer: "Conv2D · Convolution"."""
    if kind == PLACEHOLDER_KIND:
        unknown = QCoreApplication.translate("Properties", "not known here")
        return f"{class_name(params or {})} · {unknown}"
    if kind == GROUP_KIND:
        return QCoreApplication.translate("Properties", "Model inside the model")
    entry = entry_of(kind)
    name = families.shown_name(kind)
    return f"{name} · {families.title(entry.family)}" if entry and entry.family else name


class NodeHeader(QWidget):
    """Shows and changes a layer's name."""

    def __init__(
        self, document: Document, stack: QUndoStack, node_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._stack, self._id = document, stack, node_id
        node = document.graph.nodes[node_id]
        self.tile = Tile(look_of(entry_of(node.kind)))
        self.name = Line()
        self.name.setText(node.name)
        text = QCoreApplication.translate("Properties", "Name of the layer")
        self.name.setAccessibleName(text)
        self.name.setToolTip(text)
        self.kind = Label(kind_text(node.kind, document.graph.params_of(node_id)))
        if len(node.kind) > _LONGEST_LINE:
            self.kind.setText(re.sub(r"(?<=[a-z])(?=[A-Z])", "\u200b", self.kind.text()))
        self.kind.setWordWrap(True)
        self.kind.setProperty("role", "muted")
        self.message = Label()
        self.message.setProperty("role", "error")
        self.message.setWordWrap(True)
        self.message.hide()
        self._lay_out()
        self.name.editingFinished.connect(self._rename)
        self.name.reverted.connect(self.refresh)

    def refresh(self) -> None:
        """Show the name as it is now."""
        name = self._document.graph.nodes[self._id].name
        if self.name.text() != name:
            self.name.setText(name)
        self._complain("")

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.name)
        column.addWidget(self.kind)
        column.addWidget(self.message)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _rename(self) -> None:
        node = self._document.graph.nodes.get(self._id)
        name = self.name.text().strip()
        if node is None or name == node.name:
            self._complain("")
            return
        try:
            push(self._stack, Rename(self._document, self._id, name))
        except Refused as refusal:
            self._complain(str(refusal))
            return
        self._complain("")

    def _complain(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        mark_error(self.name, bool(text))
