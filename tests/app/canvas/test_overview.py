"""The small picture in the corner."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt

from app import theme
from app.canvas import camera


def test_a_key_shows_and_hides_it(hand, branches) -> None:
    h = hand(branches)
    assert not h.view.overview.isVisible()
    h.key(Qt.Key.Key_M)
    assert h.view.overview.isVisible()
    assert h.view.rect().contains(h.view.overview.geometry())
    h.key(Qt.Key.Key_M)
    assert not h.view.overview.isVisible()


def test_it_stays_in_the_corner(hand, branches) -> None:
    h = hand(branches)
    h.view.show_overview(True)
    h.view.resize(600, 500)
    h.settle()
    corner = h.view.overview.geometry().bottomRight()
    assert (QPoint(600, 500) - corner).manhattanLength() < 40


def test_a_click_goes_there(hand, branches, qtbot) -> None:
    h = hand(branches)
    h.view.zoom_by(3)
    h.view.show_overview(True)
    small = h.view.overview
    lone = h.view.canvas.nodes[h.named("lone").id].card_rect()
    spot = next(
        QPoint(x, y)
        for x in range(small.width())
        for y in range(small.height())
        if lone.adjusted(60, 20, -60, -20).contains(small.to_scene(QPointF(x, y)))
    )
    assert not camera.visible(h.view).contains(lone.center())
    qtbot.mouseClick(small, Qt.MouseButton.LeftButton, pos=spot)
    assert camera.visible(h.view).contains(lone.center())


def test_every_card_is_in_it(hand, branches) -> None:
    h = hand(branches)
    h.view.centerOn(90000, 0)  # so that no frame covers the cards
    h.view.show_overview(True)
    h.settle()
    small = h.view.overview
    image = small.grab().toImage()
    colours = {
        (x, y): image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
    }
    for name, family in (("join", "merging"), ("lone", "core"), ("left", "input")):
        card = h.view.canvas.nodes[h.named(name).id].card_rect().adjusted(30, 20, -30, -20)
        inside = [
            colour for (x, y), colour in colours.items()
            if card.contains(small.to_scene(QPointF(x + 0.5, y + 0.5)))
        ]  # fmt: skip
        assert theme.current().family(family) in inside
