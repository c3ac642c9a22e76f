"""The names of ``tf.image``: pictures (height, width, channels), or several of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import ops, random
from engine.eager import _tensor, sizes
from engine.io import decode_bmp, decode_image, decode_jpeg, decode_png, encode_jpeg, encode_png
from engine.ops.image import hsv_to_rgb, rgb_to_hsv, sobel_edges
from engine.tensor import Tensor


class ResizeMethod:
    """The ways of ``resize``."""

    BILINEAR, NEAREST_NEIGHBOR = "bilinear", "nearest"
    BICUBIC, LANCZOS3, LANCZOS5 = "bicubic", "lanczos3", "lanczos5"


# -- types -------------------------------------------------------------------------------


def convert_image_dtype(image: Any, dtype: str, saturate: bool = False, name: Any = None) -> Tensor:
    """Return pictures in another type: floats from 0 to 1, whole numbers over their range.

    Args:
        image: The pictures.
        dtype: The type wanted.
        saturate: Whether floats outside of 0 to 1 are brought to the limits first.
    """
    image = _tensor(image)
    if image.dtype == dtype:
        return image
    whole, wanted_whole = "int" in image.dtype, "int" in dtype
    if whole and wanted_whole:
        before, after = np.iinfo(image.dtype).max + 1, np.iinfo(dtype).max + 1
        if after < before:
            return ops.cast(ops.floor_divide(image, before // after), dtype)
        return ops.multiply(ops.cast(image, dtype), after // before)
    if whole:
        return ops.multiply(ops.cast(image, dtype), 1.0 / np.iinfo(image.dtype).max)
    if not wanted_whole:
        return ops.cast(image, dtype)
    limit = np.iinfo(dtype).max
    spread = ops.multiply(image, limit + 0.5)
    return ops.cast(ops.clip(spread, np.iinfo(dtype).min, limit) if saturate else spread, dtype)


def _as_floats(image: Any, change: Callable[[Tensor], Tensor]) -> Tensor:
    """Change pictures as floats, and return them in their own type."""
    image = _tensor(image)
    if "float" in image.dtype:
        return change(image)
    return convert_image_dtype(change(convert_image_dtype(image, "float32")), image.dtype, True)


# -- size --------------------------------------------------------------------------------


def resize(
    images: Any,
    size: Any,
    method: str = ResizeMethod.BILINEAR,
    preserve_aspect_ratio: bool = False,
    antialias: bool = False,
    name: str | None = None,
) -> Tensor:
    """Return pictures at another size (height, width), as floats unless ``nearest``.

    Args:
        images: One picture or several.
        size: Height and width.
        method: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
        preserve_aspect_ratio: Whether to fit them into the size instead of distorting them.
        antialias: Whether to smooth before making them smaller.
    """
    images, (rows, columns) = _tensor(images), sizes(size)
    if preserve_aspect_ratio:
        height, width = images.shape[-3:-1]
        factor = min(rows / height, columns / width)
        rows, columns = round(height * factor), round(width * factor)
    if method != ResizeMethod.NEAREST_NEIGHBOR:
        images = ops.cast(images, "float32")
    return ops.image.resize(images, (rows, columns), method, antialias, data_format="channels_last")


def resize_with_pad(
    image: Any,
    target_height: int,
    target_width: int,
    method: str = ResizeMethod.BILINEAR,
    antialias: bool = False,
) -> Tensor:
    """Return pictures fitted into a size, in the middle of zeros."""
    image, target = _tensor(image), (int(target_height), int(target_width))
    inner = image.shape[-3:-1]
    factor = min(wanted / size for wanted, size in zip(target, inner, strict=True))
    fitted = resize(image, [int(size * factor) for size in inner], method, antialias=antialias)
    before = [
        int((wanted - size * factor) / 2) for wanted, size in zip(target, inner, strict=True)
    ]
    return pad_to_bounding_box(fitted, before[0], before[1], *target)


def resize_with_crop_or_pad(image: Any, target_height: int, target_width: int) -> Tensor:
    """Return the middle of pictures: what is too much is cut off, what lacks is zero."""
    image, height, width = _tensor(image), int(target_height), int(target_width)
    rows, columns = image.shape[-3:-1]
    inner = (min(rows, height), min(columns, width))
    cut = crop_to_bounding_box(
        image, max(rows - height, 0) // 2, max(columns - width, 0) // 2, *inner
    )
    return pad_to_bounding_box(
        cut, max(height - rows, 0) // 2, max(width - columns, 0) // 2, height, width
    )


def crop_to_bounding_box(
    image: Any, offset_height: int, offset_width: int, target_height: int, target_width: int
) -> Tensor:
    """Return a part of pictures, from a corner on.

    Raises:
        ValueError: when the part is not inside.
    """
    image = _tensor(image)
    rows, columns = image.shape[-3:-1]
    top, left = int(offset_height), int(offset_width)
    bottom, right = top + int(target_height), left + int(target_width)
    if top < 0 or left < 0 or bottom > rows or right > columns:
        raise ValueError(
            f"The part from ({top}, {left}) to ({bottom}, {right}) is not inside a picture of "
            f"{rows} × {columns}."
        )
    return image[..., top:bottom, left:right, :]


def pad_to_bounding_box(
    image: Any, offset_height: int, offset_width: int, target_height: int, target_width: int
) -> Tensor:
    """Return pictures at a place of a larger one of zeros."""
    image = _tensor(image)
    rows, columns = image.shape[-3:-1]
    top, left = int(offset_height), int(offset_width)
    below, right = int(target_height) - rows - top, int(target_width) - columns - left
    if min(top, left, below, right) < 0:
        raise ValueError(
            f"A picture of {rows} × {columns} does not fit at ({top}, {left}) into "
            f"{int(target_height)} × {int(target_width)}."
        )
    around = [(0, 0)] * (image.ndim - 3)
    return ops.pad(image, [*around, (top, below), (left, right), (0, 0)])


def central_crop(image: Any, central_fraction: float) -> Tensor:
    """Return the middle of pictures, this share of height and width."""
    image = _tensor(image)
    rows, columns = image.shape[-3:-1]
    top, left = (int((n - n * central_fraction) / 2) for n in (rows, columns))
    return crop_to_bounding_box(image, top, left, rows - 2 * top, columns - 2 * left)


def random_crop(value: Any, size: Any, seed: Any = None, name: str | None = None) -> Tensor:
    """Return a part of a tensor of a size, from a place drawn evenly."""
    value, wanted = _tensor(value), sizes(size)
    starts = [
        int(random.randint((), 0, n - w + 1, seed=seed))
        for n, w in zip(value.shape, wanted, strict=True)
    ]
    return ops.slice(value, starts, wanted)


# -- turning -----------------------------------------------------------------------------


def flip_left_right(image: Any) -> Tensor:
    """Return pictures mirrored from left to right."""
    return ops.flip(_tensor(image), -2)


def flip_up_down(image: Any) -> Tensor:
    """Return pictures mirrored from top to bottom."""
    return ops.flip(_tensor(image), -3)


def random_flip_left_right(image: Any, seed: Any = None) -> Tensor:
    """Return pictures, half of them mirrored from left to right."""
    return _sometimes(image, flip_left_right, seed)


def random_flip_up_down(image: Any, seed: Any = None) -> Tensor:
    """Return pictures, half of them mirrored from top to bottom."""
    return _sometimes(image, flip_up_down, seed)


def _sometimes(image: Any, change: Callable[[Any], Tensor], seed: Any) -> Tensor:
    image = _tensor(image)
    drawn = random.uniform((*image.shape[:-3], 1, 1, 1), seed=seed)
    return ops.where(ops.less(drawn, 0.5), change(image), image)


def rot90(image: Any, k: int = 1, name: str | None = None) -> Tensor:
    """Return pictures turned against the clock by so many quarters."""
    image = _tensor(image)
    return ops.rot90(image, k, axes=(image.ndim - 3, image.ndim - 2))


def transpose(image: Any, name: str | None = None) -> Tensor:
    """Return pictures with rows and columns exchanged."""
    return ops.swapaxes(_tensor(image), -3, -2)


# -- colours -----------------------------------------------------------------------------


def rgb_to_grayscale(images: Any, name: str | None = None) -> Tensor:
    """Return pictures in shades of grey, with one channel."""
    return _as_floats(images, lambda x: ops.image.rgb_to_grayscale(x, "channels_last"))


def grayscale_to_rgb(images: Any, name: str | None = None) -> Tensor:
    """Return grey pictures with three equal channels."""
    return ops.repeat(_tensor(images), 3, axis=-1)


def adjust_brightness(image: Any, delta: Any) -> Tensor:
    """Return pictures with a number added (of 0 to 1, whatever their type)."""
    return _as_floats(image, lambda x: ops.add(x, delta))


def adjust_contrast(images: Any, contrast_factor: Any) -> Tensor:
    """Return pictures with every channel's distance from its mean multiplied."""

    def change(x: Tensor) -> Tensor:
        mean = ops.mean(x, axis=(-3, -2), keepdims=True)
        return ops.add(ops.multiply(ops.subtract(x, mean), contrast_factor), mean)

    return _as_floats(images, change)


