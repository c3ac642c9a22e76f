"""The canvas: the board with mouse, wheel, touch, keyboard and drags."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QInputDevice,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QUndoStack,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from app.canvas import actions as actions_table
from app.canvas import camera, context_menu, tips
from app.canvas.board import Board
from app.canvas.geometry import COMPACT_ZOOM, GRID
from app.canvas.interactions.base import Interaction, Pointer
from app.canvas.interactions.draw_wire import DrawWire
from app.canvas.interactions.drop_layer import DropLayer, dragged_kind
from app.canvas.interactions.move_cards import MoveCards
from app.canvas.interactions.pan import Pan
from app.canvas.interactions.press_wire import PressWire
from app.canvas.interactions.rubber_band import RubberBand
from app.canvas.items.port_item import Port
from app.document.document import Document

_ARROWS = {
    Qt.Key.Key_Left: ("left", -1, 0),
    Qt.Key.Key_Right: ("right", 1, 0),
    Qt.Key.Key_Up: ("up", 0, -1),
    Qt.Key.Key_Down: ("down", 0, 1),
}
#: Pixels from the edge at which a drag scrolls the view, and how far each time.
EDGE, SCROLL = 24, 18


class CanvasView(Board):
    """Shows and edits a document's graph; see ``Board`` for what it can do.

    Here is decided which gesture an event begins.
    """

    def __init__(
        self, document: Document, stack: QUndoStack, parent: QWidget | None = None
    ) -> None:
        super().__init__(document, stack, parent)
        self._space = False
        self._last: Pointer | None = None
        self._scroller = QTimer(self)
        self._scroller.setInterval(16)
        self._scroller.timeout.connect(self._scroll_at_edge)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    # -- beginning and ending a gesture -----------------------------------

    def _pointer(self, event: QMouseEvent) -> Pointer:
        at = event.position()
        return Pointer(at.toPoint(), self._to_scene(at), event.modifiers())

    def _to_scene(self, at: QPointF) -> QPointF:
        return self.viewportTransform().inverted()[0].map(at)

    def _begin(self, event: QMouseEvent) -> Interaction | None:
        pointer = self._pointer(event)
        if event.button() == Qt.MouseButton.MiddleButton or (
            self._space and event.button() == Qt.MouseButton.LeftButton
        ):
            return Pan(self, pointer)
        if event.button() != Qt.MouseButton.LeftButton:
            return None
        if camera.zoom(self) >= COMPACT_ZOOM and (port := self.canvas.port_at(pointer.scene)):
            return self._draw_wire(pointer, port)
        if node := self.canvas.node_at(pointer.scene):
            return MoveCards(self, pointer, node)
        if wire := self.canvas.link_at(pointer.scene):
            return PressWire(self, pointer, wire)
        return RubberBand(self, pointer)

    def _draw_wire(self, pointer: Pointer, port: Port) -> Interaction:
        """A new wire; pulling at a wired input takes that wire's end off instead."""
        if port.side == "in":
            for link in self.document.graph.links_into(port.node_id):
                if link.target_port == port.index:
                    source = self.canvas.nodes[link.source].output(link.source_port)
                    return DrawWire(self, pointer, source, link.id)
        return DrawWire(self, pointer, port)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        QToolTip.hideText()
        if self.gesture is not None:
            return  # a second button while dragging
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.gesture = self._begin(event)
        self._last = self._pointer(event)
        if self.gesture is not None:
            self.viewport().setCursor(self.gesture.cursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        self._last = pointer
        if self.gesture is None:
            self._hover(pointer)
            return
        self.gesture.move(pointer)
        inside = self.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE).contains(pointer.at)
        if self.gesture is not None and self.gesture.scrolls and not inside:
            if not self._scroller.isActive():
                self._scroller.start()
        else:
            self._scroller.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._scroller.stop()
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            self._ending = True
            try:
                gesture.release(self._pointer(event))
            finally:
                self._ending = False
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        node = self.canvas.node_at(self._pointer(event).scene)
        if event.button() == Qt.MouseButton.LeftButton and node is not None:
            self.end_gesture()
            self.canvas.select([node.node_id])
            self.nodeActivated.emit(node.node_id)
        elif event.button() == Qt.MouseButton.LeftButton and not self._space:
            self.end_gesture()
            self.open_search(event.position().toPoint())

    def end_gesture(self, *_args: object) -> None:
        super().end_gesture()
        if self.gesture is None and hasattr(self, "_scroller"):
            self._scroller.stop()
            self._show_cursor()

    def _scroll_at_edge(self) -> None:
        if self.gesture is None or self._last is None:
            self._scroller.stop()
            return
        rect, at = self.viewport().rect(), self._last.at
        dx = SCROLL * ((at.x() > rect.right() - EDGE) - (at.x() < rect.left() + EDGE))
        dy = SCROLL * ((at.y() > rect.bottom() - EDGE) - (at.y() < rect.top() + EDGE))
        camera.scroll_by(self, QPoint(dx, dy))
        self._last = Pointer(at, self._to_scene(QPointF(at)), self._last.modifiers)
        self.gesture.move(self._last)

    def _hover(self, pointer: Pointer) -> None:
        port = self.canvas.port_at(pointer.scene)
        node = port.item if port is not None else self.canvas.node_at(pointer.scene)
        self.canvas.hover(node or self.canvas.link_at(pointer.scene))
        self._show_cursor(at_port=port is not None)

    def _show_cursor(self, at_port: bool = False) -> None:
        shape = Qt.CursorShape.CrossCursor if at_port else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if self._space else shape)

    def leaveEvent(self, event: QEvent) -> None:
        self.canvas.hover(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        self._show_cursor()
        super().focusOutEvent(event)

    # -- wheel, touchpad, pinch -------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels, angle = event.pixelDelta(), event.angleDelta()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        touchpad = event.device().type() == QInputDevice.DeviceType.TouchPad
        at = event.position().toPoint()
        if not control and (touchpad or event.phase() != Qt.ScrollPhase.NoScrollPhase):
            by = pixels if not pixels.isNull() else angle / 2
            camera.scroll_by(self, -by)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            camera.scroll_by(self, -QPoint(angle.y() or angle.x(), 0))
        elif angle.y():
            self.zoom_by(camera.STEP ** (angle.y() / 120), at)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        if event.type() == QEvent.Type.Gesture and isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = self.viewport().mapFromGlobal(pinch.hotSpot().toPoint())
                self.zoom_by(pinch.scaleFactor(), at)
                return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_by(1 + event.value(), event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        point = self.mapToScene(event.pos())
        graph = self.document.graph
        text = ""
        if node := self.canvas.node_at(point):
            text = tips.node_tip(
                self.document, graph.nodes[node.node_id], self.canvas.heat_tip(node.node_id)
            )
        elif wire := self.canvas.link_at(point):
            text = tips.link_tip(self.document, graph.links[wire.link_id])
        if text and self.gesture is None:
            QToolTip.showText(event.globalPos(), text, self.viewport())
        else:
            QToolTip.hideText()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if not self.canvas.nodes:
            self.viewport().update()  # the welcome stays in the middle

    # -- keys -------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab adds a layer; Shift+Tab leaves the canvas."""
        return False if forward else super().focusNextPrevChild(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if self.gesture is not None:
            if event.key() == Qt.Key.Key_Escape:
                self.end_gesture()
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._space = True
            self._show_cursor()
        elif not (self._arrow_key(event) or self._plain_key(event) or self._action_key(event)):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        super().keyReleaseEvent(event)

    def _arrow_key(self, event: QKeyEvent) -> bool:
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return False
        direction, dx, dy = arrow
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ids = self.selected_ids()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not ids:
            self.walk(direction, shift)
        else:
            step = GRID * (5 if shift else 1)
            self.nudge(dx * step, dy * step)
        return True

    def _plain_key(self, event: QKeyEvent) -> bool:
        ids = self.selected_ids()
        if event.key() == Qt.Key.Key_Escape and (ids or self.canvas.selected_links()):
            self.canvas.select([])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and ids:
            self.nodeActivated.emit(ids[-1])
        else:
            return False
        return True

    def _action_key(self, event: QKeyEvent) -> bool:
        action = actions_table.for_key(self.actions(), QKeySequence(event.keyCombination()))
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True

    # -- menus and drags --------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.end_gesture()
        point = self.mapToScene(event.pos())
        at = event.globalPos()
        node, wire = self.canvas.node_at(point), self.canvas.link_at(point)
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            ids = self.selected_ids()
            node = self.canvas.nodes[ids[-1]] if ids else None
            wire = None
            corner = node.card_rect().center() if node else camera.visible(self).center()
            at = self.viewport().mapToGlobal(self.mapFromScene(corner))
        if node is not None:
            if node.node_id not in self.selected_ids():
                self.canvas.select([node.node_id])
            menu = context_menu.node_menu(self)
        elif wire is not None:
            self.canvas.select([], [wire.link_id])
            menu = context_menu.wire_menu(self, wire.link_id)
        else:
            menu = context_menu.empty_menu(self, point)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        kind = dragged_kind(event.mimeData())
        if kind:
            self.end_gesture()
            self.dropping = DropLayer(self, kind)
            self.viewport().update()
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.dropping is None:
            event.ignore()
            return
        self.dropping.move(self._to_scene(event.position()))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._end_drop()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.dropping is None:
            event.ignore()
            return
        dropping = self.dropping
        self._end_drop()
        event.acceptProposedAction()
        dropping.drop(self._to_scene(event.position()))

    def _end_drop(self) -> None:
        if self.dropping is not None:
            self.dropping.leave()
            self.dropping = None
            self.viewport().update()
