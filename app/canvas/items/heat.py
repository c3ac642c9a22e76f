"""Colours for shares: from the card's own colour to a strong orange, told apart by lightness.

In the light theme what costs more is darker, in the dark theme brighter, so that the
scale reads without seeing hues. Texts stay readable on all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from app import theme

#: Steps of the scale.
STEPS = 32


@dataclass(frozen=True)
class CardHeat:
    """What the heat map says on one card.

    Attributes:
        level: Its share of the greatest share, from 0 to 1.
        text: The figures, short: "38 % · 12.3 ms".
        tip: The same at length, one fact a line.
        stale: Whether the drawing has changed since.
    """

    level: float
    text: str
    tip: str = ""
    stale: bool = False


def colour(level: float, colours: theme.Theme) -> QColor:
    """The colour of a level from 0 to 1."""
    low, middle, high = (colours.color(name) for name in ("node", "heat_middle", "heat"))
    level = min(max(level, 0.0), 1.0)
    if level < 0.5:
        return _between(low, middle, 2 * level)
    return _between(middle, high, 2 * level - 1)


def faint(level: float, colours: theme.Theme) -> QColor:
    """The same for figures that are out of date: near the card's own colour."""
    return _between(colours.color("node"), colour(level, colours), 0.35)


def _between(one: QColor, other: QColor, part: float) -> QColor:
    def mixed(a: float, b: float) -> float:
        return a + part * (b - a)

    return QColor.fromRgbF(
        mixed(one.redF(), other.redF()),
        mixed(one.greenF(), other.greenF()),
        mixed(one.blueF(), other.blueF()),
    )