def adjust_gamma(image: Any, gamma: float = 1, gain: float = 1) -> Tensor:
    """Return gain · x to the power of gamma."""
    return _as_floats(image, lambda x: ops.multiply(ops.power(x, gamma), gain))


def adjust_saturation(image: Any, saturation_factor: Any, name: str | None = None) -> Tensor:
    """Return pictures with the strength of their colours multiplied."""

    def change(x: Tensor) -> Tensor:
        hue, strength, value = ops.split(rgb_to_hsv(x, "channels_last"), 3, axis=-1)
        strength = ops.clip(ops.multiply(strength, saturation_factor), 0.0, 1.0)
        return hsv_to_rgb(ops.concatenate([hue, strength, value], -1), "channels_last")

    return _as_floats(image, change)


def adjust_hue(image: Any, delta: Any, name: str | None = None) -> Tensor:
    """Return pictures with their colours turned round the wheel by a part of it."""

    def change(x: Tensor) -> Tensor:
        hue, strength, value = ops.split(rgb_to_hsv(x, "channels_last"), 3, axis=-1)
        hue = ops.mod(ops.add(hue, delta), 1.0)
        return hsv_to_rgb(ops.concatenate([hue, strength, value], -1), "channels_last")

    return _as_floats(image, change)


def random_brightness(image: Any, max_delta: float, seed: Any = None) -> Tensor:
    """Return pictures brightened or darkened by at most so much."""
    return adjust_brightness(image, _drawn(-max_delta, max_delta, seed))


