"""Filters of images: blurring, edges, and how alike two images look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.config import floatx
from engine.ops.elementwise import add, cast, divide, exp, multiply, square, subtract
from engine.ops.layout import on_batch, sides
from engine.ops.reduce import mean
from engine.ops.reduce import sum as reduce_sum
from engine.ops.shape import broadcast_to, reshape, stack
from engine.ops.vectors import outer
from engine.ops.windows import depthwise_conv
from engine.tensor import Tensor, as_operand


def _bell(size: int, sigma: Any, dtype: str) -> Tensor:
    """Weights of a normal distribution around the middle of a window, adding up to 1."""
    away = np.arange(size, dtype=dtype) - np.asarray((size - 1) / 2, dtype)
    weights = exp(multiply(square(divide(away, sigma)), -0.5))
    return divide(weights, reduce_sum(weights))


def _filtered(images: Any, kernel: Any, padding: str) -> Tensor:
    """Every channel of a batch of images convolved with one kernel (rows, columns)."""
    shape = (*kernel.shape, images.shape[-1], 1)
    weights = broadcast_to(reshape(kernel, (*kernel.shape, 1, 1)), shape)
    return depthwise_conv(images, weights, 1, padding, "channels_last")


def gaussian_blur(
    images: Any,
    kernel_size: Sequence[int] = (3, 3),
    sigma: Any = (1.0, 1.0),
    data_format: str | None = None,
) -> Tensor:
    """Return images blurred with a bell of a width ``sigma`` in a window (columns, rows)."""
    x, _ = sides("gaussian_blur", images, data_format)
    if not x.dtype.startswith("float"):
        raise ValueError(f"gaussian_blur: expected floats, got {x.dtype}. Use ops.cast.")
    widths = cast(as_operand(sigma, like=x), x.dtype)
    across = _bell(int(kernel_size[0]), widths[0], x.dtype)
    down = _bell(int(kernel_size[1]), widths[1], x.dtype)
    kernel = outer(down, across)
    return on_batch("gaussian_blur", lambda b: _filtered(b, kernel, "same"), x, data_format)


def sobel_edges(images: Any, data_format: str | None = None) -> Tensor:
    """Return the slopes down and across at every pixel, along a new last axis of size 2."""
    x, _ = sides("sobel_edges", images, data_format)
    across = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], x.dtype)

    def edges(kernel: np.ndarray) -> Tensor:
        weights = as_operand(np.ascontiguousarray(kernel))
        return on_batch("sobel_edges", lambda b: _filtered(b, weights, "same"), x, data_format)

    return stack([edges(across.T), edges(across)], -1)


def ssim(
    image1: Any,
    image2: Any,
    max_val: float = 1.0,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    data_format: str | None = None,
) -> Tensor:
    """Return the structural similarity of images (Wang et al. 2004), 1 for equal ones.

    Args:
        image1, image2: One image or a batch of them, of the same shape.
        max_val: The largest value a pixel can have.
        filter_size, filter_sigma: Window and width of the bell that weighs pixels.
        k1, k2: Keep the quotient finite where images are dark or even.
        data_format: "channels_last" or "channels_first".
    """
    x, at = sides("ssim", image1, data_format)
    y, _ = sides("ssim", image2, data_format)
    if x.shape != y.shape:
        raise ValueError(f"ssim: the images differ in shape: {x.shape} and {y.shape}.")
    dtype = x.dtype
    work = dtype if dtype.startswith("float") else floatx()
    x, y = cast(x, work), cast(y, work)
    bell = _bell(filter_size, filter_sigma, work)
    kernel = outer(bell, bell)

    def local(values: Any) -> Tensor:
        return on_batch("ssim", lambda b: _filtered(b, kernel, "valid"), values, data_format)

    mean1, mean2 = local(x), local(y)
    both = multiply(mean1, mean2)
    squares = add(square(mean1), square(mean2))
    spread = subtract(local(add(square(x), square(y))), squares)
    together = subtract(local(multiply(x, y)), both)
    c1, c2 = (k1 * max_val) ** 2, (k2 * max_val) ** 2
    alike = multiply(add(multiply(both, 2.0), c1), add(multiply(together, 2.0), c2))
    table = divide(alike, multiply(add(squares, c1), add(spread, c2)))
    return cast(mean(table, tuple(at)), dtype)


__all__ = ["gaussian_blur", "sobel_edges", "ssim"]
