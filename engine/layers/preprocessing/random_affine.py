"""Layers that turn, zoom, move and slant images while training."""

from __future__ import annotations

import math
from typing import Any

from engine import ops
from engine.kinds import Either, Float, Optional
from engine.layers.data_format import data_format_param
from engine.layers.preprocessing.arguments import (
    Numbers,
    Span,
    bounds,
    factor,
    fill_mode_param,
    fill_value_param,
    interpolation_param,
    raw_factor,
    seed_param,
)
from engine.layers.preprocessing.draws import Draws
from engine.layers.preprocessing.random_base import RandomImageLayer, Size
from engine.ops.image import affine_transform
from engine.param import param
from engine.registry import register

__all__ = [
    "RandomRotation",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
]


class RandomAffine(RandomImageLayer):
    """What the layers share that read every pixel from another place."""

    moves_pixels = True
    fill_mode: Any
    fill_value: Any
    interpolation: Any

    def change(self, x: Any, drawn: Any) -> Any:
        return self._read(x, drawn, self.interpolation)

    def change_masks(self, x: Any, drawn: Any) -> Any:
        return self._read(x, drawn, "nearest")

    def _read(self, x: Any, drawn: Any, how: str) -> Any:
        return affine_transform(x, self.maps(x, drawn), how, self.fill_mode, self.fill_value)

    def maps(self, x: Any, drawn: Any) -> Any:
        """The numbers a0, a1, a2, b0, b1, b2, 0, 0 of every image (batch, 8): the pixel at
        column u and row v is read at column a0 u + a1 v + a2 and row b0 u + b1 v + b2."""
        raise NotImplementedError


def joined(*columns: Any) -> Any:
    """Maps (batch, 8) of their first six columns."""
    zero = columns[0] * 0.0
    return ops.concatenate([*columns, zero, zero], axis=1)


def middle(size: Any) -> tuple[float, float]:
    """Column and row of an image's middle (0 while a size is not known)."""
    return ((size.width or 1) - 1) / 2, ((size.height or 1) - 1) / 2


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

    def draw(self, size: Size, draws: Draws) -> Any:
        low, high = bounds(self.factor)
        angle = draws.uniform((size.batch,), low * 360.0, high * 360.0, self.dtype)
        turn = ops.expand_dims(angle * (math.pi / 180.0), -1)
        u, v = middle(size)
        cos, sin = ops.cos(turn), ops.sin(turn)
        matrix = joined(cos, -sin, u - cos * u + sin * v, sin, cos, v - sin * u - cos * v)
        return {"angle": angle, "rotation_matrix": matrix}

    def maps(self, x: Any, drawn: Any) -> Any:
        matrix = drawn["rotation_matrix"]
        return matrix if len(matrix.shape) == 2 else ops.expand_dims(matrix, 0)


@register("layer", family="preprocessing")
class RandomZoom(RandomAffine):
    """Brings every image nearer or farther by a random factor while training.

    Formula: while training y = x seen smaller (above 0) or larger (below 0), afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    height_factor = raw_factor(
        "How much farther, as a share of the height; negative brings nearer."
    )
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

    def draw(self, size: Size, draws: Draws) -> Any:
        low, high = bounds(self.height_factor)
        down = draws.uniform((size.batch, 1), 1.0 + low, 1.0 + high, self.dtype)
        across = down
        if self.width_factor is not None:
            low, high = bounds(self.width_factor)
            across = draws.uniform((size.batch, 1), 1.0 + low, 1.0 + high, self.dtype)
        return {"height_zoom": down, "width_zoom": across}

    def maps(self, x: Any, drawn: Any) -> Any:
        down, across = drawn["height_zoom"], drawn["width_zoom"]
        u, v = middle(Size(*x.shape))
        zero = down * 0.0
        return joined(across, zero, (1.0 - across) * u, zero, down, (1.0 - down) * v)


@register("layer", family="preprocessing")
class RandomTranslation(RandomAffine):
    """Moves every image by a random distance while training.

    Formula: while training y = x moved down and right, afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    height_factor = raw_factor("How far down or up, as a share of the height.")
    width_factor = raw_factor("How far right or left, as a share of the width.")
    fill_mode = fill_mode_param()
    interpolation = interpolation_param()
    seed = seed_param()
    fill_value = fill_value_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        parts = ((self.width_factor, size.width), (self.height_factor, size.height))
        moved = [
            draws.uniform((size.batch, 1), *bounds(value), self.dtype) * float(length or 1)
            for value, length in parts
        ]
        return {"translations": ops.concatenate(moved, axis=1)}

    def maps(self, x: Any, drawn: Any) -> Any:
        right, down = drawn["translations"][:, 0:1], drawn["translations"][:, 1:2]
        zero, one = down * 0.0, down * 0.0 + 1.0
        return joined(one, zero, -right, zero, one, -down)


def _slant(doc: str) -> Any:
    return param(_Slant(0.0, 1.0), 0.0, doc=doc)


class _Slant(Span):
    def bounds(self, value: Any) -> tuple[Any, Any]:
        if isinstance(value, (list, tuple)):
            return super().bounds(value)
        return -abs(value), abs(value)

    def validate(self, value: Any) -> Any:
        """A span that goes as far to either side, as files hold it, is the number itself."""
        if isinstance(value, (list, tuple)) and len(value) == 2 and value[0] == -value[1]:
            return self.kinds[0].validate(value[1])
        return super().validate(value)


@register("layer", family="preprocessing")
class RandomShear(RandomAffine):
    """Slants every image by a random amount while training.

    Formula: while training row v is moved by a · v columns, column u by b · u rows
    Shape: (batch, height, width, channels), unchanged
    """

    x_factor = _slant("How far rows are moved sideways, as a share of their distance from the top.")
    y_factor = _slant("How far columns are moved, as a share of their distance from the left.")
    interpolation = interpolation_param()
    fill_mode = fill_mode_param()
    fill_value = fill_value_param()
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        either = draws.uniform((size.batch, 1), dtype=self.dtype)
        sign = 1.0 - 2.0 * ops.cast(ops.greater(either, 0.5), self.dtype)
        slants = [
            draws.uniform((size.batch, 1), *_Slant(0.0, 1.0).bounds(value), self.dtype)
            for value in (self.x_factor, self.y_factor)
        ]
        return {"shear_factor": ops.concatenate(slants, axis=1) * sign}

    def maps(self, x: Any, drawn: Any) -> Any:
        across, down = drawn["shear_factor"][:, 0:1], drawn["shear_factor"][:, 1:2]
        zero, one = down * 0.0, down * 0.0 + 1.0
        return joined(one, across, zero, down, one, zero)
