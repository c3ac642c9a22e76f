"""Layers that spread the values of images over their whole range."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Float, Int, IntTuple
from engine.layers.data_format import data_format_param
from engine.layers.preprocessing.arguments import value_range_param
from engine.layers.preprocessing.images import ImageLayer
from engine.layers.preprocessing.random_base import scaled
from engine.layers.preprocessing.random_images import keyword_data_format
from engine.ops.host import computed
from engine.param import param
from engine.registry import register
from engine.tensor import as_operand

__all__ = [
    "AutoContrast",
    "ContrastLimitedAdaptiveHistogramEqualization",
    "Equalization",
]

_BYTES = (0, 255)


@register("layer", family="preprocessing")
class AutoContrast(ImageLayer):
    """Stretches every channel of every image to the whole range of values.

    Formula: y = (x - darkest) / (brightest - darkest), brought to value_range
    Shape: (batch, height, width, channels), unchanged
    """

    value_range = value_range_param()
    data_format = keyword_data_format()

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Return the images stretched; one of a single value stays as it is."""
        given = self.as_float(as_operand(images))
        self.check_images(given)
        single = len(given.shape) == 3
        x = ops.expand_dims(given, 0) if single else given
        original, value_range = x, sorted(self.value_range)
        x = scaled(x, value_range, _BYTES)
        # Keras takes the two axes after the batch, whatever the order of the axes.
        low = ops.min(x, axis=(1, 2), keepdims=True)
        high = ops.max(x, axis=(1, 2), keepdims=True)
        even = ops.equal(high, low)
        scale = 255.0 / ops.where(even, 1.0, high - low)
        y = ops.clip(x * scale + -low * scale, 0.0, 255.0)
        y = ops.where(even, original, scaled(y, _BYTES, value_range))
        return ops.squeeze(y, 0) if single else y


@register("layer", family="preprocessing")
class Equalization(ImageLayer):
    """Makes all values about equally frequent while training, channel by channel of a batch.

    Formula: while training y = share of the values below x, brought to value_range
    Shape: (batch, height, width, channels), unchanged
    """

    value_range = value_range_param()
    bins = param(Int(low=2), 256, doc="How finely values are counted.")
    data_format = data_format_param()

    def call(self, data: Any, training: bool = True) -> Any:
        return super().call(data, training)

    def transform(self, x: Any, training: bool) -> Any:
        x = self.as_float(x)
        if not training:
            return x
        (low, high), bins = sorted(map(float, self.value_range)), self.bins

        def work(values: np.ndarray) -> np.ndarray:
            grey = (values - low) * np.float32(255 / (high - low))
            channels = [_equalized(grey[..., i], bins) for i in range(values.shape[-1])]
            return np.stack(channels, axis=-1) * np.float32((high - low) / 255) + low

        return computed(work, x, shape=x.shape, dtype=x.dtype)


def _equalized(values: np.ndarray, bins: int) -> np.ndarray:
    """Values from 0 to 255 replaced by what share of all is smaller."""
    place = np.clip((values * np.float32((bins - 1) / 255)).astype(np.int64), 0, bins - 1)
    counts = np.bincount(place.ravel(), minlength=bins)
    if np.count_nonzero(counts) <= 1:
        return values
    sums = np.cumsum(counts)
    first = sums[np.argmax(sums > 0)]
    table = np.rint((sums - first) * 255 / max(sums[-1] - first, 1)).clip(0, 255)
    found = np.clip(values / np.float32(255) * (bins - 1), 0, bins - 1).astype(np.int64)
    return table.astype(values.dtype)[found]


@register("layer", family="preprocessing")
class ContrastLimitedAdaptiveHistogramEqualization(ImageLayer):
    """Evens out the values of every part of an image by itself, without boosting noise much.

    Formula: y = share of the values below x in the tiles around it, counts limited to clip_limit
    Shape: (batch, height, width, channels), unchanged
    """

    value_range = value_range_param()
    clip_limit = param(
        Float(), 4.0, doc="How frequent a value may count, against the average; 0 sets no limit."
    )
    tile_grid_size = param(IntTuple(2), (8, 8), doc="Rows and columns of parts of the image.")
    data_format = data_format_param()

    def transform(self, x: Any, training: bool) -> Any:
        y = scaled(self.as_float(x), self.value_range, _BYTES)
        grid, limit = self.tile_grid_size, self.clip_limit
        y = computed(lambda v: _evened(v, grid, limit), y, shape=y.shape, dtype=y.dtype)
        y = scaled(y, _BYTES, self.value_range)
        return y if x.dtype.startswith("float") else ops.cast(y, x.dtype)


def _evened(x: np.ndarray, grid: tuple[int, int], limit: float) -> np.ndarray:
    """Images (batch, height, width, channels) of values 0 to 255 after CLAHE."""
    batch, height, width, channels = x.shape
    tile_h, tile_w = -(-height // grid[0]), -(-width // grid[1])
    spare = ((0, 0), (0, tile_h * grid[0] - height), (0, tile_w * grid[1] - width), (0, 0))
    pixels = np.pad(x, spare, mode="symmetric").clip(0, 255).astype(np.int64)
    tiles = pixels.reshape(batch, grid[0], tile_h, grid[1], tile_w, channels)
    tables = np.empty((batch, grid[0], grid[1], channels, 256), np.float32)
    for b, i, j, c in np.ndindex(tables.shape[:-1]):
        tables[b, i, j, c] = _table(tiles[b, i, :, j, :, c], limit)
    # A tile's table holds at its middle; between middles tables are mixed.
    tables = np.pad(tables, ((0, 0), (1, 1), (1, 1), (0, 0), (0, 0)), mode="edge")
    up, wy = _tile_of(tile_h, grid[0])
    left, wx = _tile_of(tile_w, grid[1])
    b = np.arange(batch)[:, None, None, None]
    c = np.arange(channels)

    def read(i: int, j: int) -> np.ndarray:
        rows = np.minimum(up + i, grid[0] + 1)[:, None, None]
        columns = np.minimum(left + j, grid[1] + 1)[:, None]
        return tables[b, rows, columns, c, pixels]

    # First across, then down, as Keras does: whole numbers lose what lies behind the point,
    # so the last bit of a sum decides between two of them.
    across, down = wx[:, None], wy[:, None, None]
    above, below = (read(i, 0) * (1 - across) + read(i, 1) * across for i in (0, 1))
    result = above * (1 - down) + below * down
    return result[:, :height, :width]


def _table(values: np.ndarray, limit: float) -> np.ndarray:
    """What each value from 0 to 255 becomes in a tile."""
    counts = np.bincount(values.ravel(), minlength=256).astype(np.float32)
    if limit > 0:
        cut = np.minimum(counts, np.float32(limit * values.size / 256))
        counts = cut + (counts - cut).sum() / np.float32(256)
    sums = np.cumsum(counts, dtype=np.float32)
    first = sums.min()
    whole = values.size - first
    return ((sums - first) * 255 / (whole if whole else 1)).clip(0, 255)


def _tile_of(tile: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel along an axis the tile whose middle lies before it, and how far it is."""
    # Times the share, not divided by the tile: so Keras's compiler on JAX rounds it.
    share = np.float32(1) / np.float32(tile)
    place = (np.arange(tile * count, dtype=np.float32) - np.float32(tile / 2)) * share + 1
    first = np.floor(place)
    return first.astype(np.int64), (place - first).astype(np.float32)
