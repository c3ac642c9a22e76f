"""Layers that turn, zoom and move images while training."""

from __future__ import annotations

import math
from typing import Any

from engine import ops
from engine.kinds import Either, Float, Optional
from engine.layers.data_format import data_format_param
from engine.layers.preprocessing.arguments import (
    Numbers,
    bounds,
    factor,
    fill_mode_param,
    fill_value_param,
    interpolation_param,
    seed_param,
)
from engine.layers.preprocessing.images import RandomImageLayer
from engine.ops.image import affine_transform
from engine.param import param
from engine.registry import register

__all__ = [
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
]


class RandomAffine(RandomImageLayer):
    """What the layers share that read every pixel from another place."""

    fill_mode: Any
    fill_value: Any
    interpolation: Any

    def vary(self, x: Any) -> Any:
        columns = self.places(x)
        zero = columns[0] * 0.0
        maps = ops.concatenate([*columns, zero, zero], axis=1)
        return affine_transform(x, maps, self.interpolation, self.fill_mode, self.fill_value)

    def places(self, x: Any) -> list[Any]:
        """The numbers a0, a1, a2, b0, b1, b2 of every image, each (batch, 1): the pixel at
        column u and row v is read at column a0 u + a1 v + a2 and row b0 u + b1 v + b2."""
        raise NotImplementedError

    def amounts(self, x: Any, value: Any, start: float = 0.0) -> Any:
        """A random number for every image within a factor's bounds."""
        low, high = bounds(value)
        return self.uniform((x.shape[0], 1), start + low, start + high, x.dtype)


def middle(x: Any) -> tuple[float, float]:
    """Column and row of an image's middle (0 while a size is not known)."""
    return ((x.shape[2] or 1) - 1) / 2, ((x.shape[1] or 1) - 1) / 2


@register("layer", family="preprocessing")
class RandomRotation(RandomAffine):
    """Turns every image by a random angle while training.

    Formula: while training y = x turned about its middle, afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    factor = factor("How far to turn, as a share of a full turn; 0.1 is 36 degrees either way.")
    fill_mode = fill_mode_param()
    interpolation = interpolation_param()
    seed = seed_param()
    fill_value = fill_value_param()
    data_format = data_format_param()

    def places(self, x: Any) -> list[Any]:
        angle = self.amounts(x, self.factor) * (2 * math.pi)
        u, v = middle(x)
        cos, sin = ops.cos(angle), ops.sin(angle)
        return [cos, -sin, u - cos * u + sin * v, sin, cos, v - sin * u - cos * v]


@register("layer", family="preprocessing")
class RandomZoom(RandomAffine):
    """Brings every image nearer or farther by a random factor while training.

    Formula: while training y = x seen smaller (above 0) or larger (below 0), afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    height_factor = factor("How much farther, as a share of the height; negative brings nearer.")
    width_factor = param(
        Optional(Either(Float(-1, 1, step=0.05), Numbers(2, -1, 1)), none_label="as height"),
        None,
        doc="The same for the width; none keeps the proportions.",
    )
    fill_mode = fill_mode_param()
    interpolation = interpolation_param()
    seed = seed_param()
    fill_value = fill_value_param()
    data_format = data_format_param()

    def places(self, x: Any) -> list[Any]:
        down = self.amounts(x, self.height_factor, 1.0)
        across = down
        if self.width_factor is not None:
            across = self.amounts(x, self.width_factor, 1.0)
        u, v = middle(x)
        zero = down * 0.0
        return [across, zero, (1.0 - across) * u, zero, down, (1.0 - down) * v]


@register("layer", family="preprocessing")
class RandomTranslation(RandomAffine):
    """Moves every image by a random distance while training.

    Formula: while training y = x moved down and right, afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    height_factor = factor("How far down or up, as a share of the height.")
    width_factor = factor("How far right or left, as a share of the width.")
    fill_mode = fill_mode_param()
    interpolation = interpolation_param()
    seed = seed_param()
    fill_value = fill_value_param()
    data_format = data_format_param()

    def places(self, x: Any) -> list[Any]:
        down = self.amounts(x, self.height_factor) * float(x.shape[1] or 1)
        right = self.amounts(x, self.width_factor) * float(x.shape[2] or 1)
        zero, one = down * 0.0, down * 0.0 + 1.0
        return [one, zero, -right, zero, one, -down]
