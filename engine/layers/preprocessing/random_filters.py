"""Layers that sharpen, soften or bend images while training."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Choice, Either, Float, Int
from engine.layers.data_format import data_format_param
from engine.layers.preprocessing.arguments import (
    Numbers,
    Span,
    fill_value_param,
    interpolation_param,
    seed_param,
    value_range_param,
)
from engine.layers.preprocessing.draws import Draws
from engine.layers.preprocessing.random_base import RandomImageLayer, Size, each, in_range
from engine.layers.preprocessing.random_colors import share_param
from engine.ops.depthwise import depthwise_conv
from engine.ops.host import computed
from engine.param import param
from engine.preprocessing.sampling import blurred, homography, sampled
from engine.random import stream
from engine.registry import register

__all__ = [
    "RandomElasticTransform",
    "RandomGaussianBlur",
    "RandomPerspective",
    "RandomSharpness",
]

_CHANCE = "The share of images that are changed, itself drawn up to this."


def _filtered(x: Any, kernel: Any) -> Any:
    """Every channel convolved with one kernel (height, width); zeros lie outside."""
    height, width = kernel.shape
    channels = x.shape[-1] or 1
    same = ops.broadcast_to(
        ops.reshape(kernel, (height, width, 1, 1)), (height, width, channels, 1)
    )
    return depthwise_conv(x, same, strides=(1, 1), padding="same", dilation=(1, 1))


@register("layer", family="preprocessing")
class RandomSharpness(RandomImageLayer):
    """Makes every image softer or sharper by a random amount while training.

    Formula: while training y = x + (1 - 2 · factor) · (smoothed x - x), afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    starting = {"factor": [0.3, 0.7]}
    factor = share_param("How sharp images become: 0 is softest, 0.5 leaves them, 1 is sharpest.")
    value_range = value_range_param()
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        low, high = Span(0.0, 1.0).bounds(self.factor)
        return {"factor": draws.uniform((size.batch,), low, high, self.dtype)}

    def change(self, x: Any, drawn: Any) -> Any:
        kernel = np.full((3, 3), 1.0 / 13.0, x.dtype)
        kernel[1, 1] = 5.0 / 13.0
        smoothed = _filtered(x, ops.convert_to_tensor(kernel))
        y = x + (1.0 - each(drawn["factor"]) * 2.0) * (smoothed - x)
        return in_range(y, self.value_range)


class OddSizes(Either):
    """An odd whole number, or two: height and width of a window with a middle."""

    def __init__(self) -> None:
        super().__init__(Int(low=1), Numbers(2, 1, None))

    def validate(self, value: Any) -> Any:
        found = super().validate(value)
        if any(int(v) % 2 == 0 or int(v) != v for v in np.atleast_1d(found)):
            raise ValueError("A window with a middle has an odd size.")
        return found

    def describe(self) -> str:
        return "an odd whole number or two of them"

    def to_config(self, value: Any) -> Any:
        sizes = [int(v) for v in np.atleast_1d(value)]
        return sizes if len(sizes) == 2 else sizes * 2

    def bad_values(self) -> list[Any]:
        return [2, [3, 4], "x"]


