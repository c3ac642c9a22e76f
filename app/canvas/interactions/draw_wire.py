"""Drawing a wire from a port to another, or leading the end of a wire elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsPathItem, QToolTip

from app import theme
from app.canvas import camera, fitting
from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, PORT_REACH
from app.canvas.interactions.base import Interaction, Pointer
from app.canvas.items.link_item import Course
from app.canvas.items.node_item import Wiring
from app.canvas.items.port_item import Port
from app.plain import tip

if TYPE_CHECKING:
    from app.canvas.board import Board

#: Cards whose shapes are tried when a wire begins; asking the engine takes time.
MOST_TRIED = 60


class DrawWire(Interaction):
    """Leads a wire from a port to where the pointer is.

    Args:
        view: The view.
        start: Where the button was pressed.
        fixed: The port at the wire's other end.
        replaces: Id of the wire whose end was taken off, "" for a new wire.
    """

    cursor = Qt.CursorShape.CrossCursor
    scrolls = True

    def __init__(self, view: Board, start: Pointer, fixed: Port, replaces: str = "") -> None:
        super().__init__(view, start)
        self.fixed = fixed
        self.replaces = replaces
        self.target: Port | None = None
        self.draft: QGraphicsPathItem | None = None
        self._marks: dict[str, Wiring] = {}

    # -- following --------------------------------------------------------

    def move(self, pointer: Pointer) -> None:
        if self.draft is None:
            if not self.far(pointer):
                return
            self._begin()
        target = self._target_at(pointer.scene)
        refusal = self._refusal(target) if target is not None else None
        self._land(target if refusal is None else None)
        self._explain(pointer, target, refusal)
        end = self.target.position() if self.target is not None else pointer.scene
        fixed = self.fixed.position()
        course = Course(fixed, end) if self.fixed.side == "out" else Course(end, fixed)
        assert self.draft is not None
        self.draft.setPath(course.path())

    def _begin(self) -> None:
        pen = QPen(theme.current().color("accent"), 2.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self.draft = QGraphicsPathItem()
        self.draft.setPen(pen)
        self.draft.setZValue(4)
        self.scene.addItem(self.draft)
        if self.replaces:
            self.scene.links[self.replaces].setVisible(False)
        self._marks = self._judge()
        for key, wiring in self._marks.items():
            self.scene.nodes[key].mark(wiring=wiring)

    def _judge(self) -> dict[str, Wiring]:
        """Which cards the wire can join; shapes are tried for those that are seen."""
        document, key = self.scene.document, self.fixed.node_id
        blocked = fitting.blocked(document.graph, key, self.fixed.side)
        marks: dict[str, Wiring] = {
            other: "impossible" if other in blocked else "possible" for other in self.scene.nodes
        }
        marks[key] = "source"
        seen = camera.visible(self.view)
        near = [
            other
            for other, item in self.scene.nodes.items()
            if marks[other] == "possible" and item.card_rect().intersects(seen)
        ]
        for other in near[:MOST_TRIED]:
            source, target = (key, other) if self.fixed.side == "out" else (other, key)
            port = self.fixed.index if self.fixed.side == "in" else None
            if fitting.misfit(document, source, target, port, self.replaces):
                marks[other] = "misfit"
        return marks

    def _target_at(self, point: QPointF) -> Port | None:
        """The port meant: the nearest, or on a card the first free one."""
        wanted = "in" if self.fixed.side == "out" else "out"
        port = self.scene.port_at(point, PORT_REACH * 1.5)
        if port is not None and port.side == wanted and port.item is not self.fixed.item:
            return port
        item = self.scene.node_at(point)
        if item is None or item is self.fixed.item:
            return None
        if wanted == "out":
            return item.output()
        free = self.scene.document.graph.free_port(item.node_id)
        inputs = item.inputs()
        return inputs[min(free, len(inputs) - 1)] if inputs else Port(item, "in", -1)

    def _refusal(self, target: Port) -> str | None:
        source, sink = self._ends(target)
        return fitting.refusal(
            self.scene.document.graph, source.node_id, sink.node_id, sink.index, self.replaces
        )

    def _ends(self, target: Port) -> tuple[Port, Port]:
        return (self.fixed, target) if self.fixed.side == "out" else (target, self.fixed)

    def _land(self, target: Port | None) -> None:
        """Mark the card the wire would be joined to."""
        if target == self.target:
            return
        if self.target is not None and self.target.item.wiring == "landing":
            self.target.item.mark(wiring=self._marks.get(self.target.node_id, ""), landing_port=-1)
        self.target = target
        if target is not None:
            index = target.index if target.side == "in" else -1
            target.item.mark(wiring="landing", landing_port=index)

    def _explain(self, pointer: Pointer, target: Port | None, refusal: str | None) -> None:
        text = refusal
        if target is not None and refusal is None:
            source, sink = self._ends(target)
            text = fitting.misfit(
                self.scene.document, source.node_id, sink.node_id, sink.index, self.replaces
            )
        if text:
            at = self.view.viewport().mapToGlobal(pointer.at)
            QToolTip.showText(at, tip(text), self.view.viewport())
        else:
            QToolTip.hideText()
        self.view.report(text or "")

    # -- ending -----------------------------------------------------------

    def release(self, pointer: Pointer) -> None:
        drawn, target = self.draft is not None, self.target
        self.cancel()
        if not drawn:
            return
        if target is not None:
            source, sink = self._ends(target)
            self.view.edits.wire(
                source.node_id, sink.node_id, sink.index, self.replaces, source.index
            )
        elif self.scene.node_at(pointer.scene) is None:
            if self.replaces:
                self.view.edits.remove([], [self.replaces])
            else:
                self._offer_layers(pointer)

    def _offer_layers(self, pointer: Pointer) -> None:
        """Let the person find a layer to stand at the wire's loose end."""
        down = self.fixed.side == "out"
        place = pointer.scene - QPointF(CARD_WIDTH / 2, 0 if down else CARD_HEIGHT)
        self.view.open_search(pointer.at, joined=self.fixed, place=place)

    def cancel(self) -> None:
        if self.draft is None:
            return
        self.scene.removeItem(self.draft)
        self.draft = None
        if self.replaces in self.scene.links:
            self.scene.links[self.replaces].setVisible(True)
        for item in self.scene.nodes.values():
            item.mark(wiring="", landing_port=-1)
        QToolTip.hideText()
