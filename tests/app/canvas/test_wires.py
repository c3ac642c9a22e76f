"""Drawing, inserting into, leading elsewhere and removing wires."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.canvas.search_popup import KIND, SearchPopup


def open_popup() -> SearchPopup:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, SearchPopup)]
    found = [w for w in found if w.isVisible()]
    assert len(found) == 1
    return found[0]


def offered(popup: SearchPopup) -> set[str]:
    return {popup.list.item(i).data(KIND) for i in range(popup.list.count())}


def test_drag_from_output_to_input(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.output("join"), h.input("lone"))
    assert ("join", "lone", 0) in h.wires()
    h.stack.undo()
    assert ("join", "lone", 0) not in h.wires()


def test_drag_from_input_to_output(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.input("lone"), h.output("b"))
    assert ("b", "lone", 0) in h.wires()


def test_dropping_on_the_card_takes_its_free_port(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.output("lone"), h.card("join"))
    assert ("lone", "join", 2) in h.wires()


def test_a_loop_is_not_offered_and_not_made(hand, branches) -> None:
    h = hand(branches)
    h.press(h.output("join"))
    h.move(h.output("join") + QPoint(0, 30))
    items = h.view.canvas.nodes
    wiring = {name: items[h.named(name).id].wiring for name in ("left", "a", "b", "lone")}
    assert wiring == {"left": "impossible", "a": "impossible", "b": "impossible",
                      "lone": "possible"}  # fmt: skip
    said: list[str] = []
    h.view.statusMessage.connect(said.append)
    h.move(h.input("a"))
    h.release(h.input("a"))
    assert h.stack.count() == 0
    assert any("loop" in text for text in said)
    assert {item.wiring for item in items.values()} == {""}


def test_a_wire_whose_shape_does_not_fit_says_so_but_can_be_drawn(hand, chain) -> None:
    chain.kind = "functional"
    chain.add("MaxPooling2D", "pool", x=420, y=400)
    h = hand(chain)
    said: list[str] = []
    h.view.statusMessage.connect(said.append)
    h.press(h.output("flatten"))
    h.move(h.at(420, 330))
    wiring = {node.name: h.view.canvas.nodes[key].wiring for key, node in h.graph.nodes.items()}
    assert wiring["pool"] == "misfit"
    assert wiring["out"] == "possible"
    assert wiring["conv"] == "impossible"
    h.move(h.input("pool"))
    assert "144" in said[-1], "names the shape that does not fit"
    h.release(h.input("pool"))
    assert ("flatten", "pool", 0) in h.wires()


def test_escape_gives_a_wire_up(hand, branches) -> None:
    h = hand(branches)
    h.press(h.output("join"))
    h.move(h.card("lone"))
    h.key(Qt.Key.Key_Escape)
    h.release(h.card("lone"))
    assert h.stack.count() == 0


def test_pulling_the_end_off_leads_the_wire_elsewhere(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.input("a"), h.input("lone"))
    assert ("left", "lone", 0) in h.wires()
    assert ("left", "a", 0) not in h.wires()
    h.stack.undo()
    assert ("left", "a", 0) in h.wires()


def test_pulling_the_end_into_nothing_removes_the_wire(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.input("b"), h.at(650, 30))
    assert ("right", "b", 0) not in h.wires()
    assert h.stack.count() == 1


def test_putting_the_end_back_changes_nothing(hand, branches) -> None:
    h = hand(branches)
    before = h.wires()
    h.press(h.input("b"))
    h.move(h.input("b") + QPoint(40, -20))
    h.move(h.input("b"))
    h.release(h.input("b"))
    assert h.wires() == before
    assert h.stack.count() == 0


def test_dragging_a_wire_itself_takes_the_nearer_end(hand, branches) -> None:
    h = hand(branches)
    start = h.view.canvas.links[next(iter(h.graph.links))].path.pointAtPercent(0.8)
    h.drag(h.view.mapFromScene(start), h.input("lone"))
    assert ("left", "lone", 0) in h.wires()
    assert ("left", "a", 0) not in h.wires()


def test_click_selects_a_wire_and_delete_removes_it(hand, branches) -> None:
    h = hand(branches)
    h.click(h.wire("left", "a"))
    assert len(h.view.canvas.selected_links()) == 1
    h.key(Qt.Key.Key_Delete)
    assert ("left", "a", 0) not in h.wires()
    assert h.selected() == set()


def test_a_wire_dropped_into_nothing_offers_what_fits(hand, chain, qtbot) -> None:
    chain.kind = "functional"
    h = hand(chain)
    h.drag(h.output("flatten"), h.at(520, 330))
    popup = open_popup()
    kinds = offered(popup)
    assert "Dense" in kinds
    assert "InputLayer" not in kinds, "an input takes no value"
    assert "Conv2D" not in kinds, "a flat value is no picture"
    qtbot.keyClicks(popup.line, "dense")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    h.settle()
    assert ("flatten", "dense", 0) in h.wires()
    assert h.selected() == {"dense"}
    h.stack.undo()
    assert "dense" not in h.graph.names()


def test_a_wire_from_an_input_into_nothing_adds_what_leads_there(hand, branches, qtbot) -> None:
    h = hand(branches)
    h.drag(h.input("lone"), h.at(650, 250))
    popup = open_popup()
    qtbot.keyClicks(popup.line, "input")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    h.settle()
    assert any(target == "lone" for _, target, _ in h.wires())
    steps = h.stack.index()
    h.stack.undo()
    assert h.stack.index() == steps - 1 == 0
    assert len(h.graph.nodes) == 6


def test_leaving_the_search_adds_nothing(hand, branches, qtbot) -> None:
    h = hand(branches)
    h.drag(h.output("join"), h.at(60, 430))
    popup = open_popup()
    qtbot.keyClick(popup.line, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert len(h.graph.nodes) == 6
    assert h.stack.count() == 0


def test_a_layer_dropped_on_a_wire_is_inserted(hand, chain) -> None:
    h = hand(chain)
    at = h.wire("conv", "flatten")
    h.hold_layer("Dropout", at)
    assert [x.inserting for x in h.view.canvas.links.values()].count(True) == 1
    h.drop_layer("Dropout", at)
    assert {("conv", "dropout", 0), ("dropout", "flatten", 0)} <= h.wires()
    assert ("conv", "flatten", 0) not in h.wires()
    h.stack.undo()
    assert ("conv", "flatten", 0) in h.wires()


def test_a_lone_card_dragged_onto_a_wire_is_inserted(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.card("lone"), h.wire("left", "a"))
    assert {("left", "lone", 0), ("lone", "a", 0)} <= h.wires()
    h.stack.undo()
    assert ("left", "a", 0) in h.wires()
    assert (h.named("lone").x, h.named("lone").y) == (540, 400)


def test_keys_connect_and_disconnect(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("lone").id, h.named("join").id])
    h.key(Qt.Key.Key_L)
    assert ("join", "lone", 0) in h.wires(), "from the upper to the lower"
    h.key(Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert ("join", "lone", 0) not in h.wires()


def test_a_refused_connection_leaves_no_step(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("left").id, h.named("right").id])
    said: list[str] = []
    h.view.statusMessage.connect(said.append)
    h.key(Qt.Key.Key_L)
    assert h.stack.count() == 0
    assert any("takes no value" in text for text in said)


def test_wires_show_the_shape_without_the_batch(hand, chain) -> None:
    h = hand(chain)
    labels = {item.label for item in h.view.canvas.links.values()}
    assert labels == {"8×8×1", "6×6×4", "144"}
