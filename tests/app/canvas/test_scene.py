"""The scene follows the document, whoever changes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF

from app import commands
from app.canvas.scene import CanvasScene
from app.document.document import Document
from app.document.graph import Graph, Link, Node
from engine import registry


@pytest.fixture
def shown(qapp, branches):
    document = Document(branches)
    scene = CanvasScene(document)
    document.check()
    return document, scene


def test_a_card_for_every_node_and_a_wire_for_every_link(shown) -> None:
    document, scene = shown
    assert scene.nodes.keys() == document.graph.nodes.keys()
    assert scene.links.keys() == document.graph.links.keys()


def test_changes_made_elsewhere_are_shown(shown) -> None:
    document, scene = shown
    graph = document.graph
    a, lone = graph.by_name("a"), graph.by_name("lone")
    document.set_params(a.id, {"units": 77, "activation": "tanh"})
    document.rename(a.id, "features")
    document.move(lone.id, 12, 24)
    document.add_node(Node("new", "Dropout", "drop", {"rate": 0.5}))
    document.add_link(Link("wire", a.id, "new"))
    document.remove_node(lone.id)
    document.check()
    text = scene.nodes[a.id].text
    assert (text.title, text.name, text.detail) == ("Dense", "features", "77 · tanh")
    assert scene.nodes["new"].text.detail == "50%"
    assert lone.id not in scene.nodes
    assert scene.links["wire"].label == "77"


def test_wires_end_at_the_ports(shown) -> None:
    document, scene = shown
    for key, link in document.graph.links.items():
        path = scene.links[key].path
        target = scene.nodes[link.target]
        assert path.pointAtPercent(0) == scene.nodes[link.source].output().position()
        end = target.inputs()[link.target_port].position()
        assert (path.currentPosition() - end).manhattanLength() < 0.01


def test_a_merge_has_a_free_port_and_other_cards_have_not(shown) -> None:
    document, scene = shown
    graph = document.graph
    ports = {n.name: len(scene.nodes[n.id].inputs()) for n in graph.nodes.values()}
    assert ports == {"left": 0, "right": 0, "a": 1, "b": 1, "join": 3, "lone": 1}
    commands.AddLink(document, graph.by_name("left").id, graph.by_name("join").id).redo()
    scene.settle()
    assert len(scene.nodes[graph.by_name("join").id].inputs()) == 4


def test_problems_are_marked(shown) -> None:
    document, scene = shown
    graph = document.graph
    assert scene.nodes[graph.by_name("lone").id].severity == "error"
    assert scene.nodes[graph.by_name("a").id].severity == ""


def test_outputs_are_marked_with_their_shape(shown) -> None:
    document, scene = shown
    marked = {
        node.name: scene.nodes[node.id].text.output
        for node in document.graph.nodes.values()
        if scene.nodes[node.id].text.output
    }
    assert marked.keys() == {"join", "lone"}
    assert marked["join"].endswith("16")


def test_the_selection_forgets_what_is_removed(shown) -> None:
    document, scene = shown
    told = []
    scene.selectedChanged.connect(lambda: told.append(scene.selected_ids()))
    a, b = document.graph.by_name("a").id, document.graph.by_name("b").id
    scene.select([b, a])
    document.remove_node(b)
    assert told == [[b, a], [a]]


def test_ports_wires_and_cards_are_found_by_place(shown) -> None:
    document, scene = shown
    a = document.graph.by_name("a")
    item = scene.nodes[a.id]
    assert scene.node_at(QPointF(20, 150)) is item
    assert scene.node_at(QPointF(-300, -300)) is None
    port = scene.port_at(item.output().position() + QPointF(5, 6))
    assert port == item.output()
    assert scene.port_at(QPointF(20, 170)) is None
    (key,) = [k for k, x in document.graph.links.items() if x.target == a.id]
    middle = scene.links[key].path.pointAtPercent(0.5)
    assert scene.link_at(middle + QPointF(4, 0)).link_id == key
    assert scene.link_at(middle + QPointF(60, 0)) is None


def test_a_wire_goes_around_cards_in_its_way(qapp) -> None:
    graph = Graph("functional")
    column = [graph.add("Dense", x=0, y=120 * row, units=4) for row in range(4)]
    for above, below in zip(column, column[1:], strict=False):
        graph.connect(above, below)
    join = graph.add("Add", x=0, y=480)
    graph.connect(column[-1], join)
    skip = graph.connect(column[0], join)
    scene = CanvasScene(Document(graph))
    path = scene.links[skip.id].path
    points = [path.pointAtPercent(i / 200) for i in range(201)]
    cards = [scene.nodes[node.id].card_rect() for node in column[1:]]
    assert not any(card.contains(point) for card in cards for point in points)


def test_texts_are_shortened_never_clipped(qapp) -> None:
    graph = Graph("functional")
    node = graph.add("Dense", "a_very_long_name_that_no_card_could_ever_hold_in_one_line", units=3)
    scene = CanvasScene(Document(graph))
    title, name, _detail = scene.nodes[node.id]._lines
    assert title == "Dense"
    assert name.endswith("…")
    assert node.name.startswith(name[:-1])


def test_unknown_layers_and_odd_arguments_are_shown_all_the_same(qapp) -> None:
    graph = Graph("functional")
    graph.add("NoSuchLayer", "odd", units={"a": [1]}, shape="x", strides=[1, None])
    document = Document(graph)
    scene = CanvasScene(document)
    document.check()
    (item,) = scene.nodes.values()
    assert item.text.title == "NoSuchLayer"
    assert item.severity == "error"


@pytest.mark.parametrize("kind", [e.name for e in registry.entries("layer") if not e.hidden])
def test_every_layers_class_is_read_whole(qapp, kind: str) -> None:
    graph = Graph("functional")
    node = graph.add(kind)
    item = CanvasScene(Document(graph)).nodes[node.id]
    assert "…" not in item._lines[0] + item._compact[0]
