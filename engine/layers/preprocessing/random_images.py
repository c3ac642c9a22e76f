"""Layers that flip, crop, brighten or change the contrast of images while training."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, Int
from engine.layers.data_format import data_format_param
from engine.layers.preprocessing.arguments import bounds, factor, seed_param, value_range_param
from engine.layers.preprocessing.images import (
    HEIGHT_DOC,
    WIDTH_DOC,
    RandomImageLayer,
    cut,
    filling_resize,
)
from engine.ops.image import affine_transform
from engine.param import param
from engine.registry import register

__all__ = [
    "RandomBrightness",
    "RandomContrast",
    "RandomCrop",
    "RandomFlip",
]


def keyword_data_format() -> Any:
    definition = data_format_param()
    definition.keyword_only = True
    return definition


@register("layer", family="preprocessing")
class RandomFlip(RandomImageLayer):
    """Mirrors half of the images while training.

    Formula: while training y = x or its mirror image, afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    mode = param(
        Choice("horizontal_and_vertical", "horizontal", "vertical"),
        "horizontal_and_vertical",
        doc="Whether left and right, top and bottom, or both change places.",
    )
    seed = seed_param()
    data_format = data_format_param()

    def vary(self, x: Any) -> Any:
        y = x
        if "horizontal" in self.mode:
            y = ops.flip(y, 2)
        if "vertical" in self.mode:
            y = ops.flip(y, 1)
        chosen = self.uniform((x.shape[0], 1, 1, 1), 0.0, 1.0, x.dtype)
        return ops.where(ops.less_equal(chosen, 0.5), y, x)


@register("layer", family="preprocessing")
class RandomCrop(RandomImageLayer):
    """Cuts out a window at a random place while training, the largest middle one afterwards.

    Formula: y = height x width pixels of x from a random place, the same for a batch
    Shape: (batch, h, w, channels) to (batch, height, width, channels)
    """

    starting = {"height": 32, "width": 32}
    height = param(Int(low=1), doc=HEIGHT_DOC)
    width = param(Int(low=1), doc=WIDTH_DOC)
    seed = seed_param()
    data_format = data_format_param()

    def transform(self, x: Any, training: bool) -> Any:
        x, (height, width) = self.as_float(x), x.shape[1:3]
        room = None not in (height, width) and height >= self.height and width >= self.width
        if not training or not room:
            return filling_resize(x, self.height, self.width)
        return self.vary(x)

    def vary(self, x: Any) -> Any:
        top = self._start(x.shape[1] - self.height + 1, x.dtype)
        left = self._start(x.shape[2] - self.width + 1, x.dtype)
        numbers = [top * 0.0 + 1.0, top * 0.0, left, top * 0.0, top * 0.0 + 1.0, top]
        place = ops.concatenate([*numbers, ops.zeros((1, 2), x.dtype)], axis=1)
        places = ops.broadcast_to(place, (x.shape[0], 8))
        moved = affine_transform(x, places, "nearest", "nearest")
        return cut(moved, 0, 0, self.height, self.width)

    def _start(self, places: int, dtype: str) -> Any:
        """A whole number from 0 to places - 1, of shape (1, 1)."""
        drawn = ops.floor(self.uniform((1, 1), 0.0, float(places), dtype))
        return ops.minimum(drawn, float(places - 1))


@register("layer", family="preprocessing")
class RandomContrast(RandomImageLayer):
    """Changes the contrast of every image by a random factor while training.

    Formula: while training y = mean + (x - mean) · factor, per channel; afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    factor = factor(
        "Contrast goes up by at most so much; two numbers: down by the first, up by the second.",
        low=0.0,
    )
    value_range = value_range_param()
    seed = seed_param()
    data_format = keyword_data_format()

    def vary(self, x: Any) -> Any:
        down, up = bounds(self.factor, 0.0)
        strength = self.uniform((x.shape[0], 1, 1, 1), 1.0 - down, 1.0 + up, x.dtype)
        mean = ops.mean(x, axis=(1, 2), keepdims=True)
        return ops.clip(mean + (x - mean) * strength, *map(float, self.value_range))


@register("layer", family="preprocessing")
class RandomBrightness(RandomImageLayer):
    """Brightens or darkens every image by a random amount while training.

    Formula: while training y = x + amount · (brightest - darkest value), afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    factor = factor("How much brighter or darker, as a share of the range of values.")
    value_range = value_range_param()
    seed = seed_param()
    data_format = keyword_data_format()

    def vary(self, x: Any) -> Any:
        low, high = map(float, sorted(self.value_range))
        amount = self.uniform((x.shape[0], 1, 1, 1), *bounds(self.factor), x.dtype)
        return ops.clip(x + amount * (high - low), low, high)
