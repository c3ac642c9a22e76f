"""Colours of images (..., channels): grey values, and hue, saturation and value."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.ops.elementwise import (
    absolute,
    cast,
    clip,
    equal,
    floor,
    greater,
    less,
    maximum,
    minimum,
    where,
)
from engine.ops.reduce import sum as total
from engine.ops.shape import stack
from engine.tensor import Tensor, as_operand

#: How bright the eye finds red, green and blue (ITU-R BT.601, as TensorFlow rounds it).
_BRIGHTNESS = (0.2989, 0.5870, 0.1140)


def grayscale(images: Any) -> Tensor:
    """Return the brightness of images (..., 3) as (..., 1); of (..., 1) themselves."""
    x = _of_channels(images, (1, 3))
    if x.shape[-1] == 1:
        return x
    return total(x * np.asarray(_BRIGHTNESS, x.dtype), axis=-1, keepdims=True)


def rgb_to_hsv(images: Any) -> Tensor:
    """Return hue and saturation in [0, 1] and value of images (..., 3) of red, green, blue."""
    x = _of_channels(images, (3,))
    x = where(less(absolute(x), float(np.finfo(x.dtype).eps)), 0.0, x)
    r, g, b = _planes(x)
    value = maximum(maximum(r, g), b)
    spread = value - minimum(minimum(r, g), b)
    coloured = greater(spread, 0.0)
    bright = greater(value, 0.0)
    saturation = where(bright, spread / where(bright, value, 1.0), 0.0)
    share = 1.0 / (6.0 * where(coloured, spread, 1.0))
    hue = where(equal(value, g), share * (b - r) + 2.0 / 6.0, share * (r - g) + 4.0 / 6.0)
    hue = where(equal(value, r), share * (g - b), hue)
    hue = where(coloured, hue, 0.0) + cast(less(hue, 0.0), x.dtype)
    return stack([hue, saturation, value], axis=-1)


def hsv_to_rgb(images: Any) -> Tensor:
    """Return red, green and blue of images (..., 3) of hue, saturation and value."""
    hue, saturation, value = _planes(_of_channels(images, (3,)))
    place = (hue - floor(hue)) * 6.0
    strengths = (
        absolute(place - 3.0) - 1.0,
        2.0 - absolute(place - 2.0),
        2.0 - absolute(place - 4.0),
    )
    pale = 1.0 - saturation
    planes = [value * (pale + saturation * clip(s, 0.0, 1.0)) for s in strengths]
    return stack(planes, axis=-1)


def _planes(x: Any) -> list[Any]:
    return [x[..., i] for i in range(3)]


def _of_channels(images: Any, counts: tuple[int, ...]) -> Any:
    x = as_operand(images)
    if x.shape[-1] not in counts:
        wanted = " or ".join(map(str, counts))
        raise ValueError(f"Images of {wanted} channels are expected, got the shape {x.shape}.")
    return x
