"""The properties of what is selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.document.document import Document
from app.document.graph import Link, Node
from app.document.report import Report
from app.panels.editing import ParamEdits
from app.panels.node_page import NodePage
from app.panels.overview import ManyPage, ModelPage


class Properties(QWidget):
    """Shows one layer, several, or the model; ``show_nodes(ids)`` says which.

    Signals:
        wanted(str): A layer that does not exist here is to be replaced, or a model
            inside the model to be opened.
    """

    wanted = Signal(str)

    def __init__(
        self, document: Document, stack: QUndoStack, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._stack = document, stack
        self._edits = ParamEdits(document, stack)
        self._ids: list[str] = []
        self._help_open = False
        self.page: NodePage | ManyPage | ModelPage
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self.setMinimumWidth(280)
        self._connect()
        self._make_page()

    def show_nodes(self, ids: Sequence[str]) -> None:
        """Show the layers with these ids; ids that are gone are left out."""
        ids = [key for key in ids if key in self._document.graph.nodes]
        if ids != self._ids:
            self._ids = ids
            self._make_page()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._make_page()
        super().changeEvent(event)

    # -- inside -----------------------------------------------------------------------------

    def _connect(self) -> None:
        document = self._document
        document.nodeChanged.connect(self._node_changed)
        document.nodeRemoved.connect(self._node_removed)
        document.nodeAdded.connect(self._model_changed)
        document.linkAdded.connect(self._model_changed)
        document.linkRemoved.connect(self._model_changed)
        document.kindChanged.connect(self._model_changed)
        document.reset.connect(self._reset)
        document.checked.connect(self._checked)
        self._stack.indexChanged.connect(self._moved_in_history)

    def _make_page(self) -> None:
        self._remember_fold()
        self._edits.end()
        self.page = self._new_page()
        old = self._scroll.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()  # it may be in the middle of a signal of its own
        self._scroll.setWidget(self.page)
        first = None if isinstance(self.page, ModelPage) else self.page.first_input()
        self.setFocusProxy(first or self._scroll)

    def _new_page(self) -> NodePage | ManyPage | ModelPage:
        if not self._ids:
            return ModelPage(self._document)
        if len(self._ids) == 1:
            page = NodePage(
                self._document, self._stack, self._ids[0], self._edits, help_open=self._help_open
            )
            page.wanted.connect(self.wanted)
            return page
        return ManyPage(self._document, self._ids, self._edits)

    def _remember_fold(self) -> None:
        """The help stays open or closed from one layer to the next."""
        page = getattr(self, "page", None)
        if isinstance(page, NodePage) and page.help is not None:
            self._help_open = page.help.is_open()

    def _node_changed(self, node: Node) -> None:
        graph = self._document.graph
        if isinstance(self.page, NodePage) and self._ids == [node.id] and self._is_stale(node):
            self._make_page()
            return
        owners = {graph.owner(key).id for key in self._ids if key in graph.nodes}
        if not self._ids or node.id in self._ids or node.id in owners:
            self.page.refresh()

    def _is_stale(self, node: Node) -> bool:
        """Whether the page shows a layer of another class, or another model inside."""
        page = self.page
        return isinstance(page, NodePage) and (page.kind != node.kind or page.told is not None)

    def _node_removed(self, node: Node) -> None:
        if node.id in self._ids:
            self.show_nodes(self._ids)
        else:
            self._model_changed()

    def _model_changed(self, _what: Node | Link | str | None = None) -> None:
        self.page.refresh()

    def _reset(self) -> None:
        self._ids = []
        self._make_page()

    def _checked(self, report: Report) -> None:
        self.page.show_report(report)

    def _moved_in_history(self, _index: Any) -> None:
        if self._stack.canRedo():  # after an undo the next edit is an edit of its own
            self._edits.end()
