"""What the view shows: zoom, pan, words, themes, pictures, the empty canvas."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QImage, QUndoStack, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from app import theme
from app.canvas import camera
from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from app.canvas.view import CanvasView
from app.document.document import Document
from app.document.graph import Graph
from app.document.record import ProjectRecord

CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def wheel(h, at: QPoint, turns: float, modifiers=NONE, pixels: QPoint | None = None) -> None:
    phase = Qt.ScrollPhase.ScrollUpdate if pixels else Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        QPointF(at), QPointF(h.view.viewport().mapToGlobal(at)), pixels or QPoint(),
        QPoint(0, round(120 * turns)), Qt.MouseButton.NoButton, modifiers, phase, False,
    )  # fmt: skip
    QApplication.sendEvent(h.view.viewport(), event)


def pixel(h, at: QPoint) -> QColor:
    return h.view.viewport().grab().toImage().pixelColor(at)


@pytest.mark.parametrize("modifiers", [NONE, CONTROL])
def test_wheel_zooms_about_the_pointer(hand, branches, modifiers) -> None:
    h = hand(branches)
    at = h.card("b")
    point = h.view.mapToScene(at)
    wheel(h, at, 3, modifiers)
    assert camera.zoom(h.view) == pytest.approx(1.2**3)
    assert (h.view.mapFromScene(point) - at).manhattanLength() <= 2
    wheel(h, at, -3, modifiers)
    assert camera.zoom(h.view) == pytest.approx(1.0)


def test_zoom_has_limits(hand, branches) -> None:
    h = hand(branches)
    wheel(h, QPoint(100, 100), 100)
    assert camera.zoom(h.view) == camera.LARGEST
    wheel(h, QPoint(100, 100), -300)
    assert camera.zoom(h.view) == camera.SMALLEST


def test_two_fingers_pan(hand, branches) -> None:
    h = hand(branches)
    before = h.card("a")
    wheel(h, QPoint(100, 100), 0.1, pixels=QPoint(13, -40))
    assert h.card("a") - before == QPoint(13, -40)
    assert camera.zoom(h.view) == 1.0


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton])
def test_dragging_pans(hand, branches, qtbot, button) -> None:
    h = hand(branches)
    before = h.card("a")
    if button == Qt.MouseButton.LeftButton:
        qtbot.keyPress(h.view, Qt.Key.Key_Space)
    h.drag(h.card("a"), h.card("a") + QPoint(60, 45), button)
    qtbot.keyRelease(h.view, Qt.Key.Key_Space)
    assert h.card("a") - before == QPoint(60, 45)
    assert h.stack.count() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_F, Qt.Key.Key_Home])
def test_fit_shows_everything(hand, branches, key) -> None:
    h = hand(branches)
    h.view.centerOn(5000, 5000)
    h.key(key)
    seen = camera.visible(h.view)
    assert all(seen.contains(item.card_rect()) for item in h.view.canvas.nodes.values())
    assert camera.zoom(h.view) <= camera.LARGEST_FIT


def test_keys_zoom(hand, branches) -> None:
    h = hand(branches)
    h.key(Qt.Key.Key_Plus, CONTROL)
    assert camera.zoom(h.view) > 1
    h.key(Qt.Key.Key_Minus, CONTROL)
    h.key(Qt.Key.Key_Minus, CONTROL)
    assert camera.zoom(h.view) < 1
    h.key(Qt.Key.Key_0, CONTROL)
    assert camera.zoom(h.view) == pytest.approx(1.0)


def test_select_brings_into_sight(hand, branches) -> None:
    h = hand(branches)
    h.view.centerOn(-4000, 0)
    h.view.select([h.named("lone").id, "no such id"])
    assert h.selected() == {"lone"}
    assert h.view.viewport().rect().contains(h.card("lone"))


def test_rename_in_place(hand, branches, qtbot) -> None:
    h = hand(branches)
    h.view.select([h.named("a").id])
    activated: list[str] = []
    h.view.nodeActivated.connect(activated.append)
    h.key(Qt.Key.Key_F2)
    (line,) = h.view.viewport().findChildren(QLineEdit)
    assert line.text() == "a"
    qtbot.keyClicks(line, "b")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.isVisible(), "the name is taken: it can be mended"
    assert h.graph.names() >= {"a", "b"}
    line.selectAll()
    qtbot.keyClicks(line, "features")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "features" in h.graph.names()
    assert h.view.hasFocus()
    assert not activated, "Enter was meant for the name"
    h.stack.undo()
    assert "a" in h.graph.names()


def test_escape_leaves_the_old_name(hand, branches, qtbot) -> None:
    h = hand(branches)
    h.view.rename(h.named("a").id)
    (line,) = h.view.viewport().findChildren(QLineEdit)
    qtbot.keyClicks(line, "other")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert "a" in h.graph.names()
    assert h.stack.count() == 0


def test_the_empty_canvas_says_how_to_begin(hand) -> None:
    empty = hand(Graph("sequential"))
    plain = empty.view.viewport().grab().toImage()
    empty.view.add_layer("InputLayer")
    empty.view.centerOn(9000, 9000)
    empty.settle()
    bare = empty.view.viewport().grab().toImage()
    ink = theme.current().color("text")
    assert has_colour(plain, ink), "words are drawn"
    assert not has_colour(bare, ink), "and go when there is a layer"


def has_colour(image: QImage, colour: QColor) -> bool:
    wanted = colour.rgb()
    return any(
        image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width())
    )


def test_theme_switch_repaints(hand, branches, qapp) -> None:
    try:
        theme.apply(qapp, "light")
        h = hand(branches)
        spot = h.card("a") + QPoint(100, 8)
        beside = h.at(-60, 460)
        for mode in ("dark", "light"):
            theme.apply(qapp, mode)
            h.settle()
            assert pixel(h, spot) == theme.current().color("node")
            assert pixel(h, beside) == theme.current().color("canvas")
    finally:
        theme.apply(qapp, "system")


def test_far_away_only_the_families_colour_is_left(hand, branches) -> None:
    h = hand(branches)
    camera.zoom_to(h.view, 0.2)
    h.settle()
    assert pixel(h, h.card("b")) == theme.current().family("core")
    assert pixel(h, h.card("join")) == theme.current().family("merging")


def test_tooltip_explains_a_problem(hand, branches) -> None:
    h = hand(branches)
    at = h.card("lone")
    QApplication.sendEvent(
        h.view.viewport(),
        QHelpEvent(QEvent.Type.ToolTip, at, h.view.viewport().mapToGlobal(at)),
    )
    from PySide6.QtWidgets import QToolTip

    assert "nothing is wired to it" in QToolTip.text()
    QToolTip.hideText()


def menu_at(h, at: QPoint, reason=QContextMenuEvent.Reason.Mouse) -> QMenu:
    event = QContextMenuEvent(reason, at, h.view.viewport().mapToGlobal(at))
    QApplication.sendEvent(h.view.viewport(), event)
    return next(m for m in h.view.findChildren(QMenu) if m.isVisible())


def test_context_menus(hand, branches) -> None:
    h = hand(branches)
    actions = h.view.actions()
    menu = menu_at(h, h.card("b"))
    assert h.selected() == {"b"}
    assert {actions["share"], actions["rename"], actions["delete"]} <= set(menu.actions())
    menu.close()
    menu = menu_at(h, h.wire("left", "a"))
    assert h.selected() == set()
    assert actions["delete"] in menu.actions()
    menu.close()
    menu = menu_at(h, h.at(-80, 480))
    assert actions["fit"] in menu.actions()
    menu.close()


def test_the_menu_of_a_problem_offers_to_mend_it(hand, branches) -> None:
    h = hand(branches)
    menu = menu_at(h, h.card("lone"))
    mend = next(a for a in menu.actions() if a.text().startswith("Connect"))
    mend.trigger()
    menu.close()
    assert any(target == "lone" for _, target, _ in h.wires())


def test_mark_as_output(hand, branches) -> None:
    h = hand(branches)
    item = h.view.canvas.nodes[h.named("a").id]
    assert item.text.output == ""
    h.view.select([h.named("a").id])
    h.key(Qt.Key.Key_O)
    h.document.check()
    assert h.named("a").is_output
    assert item.text.output.endswith("8")
    assert h.view.actions()["mark_output"].isChecked()
    h.key(Qt.Key.Key_O)
    assert not h.named("a").is_output


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_export_picture(hand, branches, tmp_path, suffix) -> None:
    h = hand(branches)
    path = tmp_path / ("model" + suffix)
    h.view.select_all()
    h.view.export_picture(path)
    start = path.read_bytes()[:8]
    known = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}[suffix]
    assert start.startswith(known)
    assert len(h.selected()) == 6, "the selection stays"
    if suffix == ".png":
        image = QImage(str(path))
        assert image.width() >= 2 * (540 + CARD_WIDTH)
        assert image.height() >= 2 * (400 + CARD_HEIGHT)


def test_a_picture_that_cannot_be_written_is_an_error(hand, branches, tmp_path) -> None:
    h = hand(branches)
    for name in ("no/such/folder/a.png", "no/such/folder/a.svg", "no/such/folder/a.pdf"):
        with pytest.raises(OSError, match="could not be written"):
            h.view.export_picture(tmp_path / name)


def test_another_document_is_shown_whole(hand, branches, chain, qtbot) -> None:
    h = hand(branches)
    h.view.select_all()
    h.document.load(ProjectRecord(graph=chain))
    qtbot.waitUntil(lambda: len(h.view.canvas.nodes) == 4)
    h.settle()
    assert h.view.selected_ids() == []
    seen = camera.visible(h.view)
    assert all(seen.contains(item.card_rect()) for item in h.view.canvas.nodes.values())


def test_loading_while_dragging_is_harmless(hand, branches, chain) -> None:
    h = hand(branches)
    h.press(h.card("a"))
    h.move(h.card("a") + QPoint(40, 40))
    h.document.load(ProjectRecord(graph=chain))
    h.move(QPoint(10, 10))
    h.release(QPoint(10, 10))
    assert h.graph.names() == {"input", "conv", "flatten", "out"}


def test_every_action_has_words_and_a_shortcut_of_its_own(hand) -> None:
    h = hand()
    seen: dict[str, str] = {}
    for key, action in h.view.actions().items():
        assert action.text()
        assert action.shortcuts()
        for shortcut in action.shortcuts():
            assert seen.setdefault(shortcut.toString(), key) == key


def test_the_canvas_introduces_itself(hand) -> None:
    h = hand()
    assert h.view.accessibleName()
    assert "Tab" in h.view.accessibleDescription()


def test_shift_tab_leaves_the_canvas(hand, qtbot) -> None:
    h = hand()
    assert h.view.focusNextPrevChild(True) is False


def test_dragging_to_the_edge_scrolls(hand, branches, qtbot) -> None:
    h = hand(branches)
    before = camera.visible(h.view)
    h.press(h.card("a"))
    h.move(h.card("a") + QPoint(20, 20))
    h.move(QPoint(h.view.viewport().width() - 5, 300))
    qtbot.waitUntil(lambda: camera.visible(h.view).left() > before.left() + 60)
    h.release(QPoint(h.view.viewport().width() - 5, 300))
    assert QRectF(before).left() + 60 < camera.visible(h.view).left()
    assert h.named("a").x > 400


def test_a_document_outlives_its_view(qapp, branches, chain) -> None:
    document = Document(branches)
    view = CanvasView(document, QUndoStack(document))
    view.show()
    shiboken6.delete(view)
    document.load(ProjectRecord(graph=chain))
    document.rename(next(iter(chain.nodes)), "renamed")
    theme.notifier().changed.emit()
    QApplication.processEvents()
    assert document.graph.by_name("renamed") is not None


def test_the_menu_key_opens_the_menu_of_the_selection(hand, branches) -> None:
    h = hand(branches)
    h.view.select([h.named("a").id, h.named("b").id])
    menu = menu_at(h, QPoint(5, 5), QContextMenuEvent.Reason.Keyboard)
    assert h.view.actions()["connect"] in menu.actions()
    menu.close()


def test_a_click_elsewhere_takes_the_name_and_leaves_the_focus_there(
    hand, branches, qtbot
) -> None:
    h = hand(branches)
    other = QLineEdit(h.view)  # any field of the window
    other.show()
    h.view.rename(h.named("a").id)
    line = next(e for e in h.view.viewport().findChildren(QLineEdit) if e is not other)
    line.selectAll()
    qtbot.keyClicks(line, "features")
    other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert "features" in h.graph.names()
    assert other.hasFocus(), "what is typed next belongs there, not to the canvas"
