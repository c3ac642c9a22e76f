"""Inside a model that stands in the model: its drawing, edited apart and taken over at the end."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import commands, sizing
from app.canvas.layout import layered
from app.canvas.view import CanvasView
from app.document import groups
from app.document.build import BuildError
from app.document.document import Document
from app.document.drawing import keep_order
from app.document.graph import GROUP_KIND, Graph
from app.document.record import ProjectRecord
from app.document.report import Problem
from app.panels.palette import Palette
from app.panels.problems import Problems
from app.panels.properties import Properties
from app.plain import Label


def open_group(
    parent: QWidget, document: Document, stack: QUndoStack, node_id: str, path: str = ""
) -> None:
    """Show the inside of a group; what is changed there becomes one undo step."""
    dialog = InsideDialog(document, stack, document.graph.owner(node_id).id, path, parent)
    dialog.exec()
    dialog.deleteLater()


def lay_out(graph: Graph) -> None:
    """Arrange the cards; inputs and outputs keep their order from left to right."""
    ends = graph.inputs(), graph.outputs()
    wires = [(link.source, link.target) for link in graph.links.values()]
    for key, (x, y) in layered(list(graph.nodes), wires).items():
        graph.nodes[key].x, graph.nodes[key].y = x, y
    for end in ends:
        keep_order(graph, [node.id for node in end])


class InsideDialog(QDialog):
    """The drawing of a group with the panels to edit it.

    Attributes:
        document: What is inside, as a document of its own.
        stack: Its undo steps.
    """

    def __init__(
        self,
        outer: Document,
        outer_stack: QUndoStack,
        node_id: str,
        path: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._outer, self._outer_stack, self._id = outer, outer_stack, node_id
        node = outer.graph.nodes[node_id]
        self.path = f"{path or self.tr('Model')} › {node.name}"
        self.setWindowTitle(self.tr("Inside {name}").format(name=node.name))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.document = Document()  # both outlive the panels that listen to them
        self.stack = QUndoStack()
        self._load()
        self.canvas = CanvasView(self.document, self.stack)
        self.properties = Properties(self.document, self.stack)
        self.problems = Problems(self.document, self.stack)
        self.palette_panel = Palette()
        self.message = Label()
        self._arrange()
        self._connect()
        sizing.resize(self, 1180, 760)
        QTimer.singleShot(0, self.canvas, self.canvas.fit_all)

    def _load(self) -> None:
        node = self._outer.graph.nodes[self._id]
        graph = groups.drawing_of(node)
        lay_out(graph)
        arrays = (self._outer.weights or {}).get(node.name)
        weights = None if arrays is None else groups.weights_inside(node, arrays)
        self.document.load(ProjectRecord(graph=graph, weights=weights, title=node.name))

    def _arrange(self) -> None:
        crumbs = Label(self.path)
        crumbs.setProperty("role", "heading")
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.properties)
        side.addWidget(self.problems)
        side.setSizes([460, 200])
        parts = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.palette_panel, self.canvas, side):
            parts.addWidget(widget)
        parts.setSizes([210, 640, 330])
        parts.setStretchFactor(1, 1)
        self.message.setWordWrap(True)
        self.message.setProperty("role", "error")
        self.message.hide()
        self._buttons = QDialogButtonBox()
        self.back = QPushButton(self.tr("Take Over"))
        self._buttons.addButton(self.back, QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave = self._buttons.addButton(QDialogButtonBox.StandardButton.Close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(crumbs)
        column.addWidget(parts, 1)
        column.addWidget(self.message)
        column.addWidget(self._buttons)
        for button in (self.back, self.leave):
            button.setAutoDefault(False)
        self._show_changes()

    def _connect(self) -> None:
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.canvas.selectionChanged.connect(self.properties.show_nodes)
        self.canvas.nodeActivated.connect(self._activated)
        self.palette_panel.layerChosen.connect(self.canvas.add_layer)
        self.problems.problemActivated.connect(self._show_problem)
        self.properties.wanted.connect(self._open_or_replace)
        self.problems.wanted.connect(self._open_or_replace)
        self.stack.indexChanged.connect(self._show_changes)

    def _show_changes(self, _index: int = 0) -> None:
        """Nothing is to be taken over before something was changed."""
        self.back.setEnabled(not self.stack.isClean())
        changed = not self.stack.isClean()
        self.leave.setText(self.tr("Discard Changes") if changed else self.tr("Close"))

    def _show_problem(self, problem: Problem) -> None:
        if problem.node is not None:
            self.canvas.select([problem.node])

    def _activated(self, node_id: object) -> None:
        node = self.document.graph.nodes.get(str(node_id))
        if node is not None and node.kind == GROUP_KIND:
            self._open_or_replace(node.id)

    def _open_or_replace(self, node_id: str) -> None:
        if self.document.graph.nodes[node_id].kind == GROUP_KIND:
            open_group(self, self.document, self.stack, node_id, self.path)
        else:
            self.canvas.adding.open_replacing(node_id)

    def accept(self) -> None:
        """Make what was drawn the inside of the group; problems keep the dialog open."""
        node = self._outer.graph.nodes[self._id]
        try:
            params, arrays = groups.changed(node, self.document.graph, self.document.weights)
        except BuildError as error:
            self.message.setText(str(error).splitlines()[0])
            self.message.show()
            return
        except ValueError as error:
            self.message.setText(str(error))
            self.message.show()
            return
        commands.push(
            self._outer_stack, commands.ChangeInside(self._outer, self._id, params, arrays)
        )
        super().accept()

    def reject(self) -> None:
        """Leave; unsaved changes are asked about."""
        if not self.stack.isClean() and not self._may_discard():
            return
        super().reject()

    def _may_discard(self) -> bool:
        from PySide6.QtWidgets import QMessageBox

        answer = QMessageBox.question(
            self,
            self.windowTitle(),
            QCoreApplication.translate("InsideDialog", "Discard what you changed inside?"),
        )
        return answer == QMessageBox.StandardButton.Yes
