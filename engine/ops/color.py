"""Colors of images: grey values, and hue, saturation and value."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.config import floatx
from engine.dtypes import promote
from engine.ops.elementwise import (
    absolute,
    add,
    cast,
    clip,
    divide,
    equal,
    floor,
    greater,
    less,
    maximum,
    minimum,
    multiply,
    subtract,
    where,
)
from engine.ops.layout import sides
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import get_item, stack
from engine.tensor import Tensor

#: How bright the eye finds red, green and blue (ITU-R BT.601, as TensorFlow rounds it).
_BRIGHTNESS = (0.2989, 0.5870, 0.1140)


def rgb_to_grayscale(images: Any, data_format: str | None = None) -> Tensor:
    """Return the brightness of images in one channel; grey images as they are.

    Raises:
        ValueError: for another number of channels than 3 or 1.
    """
    x, at = sides("rgb_to_grayscale", images, data_format)
    channels = x.shape[at.channels]
    if channels == 1:
        return x
    if channels != 3:
        raise ValueError(f"rgb_to_grayscale: expected 3 channels or 1, got the shape {x.shape}.")
    dtype = promote(x.dtype, floatx()) if not x.dtype.startswith("float") else x.dtype
    shape = [3 if i == at.channels else 1 for i in range(x.ndim)]
    weights = np.reshape(np.asarray(_BRIGHTNESS, dtype), shape)
    grey = reduce_sum(multiply(cast(x, dtype), weights), at.channels, keepdims=True)
    return cast(grey, x.dtype)


def _channels(name: str, images: Any, data_format: str | None) -> tuple[list[Any], int]:
    x, at = sides(name, images, data_format)
    if x.shape[at.channels] != 3 or not x.dtype.startswith("float"):
        raise ValueError(
            f"{name}: expected floats in 3 channels, got {x.dtype} of the shape {x.shape}."
        )
    before = (slice(None),) * at.channels
    return [get_item(x, (*before, i)) for i in range(3)], at.channels


def rgb_to_hsv(images: Any, data_format: str | None = None) -> Tensor:
    """Return hue, saturation and value of red, green and blue, all from 0 to 1.

    Raises:
        ValueError: for whole numbers, or another number of channels than 3.
    """
    parts, axis = _channels("rgb_to_hsv", images, data_format)
    tiny = float(np.finfo(parts[0].dtype).eps)
    r, g, b = (where(less(absolute(p), tiny), 0.0, p) for p in parts)
    value = maximum(maximum(r, g), b)
    spread = subtract(value, minimum(minimum(r, g), b))
    colored = greater(spread, 0.0)
    sixth = divide(1.0, multiply(where(colored, spread, 1.0), 6.0))
    hue = where(
        equal(value, g),
        add(multiply(sixth, subtract(b, r)), 2 / 6),
        add(multiply(sixth, subtract(r, g)), 4 / 6),
    )
    hue = where(equal(value, r), multiply(sixth, subtract(g, b)), hue)
    hue = add(where(colored, hue, 0.0), cast(less(hue, 0.0), hue.dtype))
    bright = greater(value, 0.0)
    saturation = where(bright, divide(spread, where(bright, value, 1.0)), 0.0)
    return stack([hue, saturation, value], axis)


def hsv_to_rgb(images: Any, data_format: str | None = None) -> Tensor:
    """Return red, green and blue of hue, saturation and value, all from 0 to 1.

    A hue outside goes on around the color circle; errors as in ``rgb_to_hsv``.
    """
    (hue, saturation, value), axis = _channels("hsv_to_rgb", images, data_format)
    turn = multiply(subtract(hue, floor(hue)), 6.0)
    red = subtract(absolute(subtract(turn, 3.0)), 1.0)
    green = subtract(2.0, absolute(subtract(turn, 2.0)))
    blue = subtract(2.0, absolute(subtract(turn, 4.0)))
    pale = subtract(1.0, saturation)
    colors = [
        multiply(value, add(pale, multiply(saturation, clip(c, 0.0, 1.0))))
        for c in (red, green, blue)
    ]
    return stack(colors, axis)


__all__ = ["hsv_to_rgb", "rgb_to_grayscale", "rgb_to_hsv"]
