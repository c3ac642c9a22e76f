"""Images read at other places, and blurred: plain NumPy, for drawn distortions."""

from __future__ import annotations

import numpy as np


def sampled(
    image: np.ndarray, rows: np.ndarray, columns: np.ndarray, linear: bool, mode: str, fill: float
) -> np.ndarray:
    """Return the image read at places between its pixels.

    Args:
        image: (height, width, channels).
        rows, columns: Where to read, of the result's height and width.
        linear: Mix the four pixels around; otherwise the nearest one is taken.
        mode: What lies outside: "constant", "nearest", "wrap", "reflect" or "mirror".
        fill: The value outside for "constant".
    """
    result = np.zeros((*rows.shape, image.shape[-1]), image.dtype)
    for row, down in _cells(rows, linear):
        for column, across in _cells(columns, linear):
            inside_row, r = _placed(row, image.shape[0], mode)
            inside_column, c = _placed(column, image.shape[1], mode)
            known = (inside_row & inside_column)[..., None]
            weight = (down * across)[..., None].astype(image.dtype)
            result += weight * np.where(known, image[r, c], image.dtype.type(fill))
    return result


def _cells(places: np.ndarray, linear: bool) -> list[tuple[np.ndarray, np.ndarray]]:
    """The pixels along one axis that a place is made of, with their shares."""
    if not linear:
        nearest = np.sign(places) * np.floor(np.abs(places) + 0.5)  # halves away from zero
        return [(nearest.astype(np.int64), np.ones_like(places))]
    first = np.floor(places)
    share = places - first
    cell = first.astype(np.int64)
    return [(cell, 1 - share), (cell + 1, share)]


def _placed(cells: np.ndarray, size: int, mode: str) -> tuple[np.ndarray, np.ndarray]:
    """Whether cells have a value, and whose."""
    if mode == "constant":
        return (cells >= 0) & (cells < size), np.clip(cells, 0, size - 1)
    everywhere = np.ones(cells.shape, bool)
    if mode == "nearest":
        return everywhere, np.clip(cells, 0, size - 1)
    if mode == "wrap":
        return everywhere, cells % size
    if mode == "reflect":
        folded = cells % (2 * size)
        return everywhere, np.where(folded < size, folded, 2 * size - 1 - folded)
    period = max(2 * (size - 1), 1)
    folded = cells % period
    return everywhere, np.minimum(folded, period - folded) if size > 1 else folded * 0


def gaussian(size: int, sigma: float) -> np.ndarray:
    """Return a bell curve of ``size`` numbers that sum to 1."""
    x = np.arange(size) - (size - 1) / 2
    curve = np.exp(-0.5 * (x / sigma) ** 2)
    return curve / curve.sum()


def blurred(fields: np.ndarray, size: int, sigma: float) -> np.ndarray:
    """Return fields (n, height, width) blurred with a bell curve; zeros lie outside."""
    curve = gaussian(size, sigma)
    for axis in (1, 2):
        before = size // 2
        padding = [(0, 0)] * 3
        padding[axis] = (before, size - 1 - before)
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(fields, padding), size, axis)
        fields = windows @ curve
    return fields


def homography(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the 8 numbers of each perspective map that leads from ``end`` to ``start``.

    Args:
        start, end: Corners (n, 4, 2), columns before rows.
    """
    x, y = end[..., 0], end[..., 1]
    u, v = start[..., 0], start[..., 1]
    one, zero = np.ones_like(x), np.zeros_like(x)
    across = np.stack([x, y, one, zero, zero, zero, -u * x, -u * y], axis=-1)
    down = np.stack([zero, zero, zero, x, y, one, -v * x, -v * y], axis=-1)
    wanted = np.concatenate([u, v], axis=-1)[..., None]
    return np.linalg.solve(np.concatenate([across, down], axis=1), wanted)[..., 0]
