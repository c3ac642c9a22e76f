"""Layers that erase parts of images or mix images of a batch while training."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Either, Float, Optional
from engine.layers.data_format import FIRST, data_format_param
from engine.layers.preprocessing.arguments import Numbers, Span, seed_param, value_range_param
from engine.layers.preprocessing.draws import Draws
from engine.layers.preprocessing.random_base import RandomImageLayer, Size, as_tensor, each
from engine.layers.preprocessing.random_colors import share_param
from engine.ops.host import computed
from engine.param import param
from engine.registry import register
from engine.tree import map_structure

__all__ = [
    "CutMix",
    "MixUp",
    "RandomErasing",
]


def _window(draws: Draws, batch: Any, length: Any, share: Any, dtype: str) -> tuple[Any, Any]:
    """Where windows of a share of an image's length begin and end."""
    size = share * float(length or 1)
    start = draws.uniform((batch,), dtype=dtype) * (float(length or 1) - size)
    return start, start + size


def _box(size: Size, rows: tuple[Any, Any], columns: tuple[Any, Any], first: bool) -> Any:
    """Which pixels lie in each image's box, for all channels, in the images' own order."""

    def work(top: Any, bottom: Any, left: Any, right: Any) -> Any:
        v, u = np.arange(size.height), np.arange(size.width)
        down = (v >= top[:, None]) & (v < bottom[:, None])
        across = (u >= left[:, None]) & (u < right[:, None])
        inside = down[:, :, None] & across[:, None, :]
        axis = 1 if first else 3
        return np.repeat(np.expand_dims(inside, axis), size.channels, axis)

    images = (size.height, size.width)
    shape = (size.batch, size.channels, *images) if first else (*size[:1], *images, size.channels)
    return computed(work, *rows, *columns, shape=shape, dtype="bool")


@register("layer", family="preprocessing")
class RandomErasing(RandomImageLayer):
    """Covers a random rectangle of some images while training.

    Formula: while training y = noise or one value inside a rectangle, x elsewhere
    Shape: (batch, height, width, channels), unchanged
    """

    factor = share_param("The share of images that are changed, itself drawn up to this.", 1.0)
    scale = share_param("Smallest and largest rectangle, as a share of the image.", (0.02, 0.33))
    fill_value = param(
        Optional(Either(Float(), Numbers(3)), none_label="noise"),
        None,
        doc="What the rectangle is filled with: a value, one for each channel, or noise.",
    )
    value_range = value_range_param()
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        low, high = Span(0.0, 1.0).bounds(self.scale)
        shares = ops.sqrt(draws.uniform((size.batch, 2), low, high, self.dtype))
        columns = _window(draws, size.batch, size.width, shares[:, 0], self.dtype)
        rows = _window(draws, size.batch, size.height, shares[:, 1], self.dtype)
        return {
            "batch_masks": _box(size, rows, columns, self.data_format == FIRST),
            "apply_erasing": draws.chance(size.batch, *Span(0.0, 1.0).bounds(self.factor)),
            "fill_value": self._filling(size, draws),
        }

    def _filling(self, size: Size, draws: Draws) -> Any:
        low, high = map(float, self.value_range)
        if self.fill_value is None:
            batch, height, width, channels = size
            order = (batch, height, width, channels)
            if self.data_format == FIRST:
                order = (batch, channels, height, width)
            return ops.clip(draws.normal(order, self.dtype) * high, low, high)
        filling = np.clip(np.asarray(self.fill_value, self.dtype), low, high)
        if filling.ndim and self.data_format == FIRST:
            filling = filling.reshape(-1, 1, 1)
        return ops.convert_to_tensor(filling.reshape((1,) * (4 - filling.ndim) + filling.shape))

    def change(self, x: Any, drawn: Any) -> Any:
        covered = ops.where(
            self.last(drawn["batch_masks"]),
            ops.cast(self.last(drawn["fill_value"]), x.dtype),
            x,
        )
        return ops.where(each(drawn["apply_erasing"]), covered, x)


@register("layer", family="preprocessing")
class CutMix(RandomImageLayer):
    """Puts a rectangle of another image of the batch into every image while training.

    Labels given beside the images are mixed in the same shares.

    Formula: while training y = x of another image inside a rectangle, x elsewhere
    Shape: (batch, height, width, channels), unchanged
    """

    moves_pixels = True
    factor = share_param("How evenly images are mixed: up to 0.5 : 0.5 at 1.", 1.0)
    seed = seed_param()
    data_format = data_format_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        alpha = draws.uniform((), *Span(0.0, 1.0).bounds(self.factor), self.dtype) + 1e-6
        ratio = ops.sqrt(1.0 - draws.beta(alpha, size.batch))
        left, right = _window(draws, size.batch, size.width, ratio, self.dtype)
        top, bottom = _window(draws, size.batch, size.height, ratio, self.dtype)
        area = (right - left) * (bottom - top)
        whole = float((size.width or 1) * (size.height or 1))
        return {
            "permutation_order": draws.order(size.batch),
            "batch_masks": _box(size, (top, bottom), (left, right), self.data_format == FIRST),
            "mix_weight": each(1.0 - area / whole),
        }

    def change(self, x: Any, drawn: Any) -> Any:
        other = ops.take(x, drawn["permutation_order"], axis=0)
        mask = self.last(drawn["batch_masks"])
        return ops.where(mask[..., : x.shape[-1]], other, x)

    def transform_labels(self, labels: Any, transformation: Any, training: bool = True) -> Any:
        """Return labels (batch, classes) mixed as the images are."""
        return mixed_labels(labels, transformation, training)


@register("layer", family="preprocessing")
class MixUp(RandomImageLayer):
    """Mixes every image with another one of the batch while training.

    Labels given beside the images are mixed in the same shares.

    Formula: while training y = w · x + (1 - w) · x of another image, w from Beta(alpha, alpha)
    Shape: (batch, height, width, channels), unchanged
    """

    moves_pixels = True
    alpha = param(
        Float(0.0, open_low=True), 0.2, doc="How evenly images are mixed; above 1 rather evenly."
    )
    data_format = data_format_param()
    seed = seed_param()

    def draw(self, size: Size, draws: Draws) -> Any:
        return {
            "mix_weight": draws.beta(np.float32(self.alpha), size.batch),
            "permutation_order": draws.order(size.batch),
        }

    def change(self, x: Any, drawn: Any) -> Any:
        weight = each(ops.cast(drawn["mix_weight"], x.dtype))
        return weight * x + (1.0 - weight) * ops.take(x, drawn["permutation_order"], axis=0)

    def transform_labels(self, labels: Any, transformation: Any, training: bool = True) -> Any:
        """Return labels (batch, classes) mixed as the images are."""
        return mixed_labels(labels, transformation, training)


def mixed_labels(labels: Any, drawn: Any, training: bool) -> Any:
    """Labels (batch, classes) mixed by drawn weights."""
    if not training or drawn is None:
        return labels
    y = ops.cast(ops.convert_to_tensor(labels), "float32")
    if len(y.shape) != 2:
        raise ValueError(
            f"Labels (batch, classes) can be mixed, got the shape {y.shape}. Turn class numbers "
            "into rows first, for example with utils.to_categorical."
        )
    drawn = map_structure(as_tensor, drawn)
    weight = ops.reshape(drawn["mix_weight"], (-1, 1))
    return weight * y + (1.0 - weight) * ops.take(y, drawn["permutation_order"], axis=0)
