"""The progress line of ``fit``, ``evaluate`` and ``predict``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.utils.io_utils import print_msg


class Progbar:
    """A line that counts steps: ``3/8 [==========>...] - ETA: 6s - loss: 2.2843``.

    Args:
        target: Number of steps, None if unknown.
        width: Width of the bar in characters.
        verbose: 0 silent, 1 a line that is redrawn, 2 one line at the end.
        interval: Least time between two redraws, in seconds.
        stateful_metrics: Names whose values are shown as given; all others are
            averaged over the steps.
        stateless_metrics: Instead of the former: names that are averaged.
        unit_name: What is counted ("step").
    """

    def __init__(
        self,
        target: int | None,
        width: int = 30,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Iterable[str] | None = None,
        stateless_metrics: Iterable[str] | None = None,
        unit_name: str = "step",
    ) -> None:
        if stateful_metrics is not None and stateless_metrics is not None:
            raise ValueError("Give 'stateful_metrics' or 'stateless_metrics', not both.")
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.unit_name = unit_name
        self._shown_as_given = set(stateful_metrics or ())
        self._averaged = None if stateless_metrics is None else set(stateless_metrics)
        self._values: dict[str, tuple[float, float]] = {}
        self._seen = 0
        self._start = time.perf_counter()
        self._after_first: float | None = None
        self._last_update = -interval
        self._width_before = 0

    def update(
        self,
        current: int,
        values: Iterable[tuple[str, Any]] | None = None,
        finalize: bool | None = None,
    ) -> None:
        """Show that ``current`` steps are done.

        Args:
            current: Number of steps done.
            values: Pairs of a name and the value of the last step.
            finalize: Whether this was the last step; known from ``target`` by default.
        """
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        steps = max(current - self._seen, 1)
        for name, value in values or ():
            self._take(name, float(np.mean(value)), 0 if finalize else steps)
        self._seen = current
        now = time.perf_counter()
        per_step = self._step_seconds(current, now)
        if self.verbose == 1:
            if finalize or now - self._last_update >= self.interval:
                self._redraw(current, now, per_step, finalize)
                self._last_update = now
        elif self.verbose == 2 and finalize:
            _print(f"{self._count(current)} - {self._timing(now, per_step)}{self._shown()}\n")

    def add(self, n: int, values: Iterable[tuple[str, Any]] | None = None) -> None:
        """Show that ``n`` more steps are done."""
        self.update(self._seen + n, values)

    def _take(self, name: str, value: float, steps: int) -> None:
        averaged = (
            name not in self._shown_as_given if self._averaged is None else name in self._averaged
        )
        if not averaged or not steps:
            self._values[name] = (value, 1)
            return
        total, count = self._values.get(name, (0.0, 0))
        self._values[name] = (total + value * steps, count + steps)

    def _step_seconds(self, current: int, now: float) -> float:
        """Seconds a step takes; the first one, which compiles, is left out when it can be."""
        if not current:
            return 0.0
        if current == 1 and self._after_first is None:
            self._after_first = now
        if self._after_first is not None and current > 1:
            return (now - self._after_first) / (current - 1)
        return (now - self._start) / current

    def _redraw(self, current: int, now: float, per_step: float, finalize: bool) -> None:
        line = self._count(current) + self._bar(current)
        if self.target and not finalize:
            line += f" - ETA: {_clock(per_step * (self.target - current))}"
        else:
            line += f" - {self._timing(now, per_step)}"
        line += self._shown()
        padding = " " * max(self._width_before - len(line), 0)
        self._width_before = len(line)
        before, after = ("\r", "") if _redraws() else ("", "\n")
        _print(before + line + padding + ("\n" if finalize else after))

    def _count(self, current: int) -> str:
        if not self.target:
            return f"{current:7d}/Unknown"
        return f"{current:{len(str(self.target))}d}/{self.target}"

    def _bar(self, current: int) -> str:
        if not self.target:
            return ""
        done = min(int(self.width * current / self.target), self.width)
        arrow = ">" if 0 < done < self.width else ""
        filled = "=" * (done - len(arrow)) + arrow
        return f" [{filled:.<{self.width}}]"

    def _timing(self, now: float, per_step: float) -> str:
        return f"{now - self._start:.0f}s {_duration(per_step)}/{self.unit_name}"

    def _shown(self) -> str:
        return "".join(
            f" - {name}: {_number(total / max(count, 1))}"
            for name, (total, count) in self._values.items()
        )


def _redraws() -> bool:
    """Whether the output is a screen on which a line can be drawn over."""
    tty = getattr(sys.stdout, "isatty", lambda: False)()
    return tty or "ipykernel" in sys.modules or "PYCHARM_HOSTED" in os.environ


def _print(text: str) -> None:
    print_msg(text, line_break=False)


def _number(value: float) -> str:
    return f"{value:.4f}" if abs(value) > 1e-3 else f"{value:.4e}"


def _duration(seconds: float) -> str:
    if seconds >= 1 or seconds == 0:
        return f"{seconds:.0f}s"
    return f"{seconds * 1e3:.0f}ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f}us"


def _clock(seconds: float) -> str:
    whole = int(seconds)
    if whole >= 3600:
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{whole // 60}:{whole % 60:02d}" if whole > 60 else f"{whole}s"
