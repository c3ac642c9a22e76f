"""Layers that add cells around sequences, images and volumes, cut them off or repeat them."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, Int, IntPairs, IntTuple
from engine.layers.data_format import FIRST, data_format_param, require_spatial
from engine.layers.layer import Layer
from engine.ops.lengthen import METHODS
from engine.param import param
from engine.registry import register

__all__ = [
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
]

_SIDES = {
    2: "top, bottom, left, right. One number stands for all, two for height and width.",
    3: "front, back, top, bottom, left, right. One number stands for all, three for depth, height "
    "and width.",
}


class Spatial(Layer):
    """What these layers share."""

    rank = 1
    data_format: Any = None

    @property
    def first_axis(self) -> int:
        """The first axis that is neither the batch nor the channels."""
        return 2 if self.data_format == FIRST else 1

    def all_axes(self, pairs: Any) -> list[tuple[int, int]]:
        """Pairs for every axis, given those of the sizes."""
        none = (0, 0)
        before = [none] * self.first_axis
        return [*before, *pairs, *[none] * (2 - self.first_axis)]

    def call(self, inputs: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        return self.change(inputs)

    def change(self, x: Any) -> Any:
        raise NotImplementedError


class ZeroPadding(Spatial):
    """What zero paddings of every rank share."""

    padding: Any

    def change(self, x: Any) -> Any:
        return ops.pad(x, self.all_axes(self.padding))


@register("layer", family="reshaping")
class ZeroPadding1D(ZeroPadding):
    """Adds zeros to the beginning and end of a sequence.

    Formula: y = zeros, x, zeros
    Shape: (batch, steps, channels) to (batch, before + steps + after, channels)
    """

    padding = param(
        IntTuple(2, low=0), 1, doc="How many steps to add: one number, or before and after."
    )
    data_format = data_format_param()

    def change(self, x: Any) -> Any:
        return ops.pad(x, self.all_axes([self.padding]))


@register("layer", family="reshaping")
class ZeroPadding2D(ZeroPadding):
    """Adds a frame of zeros to an image.

    Formula: y = x with rows of zeros above and below, columns left and right
    Shape: (batch, height, width, channels) to (batch, top + height + bottom, left + width + right,
    channels)
    """

    rank = 2
    padding = param(IntPairs(2), (1, 1), doc=f"Rows and columns to add: {_SIDES[2]}")
    data_format = data_format_param()


@register("layer", family="reshaping")
class ZeroPadding3D(ZeroPadding):
    """Adds zeros on all sides of a volume.

    Formula: y = x with zeros before and after in depth, height and width
    Shape: (batch, depth, height, width, channels) to (batch, larger depth, larger height,
    larger width, channels)
    """

    rank = 3
    padding = param(IntPairs(3), ((1, 1), (1, 1), (1, 1)), doc=f"Cells to add: {_SIDES[3]}")
    data_format = data_format_param()


class Cropping(Spatial):
    """What croppings of every rank share."""

    cropping: Any

    def change(self, x: Any) -> Any:
        return ops.crop(x, self.all_axes(self.cropping))


@register("layer", family="reshaping")
class Cropping1D(Cropping):
    """Cuts steps off the beginning and end of a sequence.

    Formula: y[t] = x[t + before]
    Shape: (batch, steps, channels) to (batch, steps - before - after, channels)
    """

    cropping = param(
        IntTuple(2, low=0),
        (1, 1),
        doc="How many steps to cut off: one number, or at the beginning and at the end.",
    )

    def change(self, x: Any) -> Any:
        return ops.crop(x, self.all_axes([self.cropping]))


@register("layer", family="reshaping")
class Cropping2D(Cropping):
    """Cuts the margins off an image.

    Formula: y[i, j] = x[i + top, j + left]
    Shape: (batch, height, width, channels) to (batch, height - top - bottom, width - left - right,
    channels)
    """

    rank = 2
    cropping = param(IntPairs(2), ((0, 0), (0, 0)), doc=f"Rows and columns to cut off: {_SIDES[2]}")
    data_format = data_format_param()


@register("layer", family="reshaping")
class Cropping3D(Cropping):
    """Cuts the margins off a volume.

    Formula: y[i, j, k] = x[i + before, j + top, k + left]
    Shape: (batch, depth, height, width, channels) to (batch, smaller depth, smaller height,
    smaller width, channels)
    """

    rank = 3
    cropping = param(IntPairs(3), ((1, 1), (1, 1), (1, 1)), doc=f"Cells to cut off: {_SIDES[3]}")
    data_format = data_format_param()


class UpSampling(Spatial):
    """What upsamplings of every rank share."""

    size: Any

    def change(self, x: Any) -> Any:
        return ops.upsample(x, self.size, axis=self.first_axis)


@register("layer", family="reshaping")
class UpSampling1D(UpSampling):
    """Repeats every step of a sequence.

    Formula: y[t] = x[t // size]
    Shape: (batch, steps, channels) to (batch, steps * size, channels)
    """

    size = param(Int(low=1), 2, doc="How many times each step stands in the output.")

    def change(self, x: Any) -> Any:
        return ops.repeat(x, self.size, axis=1)


@register("layer", family="reshaping")
class UpSampling2D(UpSampling):
    """Makes an image a whole number of times larger.

    Formula: y[i, j] = x[i // size[0], j // size[1]] with interpolation='nearest'
    Shape: (batch, height, width, channels) to (batch, height * size[0], width * size[1], channels)
    """

    rank = 2
    size = param(IntTuple(2), (2, 2), doc="How many times higher and wider the image becomes.")
    data_format = data_format_param()
    interpolation = param(
        Choice(*METHODS),
        "nearest",
        doc="'nearest' repeats pixels; the others blend neighbouring ones smoothly.",
    )

    def change(self, x: Any) -> Any:
        return ops.upsample(x, self.size, self.interpolation, self.first_axis)


@register("layer", family="reshaping")
class UpSampling3D(UpSampling):
    """Repeats every cell of a volume.

    Formula: y[i, j, k] = x[i // size[0], j // size[1], k // size[2]]
    Shape: (batch, depth, height, width, channels) to (batch, depth * size[0], height * size[1],
    width * size[2], channels)
    """

    rank = 3
    size = param(
        IntTuple(3), (2, 2, 2), doc="How many times deeper, higher and wider the volume becomes."
    )
    data_format = data_format_param()
