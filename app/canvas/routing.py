"""Courses of the wires: straight down where the way is free, around cards where it is not."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from app.canvas.items.link_item import curve

if TYPE_CHECKING:
    from app.canvas.scene import CanvasScene

#: A wire shorter than this has no room for a card on its way.
SHORT = CARD_HEIGHT + 40.0
#: Distance kept from cards that are passed, and between wires that pass the same card.
CLEARANCE = 22.0
LANE = 12.0


def route_direct(scene: CanvasScene, link_id: str) -> None:
    """Lead a wire straight to its target (while cards are being moved)."""
    ends = scene.ends(link_id)
    if ends is not None:
        scene.links[link_id].set_path(curve(ends[0].position(), ends[1].position()))


def route_all(scene: CanvasScene) -> None:
    """Lead every wire to its target, around the cards between."""
    cards = Cards([(item.pos().x(), item.pos().y()) for item in scene.nodes.values()])
    lanes: dict[tuple[float, float], int] = {}
    for link_id, item in scene.links.items():
        ends = scene.ends(link_id)
        if ends is None:
            continue
        start, end = ends[0].position(), ends[1].position()
        via: float | None = detour(start, end, cards)
        if via is not None:
            lane = lanes.setdefault((via, end.y()), len(lanes) % 4)
            via += LANE * lane if via > (start.x() + end.x()) / 2 else -LANE * lane
        path = curve(start, end, via)
        if path != item.path:
            item.set_path(path)


class Cards:
    """The places of all cards, found by height."""

    def __init__(self, corners: list[tuple[float, float]]) -> None:
        self._by_top = sorted((y, x) for x, y in corners)

    def between(self, top: float, bottom: float) -> list[QRectF]:
        """Cards that lie wholly between two heights."""
        first = bisect_left(self._by_top, (top, float("-inf")))
        found = []
        for y, x in self._by_top[first:]:
            if y + CARD_HEIGHT > bottom:
                break
            found.append(QRectF(x, y, CARD_WIDTH, CARD_HEIGHT))
        return found


def detour(start: QPointF, end: QPointF, cards: Cards) -> float | None:
    """The column through which a wire gets around the cards in its way; None if none is.

    Args:
        start, end: Centres of the output and the input port.
        cards: All cards.
    """
    if end.y() - start.y() < SHORT:
        return None
    between = cards.between(start.y() + 1, end.y() - 1)
    if not any(_touches(start, end, card) for card in between):
        return None
    taken = _columns(between)
    wanted = [start.x(), end.x(), (start.x() + end.x()) / 2]
    free = [x for x in wanted if not any(left < x < right for left, right in taken)]
    free += [edge for column in taken for edge in column]
    return min(free, key=lambda x: (abs(x - start.x()) + abs(x - end.x()), -x))


def _columns(cards: list[QRectF]) -> list[tuple[float, float]]:
    """The columns that cards (and some room beside them) take, joined where they overlap."""
    result: list[tuple[float, float]] = []
    for left in sorted(card.left() for card in cards):
        start, end = left - CLEARANCE, left + CARD_WIDTH + CLEARANCE
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _touches(start: QPointF, end: QPointF, card: QRectF) -> bool:
    """Whether the wire's curve passes through a card (its ends run down, like an S)."""
    for height in (card.top(), card.center().y(), card.bottom()):
        part = (height - start.y()) / (end.y() - start.y())
        eased = part * part * (3 - 2 * part)
        x = start.x() + (end.x() - start.x()) * eased
        if card.left() - 4 < x < card.right() + 4:
            return True
    return False

