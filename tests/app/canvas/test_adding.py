"""Adding layers: palette, double click, search, paste, duplicate, using one again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QUndoStack
from PySide6.QtWidgets import QApplication

from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from app.canvas.search_popup import KIND, SearchPopup, ranked
from app.canvas.view import CanvasView
from app.document.document import Document
from app.document.graph import Graph, Node
from engine import registry

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def empty_clipboard(qapp) -> None:
    QGuiApplication.clipboard().setMimeData(QMimeData())


def open_popup() -> SearchPopup:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, SearchPopup)]
    return next(w for w in found if w.isVisible())


def test_a_dropped_layer_lies_under_the_pointer(hand) -> None:
    h = hand(Graph("functional"))
    h.drop_layer("Dense", h.at(360, 240))
    node = h.named("dense")
    assert abs(node.x + CARD_WIDTH / 2 - 360) <= 6
    assert abs(node.y + CARD_HEIGHT / 2 - 240) <= 6
    assert h.selected() == {"dense"}
    h.stack.undo()
    assert not h.graph.nodes
    assert not h.view.canvas.nodes


def test_something_else_cannot_be_dropped(hand) -> None:
    h = hand()
    h.drop_layer("NoSuchLayer", h.at(100, 100))
    assert not h.graph.nodes


def test_sequential_layers_chain_themselves(hand) -> None:
    h = hand(kind="sequential")
    for kind in ("InputLayer", "Flatten", "Dense"):
        h.view.add_layer(kind)
    assert h.wires() == {("input_layer", "flatten", 0), ("flatten", "dense", 0)}
    h.view.select([h.named("flatten").id])
    h.view.add_layer("Dropout")
    assert h.wires() == {
        ("input_layer", "flatten", 0), ("flatten", "dropout", 0), ("dropout", "dense", 0)
    }  # fmt: skip


def test_cards_added_one_after_another_do_not_overlap(hand) -> None:
    h = hand(kind="sequential")
    for kind in ("InputLayer", "Dense", "Dense", "Dense"):
        h.view.add_layer(kind)
    tops = sorted(node.y for node in h.graph.nodes.values())
    assert all(b - a >= CARD_HEIGHT for a, b in zip(tops, tops[1:], strict=False))


def test_a_layer_added_behind_a_branch_lies_beside_it(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("left").id])
    h.view.add_layer("Dense")
    assert ("left", "dense", 0) in h.wires()
    new = h.view.canvas.nodes[h.named("dense").id].card_rect()
    others = [i.card_rect() for k, i in h.view.canvas.nodes.items() if k != h.named("dense").id]
    assert not any(new.intersects(rect) for rect in others)


def test_a_new_layer_is_brought_into_sight(hand) -> None:
    h = hand(kind="sequential")
    for kind in ("InputLayer", *["Dense"] * 9):
        h.view.add_layer(kind)
    assert h.view.viewport().rect().contains(h.card("dense_8"))


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_A])
def test_a_key_opens_the_search_and_enter_adds(hand, qtbot, key) -> None:
    h = hand(kind="sequential")
    h.key(key)
    popup = open_popup()
    qtbot.keyClicks(popup.line, "maxp")
    qtbot.keyClick(popup.line, Qt.Key.Key_Down)
    qtbot.keyClick(popup.line, Qt.Key.Key_Up)
    chosen = popup.list.currentItem().data(KIND)
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert [node.kind for node in h.graph.nodes.values()] == [chosen]
    assert chosen.startswith("MaxPooling")


def test_double_click_on_nothing_adds_there(hand, qtbot) -> None:
    h = hand()
    at = h.at(300, 200)
    qtbot.mouseDClick(h.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    popup = open_popup()
    qtbot.keyClicks(popup.line, "dropout")
    qtbot.mouseClick(
        popup.list.viewport(), Qt.MouseButton.LeftButton,
        pos=popup.list.visualItemRect(popup.list.item(0)).center(),
    )  # fmt: skip
    node = h.named("dropout")
    assert abs(node.x + CARD_WIDTH / 2 - 300) <= 6


def test_search_that_finds_nothing_says_so(hand, qtbot) -> None:
    h = hand()
    h.view.open_search()
    popup = open_popup()
    qtbot.keyClicks(popup.line, "qqqq")
    assert popup.list.count() == 0
    assert "qqqq" in popup.nothing.text()
    assert popup.nothing.isVisible()
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert not h.graph.nodes
    qtbot.keyClick(popup.line, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("text", "first"),
    [("dense", "Dense"), ("maxp", "MaxPooling1D"), ("bn", "BatchNormalization"),
     ("gap2", "GlobalAveragePooling2D"), ("input", "InputLayer"), ("conv 2d", "Conv2D"),
     ("emb", "Embedding")],
)  # fmt: skip
def test_search_ranks_names_beginnings_and_capitals(text: str, first: str) -> None:
    entries = [e for e in registry.entries("layer") if not e.hidden]
    assert ranked(entries, text)[0].name == first


def test_the_search_begins_with_an_input_and_then_with_the_basic_layers(hand, qtbot) -> None:
    h = hand(kind="functional")

    def offered() -> list[str]:
        h.key(Qt.Key.Key_Tab)
        popup = open_popup()
        names = [str(popup.list.item(row).data(KIND)) for row in range(popup.list.count())]
        qtbot.keyClick(popup.line, Qt.Key.Key_Escape)
        h.settle()
        return names

    assert offered()[0] == "InputLayer"
    h.document.add_node(Node("a", "InputLayer", "a", {"shape": [4]}))
    assert "Dense" in offered()[:2] and len(offered()) > 10


def test_the_search_offers_every_layer_of_the_palette(hand, qtbot) -> None:
    h = hand()
    h.view.open_search()
    popup = open_popup()
    offered = [popup.list.item(i).data(KIND) for i in range(popup.list.count())]
    assert sorted(offered) == sorted(e.name for e in registry.entries("layer") if not e.hidden)
    qtbot.keyClick(popup.line, Qt.Key.Key_Escape)


def test_copy_and_paste(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("a").id, h.named("join").id])
    h.key(Qt.Key.Key_C, CONTROL)
    h.key(Qt.Key.Key_V, CONTROL)
    assert {"a_1", "join_1"} == h.selected()
    assert ("a_1", "join_1", 0) in h.wires()
    first = (h.named("a_1").x, h.named("a_1").y)
    h.key(Qt.Key.Key_V, CONTROL)
    assert (h.named("a_2").x, h.named("a_2").y) != first, "the second paste does not hide the first"
    h.stack.undo()
    h.stack.undo()
    assert h.graph.names() == {"left", "right", "a", "b", "join", "lone"}


def test_copied_layers_can_be_pasted_into_another_window(hand, branches, qtbot) -> None:
    h = hand(branches)
    h.view.select([h.named("a").id])
    h.view.copy()
    document = Document(Graph("functional"))
    other = CanvasView(document, QUndoStack(document))
    qtbot.addWidget(other)
    other.paste()
    (node,) = document.graph.nodes.values()
    assert (node.name, node.kind, node.params) == ("a", "Dense", {"units": 8})


def test_paste_lands_where_it_can_be_seen(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("a").id])
    h.view.copy()
    h.view.centerOn(9000, 9000)
    h.view.paste()
    assert h.view.viewport().rect().contains(h.card("a_1"))


def test_pasting_other_things_does_nothing_and_says_so(hand) -> None:
    h = hand()
    said: list[str] = []
    h.view.statusMessage.connect(said.append)
    QGuiApplication.clipboard().setText('{"layerloom": "nodes", "graph": {"nodes": 3}}')
    h.view.paste()
    assert not h.graph.nodes
    assert h.stack.count() == 0
    assert said


def test_cut_takes_away_and_paste_brings_back(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("lone").id])
    h.key(Qt.Key.Key_X, CONTROL)
    assert "lone" not in h.graph.names()
    h.key(Qt.Key.Key_V, CONTROL)
    assert h.named("lone").params == {"units": 3}


def test_duplicate_beside_and_in_a_chain(hand, branches, chain) -> None:
    h = hand(branches)
    h.view.select([h.named("b").id])
    h.key(Qt.Key.Key_D, CONTROL)
    assert h.named("b_1").params == h.named("b").params
    assert (h.named("b_1").x, h.named("b_1").y) != (h.named("b").x, h.named("b").y)
    h = hand(chain)
    h.view.select([h.named("conv").id])
    h.key(Qt.Key.Key_D, CONTROL)
    assert {("conv", "conv_1", 0), ("conv_1", "flatten", 0)} <= h.wires()


def test_delete_heals_the_chain(hand, chain) -> None:
    h = hand(chain)
    h.click(h.card("flatten"))
    h.key(Qt.Key.Key_Delete)
    assert ("conv", "out", 0) in h.wires()
    assert len(h.view.canvas.nodes) == 3
    h.stack.undo()
    assert {("conv", "flatten", 0), ("flatten", "out", 0)} <= h.wires()


def test_use_a_layer_again(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("b").id])
    h.key(Qt.Key.Key_S)
    (new,) = h.view.selected_ids()
    assert h.graph.nodes[new].shared_with == h.named("b").id
    items = h.view.canvas.nodes
    assert items[new].sharing == "user"
    assert items[h.named("b").id].sharing == "owner"
    assert items[h.named("b").id].partner, "the partner of the selected card lights up"
    assert not items[h.named("a").id].partner
    h.key(Qt.Key.Key_S, SHIFT)
    assert h.graph.nodes[new].shared_with is None
    assert h.graph.nodes[new].params == {"units": 8}
    assert items[h.named("b").id].sharing == ""


def test_a_refused_addition_is_told(hand, chain) -> None:
    h = hand(chain)
    said: list[str] = []
    h.view.statusMessage.connect(said.append)
    h.view.add_layer("InputLayer")
    assert len(h.graph.nodes) == 4
    assert any("one input" in text for text in said)


def test_adding_into_a_selected_wire_inserts(hand, branches) -> None:
    h = hand(branches)
    h.click(h.wire("left", "a"))
    h.view.add_layer("Dropout")
    assert {("left", "dropout", 0), ("dropout", "a", 0)} <= h.wires()


def test_a_point_of_the_scene_is_where_it_goes(hand) -> None:
    h = hand()
    h.view.add_layer("Dense", QPointF(600, 480))
    node = h.named("dense")
    assert (node.x + CARD_WIDTH / 2, node.y + CARD_HEIGHT / 2) == pytest.approx((600, 480), abs=6)
    assert h.view.mapFromScene(QPointF(600, 480)) != QPoint()
