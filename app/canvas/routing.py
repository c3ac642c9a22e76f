"""Courses of the wires: straight down where the way is free, around cards where it is not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf
from typing import TYPE_CHECKING

from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from app.canvas.items.link_item import Course

if TYPE_CHECKING:
    from app.canvas.scene import CanvasScene

#: A wire shorter than this has no room for a card on its way.
SHORT = CARD_HEIGHT + 40.0
#: Distance kept from cards that are passed, and between wires that pass the same card.
CLEARANCE = 22.0
LANE = 12.0

Corner = tuple[float, float]


def route_direct(scene: CanvasScene, link_id: str) -> None:
    """Lead a wire straight to its target (while cards are being moved)."""
    ends = scene.ends(link_id)
    if ends is not None:
        scene.links[link_id].set_course(Course(ends[0].position(), ends[1].position()))


def route_all(scene: CanvasScene) -> None:
    """Lead every wire to its target, around the cards between."""
    cards = Cards([item.pos().toTuple() for item in scene.nodes.values()])
    lanes: dict[tuple[float, float], int] = {}
    for link_id, item in scene.links.items():
        ends = scene.ends(link_id)
        if ends is None:
            continue
        start, end = ends[0].position(), ends[1].position()
        via = detour(start.toTuple(), end.toTuple(), cards)
        if via is not None:
            lane = lanes.setdefault((via, end.y()), len(lanes) % 4)
            via += LANE * lane if via > (start.x() + end.x()) / 2 else -LANE * lane
        item.set_course(Course(start, end, via))


class Cards:
    """The places of all cards, found by height."""

    def __init__(self, corners: list[Corner]) -> None:
        self._by_top = sorted((y, x) for x, y in corners)

    def between(self, top: float, bottom: float) -> list[Corner]:
        """Top-left corners of the cards that lie wholly between two heights."""
        first = bisect_left(self._by_top, (top, -inf))
        last = bisect_right(self._by_top, (bottom - CARD_HEIGHT, inf))
        return [(x, y) for y, x in self._by_top[first:last]]


def detour(start: Corner, end: Corner, cards: Cards) -> float | None:
    """The column through which a wire gets around the cards in its way; None if none is.

    Args:
        start, end: Centres of the output and the input port.
        cards: All cards.
    """
    if end[1] - start[1] < SHORT:
        return None
    between = cards.between(start[1] + 1, end[1] - 1)
    if not any(_touches(start, end, card) for card in between):
        return None
    taken = _columns(between)
    wanted = [start[0], end[0], (start[0] + end[0]) / 2]
    free = [x for x in wanted if not any(left < x < right for left, right in taken)]
    free += [edge for column in taken for edge in column]
    return min(free, key=lambda x: (abs(x - start[0]) + abs(x - end[0]), -x))


def _columns(cards: list[Corner]) -> list[tuple[float, float]]:
    """The columns that cards (and some room beside them) take, joined where they overlap."""
    result: list[tuple[float, float]] = []
    for left in sorted(x for x, _ in cards):
        start, end = left - CLEARANCE, left + CARD_WIDTH + CLEARANCE
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _touches(start: Corner, end: Corner, card: Corner) -> bool:
    """Whether the wire's curve passes through a card (its ends run down, like an S)."""
    across, down = end[0] - start[0], end[1] - start[1]
    left, right = card[0] - 4 - start[0], card[0] + CARD_WIDTH + 4 - start[0]
    if not (min(0.0, across) < right and max(0.0, across) > left):
        return False
    for below in (0.0, CARD_HEIGHT / 2, CARD_HEIGHT):
        part = (card[1] + below - start[1]) / down
        if left < across * part * part * (3 - 2 * part) < right:
            return True
    return False
