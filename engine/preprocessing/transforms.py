"""Changes of single pictures (height, width, channels), as Keras 2's generator makes them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.preprocessing.image import array_to_img, img_to_array


def affine_matrix(
    height: int,
    width: int,
    theta: float = 0,
    tx: float = 0,
    ty: float = 0,
    shear: float = 0,
    zx: float = 1,
    zy: float = 1,
) -> np.ndarray:
    """Return where in a picture every (x, y, 1) of the changed picture is read from.

    Keras reads x as the column and y as the row, but takes the height for the extent of x: the
    point that stays is the middle of square pictures only, and ``tx``, which a generator draws
    from its ``height_shift_range``, moves columns. Results are Keras's, so this is kept.

    Args:
        height, width: Size of the picture.
        theta: Angle of a turn, in degrees.
        tx, ty: How far it is moved.
        shear: Angle by which it leans, in degrees.
        zx, zy: How much farther apart it is read: above 1 shows more.
    """
    turn, lean = np.deg2rad(theta), np.deg2rad(shear)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    matrix = matrix @ np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    matrix = matrix @ np.array([[1, -np.sin(lean), 0], [0, np.cos(lean), 0], [0, 0, 1]])
    matrix = matrix @ np.diag([zx, zy, 1.0])
    middle = np.eye(3)
    middle[:2, 2] = height / 2 - 0.5, width / 2 - 0.5
    return middle @ matrix @ np.linalg.inv(middle)


def apply_affine_transform(
    x: Any,
    theta: float = 0,
    tx: float = 0,
    ty: float = 0,
    shear: float = 0,
    zx: float = 1,
    zy: float = 1,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    order: int = 1,
) -> np.ndarray:
    """Return a picture turned, moved, leaned and zoomed.

    Args:
        x: The picture.
        theta, tx, ty, shear, zx, zy: See ``affine_matrix``.
        row_axis, col_axis, channel_axis: Which axis is which.
        fill_mode: What lies beyond the edges: "nearest", "constant", "reflect" or "wrap".
        cval: The number of "constant".
        order: 1 to mix neighbouring pixels, 0 to take the nearest one.

    Raises:
        ValueError: for another order.
    """
    if order not in (0, 1):
        raise ValueError(f"interpolation_order must be 0 or 1, got {order!r}.")
    given = np.asarray(x)
    if (theta, tx, ty, shear, zx, zy) == (0, 0, 0, 0, 1, 1):
        return given
    from engine.ops.image import affine_transform

    axes = (row_axis, col_axis, channel_axis)
    picture = np.transpose(given, axes)
    height, width = picture.shape[:2]
    m = affine_matrix(height, width, theta, tx, ty, shear, zx, zy)
    # Columns come first, as the op takes them and as Keras lays the matrix out.
    way = [*m[0], *m[1], 0.0, 0.0]
    kind, inside = "bilinear" if order else "nearest", fill_mode == "constant"
    found = np.array(
        affine_transform(
            picture,
            np.asarray(way, "float32"),
            kind,
            "nearest" if inside else fill_mode,
            data_format="channels_last",
        )
    )
    if inside:  # nothing is mixed across the edge
        found[_outside(height, width, m)] = cval
    return np.transpose(found, np.argsort(axes)).astype(given.dtype)


def _outside(height: int, width: int, matrix: np.ndarray) -> np.ndarray:
    """Which pixels are read from beyond the middles of the outermost pixels."""
    rows, columns = np.mgrid[:height, :width]
    x, y = (m[0] * columns + m[1] * rows + m[2] for m in matrix[:2])
    return (x < 0) | (x > width - 1) | (y < 0) | (y > height - 1)


def apply_channel_shift(x: Any, intensity: float, channel_axis: int = 0) -> np.ndarray:
    """Return a picture with a number added, kept between its smallest and largest values."""
    x = np.asarray(x)
    return np.clip(x + np.asarray(intensity, x.dtype), x.min(), x.max())


def apply_brightness_shift(x: Any, brightness: float, scale: bool = True) -> np.ndarray:
    """Return a picture made darker (below 1) or brighter (above 1).

    Args:
        x: The picture.
        brightness: What its values are multiplied by.
        scale: Whether to spread its values over 0 to 255 first.
    """
    from PIL import ImageEnhance

    x = np.asarray(x)
    lowest, highest = float(x.min()), float(x.max())
    beyond = lowest < 0 or highest > 255
    picture = ImageEnhance.Brightness(array_to_img(x, scale=beyond or scale)).enhance(brightness)
    found = img_to_array(picture)
    return found / 255 * (highest - lowest) + lowest if beyond and not scale else found


__all__ = ["apply_affine_transform", "apply_brightness_shift", "apply_channel_shift"]
