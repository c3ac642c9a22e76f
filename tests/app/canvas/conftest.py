"""A shown canvas, and a hand that uses it through real events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QUndoStack
from PySide6.QtWidgets import QApplication

from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from app.canvas.view import CanvasView
from app.document.document import Document
from app.document.graph import Graph, Node


class Hand:
    """Moves the mouse and presses keys on a canvas as a person would.

    Attributes:
        view: The canvas.
        document: What it shows.
        stack: Its undo stack.
    """

    def __init__(self, view: CanvasView, qtbot: Any) -> None:
        self.view = view
        self.document = view.document
        self.stack = view.stack
        self.qtbot = qtbot

    # -- looking ----------------------------------------------------------

    @property
    def graph(self) -> Graph:
        return self.document.graph

    def named(self, name: str) -> Node:
        node = self.graph.by_name(name)
        assert node is not None, f"no {name} among {sorted(self.graph.names())}"
        return node

    def wires(self) -> set[tuple[str, str, int]]:
        names = {key: node.name for key, node in self.graph.nodes.items()}
        links = self.graph.links.values()
        return {(names[x.source], names[x.target], x.target_port) for x in links}

    def selected(self) -> set[str]:
        return {self.graph.nodes[key].name for key in self.view.selected_ids()}

    def settle(self) -> None:
        QApplication.processEvents()

    # -- places in the view -----------------------------------------------

    def at(self, x: float, y: float) -> QPoint:
        return self.view.mapFromScene(QPointF(x, y))

    def card(self, name: str) -> QPoint:
        node = self.named(name)
        return self.at(node.x + CARD_WIDTH / 2, node.y + CARD_HEIGHT / 2)

    def output(self, name: str) -> QPoint:
        node = self.named(name)
        return self.at(node.x + CARD_WIDTH / 2, node.y + CARD_HEIGHT)

    def input(self, name: str, port: int = 0) -> QPoint:
        item = self.view.canvas.nodes[self.named(name).id]
        return self.view.mapFromScene(item.inputs()[port].position())

    def wire(self, source: str, target: str) -> QPoint:
        """Half way along a wire."""
        a, b = self.named(source).id, self.named(target).id
        link = next(x for x in self.graph.links.values() if (x.source, x.target) == (a, b))
        path = self.view.canvas.links[link.id].path
        return self.view.mapFromScene(path.pointAtPercent(0.5))

    # -- doing ------------------------------------------------------------

    def press(self, at: QPoint, button: Any = Qt.MouseButton.LeftButton, keys: Any = None) -> None:
        keys = keys or Qt.KeyboardModifier.NoModifier
        self.qtbot.mousePress(self.view.viewport(), button, keys, at)

    def move(self, at: QPoint) -> None:
        self.qtbot.mouseMove(self.view.viewport(), at)

    def release(
        self, at: QPoint, button: Any = Qt.MouseButton.LeftButton, keys: Any = None
    ) -> None:
        keys = keys or Qt.KeyboardModifier.NoModifier
        self.qtbot.mouseRelease(self.view.viewport(), button, keys, at)
        self.settle()

    def click(self, at: QPoint, button: Any = Qt.MouseButton.LeftButton, keys: Any = None) -> None:
        self.press(at, button, keys)
        self.release(at, button, keys)

    def drag(self, start: QPoint, end: QPoint, button: Any = Qt.MouseButton.LeftButton) -> None:
        self.press(start, button)
        self.move(start + (end - start) / 2)
        self.move(end)
        self.release(end, button)

    def key(self, key: Any, modifiers: Any = None) -> None:
        self.qtbot.keyClick(self.view, key, modifiers or Qt.KeyboardModifier.NoModifier)
        self.settle()

    def hold_layer(self, kind: str, at: QPoint) -> QMimeData:
        """Drag a layer from the palette over the canvas."""
        data = QMimeData()
        data.setData("application/x-layerloom-layer", kind.encode())
        details = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.view.viewport(), QDragEnterEvent(at, *details, none))
        QApplication.sendEvent(self.view.viewport(), QDragMoveEvent(at, *details, none))
        return data

    def drop_layer(self, kind: str, at: QPoint) -> None:
        data = self.hold_layer(kind, at)
        event = QDropEvent(
            QPointF(at), Qt.DropAction.CopyAction, data,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(self.view.viewport(), event)
        self.settle()


@pytest.fixture
def hand(qtbot: Any) -> Callable[..., Hand]:
    """Make a canvas for a graph, at 100 %, with the scene's origin in the upper left."""

    def make(graph: Graph | None = None, kind: str = "functional") -> Hand:
        graph = graph if graph is not None else Graph(kind)  # type: ignore[arg-type]
        document = Document(graph)
        stack = QUndoStack(document)
        view = CanvasView(document, stack)
        document.setParent(view)
        qtbot.addWidget(view)
        view.resize(900, 700)
        view.show()
        view.centerOn(390, 300)
        view.setFocus()
        document.check()
        QApplication.processEvents()
        return Hand(view, qtbot)

    return make


@pytest.fixture
def chain() -> Graph:
    """input -> conv -> flatten -> out, a Sequential model."""
    graph = Graph("sequential")
    nodes = [
        graph.add("InputLayer", "input", x=120, y=0, shape=[8, 8, 1]),
        graph.add("Conv2D", "conv", x=120, y=120, filters=4, kernel_size=[3, 3], activation="relu"),
        graph.add("Flatten", "flatten", x=120, y=240),
        graph.add("Dense", "out", x=120, y=360, units=10),
    ]
    for source, target in zip(nodes, nodes[1:], strict=False):
        graph.connect(source, target)
    return graph


@pytest.fixture
def branches() -> Graph:
    """Two inputs, a dense layer behind each, joined; and a lone dense layer."""
    graph = Graph("functional")
    left = graph.add("InputLayer", "left", x=0, y=0, shape=[4])
    right = graph.add("InputLayer", "right", x=300, y=0, shape=[6])
    a = graph.add("Dense", "a", x=0, y=132, units=8)
    b = graph.add("Dense", "b", x=300, y=132, units=8)
    join = graph.add("Concatenate", "join", x=144, y=264)
    graph.add("Dense", "lone", x=540, y=400, units=3)
    for source, target in ((left, a), (right, b), (a, join), (b, join)):
        graph.connect(source, target)
    return graph
