"""Tensors read at places between their cells; perspective and elastic pictures."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from engine.ops.elementwise import (
    absolute,
    add,
    cast,
    clip,
    divide,
    floor,
    greater_equal,
    less,
    logical_and,
    multiply,
    negative,
    sign,
    subtract,
    where,
)
from engine.ops.filters import gaussian_blur
from engine.ops.indexing import take
from engine.ops.layout import on_batch, sides
from engine.ops.linalg import solve
from engine.ops.shape import (
    concatenate,
    expand_dims,
    get_item,
    reshape,
    stack,
)
from engine.ops.ufuncs import floor_divide, mod
from engine.tensor import Tensor, as_operand

FILL_MODES = ("constant", "nearest", "wrap", "mirror", "reflect")
_ORDERS = {"nearest": 0, "bilinear": 1}


def _inside(cell: Any, size: int, mode: str) -> Any:
    """The cell of an axis that a cell of the endless picture shows."""
    if mode == "wrap":
        return mod(cell, size)
    if mode == "mirror":  # d c b | a b c d | c b a
        span = max(size - 1, 1)
        return absolute(subtract(mod(add(cell, span), 2 * span), span)) if size > 1 else cell * 0
    if mode == "reflect":  # d c b a | a b c d | d c b a
        doubled = add(multiply(cell, 2), 1)
        return floor_divide(subtract(_inside(doubled, 2 * size + 1, "mirror"), 1), 2)
    return clip(cell, 0, size - 1)


def _away_from_zero(x: Any) -> Tensor:
    """The nearest whole number; halves go away from 0."""
    return multiply(sign(x), floor(add(absolute(x), 0.5)))


def _neighbours(place: Any, order: int) -> list[tuple[Any, Any]]:
    """The cells next to places, each with its share (None for all of it)."""
    if order == 0:
        return [(cast(_away_from_zero(place), "int32"), None)]
    first = floor(place)
    after = subtract(place, first)
    cell = cast(first, "int32")
    return [(cell, subtract(1.0, after)), (add(cell, 1), after)]


def _sampled(
    table: Any,
    sizes: tuple[int, ...],
    places: list[Any],
    order: int,
    mode: str,
    fill: float,
    start: Any,
) -> Tensor:
    """Rows of ``table`` at places along axes of some sizes, mixed by their distance.

    ``start`` is the row at which a place's picture begins. Shares stand beside the
    rows' own axis where ``table`` has one.
    """
    rows = table.ndim == 2
    total = None
    for corner in itertools.product(*(_neighbours(p, order) for p in places)):
        at, share, valid = start, None, None
        for (cell, part), size in zip(corner, sizes, strict=True):
            at = add(multiply(at, size), _inside(cell, size, mode))
            if mode == "constant":
                here = logical_and(greater_equal(cell, 0), less(cell, size))
                valid = here if valid is None else logical_and(valid, here)
            if part is not None:
                share = part if share is None else multiply(share, part)
        value = take(table, at, axis=0)
        if valid is not None:
            value = where(expand_dims(valid, -1) if rows else valid, value, float(fill))
        if share is not None:
            share = cast(share, value.dtype)
            value = multiply(value, expand_dims(share, -1) if rows else share)
        total = value if total is None else add(total, value)
    assert total is not None
    return total


def _check(order: Any, fill_mode: str) -> None:
    if order not in (0, 1):
        raise ValueError(f"order must be 0 (nearest) or 1 (linear), got {order!r}.")
    if fill_mode not in FILL_MODES:
        raise ValueError(f"fill_mode must be one of {', '.join(FILL_MODES)}, got {fill_mode!r}.")


def map_coordinates(
    inputs: Any, coordinates: Any, order: int, fill_mode: str = "constant", fill_value: float = 0
) -> Tensor:
    """Return a tensor read at places given by coordinates.

    Args:
        inputs: A tensor of n axes.
        coordinates: (n, ...): places along each of its axes, between cells if not whole.
        order: 0 takes the nearest cell, 1 mixes the neighbours.
        fill_mode: What lies outside: "constant" (``fill_value``), "nearest", "wrap",
            "mirror" (at the last cell) or "reflect" (at its edge).
        fill_value: The value outside for "constant".
    """
    _check(order, fill_mode)
    x = as_operand(inputs)
    if isinstance(coordinates, (list, tuple)):
        coordinates = stack(list(coordinates))
    coordinates = as_operand(coordinates)
    if coordinates.ndim < 2 or coordinates.shape[0] != x.ndim:
        raise ValueError(
            f"map_coordinates: a tensor of shape {x.shape} needs coordinates of the shape "
            f"({x.ndim}, ...), got {coordinates.shape}."
        )
    places = [get_item(coordinates, i) for i in range(x.ndim)]
    if not coordinates.dtype.startswith("float"):
        places = [cast(p, "float32") for p in places]
    whole = not x.dtype.startswith("float")
    table = cast(reshape(x, (-1,)), "float32") if whole and order else reshape(x, (-1,))
    zero = np.zeros((), np.int32)
    y = _sampled(table, tuple(x.shape), places, order, fill_mode, fill_value, zero)
    return cast(_away_from_zero(y), x.dtype) if whole and order else y


# -- pictures ----------------------------------------------------------------


def _distorted(images: Any, rows: Any, columns: Any, order: int, mode: str, fill: float) -> Tensor:
    """(batch, height, width, channels) with each pixel read at its (row, column)."""
    batch, height, width, channels = images.shape
    table = reshape(images, (-1, channels))
    number = np.arange(batch or 1, dtype=np.int32).reshape(-1, 1, 1)
    return _sampled(table, (height, width), [rows, columns], order, mode, fill, number)


def perspective_transform(
    images: Any,
    start_points: Any,
    end_points: Any,
    interpolation: str = "bilinear",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Tensor:
    """Return images seen from another side: four start points come to four end points.

    Args:
        images: One image or a batch of them.
        start_points, end_points: (4, 2) for one image or (batch, 4, 2): column and row.
        interpolation: "bilinear" or "nearest".
        fill_value: What lies outside the image.
        data_format: "channels_last" or "channels_first".
    """
    if interpolation not in _ORDERS:
        raise ValueError(f"interpolation must be bilinear or nearest, got {interpolation!r}.")
    points = [as_operand(p) for p in (start_points, end_points)]
    for corners in points:
        if corners.ndim not in (2, 3) or tuple(corners.shape[-2:]) != (4, 2):
            raise ValueError(
                f"perspective_transform: expected four points (4, 2), got {corners.shape}."
            )
    maps = _homography(*(reshape(cast(p, "float32"), (-1, 4, 2)) for p in points))

    def distort(batch: Any) -> Tensor:
        height, width = batch.shape[1:3]
        column = np.arange(width, dtype="float32").reshape(1, 1, -1)
        row = np.arange(height, dtype="float32").reshape(1, -1, 1)
        a = [reshape(get_item(maps, (slice(None), i)), (-1, 1, 1)) for i in range(8)]
        far = add(add(multiply(a[6], column), multiply(a[7], row)), 1.0)
        u = divide(add(add(multiply(a[0], column), multiply(a[1], row)), a[2]), far)
        v = divide(add(add(multiply(a[3], column), multiply(a[4], row)), a[5]), far)
        return _distorted(batch, v, u, _ORDERS[interpolation], "constant", fill_value)

    return on_batch("perspective_transform", distort, images, data_format)


def _homography(start: Any, end: Any) -> Tensor:
    """The eight numbers (batch, 8) of the map from end points to start points."""
    x, y = get_item(start, (..., 0)), get_item(start, (..., 1))
    u, v = get_item(end, (..., 0)), get_item(end, (..., 1))
    one, zero = multiply(u, 0.0) + 1.0, multiply(u, 0.0)
    first = [u, v, one, zero, zero, zero, negative(multiply(x, u)), negative(multiply(x, v))]
    second = [zero, zero, zero, u, v, one, negative(multiply(y, u)), negative(multiply(y, v))]
    matrix = concatenate([stack(first, -1), stack(second, -1)], 1)
    return get_item(solve(matrix, expand_dims(concatenate([x, y], -1), -1)), (..., 0))


def elastic_transform(
    images: Any,
    alpha: float = 20.0,
    sigma: float = 5.0,
    interpolation: str = "bilinear",
    fill_mode: str = "reflect",
    fill_value: float = 0.0,
    seed: Any = None,
    data_format: str | None = None,
) -> Tensor:
    """Return images with every pixel moved a little, neighbours about alike.

    Args:
        images: One image or a batch of them.
        alpha: How far pixels move.
        sigma: How smoothly the movement changes.
        interpolation: "bilinear" or "nearest".
        fill_mode, fill_value: What lies outside, as in ``map_coordinates``.
        seed: A number or a SeedGenerator; None draws one.
        data_format: "channels_last" or "channels_first".
    """
    from engine import random

    if interpolation not in _ORDERS:
        raise ValueError(f"interpolation must be bilinear or nearest, got {interpolation!r}.")
    _check(0, fill_mode)
    x, _ = sides("elastic_transform", images, data_format)
    window = int(6 * sigma) | 1

    def distort(batch: Any) -> Tensor:
        shape = (*batch.shape[:3], 2)
        noise = multiply(random.normal(shape, dtype=batch.dtype, seed=seed), sigma)
        moved = multiply(
            gaussian_blur(noise, (window, window), (sigma, sigma), "channels_last"), alpha
        )
        row = np.arange(shape[1], dtype=batch.dtype).reshape(1, -1, 1)
        column = np.arange(shape[2], dtype=batch.dtype).reshape(1, 1, -1)
        rows, columns = (add(get_item(moved, (..., i)), at) for i, at in enumerate((row, column)))
        return _distorted(batch, rows, columns, _ORDERS[interpolation], fill_mode, fill_value)

    return on_batch("elastic_transform", distort, x, data_format)


__all__ = ["elastic_transform", "map_coordinates", "perspective_transform"]
