"""Charts with two logarithmic axes, written as small SVG files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 34, 48
COLOURS = ("#2f6fb7", "#c2571a", "#2e8b57", "#8e44ad", "#b8860b", "#c0392b", "#16808d", "#5d6d7e")
Point = tuple[float, float]


class Chart:
    """Lines and points over logarithmic axes, with a legend at the right."""

    def __init__(self, title: str, across: str, up: str) -> None:
        self.title, self.across, self.up = title, across, up
        self._lines: list[tuple[list[Point], str]] = []
        self._points: list[tuple[Sequence[tuple[float, float, float, str]], str]] = []

    def line(self, points: list[Point], label: str) -> None:
        self._lines.append((points, label))

    def points(self, points: Sequence[tuple[float, float, float, str]], label: str) -> None:
        """Points (x, y, weight from 0 to 1, what a pointer over it reads)."""
        self._points.append((points, label))

    def save(self, path: Path) -> Path:
        path.write_text(self._svg(), encoding="utf-8")
        return path

    def _svg(self) -> str:
        every = [p for line, _ in self._lines for p in line]
        every += [(x, y) for group, _ in self._points for x, y, _, _ in group]
        self._x = _Axis([x for x, _ in every], LEFT, WIDTH - RIGHT)
        self._y = _Axis([y for _, y in every], HEIGHT - BOTTOM, TOP)
        parts = [*self._frame()]
        for number, (line, label) in enumerate(self._lines):
            shade = "#444" if self._points else COLOURS[number % len(COLOURS)]
            dashes = f' stroke-dasharray="{5 * number} 3"' if self._points and number else ""
            path = " ".join(f"{self._x.at(x):.1f},{self._y.at(y):.1f}" for x, y in line)
            parts.append(
                f'<polyline points="{path}" fill="none" stroke="{shade}" '
                f'stroke-width="1.8"{dashes}/>'
            )
            if not self._points:
                parts += [self._dot(x, y, 0.02, label, shade) for x, y in line]
            parts.append(_text(WIDTH - RIGHT + 10, TOP + 14 + 15 * number, label, shade))
        below = TOP + 24 + 15 * len(self._lines)
        for number, (group, label) in enumerate(self._points):
            shade = COLOURS[number % len(COLOURS)]
            parts += [self._dot(x, y, w, f"{label}: {what}", shade) for x, y, w, what in group]
            parts.append(_text(WIDTH - RIGHT + 10, below + 15 * number, label, shade))
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="11">'
        )
        return "\n".join([head, *parts, "</svg>\n"])

    def _dot(self, x: float, y: float, weight: float, what: str, shade: str) -> str:
        return (
            f'<circle cx="{self._x.at(x):.1f}" cy="{self._y.at(y):.1f}" '
            f'r="{2.5 + 9 * math.sqrt(weight):.1f}" fill="{shade}" fill-opacity="0.65">'
            f"<title>{escape(what)}</title></circle>"
        )

    def _frame(self) -> list[str]:
        parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
        parts.append(_text(LEFT, 20, self.title, "#222", size=14))
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        for value in self._x.decades():
            x = self._x.at(value)
            parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="#ddd"/>')
            parts.append(_text(x, bottom + 16, f"{value:g}", "#555", "middle"))
        for value in self._y.decades():
            y = self._y.at(value)
            parts.append(f'<path d="M{LEFT} {y:.1f}H{right}" stroke="#ddd"/>')
            parts.append(_text(LEFT - 6, y + 4, f"{value:g}", "#555", "end"))
        parts.append(_text((LEFT + right) / 2, HEIGHT - 12, self.across, "#222", "middle"))
        parts.append(_text(LEFT - 50, TOP - 6, self.up, "#222"))
        return parts


class _Axis:
    """Places numbers between two ends by their logarithm."""

    def __init__(self, values: list[float], first: float, last: float) -> None:
        held = [v for v in values if v > 0] or [1.0]
        self.low = math.floor(math.log10(min(held)) * 2) / 2
        self.high = max(math.ceil(math.log10(max(held)) * 2) / 2, self.low + 0.5)
        self.first, self.last = first, last

    def at(self, value: float) -> float:
        share = (math.log10(max(value, 10**self.low)) - self.low) / (self.high - self.low)
        return self.first + share * (self.last - self.first)

    def decades(self) -> list[float]:
        return [10.0**e for e in range(math.ceil(self.low), math.floor(self.high) + 1)]


def _text(x: float, y: float, words: str, shade: str, anchor: str = "start", size: int = 11) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{shade}" text-anchor="{anchor}" '
        f'font-size="{size}">{escape(words)}</text>'
    )
