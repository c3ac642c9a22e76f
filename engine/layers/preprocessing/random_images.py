"""Layers that flip, crop, brighten or change the contrast of images while training."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, Int
from engine.layers.data_format import data_format_param
from engine.layers.preprocessing.arguments import bounds, factor, seed_param, value_range_param
from engine.layers.preprocessing.draws import Draws
from engine.layers.preprocessing.images import (
    HEIGHT_DOC,
    WIDTH_DOC,
    cut,
    filling_resize,
    largest_window,
)
from engine.layers.preprocessing.random_base import RandomImageLayer, Size, in_range
from engine.ops.image import affine_transform, resize
from engine.param import param
from engine.registry import register
from engine.tensor import as_operand

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
    moves_pixels = True
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        return {"flips": ops.less_equal(draws.uniform((size.batch, 1, 1, 1)), 0.5)}

    def change(self, x: Any, drawn: Any) -> Any:
        y = x
        if "horizontal" in self.mode:
            y = ops.flip(y, 2)
        if "vertical" in self.mode:
            y = ops.flip(y, 1)
        return ops.where(drawn["flips"], y, x)


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

    moves_pixels = True

    def draw(self, size: Size, draws: Draws) -> Any:
        if size.height is None or size.width is None:
            return 0, 0  # shapes are being inferred
        if size.height > self.height and size.width > self.width:
            rooms = (size.height - self.height + 1, size.width - self.width + 1)
            return tuple(draws.whole((), 0, room) for room in rooms)
        return largest_window(size.height, size.width, self.height, self.width)[:2]

    def change(self, x: Any, drawn: Any) -> Any:
        top, left = drawn
        if isinstance(top, int):
            return self._resized(x[:, top : top + self.height, left : left + self.width, :])
        numbers = [ops.reshape(ops.cast(n, x.dtype), (1, 1)) for n in (left, top)]
        zero, one = numbers[0] * 0.0, numbers[0] * 0.0 + 1.0
        place = ops.concatenate([one, zero, numbers[0], zero, one, numbers[1], zero, zero], axis=1)
        places = ops.broadcast_to(place, (x.shape[0], 8))
        moved = affine_transform(x, places, "nearest", "nearest")
        return self._resized(cut(moved, 0, 0, self.height, self.width))

    def _resized(self, x: Any) -> Any:
        return resize(x, (self.height, self.width))

    def _changed(self, images: Any, drawn: Any, training: bool, masks: bool) -> Any:
        if training and drawn is not None:
            return super()._changed(images, drawn, training, masks)
        return self._middle(images)

    def _middle(self, images: Any) -> Any:
        """The largest middle window: a model predicts on the size it was trained on."""
        x = self.as_float(as_operand(images))
        self.check_images(x)
        return self.as_batch(x, lambda batch: filling_resize(batch, self.height, self.width))


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

    def draw(self, size: Size, draws: Draws) -> Any:
        down, up = bounds(self.factor, 0.0)
        shape = (size.batch, 1, 1, 1)
        return {"contrast_factor": draws.uniform(shape, 1.0 - down, 1.0 + up, self.dtype)}

    def change(self, x: Any, drawn: Any) -> Any:
        mean = ops.mean(x, axis=(1, 2), keepdims=True)
        return in_range((x - mean) * drawn["contrast_factor"] + mean, self.value_range)


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

    def draw(self, size: Size, draws: Draws) -> Any:
        low, high = map(float, sorted(self.value_range))
        amount = draws.uniform((size.batch, 1, 1, 1), *bounds(self.factor), self.dtype)
        return {"rgb_delta": amount * (high - low)}

    def change(self, x: Any, drawn: Any) -> Any:
        return in_range(x + drawn["rgb_delta"], self.value_range)
