"""What the canvas shows and can do; ``app.canvas.view`` adds mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QResizeEvent, QUndoStack
from PySide6.QtWidgets import QFrame, QGraphicsView, QToolTip, QWidget

from app import theme
from app.canvas import actions as actions_table
from app.canvas import arrange, camera, neighbours, picture, tips
from app.canvas.adding import Adding
from app.canvas.backdrop import Dots, paint_welcome
from app.canvas.edits import Edits
from app.canvas.heat_legend import HeatLegend
from app.canvas.interactions.base import Interaction
from app.canvas.interactions.drop_layer import DropLayer
from app.canvas.interactions.rename import RenameEditor
from app.canvas.overview import Overview
from app.canvas.scene import CanvasScene
from app.document.document import Document
from app.plain import tip

#: What the view may be scrolled to; a thousand cards in a row are a tenth of it.
WORLD = QRectF(-2e6, -2e6, 4e6, 4e6)


class Board(QGraphicsView):
    """Shows and edits a document's graph.

    Args:
        document: What is shown.
        stack: Where changes are pushed.
        parent: Parent widget.

    Attributes:
        canvas: The scene.
        edits: What can be done to the document.
        overview: The small picture of the whole in the corner.
        legend: Says what the colours of the heat map mean.
        snap: Whether moved cards land on the grid.
        gesture: What is being done with the mouse, None while nothing is.
        dropping: The layer held above the canvas, None without one.

    Signals:
        selectionChanged: List of the ids of the selected nodes.
        nodeActivated: Id of the node that was double-clicked (or Enter pressed on).
        statusMessage: One line for the status bar.
        zoomChanged: Pixels per scene unit.
    """

    selectionChanged = Signal(object)
    nodeActivated = Signal(object)
    statusMessage = Signal(str)
    zoomChanged = Signal(float)

    def __init__(
        self, document: Document, stack: QUndoStack, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.stack = stack
        self.snap = True
        self.gesture: Interaction | None = None
        self.dropping: DropLayer | None = None
        self._ending = False
        self.canvas = CanvasScene(document, self)
        self.edits = Edits(document, stack, self)
        self.adding = Adding(self)
        self._dots = Dots()
        self._set_up()
        self._actions = actions_table.make_actions(self)
        self._connect()
        self.overview = Overview(self)
        self.legend = HeatLegend(self)
        self._update_actions()
        self.retranslate()

    def _set_up(self) -> None:
        self.setScene(self.canvas)
        self.setSceneRect(WORLD)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self.setViewportUpdateMode(self.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(self.OptimizationFlag.DontSavePainterState)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(self.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(self.ViewportAnchor.AnchorViewCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMinimumSize(160, 120)

    def _connect(self) -> None:
        self.canvas.selectedChanged.connect(self._selection_changed)
        self.canvas.contentChanged.connect(self._update_actions)
        self.canvas.rebuilding.connect(self.end_gesture)
        self.document.reset.connect(self._fit_soon)
        self.document.kindChanged.connect(self._update_actions)
        self.document.checked.connect(self._announce)
        self.document.checked.connect(self._update_actions)
        self.stack.indexChanged.connect(self.end_gesture)
        self.edits.refused.connect(self._refuse)
        self.edits.made.connect(self._show_made)
        theme.notifier().changed.connect(self.viewport().update)

    # -- words ------------------------------------------------------------

    def retranslate(self) -> None:
        """Write everything in the language of the moment."""
        self.setAccessibleName(self.tr("Model canvas"))
        self.setAccessibleDescription(
            self.tr(
                "The layers of the model as cards joined by wires. Tab adds a layer, Ctrl and the "
                "arrow keys go from card to card, Enter opens a card's settings."
            )
        )
        actions_table.retranslate(self._actions)
        self.canvas.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if hasattr(self, "_actions"):
            if event.type() == QEvent.Type.LanguageChange:
                self.retranslate()
            elif event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
                self.canvas.retranslate()
        super().changeEvent(event)

    def report(self, text: str) -> None:
        """Show a line in the status bar."""
        self.statusMessage.emit(text)

    def _refuse(self, text: str) -> None:
        self.report(text)
        at = self.mapFromGlobal(self.cursor().pos())
        if not self.rect().contains(at):
            at = self.rect().center()
        QToolTip.showText(self.mapToGlobal(at), tip(text), self)

    def _announce(self, _report: object = None) -> None:
        """Tell what is selected: to the status bar and to screen readers."""
        ids = self.selected_ids()
        graph = self.document.graph
        if len(ids) == 1 and ids[0] in graph.nodes:
            text = tips.node_line(
                self.document, graph.nodes[ids[0]], self.canvas.heat_tip(ids[0])
            )
        elif ids:
            text = self.tr("{count} layers selected").format(count=len(ids))
        else:
            return
        self.report(text)
        self.viewport().setAccessibleName(text)

    # -- selection --------------------------------------------------------

    def selected_ids(self) -> list[str]:
        """Ids of the selected nodes, in the order they were selected."""
        return self.canvas.selected_ids()

    def select(self, ids: Iterable[str]) -> None:
        """Select these nodes (unknown ids are left out) and bring them into sight."""
        self.canvas.select(ids)
        self.reveal_selection()

    def select_all(self) -> None:
        self.canvas.select(self.canvas.nodes)

    def reveal_selection(self) -> None:
        if ids := self.selected_ids():
            camera.reveal(self, self.canvas.content_rect(ids))

    def end_gesture(self, *_args: object) -> None:
        """Give the gesture up, if one is going on; everything is as it was before."""
        if self.gesture is not None and not self._ending:
            gesture, self.gesture = self.gesture, None
            gesture.cancel()

    def _selection_changed(self) -> None:
        self._update_actions()
        self.selectionChanged.emit(self.selected_ids())
        if self.selected_ids():
            self._announce()
        else:
            self.report("")

    def _show_made(self, ids: list[str]) -> None:
        self.canvas.settle()
        self.select(ids)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def walk(self, direction: str, extend: bool = False) -> None:
        """Go to the next card "left", "right", "up" or "down"."""
        graph = self.document.graph
        places = {key: (node.x, node.y) for key, node in graph.nodes.items()}
        ids = self.selected_ids()
        if not ids:
            goal = neighbours.first(places)
        else:
            link_ends = {
                end
                for link in (*graph.links_into(ids[-1]), *graph.links_from(ids[-1]))
                for end in (link.source, link.target)
            }
            goal = neighbours.neighbour(places, ids[-1], direction, link_ends)
        if goal is not None:
            rest = [key for key in ids if key != goal] if extend else []
            self.select([*rest, goal])
            camera.reveal(self, self.canvas.nodes[goal].card_rect())

    # -- editing ----------------------------------------------------------

    def add_layer(self, kind: str, pos: QPointF | None = None) -> None:
        """Add a layer at a point of the scene, or where it fits best.

        It is wired behind the selected layer, if there is one; in a sequential
        model else at the end.
        """
        self.adding.add(kind, pos)

    def open_search(
        self,
        at: QPoint | None = None,
        *,
        joined: object = None,
        link: str = "",
        place: QPointF | None = None,
    ) -> None:
        """Let the person find a layer to add.

        Args:
            at: Where in the view the list opens; None at the pointer.
            joined: Port the new layer is wired to.
            link: Id of a wire the new layer is inserted into.
            place: Its top-left corner in the scene.
        """
        self.adding.open(at, joined, link, place)

    def delete_selection(self) -> None:
        self.edits.remove(self.selected_ids(), self.canvas.selected_links())

    def copy(self) -> None:
        self.edits.copy(self.selected_ids())

    def cut(self) -> None:
        self.copy()
        self.edits.remove(self.selected_ids())

    def paste(self) -> None:
        self.adding.paste()

    def duplicate(self) -> None:
        if ids := self.selected_ids():
            self.edits.duplicate(ids)

    def align(self, edge: str) -> None:
        """Line the selected cards up; ``edge`` as for ``arrange.aligned``."""
        if len(self.selected_ids()) > 1:
            self.edits.arrange(arrange.aligned(self._places(), edge))

    def distribute(self, direction: str) -> None:
        """Spread the selected cards evenly, "across" or "down"."""
        if len(self.selected_ids()) > 2:
            self.edits.arrange(arrange.distributed(self._places(), direction))

    def _places(self) -> arrange.Positions:
        nodes = self.document.graph.nodes
        return {key: (nodes[key].x, nodes[key].y) for key in self.selected_ids()}

    def auto_layout(self) -> None:
        """Arrange the selected cards, or all when fewer than two are selected."""
        ids = self.selected_ids()
        self.edits.auto_layout(ids if len(ids) > 1 else list(self.document.graph.nodes))
        if len(ids) < 2:
            self.canvas.settle()
            if not camera.visible(self).contains(self.canvas.content_rect()):
                self.fit_all()

    def nudge(self, dx: float, dy: float) -> None:
        self.edits.nudge(self.selected_ids(), dx, dy)

    def rename_selected(self) -> None:
        if len(self.selected_ids()) == 1:
            self.rename(self.selected_ids()[0])

    def rename(self, node_id: str) -> None:
        """Open the name in its card for editing."""
        camera.reveal(self, self.canvas.nodes[node_id].card_rect())
        if camera.zoom(self) < 0.5:
            camera.zoom_to(self, 1.0)
            camera.reveal(self, self.canvas.nodes[node_id].card_rect())
        RenameEditor(self, node_id)

    def share_selected(self) -> None:
        if len(self.selected_ids()) == 1:
            self.edits.share(self.selected_ids()[0])

    def unshare_selected(self) -> None:
        self.edits.unshare(self.selected_ids())

    def toggle_output(self) -> None:
        ids = self.selected_ids()
        marked = all(self.document.graph.nodes[key].is_output for key in ids)
        self.edits.set_output(ids, not marked)
        self._update_actions()

    def toggle_frozen(self) -> None:
        """Freeze the selected layers' weights, or free them if all are frozen."""
        holding = self.edits.freezable(self.selected_ids())
        self.edits.freeze(holding, not all(map(self.edits.is_frozen, holding)))
        self._update_actions()

    def replace_selected(self) -> None:
        if len(self.selected_ids()) == 1:
            self.adding.open_replacing(self.selected_ids()[0])

    def ungroup_selected(self) -> None:
        if len(self.selected_ids()) == 1:
            self.edits.ungroup(self.selected_ids()[0])

    def connect_selected(self) -> None:
        if len(self.selected_ids()) > 1:
            self.edits.connect_in_order(self.selected_ids())

    def disconnect_selected(self) -> None:
        if self.selected_ids():
            self.edits.unwire(self.selected_ids())

    def set_snap(self, on: bool) -> None:
        """Let moved cards land on the grid, or anywhere."""
        self.snap = on
        self._actions["snap"].setChecked(on)

    # -- seeing -----------------------------------------------------------

    def zoom_in(self) -> None:
        self.zoom_by(camera.STEP)

    def zoom_out(self) -> None:
        self.zoom_by(1 / camera.STEP)

    def zoom_reset(self) -> None:
        self.zoom_by(1 / camera.zoom(self))

    def look(self) -> tuple[float, QPointF, list[str]]:
        """What is looked at: how large, around which point, and what is selected."""
        return camera.zoom(self), camera.visible(self).center(), self.selected_ids()

    def look_at(self, level: float, middle: QPointF, selected: list[str]) -> None:
        """Look as another view of the same drawing did, see ``look``."""
        self.canvas.settle()
        self.canvas.select(selected)
        camera.zoom_to(self, level)
        self.centerOn(middle)
        self._zoomed()

    def fit_all(self) -> None:
        """Show the whole model."""
        self.canvas.settle()
        camera.fit(self, self.canvas.content_rect())
        self._zoomed()

    def show_overview(self, on: bool) -> None:
        """Show or hide the small picture of the whole model in the corner."""
        self.overview.place()
        self.overview.setVisible(on)
        self._actions["overview"].setChecked(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "legend"):
            self.overview.place()
            self.legend.place()

    def _fit_soon(self) -> None:
        QTimer.singleShot(0, self, self.fit_all)  # when the window has its size

    def zoom_by(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom about a point of the view (default: its middle)."""
        camera.zoom_by(self, factor, at)
        self._zoomed()

    def _zoomed(self) -> None:
        self.viewport().update()
        self.zoomChanged.emit(camera.zoom(self))

    def export_picture(self, path: str | Path) -> None:
        """Write the drawing as PNG, SVG or PDF; raises OSError when that fails."""
        self.canvas.settle()
        picture.export(self.canvas, Path(path))

    # -- actions, painting ------------------------------------------------

    def actions(self) -> dict[str, QAction]:  # type: ignore[override]
        """The canvas's actions by key (see ``app.canvas.actions``), for menus."""
        return self._actions

    def _update_actions(self, *_args: object) -> None:
        actions_table.enable(self._actions, self)

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:  # type: ignore[override]
        self._dots.paint(painter, self, rect)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:  # type: ignore[override]
        if not self.canvas.nodes:
            paint_welcome(painter, self, self.dropping is not None)
