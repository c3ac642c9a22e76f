"""Axes with few, round numbers, also when logarithmic, and whole epochs below."""

from __future__ import annotations

import math

import pyqtgraph as pg

#: Points an axis label needs, and the most decades that get 2 and 5 between.
ROOM = 26
DECADES = 3.0


class ValueAxis(pg.AxisItem):
    """The left axis; in logarithmic mode it is labelled at 1, 2, 5, 10, ..."""

    def tickValues(self, low: float, high: float, size: float) -> list:
        if not self.logMode:
            return super().tickValues(low, high, size)
        steps = (1, 2, 5) if high - low <= DECADES else (1,)
        powers = range(math.floor(low), math.ceil(high) + 1)
        marks = [p + math.log10(s) for p in powers for s in steps]
        inside = [mark for mark in marks if low <= mark <= high]
        room = max(2, int(size / 18))
        skip = max(1, math.ceil(len(inside) / room))
        return [(1.0, inside[::skip])]

    def tickStrings(self, values: list, scale: float, spacing: float) -> list[str]:
        if self.logMode:
            return [f"{10**value:.3g}" for value in values]
        return super().tickStrings(values, scale, spacing)


class EpochAxis(pg.AxisItem):
    """The bottom axis: whole numbers only."""

    def tickValues(self, low: float, high: float, size: float) -> list:
        room = max(2, int(size / (2 * ROOM)))
        step = _round_step((high - low) / room)
        first = math.ceil(low / step) * step
        count = int((high - first) / step) + 1
        return [(float(step), [float(first + index * step) for index in range(max(0, count))])]

    def tickStrings(self, values: list, scale: float, spacing: float) -> list[str]:
        return [str(round(value)) for value in values]


def _round_step(wanted: float) -> int:
    """The least of 1, 2, 5, 10, 20, ... that is not below ``wanted``."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= wanted:
                return factor * power
        power *= 10
