"""The page where the model is drawn: the canvas and the panels around it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSizePolicy, QTabWidget, QWidget

from app import commands
from app.canvas.view import CanvasView
from app.document.graph import GROUP_KIND, GraphKind
from app.document.report import Problem
from app.panels.opened import OpenedPanel
from app.panels.palette import Palette
from app.panels.problems import Problems
from app.panels.properties import Properties
from app.panels.summary import SummaryPanel
from app.window.dock_title import DockTitle
from app.window.inside import open_group
from app.window.workspace import Workspace

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class DesignPage(QMainWindow):
    """An inner main window, so that its docks come and go with it.

    Signals:
        said(str): What is selected, or why something could not be done.
    """

    said = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Widget)
        self._workspace = workspace
        document, stack = workspace.document, workspace.stack
        self.canvas = CanvasView(document, stack)
        # Its wish is the size of the whole scene, which would squeeze the panels.
        self.canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setCentralWidget(self.canvas)
        self.palette_panel = Palette()
        self.palette_panel.setMinimumWidth(200)  # the longest names of layers
        self.properties = Properties(document, stack)
        self.properties.setMinimumWidth(320)
        self.problems = Problems(document, stack)
        self.summary = SummaryPanel(document)
        self.opened = OpenedPanel(document)
        self.docks: dict[str, QDockWidget] = {}
        self._make_docks()
        self._connect()
        self._plain_layout = self.saveState()
        self._floating: list[QDockWidget] = []
        self._sized = False

    def _make_docks(self) -> None:
        for area in (_RIGHT, _BOTTOM):
            self.setTabPosition(area, QTabWidget.TabPosition.North)
        self._dock("palette", self.tr("Layers"), self.palette_panel, _LEFT)
        self._dock("properties", self.tr("Properties"), self.properties, _RIGHT)
        problems = self._dock("problems", self.tr("Problems"), self.problems, _RIGHT)
        summary = self._dock("summary", self.tr("Summary"), self.summary, _RIGHT)
        opened = self._dock("opened", self.tr("Opened File"), self.opened, _RIGHT)
        self.tabifyDockWidget(problems, summary)
        self.tabifyDockWidget(summary, opened)
        for dock in (problems, summary, opened):
            dock.setTitleBarWidget(QWidget())  # their tabs are title enough
        problems.raise_()
        opened.hide()  # only a project that was read from a file of Keras has something there
        # At the right, so that the drawing has the whole height: models grow downwards.
        self.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        self.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        self._size_docks()

    def _size_docks(self) -> None:
        side = [self.docks["palette"], self.docks["properties"]]
        self.resizeDocks(side, [220, 360], Qt.Orientation.Horizontal)
        below = [self.docks["properties"], self.docks["problems"]]
        self.resizeDocks(below, [520, 240], Qt.Orientation.Vertical)

    def _dock(
        self, key: str, title: str, widget: QWidget, area: Qt.DockWidgetArea
    ) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(key)
        dock.setAccessibleName(title)
        dock.setTitleBarWidget(DockTitle(dock))
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        self.docks[key] = dock
        return dock

    def _connect(self) -> None:
        self.canvas.selectionChanged.connect(self.properties.show_nodes)
        self.canvas.nodeActivated.connect(self._show_properties)
        self.canvas.statusMessage.connect(self.said)
        self.properties.wanted.connect(self._open_or_replace)
        self.problems.wanted.connect(self._open_or_replace)
        self.palette_panel.layerChosen.connect(self.canvas.add_layer)
        self.problems.problemActivated.connect(self._show_problem)
        self.summary.nodeActivated.connect(lambda node_id: self.canvas.select([node_id]))
        self.opened.nodeActivated.connect(lambda node_id: self.canvas.select([node_id]))

    # -- what the menus and panels ask for --------------------------------

    def convert(self) -> None:
        """Make a sequential model functional, or back where it is one chain."""
        document = self._workspace.document
        kind: GraphKind = "sequential" if document.graph.kind == "functional" else "functional"
        try:
            commands.push(self._workspace.stack, commands.SetKind(document, kind))
        except commands.Refused as refusal:
            self.said.emit(str(refusal))

    def show_account(self) -> None:
        """Show how the file was read, where there is something to read about it."""
        account = self._workspace.document.account
        dock = self.docks["opened"]
        if account is None or not account.noteworthy:
            dock.hide()
            return
        dock.show()
        dock.raise_()

    def _open_or_replace(self, node_id: str) -> None:
        node = self._workspace.document.graph.nodes[node_id]
        if node.kind == GROUP_KIND:
            open_group(self, self._workspace.document, self._workspace.stack, node_id)
        else:
            self.canvas.adding.open_replacing(node_id)

    def _show_properties(self, node_id: object) -> None:
        node = self._workspace.document.graph.nodes.get(str(node_id))
        if node is not None and node.kind == GROUP_KIND:
            self._open_or_replace(node.id)
            return
        dock = self.docks["properties"]
        dock.show()
        dock.raise_()
        self.properties.setFocus()

    def _show_problem(self, problem: Problem) -> None:
        if problem.node is not None:
            self.canvas.select([problem.node])

    # -- layout -----------------------------------------------------------

    def dock_actions(self) -> list[QAction]:
        """One switch for each panel, with shortcuts Ctrl+Alt+1 and on."""
        actions = []
        for number, dock in enumerate(self.docks.values(), start=1):
            action = dock.toggleViewAction()
            action.setShortcut(QKeySequence(f"Ctrl+Alt+{number}"))
            actions.append(action)
        return actions

    def reset_layout(self) -> None:
        self.restoreState(self._plain_layout)
        for key, dock in self.docks.items():
            dock.setVisible(key != "opened")
        self._size_docks()
        self.docks["problems"].raise_()

    def restore_layout(self, state: QByteArray) -> None:
        if not state.isEmpty():
            self._sized = self.restoreState(state)

    def hideEvent(self, event: QHideEvent) -> None:
        """Floating panels are windows of their own; they leave with the page."""
        super().hideEvent(event)
        self._floating = [d for d in self.docks.values() if d.isFloating() and d.isVisible()]
        for dock in self._floating:
            dock.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._sized:  # sizes given before the first showing are lost
            self._sized = True
            QTimer.singleShot(0, self, self._size_docks)
        for dock in self._floating:
            dock.show()
        self._floating = []
