"""Blocks of images laid side by side, and put back: unfold, fold, depth to space, patches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.ops.indexing import segment_sum, take
from engine.ops.pad import crop, pad
from engine.ops.shape import moveaxis, reshape, transpose
from engine.ops.shapes import WHOLE, window_size, window_start
from engine.ops.windows import channels_last, sizes
from engine.tensor import Tensor, as_operand


def _pair(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, WHOLE) else (int(value[0]), int(value[1]))


def _places(size: int, kernel: int, dilation: int, stride: int) -> np.ndarray:
    """Positions (windows, kernel) of the cells of each window along an axis."""
    count = (size - dilation * (kernel - 1) - 1) // stride + 1
    if count < 1:
        raise ValueError(f"a window of {kernel} cells does not fit into an axis of size {size}.")
    return (np.arange(count)[:, None] * stride + np.arange(kernel) * dilation).astype(np.int32)


def unfold(
    x: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """Return the blocks of images (N, C, H, W) as columns (N, C * kernel, blocks)."""
    x = as_operand(x)
    if x.ndim != 4:
        raise ValueError(f"unfold: expected (batch, channels, height, width), got {x.shape}.")
    kernel, spread, edge, step = map(_pair, (kernel_size, dilation, padding, stride))
    if any(edge):
        x = pad(x, ((0, 0), (0, 0), (edge[0],) * 2, (edge[1],) * 2))
    batch, channels, height, width = x.shape
    rows = _places(height, kernel[0], spread[0], step[0])
    columns = _places(width, kernel[1], spread[1], step[1])
    blocks = take(take(x, rows, axis=2), columns, axis=4)  # (N, C, oh, kh, ow, kw)
    turned = transpose(blocks, (0, 1, 3, 5, 2, 4))
    inner = channels * math.prod(kernel)
    return reshape(turned, (batch, inner, len(rows) * len(columns)))


def fold(
    x: Any,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Tensor:
    """Return images (N, C, H, W) from columns of blocks; where blocks overlap they add up."""
    x = as_operand(x)
    if x.ndim != 3:
        raise ValueError(f"fold: expected (batch, channels * kernel, blocks), got {x.shape}.")
    size, kernel, spread, edge, step = map(
        _pair, (output_size, kernel_size, dilation, padding, stride)
    )
    whole = [s + 2 * e for s, e in zip(size, edge, strict=True)]
    rows = _places(whole[0], kernel[0], spread[0], step[0])
    columns = _places(whole[1], kernel[1], spread[1], step[1])
    if x.shape[1] % math.prod(kernel) or x.shape[2] not in (None, len(rows) * len(columns)):
        raise ValueError(
            f"fold: blocks of {kernel} make {len(rows) * len(columns)} columns of a multiple of "
            f"{math.prod(kernel)} numbers, got the shape {x.shape}."
        )
    channels = x.shape[1] // math.prod(kernel)
    blocks = reshape(x, (x.shape[0], channels, *kernel, len(rows), len(columns)))
    blocks = transpose(blocks, (2, 4, 3, 5, 0, 1))  # (kh, oh, kw, ow, N, C)
    flat = reshape(blocks, (rows.size, columns.size, x.shape[0], channels))
    tall = segment_sum(flat, rows.T.reshape(-1), whole[0])
    full = segment_sum(moveaxis(tall, 1, 0), columns.T.reshape(-1), whole[1])
    images = transpose(full, (2, 3, 1, 0))
    if not any(edge):
        return images
    return crop(images, ((0, 0), (0, 0), (edge[0],) * 2, (edge[1],) * 2))


def depth_to_space(x: Any, block_size: int, data_format: str = "channels_last") -> Tensor:
    """Return images with blocks of channels laid out as blocks of pixels."""
    b = int(block_size)

    def last(images: Any) -> Tensor:
        n, h, w, _ = images.shape
        apart = reshape(images, (n, h, w, b, b, left))
        turned = transpose(apart, (0, 1, 3, 2, 4, 5))
        return reshape(turned, (n, _times(h, b), _times(w, b), left))

    def first(images: Any) -> Tensor:
        n, _, h, w = images.shape
        apart = reshape(images, (n, left, b, b, h, w))
        turned = transpose(apart, (0, 1, 4, 2, 5, 3))
        return reshape(turned, (n, left, _times(h, b), _times(w, b)))

    x = _checked("depth_to_space", x, b, data_format)
    channels = x.shape[-1 if data_format == "channels_last" else 1]
    left = channels // (b * b)
    if channels % (b * b):
        raise ValueError(
            f"depth_to_space: {channels} channels (shape {x.shape}) cannot be cut into blocks of "
            f"{b} by {b}."
        )
    return last(x) if data_format == "channels_last" else first(x)


def space_to_depth(x: Any, block_size: int, data_format: str = "channels_last") -> Tensor:
    """Return images with blocks of pixels laid out as blocks of channels."""
    b = int(block_size)

    def last(images: Any) -> Tensor:
        n, h, w, c = images.shape
        apart = reshape(images, (n, _part(h, b), b, _part(w, b), b, c))
        turned = transpose(apart, (0, 1, 3, 2, 4, 5))
        return reshape(turned, (n, _part(h, b), _part(w, b), c * b * b))

    def first(images: Any) -> Tensor:
        n, c, h, w = images.shape
        apart = reshape(images, (n, c, _part(h, b), b, _part(w, b), b))
        turned = transpose(apart, (0, 1, 3, 5, 2, 4))
        return reshape(turned, (n, c * b * b, _part(h, b), _part(w, b)))

    x = _checked("space_to_depth", x, b, data_format)
    for size in x.shape[1:3] if data_format == "channels_last" else x.shape[2:]:
        if size is not None and size % b:
            raise ValueError(
                f"space_to_depth: a side of {size} pixels (shape {x.shape}) cannot be cut into "
                f"blocks of {b}."
            )
    return last(x) if data_format == "channels_last" else first(x)


def _checked(name: str, x: Any, block_size: int, data_format: str) -> Any:
    x = as_operand(x)
    if block_size < 2:
        raise ValueError(f"{name}: block_size must be at least 2, got {block_size}.")
    if x.ndim != 4 or data_format not in ("channels_last", "channels_first"):
        raise ValueError(
            f"{name}: expected a batch of images and 'channels_last' or 'channels_first', got the "
            f"shape {x.shape} and {data_format!r}."
        )
    return x


def _times(size: Any, factor: int) -> Any:
    return None if size is None else size * factor


def _part(size: Any, factor: int) -> Any:
    return None if size is None else size // factor


# -- patches -----------------------------------------------------------------


def extract_patches(
    images: Any,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Return the patches of images, each laid out in the channels of one cell.

    Args:
        images: (batch, height, width, channels), or one image without the batch.
        size: Height and width of a patch, or one number for both.
        strides: How far apart patches lie; their size by default.
        dilation_rate: How far apart a patch's pixels lie.
        padding: "valid", or "same" for zeros around the image.
        data_format: "channels_last" or "channels_first".
    """
    return _patches(images, size, strides, dilation_rate, padding, data_format, 2)


