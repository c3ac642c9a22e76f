"""Selecting, moving and arranging cards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from app.canvas.arrange import aligned, distributed
from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH, GRID
from app.canvas.neighbours import first, neighbour

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def place(h, name: str) -> tuple[float, float]:
    return h.named(name).x, h.named(name).y


def test_click_selects_and_tells(hand, branches) -> None:
    h = hand(branches)
    chosen: list[list[str]] = []
    said: list[str] = []
    h.view.selectionChanged.connect(chosen.append)
    h.view.statusMessage.connect(said.append)
    h.click(h.card("a"))
    assert chosen == [[h.named("a").id]]
    assert "a: Dense" in said[-1]
    h.click(h.at(-60, 500))
    assert chosen[-1] == []


def test_control_click_adds_and_takes_away(hand, branches) -> None:
    h = hand(branches)
    h.click(h.card("a"))
    h.click(h.card("b"), keys=CONTROL)
    assert h.selected() == {"a", "b"}
    h.click(h.card("a"), keys=CONTROL)
    assert h.selected() == {"b"}


def test_rubber_band_selects_what_it_touches(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.at(-30, 110), h.at(560, 220))
    assert h.selected() == {"a", "b"}
    h.key(Qt.Key.Key_A, CONTROL)
    assert h.selected() == set(h.graph.names())
    h.key(Qt.Key.Key_Escape)
    assert h.selected() == set()


def test_escape_in_the_rubber_band_restores_the_selection(hand, branches) -> None:
    h = hand(branches)
    h.click(h.card("lone"))
    h.press(h.at(-30, 110))
    h.move(h.at(560, 220))
    assert h.selected() == {"a", "b"}
    h.key(Qt.Key.Key_Escape)
    assert h.selected() == {"lone"}
    h.release(h.at(560, 220))
    assert h.selected() == {"lone"}


def test_drag_moves_and_one_undo_brings_back(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.card("lone"), h.card("lone") + QPoint(50, -37))
    assert place(h, "lone") == (588, 360), "on the grid"
    assert h.stack.count() == 1
    h.stack.undo()
    assert place(h, "lone") == (540, 400)
    assert h.view.canvas.nodes[h.named("lone").id].pos().toTuple() == (540, 400)


def test_without_snapping_it_lands_where_it_is_dropped(hand, branches) -> None:
    h = hand(branches)
    h.view.set_snap(False)
    h.drag(h.card("lone"), h.card("lone") + QPoint(50, -37))
    assert place(h, "lone") == (590, 363)


def test_the_selection_moves_together(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("a").id, h.named("b").id])
    h.drag(h.card("b"), h.card("b") + QPoint(0, 36))
    assert place(h, "a") == (0, 168)
    assert place(h, "b") == (300, 168)
    assert h.selected() == {"a", "b"}


def test_click_in_a_selection_narrows_it(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("a").id, h.named("b").id])
    h.click(h.card("b"))
    assert h.selected() == {"b"}
    assert h.stack.count() == 0


def test_a_trembling_click_does_not_move(hand, branches) -> None:
    h = hand(branches)
    h.press(h.card("a"))
    h.move(h.card("a") + QPoint(1, 1))
    h.release(h.card("a") + QPoint(1, 1))
    assert h.stack.count() == 0


def test_escape_puts_the_cards_back(hand, branches) -> None:
    h = hand(branches)
    h.press(h.card("lone"))
    h.move(h.card("lone") + QPoint(-90, -90))
    h.key(Qt.Key.Key_Escape)
    assert h.view.canvas.nodes[h.named("lone").id].pos().toTuple() == (540, 400)
    assert h.stack.count() == 0


def test_undo_while_dragging_ends_the_drag_unharmed(hand, branches) -> None:
    h = hand(branches)
    h.view.add_layer("Dropout")
    name = "dropout"
    h.press(h.card(name))
    h.move(h.card(name) + QPoint(30, 30))
    h.stack.undo()
    h.move(h.at(300, 300))
    h.release(h.at(300, 300))
    assert name not in h.graph.names()


def test_arrows_nudge_and_merge_into_one_step(hand, branches) -> None:
    h = hand(branches)
    h.click(h.card("lone"))
    for _ in range(3):
        h.key(Qt.Key.Key_Right)
    h.key(Qt.Key.Key_Up, SHIFT)
    assert place(h, "lone") == (540 + 3 * GRID, 400 - 5 * GRID)
    assert h.stack.count() == 1
    h.stack.undo()
    assert place(h, "lone") == (540, 400)


def test_nudges_of_different_selections_are_different_steps(hand, branches) -> None:
    h = hand(branches)
    h.click(h.card("lone"))
    h.key(Qt.Key.Key_Right)
    h.click(h.card("a"))
    h.key(Qt.Key.Key_Right)
    h.click(h.card("lone"))
    h.key(Qt.Key.Key_Right)
    assert h.stack.count() == 3


def test_control_and_arrows_walk_from_card_to_card(hand, branches) -> None:
    h = hand(branches)
    h.key(Qt.Key.Key_Down)
    assert h.selected() == {"left"}, "without a selection it begins at the top"
    h.key(Qt.Key.Key_Down, CONTROL)
    assert h.selected() == {"a"}
    h.key(Qt.Key.Key_Right, CONTROL)
    assert h.selected() == {"b"}
    h.key(Qt.Key.Key_Down, CONTROL)
    assert h.selected() == {"join"}
    h.key(Qt.Key.Key_Up, CONTROL | SHIFT)
    assert len(h.selected()) == 2


def test_enter_and_double_click_activate(hand, branches, qtbot) -> None:
    h = hand(branches)
    activated: list[str] = []
    h.view.nodeActivated.connect(activated.append)
    qtbot.mouseDClick(h.view.viewport(), Qt.MouseButton.LeftButton, pos=h.card("b"))
    h.key(Qt.Key.Key_Return)
    assert activated == [h.named("b").id] * 2


@pytest.mark.parametrize(
    ("key", "axis", "value"),
    [("align_left", 0, 0), ("align_right", 0, 540), ("align_top", 1, 132),
     ("align_bottom", 1, 400), ("align_center", 0, 270), ("align_middle", 1, 266)],
)  # fmt: skip
def test_align_is_one_step(hand, branches, key, axis, value) -> None:
    h = hand(branches)
    h.view.select([h.named(name).id for name in ("a", "b", "lone")])
    h.view.actions()[key].trigger()
    assert [place(h, name)[axis] for name in ("a", "b", "lone")] == [value] * 3
    h.stack.undo()
    assert place(h, "b") == (300, 132)


def test_an_unknown_edge_is_refused() -> None:
    with pytest.raises(ValueError, match="left, right"):
        aligned({"a": (0, 0), "b": (1, 1)}, "diagonal")


def test_distribute_keeps_the_ends_and_evens_the_gaps() -> None:
    spread = distributed({"a": (0, 0), "b": (270, 9), "c": (900, 0)}, "across")
    assert spread == {"a": (0, 0), "b": (450, 9), "c": (900, 0)}


def test_distribute_never_lets_cards_overlap() -> None:
    spread = distributed({key: (index, 0.0) for index, key in enumerate("abcd")}, "across")
    xs = sorted(x for x, _ in spread.values())
    assert all(b - a >= CARD_WIDTH for a, b in zip(xs, xs[1:], strict=False))
    spread = distributed({key: (0.0, index) for index, key in enumerate("abcd")}, "down")
    ys = sorted(y for _, y in spread.values())
    assert all(b - a >= CARD_HEIGHT for a, b in zip(ys, ys[1:], strict=False))


def test_arrange_all_points_down_without_overlaps(hand, branches) -> None:
    h = hand(branches)
    for node in h.graph.nodes.values():
        h.document.move(node.id, 0, 0)
    h.key(Qt.Key.Key_L, CONTROL)
    for source, target, _ in h.wires():
        assert place(h, source)[1] + CARD_HEIGHT < place(h, target)[1]
    rects = [item.card_rect() for item in h.view.canvas.nodes.values()]
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[i + 1 :])
    h.stack.undo()
    assert {(n.x, n.y) for n in h.graph.nodes.values()} == {(0.0, 0.0)}


def test_arrange_a_selection_leaves_the_rest(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("left").id, h.named("a").id])
    before = place(h, "lone"), place(h, "join")
    h.document.move(h.named("a").id, 700, -300)
    h.view.auto_layout()
    assert (place(h, "lone"), place(h, "join")) == before
    assert place(h, "a")[1] > place(h, "left")[1]


def test_neighbours_prefer_what_is_straight_ahead_and_wired() -> None:
    places = {"a": (0.0, 0.0), "b": (10.0, 300.0), "c": (260.0, 120.0)}
    assert first(places) == "a"
    assert neighbour(places, "a", "down") == "b"
    assert neighbour(places, "a", "down", {"c"}) == "c"
    assert neighbour(places, "a", "up") is None
    assert neighbour(places, "a", "left") is None


def test_undo_of_a_move_while_dragging_shows_the_document(hand, branches) -> None:
    h = hand(branches)
    h.drag(h.card("lone"), h.card("lone") + QPoint(-48, 0))
    h.press(h.card("lone"))
    h.move(h.card("lone") + QPoint(30, -60))
    h.stack.undo()
    h.release(h.at(300, 300))
    assert place(h, "lone") == (540, 400)
    assert h.view.canvas.nodes[h.named("lone").id].pos().toTuple() == (540, 400)