@register("layer", family="preprocessing")
class RandomGaussianBlur(RandomImageLayer):
    """Blurs some images by a random amount while training.

    Formula: while training y = x convolved with a bell curve of a random width; afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    factor = share_param(_CHANCE, 1.0)
    kernel_size = param(OddSizes(), 3, doc="Width and height of the window, odd numbers.")
    sigma = share_param("How wide the bell curve is, in pixels.", 1.0)
    value_range = value_range_param()
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        low, high = Span(0.0, 1.0).bounds(self.sigma)
        return {
            "should_apply_blur": draws.chance(size.batch, *Span(0.0, 1.0).bounds(self.factor)),
            "blur_factor": draws.uniform((2,), low, high, self.dtype) + 1e-6,
        }

    def change(self, x: Any, drawn: Any) -> Any:
        width, height = OddSizes().to_config(self.kernel_size)
        across = _bell(width, drawn["blur_factor"][0:1], x.dtype)
        down = _bell(height, drawn["blur_factor"][1:2], x.dtype)
        kernel = ops.reshape(down, (-1, 1)) * ops.reshape(across, (1, -1))
        y = ops.where(each(drawn["should_apply_blur"]), _filtered(x, kernel), x)
        return in_range(y, self.value_range)


def _bell(size: int, sigma: Any, dtype: str) -> Any:
    place = np.arange(size, dtype=dtype) - np.asarray((size - 1) / 2, dtype)
    curve = ops.exp(-0.5 * ops.square(ops.convert_to_tensor(place) / sigma))
    return curve / ops.sum(curve)


class Warp(RandomImageLayer):
    """What the layers share that read pixels at places worked out in Python."""

    moves_pixels = True
    interpolation: Any

    def change(self, x: Any, drawn: Any) -> Any:
        return self.warped(x, drawn, self.interpolation == "bilinear")

    def change_masks(self, x: Any, drawn: Any) -> Any:
        return self.warped(x, drawn, False)

    def warped(self, x: Any, drawn: Any, linear: bool) -> Any:
        """Return the images read elsewhere, mixing pixels or not."""
        raise NotImplementedError


@register("layer", family="preprocessing")
class RandomPerspective(Warp):
    """Shows some images from another angle while training.

    Formula: while training the corners move by up to scale / 2 of their place; afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    factor = share_param(_CHANCE, 1.0)
    scale = param(Float(0.0, 1.0, step=0.05), 1.0, doc="How far the corners move.")
    interpolation = interpolation_param()
    fill_value = fill_value_param()
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        right, bottom = float((size.width or 1) - 1), float((size.height or 1) - 1)
        corners = np.array([[[0, 0], [right, 0], [0, bottom], [right, bottom]]], self.dtype)
        applied = draws.chance(size.batch, *Span(0.0, 1.0).bounds(self.factor))
        half = 0.5 * self.scale
        moved = draws.uniform((size.batch, 4, 2), -half, half, self.dtype)
        start = ops.broadcast_to(ops.convert_to_tensor(corners), (size.batch, 4, 2))
        return {
            "apply_perspective": applied,
            "start_points": start,
            "end_points": start + start * moved,
        }

    def warped(self, x: Any, drawn: Any, linear: bool) -> Any:
        fill = self.fill_value

        def work(images: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
            maps = homography(start.astype("float64"), end.astype("float64"))
            rows, columns = np.mgrid[: images.shape[1], : images.shape[2]].astype("float64")
            result = np.empty_like(images)
            for i, (image, m) in enumerate(zip(images, maps, strict=True)):
                depth = m[6] * columns + m[7] * rows + 1
                u = (m[0] * columns + m[1] * rows + m[2]) / depth
                v = (m[3] * columns + m[4] * rows + m[5]) / depth
                result[i] = sampled(image, v, u, linear, "constant", fill)
            return result

        points = (drawn["start_points"], drawn["end_points"])
        y = computed(work, x, *points, shape=x.shape, dtype=x.dtype)
        return ops.where(each(drawn["apply_perspective"]), y, x)


@register("layer", family="preprocessing")
class RandomElasticTransform(Warp):
    """Bends some images as if they were printed on rubber, while training.

    Formula: while training every pixel is read at a random smooth distance; afterwards y = x
    Shape: (batch, height, width, channels), unchanged
    """

    factor = share_param(_CHANCE, 1.0)
    scale = share_param("How far pixels move.", 1.0)
    interpolation = interpolation_param()
    fill_mode = param(
        Choice("reflect", "wrap", "constant", "nearest", "mirror"),
        "reflect",
        advanced=True,
        doc="What is seen outside of the image: its mirror image, its repetition, one value or "
        "its nearest pixel.",
    )
    fill_value = fill_value_param()
    value_range = value_range_param()
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        chances, strengths = (Span(0.0, 1.0).bounds(v) for v in (self.factor, self.scale))
        if chances[1] == 0 or strengths[1] == 0:
            return None
        return {
            "apply_transform": draws.chance(size.batch, *chances),
            "distortion_factor": draws.uniform((), *strengths, self.dtype),
            "seed": ops.draw_key(draws.state),
        }

    def warped(self, x: Any, drawn: Any, linear: bool) -> Any:
        mode, fill = self.fill_mode, self.fill_value

        def work(images: np.ndarray, strength: np.ndarray, key: np.ndarray) -> np.ndarray:
            count, height, width, _ = images.shape
            reach, sigma = (
                max(height, width) * 0.1 * float(strength),
                min(height, width) * 0.05 * float(strength),
            )
            noise = stream(int(key[0]), int(key[1])).normal(size=(2 * count, height, width))
            moved = blurred(noise * sigma, int(6 * sigma) | 1, max(sigma, 1e-6)) * reach
            rows, columns = np.mgrid[:height, :width]
            return np.stack(
                [
                    sampled(image, rows + down, columns + across, linear, mode, fill)
                    for image, down, across in zip(
                        images, moved[:count], moved[count:], strict=True
                    )
                ]
            )

        given = (drawn["distortion_factor"], drawn["seed"])
        y = computed(work, x, *given, shape=x.shape, dtype=x.dtype)
        return in_range(ops.where(each(drawn["apply_transform"]), y, x), self.value_range)
