"""The points of a run's curves: as arrays, smoothed, thinned out, and kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.document.run import Run
from app.training.history import smooth

#: A curve of more points is drawn by the least and greatest value of each stretch.
MOST = 1200


@dataclass(frozen=True, eq=False)
class Points:
    """Epoch numbers and values; the same object as long as the points are the same."""

    x: np.ndarray
    y: np.ndarray


class PointStore:
    """Computes the points of a log once for each number of epochs."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, bool], tuple[int, float, Points]] = {}

    def get(self, run: Run, name: str, weight: float = 0.0) -> Points:
        """The points of one log, smoothed by ``weight``; empty when it was not recorded."""
        key = (run.id, name, weight > 0)
        count = len(run.epochs)
        kept = self._kept.get(key)
        if kept is None or kept[:2] != (count, weight):
            x, y = run.series(name)
            values = np.asarray(smooth(y, weight), np.float64)
            kept = self._kept[key] = (count, weight, thin(np.asarray(x, np.float64), values))
        return kept[2]


def thin(x: np.ndarray, y: np.ndarray, most: int = MOST) -> Points:
    """At most about ``most`` points that keep every stretch's peaks, and both ends."""
    if len(x) <= most:
        return Points(x, y)
    edges = np.linspace(0, len(x), most // 2 + 1).astype(int)
    chosen = {0, len(x) - 1}
    for start, end in zip(edges, edges[1:], strict=False):
        part = y[start:end]
        finite = np.isfinite(part)
        if finite.any():
            chosen.add(start + int(np.where(finite, part, np.inf).argmin()))
            chosen.add(start + int(np.where(finite, part, -np.inf).argmax()))
        if not finite.all():
            chosen.add(start + int(finite.argmin()))  # a gap stays a gap
    order = np.array(sorted(chosen))
    return Points(x[order], y[order])
