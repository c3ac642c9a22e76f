"""Images of another size: interpolated, scaled and moved, cropped, padded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.ops.casting import as_float
from engine.ops.elementwise import Elementwise, unary
from engine.ops.layout import Sides, sides
from engine.ops.pad import pad
from engine.ops.resample import Interpolate, Moved, resample
from engine.ops.shape import take_slice
from engine.ops.ufuncs import saturate_cast
from engine.tensor import Tensor

INTERPOLATIONS = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
_METHODS = {
    **{m: "bilinear" for m in ("linear", "bilinear", "trilinear")},
    **{m: "bicubic" for m in ("cubic", "bicubic", "tricubic")},
    "lanczos3": "lanczos3",
    "lanczos5": "lanczos5",
}


def resize(
    images: Any,
    size: Sequence[int],
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Tensor:
    """Return images of another height and width.

    Args:
        images: (batch, height, width, channels) or one image (height, width, channels).
        size: Height and width afterwards.
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5",
            with half-pixel centres.
        antialias: Whether to smooth when the picture shrinks.
        crop_to_aspect_ratio: Whether to cut borders off first, so that nothing is distorted.
        pad_to_aspect_ratio: Whether to add borders of ``fill_value`` first.
        fill_mode: "constant".
        data_format: "channels_last" or "channels_first".
    """
    if interpolation not in INTERPOLATIONS:
        raise ValueError(
            f"interpolation must be one of {', '.join(INTERPOLATIONS)}, got {interpolation!r}."
        )
    if fill_mode != "constant":
        raise ValueError(f"resize: fill_mode must be 'constant', got {fill_mode!r}.")
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError("resize: crop to the aspect ratio or pad to it, not both.")
    if len(tuple(size)) != 2:
        raise ValueError(f"resize: size must be (height, width), got {size!r}.")
    x, at = sides("resize", images, data_format)
    target = (int(size[0]), int(size[1]))
    if crop_to_aspect_ratio:
        x = _cropped(x, at, target)
    elif pad_to_aspect_ratio:
        x = _padded(x, at, target, fill_value)
    given = x.dtype
    if interpolation != "nearest":
        x = as_float(x)
    for axis, outputs in zip((at.height, at.width), target, strict=True):
        if x.shape[axis] != outputs:
            rule = Interpolate(interpolation, outputs=outputs, antialias=bool(antialias))
            x = resample(x, axis, rule)
    return x if x.dtype == given else saturate_cast(rounded(x), given)


def _fitting(x: Any, at: Sides, target: tuple[int, int]) -> tuple[int, int, int, int]:
    """Height and width, and those of the other side with the target's proportions."""
    height, width = x.shape[at.height], x.shape[at.width]
    if height is None or width is None:
        raise ValueError(f"resize: to keep proportions the size must be known, got {x.shape}.")
    return height, width, int(width * target[0] / target[1]), int(height * target[1] / target[0])


def _cropped(x: Any, at: Sides, target: tuple[int, int]) -> Any:
    height, width, tall, wide = _fitting(x, at, target)
    for axis, have, want in ((at.height, height, tall), (at.width, width, wide)):
        want = max(min(have, want), 1)
        start = (have - want) // 2
        x = take_slice(x, axis, start, start + want)
    return x


def _padded(x: Any, at: Sides, target: tuple[int, int], value: float) -> Any:
    height, width, tall, wide = _fitting(x, at, target)
    rows, columns = max(tall - height, 0) // 2, max(wide - width, 0) // 2
    widths = [(0, 0)] * x.ndim
    if rows:
        widths[at.height] = (rows, rows)
    elif columns:
        widths[at.width] = (columns, columns)
    return pad(x, widths, constant_values=value)


def scale_and_translate(
    images: Any,
    output_shape: Sequence[int],
    scale: Any,
    translation: Any,
    spatial_dims: Sequence[int],
    method: str,
    antialias: bool = True,
) -> Tensor:
    """Return images scaled, then moved, along some axes; what lies outside is 0.

    Args:
        images: A tensor.
        output_shape: Its shape afterwards.
        scale, translation: A factor, and a number of new cells, for each of the axes.
        spatial_dims: The axes.
        method: "linear", "cubic", "lanczos3" or "lanczos5".
        antialias: Whether to smooth when the picture shrinks.
    """
    if method not in _METHODS:
        raise ValueError(f"method must be one of {', '.join(_METHODS)}, got {method!r}.")
    x = as_float(images)
    factors, moves = np.ravel(np.asarray(scale)), np.ravel(np.asarray(translation))
    for axis, factor, move in zip(spatial_dims, factors, moves, strict=True):
        rule = Moved(
            _METHODS[method], int(output_shape[axis]), float(factor), float(move), bool(antialias)
        )
        x = resample(x, axis, rule)
    return x


_ROUND = Elementwise("round_half_even", np.rint)


def rounded(x: Any) -> Tensor:
    """Return the nearest whole numbers, the even one of two; there is no gradient."""
    return unary(_ROUND, x)


# -- borders -----------------------------------------------------------------


def _third(name: str, what: str, size: Any, first: Any, last: Any, target: Any) -> tuple[Any, Any]:
    """The first and last border of an axis when two of three numbers are given.

    ``target`` is the size that is left, and may be worked out as well.
    """
    if sum(v is None for v in (first, last, target)) != 1:
        raise ValueError(f"{name}: give exactly two of {what}; got {first}, {last} and {target}.")
    if target is not None:
        first = size - target - last if first is None else first
        last = size - target - first
    if first < 0 or last < 0:
        raise ValueError(
            f"{name}: {what} must not be negative, got {first}, {last} and {target} for a size of "
            f"{size}."
        )
    return first, last


def _borders(at: Sides, what: str, rows: tuple, columns: tuple) -> list[tuple]:
    """For both sides: the axis, the arguments' names, and what was given for them."""
    return [
        (at.height, f"top_{what}, bottom_{what} and target_height", *rows),
        (at.width, f"left_{what}, right_{what} and target_width", *columns),
    ]


def crop_images(
    images: Any,
    top_cropping: int | None = None,
    left_cropping: int | None = None,
    bottom_cropping: int | None = None,
    right_cropping: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Tensor:
    """Return images without their borders; two of both borders and the size left are given."""
    x, at = sides("crop_images", images, data_format)
    wanted = _borders(
        at,
        "cropping",
        (top_cropping, bottom_cropping, target_height),
        (left_cropping, right_cropping, target_width),
    )
    for axis, what, first, last, target in wanted:
        start, end = _third("crop_images", what, x.shape[axis], first, last, target)
        x = take_slice(x, axis, start, x.shape[axis] - end)
    return x


def pad_images(
    images: Any,
    top_padding: int | None = None,
    left_padding: int | None = None,
    bottom_padding: int | None = None,
    right_padding: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Tensor:
    """Return images with borders of zeros; two of both borders and the new size are given."""
    x, at = sides("pad_images", images, data_format)
    widths = [(0, 0)] * x.ndim
    wanted = _borders(
        at,
        "padding",
        (top_padding, bottom_padding, target_height),
        (left_padding, right_padding, target_width),
    )
    for axis, what, first, last, target in wanted:
        left = None if target is None else x.shape[axis]
        widths[axis] = _third("pad_images", what, target, first, last, left)
    return pad(x, widths)