def random_contrast(image: Any, lower: float, upper: float, seed: Any = None) -> Tensor:
    """Return pictures with their contrast multiplied by a number drawn between two limits."""
    return adjust_contrast(image, _drawn(lower, upper, seed))


def random_saturation(image: Any, lower: float, upper: float, seed: Any = None) -> Tensor:
    """Return pictures with their colours' strength multiplied by a number that is drawn."""
    return adjust_saturation(image, _drawn(lower, upper, seed))


def random_hue(image: Any, max_delta: float, seed: Any = None) -> Tensor:
    """Return pictures with their colours turned by at most so much."""
    return adjust_hue(image, _drawn(-max_delta, max_delta, seed))


def _drawn(low: float, high: float, seed: Any) -> Tensor:
    return random.uniform((), low, high, seed=seed)


def per_image_standardization(image: Any) -> Tensor:
    """Return every picture with mean 0 and deviation 1 (a flat one stays flat)."""
    x = ops.cast(_tensor(image), "float32")
    axes, count = (-3, -2, -1), float(np.prod(x.shape[-3:]))
    deviation = ops.maximum(ops.std(x, axes, keepdims=True), 1.0 / np.sqrt(count))
    return ops.divide(ops.subtract(x, ops.mean(x, axes, keepdims=True)), deviation)


__all__ = [
    "ResizeMethod",
    "adjust_brightness",
    "adjust_contrast",
    "adjust_gamma",
    "adjust_hue",
    "adjust_saturation",
    "central_crop",
    "convert_image_dtype",
    "crop_to_bounding_box",
    "decode_bmp",
    "decode_image",
    "decode_jpeg",
    "decode_png",
    "encode_jpeg",
    "encode_png",
    "flip_left_right",
    "flip_up_down",
    "grayscale_to_rgb",
    "hsv_to_rgb",
    "pad_to_bounding_box",
    "per_image_standardization",
    "random_brightness",
    "random_contrast",
    "random_crop",
    "random_flip_left_right",
    "random_flip_up_down",
    "random_hue",
    "random_saturation",
    "resize",
    "resize_with_crop_or_pad",
    "resize_with_pad",
    "rgb_to_grayscale",
    "rgb_to_hsv",
    "rot90",
    "sobel_edges",
    "transpose",
]