def extract_patches_3d(
    volumes: Any,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Return the patches of volumes (batch, depth, height, width, channels).

    Arguments as in ``extract_patches``, with one number more.
    """
    return _patches(volumes, size, strides, dilation_rate, padding, data_format, 3)


def _patches(
    x: Any, size: Any, strides: Any, dilation: Any, padding: str, data_format: Any, rank: int
) -> Tensor:
    x = as_operand(x)
    if x.ndim not in (rank + 1, rank + 2):
        raise ValueError(
            f"extract_patches: expected {rank} sizes and channels, with or without a batch, got "
            f"the shape {x.shape}."
        )
    if padding not in ("valid", "same"):
        raise ValueError(f"padding must be 'valid' or 'same', got {padding!r}.")
    single = x.ndim == rank + 1
    window = sizes(size, rank, "size")
    steps = window if strides is None else sizes(strides, rank, "strides")
    spread = sizes(dilation, rank, "dilation_rate")

    def last(images: Any) -> Tensor:
        return _cells(images, window, steps, spread, padding)

    y = channels_last(last, reshape(x, (1, *x.shape)) if single else x, data_format)
    return reshape(y, y.shape[1:]) if single else y


def _cells(
    x: Any, window: Sequence[int], steps: Sequence[int], spread: Sequence[int], padding: str
) -> Tensor:
    """Windows along each axis in turn, then their cells behind the channels' axis."""
    rank = len(window)
    for i in range(rank):
        geometry = (window[i], steps[i], spread[i], padding)
        before = window_start(x.shape[1 + 2 * i], *geometry)
        count = window_size(x.shape[1 + 2 * i], *geometry)
        reach = (count - 1) * steps[i] + spread[i] * (window[i] - 1) + 1
        after = max(reach - x.shape[1 + 2 * i] - before, 0)
        if before or after:
            x = pad(x, [(0, 0) if a != 1 + 2 * i else (before, after) for a in range(x.ndim)])
        places = np.arange(count)[:, None] * steps[i] + np.arange(window[i]) * spread[i]
        x = take(x, places.astype(np.int32), axis=1 + 2 * i)
    outer = [1 + 2 * i for i in range(rank)]
    inner = [2 + 2 * i for i in range(rank)]
    y = transpose(x, (0, *outer, *inner, x.ndim - 1))
    return reshape(y, (*y.shape[: rank + 1], math.prod(window) * x.shape[-1]))


__all__ = [
    "depth_to_space",
    "extract_patches",
    "extract_patches_3d",
    "fold",
    "space_to_depth",
    "unfold",
]
