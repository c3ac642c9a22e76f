"""Layers that give several values, models inside and unknown layers, as cards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack

from app.canvas.view import CanvasView
from app.document.document import Document
from app.document.graph import Graph


@pytest.fixture
def view(qtbot):
    graph = Graph("functional")
    steps = graph.add("InputLayer", "steps", shape=[5, 3])
    reader = graph.add("LSTM", "reader", y=140.0, units=4, return_state=True)
    graph.connect(steps, reader)
    graph.add("Dense", "out", y=320.0, units=1)
    document = Document(graph)
    view = CanvasView(document, QUndoStack(document))
    qtbot.addWidget(view)
    view.resize(700, 700)
    view.show()
    qtbot.waitExposed(view)
    document.check()
    view.fit_all()
    return view


def test_a_wire_is_drawn_from_the_second_value(view, qtbot):
    graph = view.document.graph
    reader, out = graph.by_name("reader"), graph.by_name("out")
    card = view.canvas.nodes[reader.id]
    assert len(card.outputs()) == 3
    start = view.mapFromScene(card.outputs()[1].position())
    end = view.mapFromScene(view.canvas.nodes[out.id].inputs()[0].position())
    screen = view.viewport()
    qtbot.mousePress(screen, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(screen, (start + end) / 2)
    qtbot.mouseMove(screen, end)
    qtbot.mouseRelease(screen, Qt.MouseButton.LeftButton, pos=end)
    (link,) = graph.links_into(out.id)
    assert (link.source, link.source_port) == (reader.id, 1)
    assert view.document.check().ok


def test_the_ports_follow_the_setting(view):
    document = view.document
    reader = document.graph.by_name("reader")
    document.set_params(reader.id, {"units": 4})
    document.check()
    view.canvas.settle()
    assert len(view.canvas.nodes[reader.id].outputs()) == 1


def test_an_unknown_layer_says_its_class_and_offers_a_replacement(view):
    from app.canvas import context_menu

    document = view.document
    entry = {"class_name": "mine>Gate", "config": {"name": "gate"}}
    node = document.graph.by_name("out")
    document.set_layer(node.id, "Placeholder", {"entry": entry})
    document.check()
    text = view.canvas.nodes[node.id].text
    assert (text.title, text.look) == ("Gate", "unknown")
    view.select([node.id])
    menu = context_menu.node_menu(view)
    assert any("Replace" in action.text() for action in menu.actions())
    menu.deleteLater()
