"""One image or a batch, channels last or first: what ops on images take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from engine.config import image_data_format
from engine.ops.shape import moveaxis, reshape
from engine.tensor import Tensor, as_operand


class Sides(NamedTuple):
    """Axes of an image's height, width and channels."""

    height: int
    width: int
    channels: int


def sides(name: str, images: Any, data_format: str | None) -> tuple[Any, Sides]:
    """Return images as an operand, and which axes are what."""
    x, layout = as_operand(images), data_format or image_data_format()
    if layout not in ("channels_last", "channels_first"):
        raise ValueError(
            f"{name}: data_format must be 'channels_last' or 'channels_first', got {data_format!r}."
        )
    if x.ndim not in (3, 4):
        raise ValueError(
            f"{name}: expected one image (3 axes) or a batch of them (4 axes), got the shape "
            f"{x.shape}."
        )
    first = x.ndim - 3
    return x, Sides(first, first + 1, first + 2) if layout == "channels_last" else Sides(
        first + 1, first + 2, first
    )


def on_batch(
    name: str, function: Callable[[Any], Tensor], images: Any, data_format: str | None
) -> Tensor:
    """Apply a function of (batch, height, width, channels) to images of any layout."""
    x, at = sides(name, images, data_format)
    single = x.ndim == 3
    if single:
        x = reshape(x, (1, *x.shape))
    first = at.channels < at.height
    y = function(moveaxis(x, 1, -1) if first else x)
    y = moveaxis(y, 3, 1) if first else y
    return reshape(y, y.shape[1:]) if single else y
