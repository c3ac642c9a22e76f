"""Resizing and CenterCrop, and what all layers on images share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Choice, Float, Int
from engine.layers.data_format import FIRST, as_given, channels_last, data_format_param
from engine.layers.layer import Layer
from engine.layers.weights import require_rank
from engine.ops.resizing import INTERPOLATIONS, resize, rounded
from engine.param import param
from engine.registry import register
from engine.tensor import as_operand

__all__ = [
    "CenterCrop",
    "Resizing",
]

HEIGHT_DOC = "Height of the image afterwards."
WIDTH_DOC = "Width of the image afterwards."
_ADVICE = "Insert a Reshape layer, for example to (height, width, 1), before it."


class ImageLayer(Layer):
    """A layer on images (batch, height, width, channels), or on one image without the batch.

    A dictionary with the key "images" is taken too; its "labels" stay as they are, and
    "segmentation_masks" (the classes of the pixels) go where the pixels go.
    """

    data_format: Any

    def call(self, data: Any, training: bool = False) -> Any:
        if isinstance(data, dict):
            unknown = set(data) - {"images", "labels", "segmentation_masks"}
            if "images" not in data or unknown:
                raise ValueError(
                    "it takes a dictionary of 'images', 'labels' and 'segmentation_masks', got "
                    f"the keys {sorted(map(str, data))}."
                )
        return self.work_on(data, training)

    def work_on(self, data: Any, training: bool) -> Any:
        """Return what becomes of images, or of a dictionary with them."""
        if not isinstance(data, dict):
            return self.transform_images(data, None, training)
        return {**data, "images": self.transform_images(data["images"], None, training)}

    def get_random_transformation(self, data: Any, training: bool = True, seed: Any = None) -> Any:
        """Return None: nothing is left to chance here."""
        return None

    def transform_images(
        self, images: Any, transformation: Any = None, training: bool = True
    ) -> Any:
        """Return what becomes of images or of one image."""
        x = as_operand(images)
        self.check_images(x)
        return self.as_batch(x, lambda batch: self.transform(batch, training))

    def as_batch(self, x: Any, change: Callable[[Any], Any]) -> Any:
        """Return what ``change`` makes of images, or of one image.

        It is handed them as (batch, height, width, channels), whatever the layer's own order.
        """
        if len(x.shape) == 3:
            return ops.squeeze(self.as_batch(ops.expand_dims(x, 0), change), 0)
        return as_given(self, change(channels_last(self, x)))

    def check_images(self, x: Any) -> None:
        """Raise ValueError for what has no image's axes."""
        if len(x.shape) == 3:
            return
        first = self.data_format == FIRST
        axes = "batch, channels, height, width" if first else "batch, height, width, channels"
        require_rank(self, x.shape, 4, axes, _ADVICE)

    def transform(self, x: Any, training: bool) -> Any:
        """Return what becomes of images (batch, height, width, channels)."""
        raise NotImplementedError


def largest_window(height: int, width: int, rows: int, columns: int) -> tuple[int, int, int, int]:
    """Top, left, height and width of the largest middle window with a shape like rows : columns."""
    window_height = max(min(height, int(width * rows / columns)), 1)
    window_width = max(min(width, int(height * columns / rows)), 1)
    top, left = (height - window_height) // 2, (width - window_width) // 2
    return top, left, window_height, window_width


def cut(x: Any, top: int, left: int, height: int, width: int) -> Any:
    """Return a window of images (batch, height, width, channels)."""
    if (top, left, height, width) == (0, 0, x.shape[1], x.shape[2]):
        return x
    return x[:, top : top + height, left : left + width, :]


def filling_resize(
    x: Any, rows: int, columns: int, how: str = "bilinear", smooth: bool = False
) -> Any:
    """Return the largest middle window of images at another size: nothing is distorted."""
    if None not in x.shape[1:3]:
        x = cut(x, *largest_window(x.shape[1], x.shape[2], rows, columns))
    return resize(x, (rows, columns), how, smooth)


@register("layer", family="preprocessing")
class CenterCrop(ImageLayer):
    """Cuts out the middle of an image; a smaller image is enlarged first.

    Formula: y = the middle height x width pixels of x
    Shape: (batch, h, w, channels) to (batch, height, width, channels)
    """

    starting = {"height": 32, "width": 32}
    height = param(Int(low=1), doc=HEIGHT_DOC)
    width = param(Int(low=1), doc=WIDTH_DOC)
    data_format = data_format_param()

    def transform(self, x: Any, training: bool) -> Any:
        x, (height, width) = self.as_float(x), x.shape[1:3]
        if None in (height, width) or height < self.height or width < self.width:
            return filling_resize(x, self.height, self.width)
        top, left = (height - self.height) // 2, (width - self.width) // 2
        return cut(x, top, left, self.height, self.width)


@register("layer", family="preprocessing")
class Resizing(ImageLayer):
    """Brings images to one size.

    Formula: y at (i, j) = x at ((i + 0.5) · h / height - 0.5, (j + 0.5) · w / width - 0.5)
    Shape: (batch, h, w, channels) to (batch, height, width, channels)
    """

    starting = {"height": 32, "width": 32}
    height = param(Int(low=1), doc=HEIGHT_DOC)
    width = param(Int(low=1), doc=WIDTH_DOC)
    interpolation = param(
        Choice(*INTERPOLATIONS), "bilinear", doc="How pixels between pixels are worked out."
    )
    crop_to_aspect_ratio = param(
        Bool(), False, doc="Whether to cut off what does not fit instead of distorting the image."
    )
    pad_to_aspect_ratio = param(
        Bool(), False, doc="Whether to add borders where needed instead of distorting the image."
    )
    fill_mode = param(Choice("constant"), "constant", hidden=True, doc="What borders are made of.")
    fill_value = param(Float(), 0.0, advanced=True, doc="The value of added borders.")
    antialias = param(
        Bool(), False, advanced=True, doc="Whether to smooth an image that becomes smaller."
    )
    data_format = data_format_param()

    def check_params(self) -> None:
        super().check_params()
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            raise ValueError(
                "Resizing: crop_to_aspect_ratio and pad_to_aspect_ratio exclude one another; "
                "switch one of them off."
            )

    def transform(self, x: Any, training: bool) -> Any:
        size, how = (self.height, self.width), (self.interpolation, self.antialias)
        if self.crop_to_aspect_ratio:
            y = filling_resize(x, *size, *how)
        elif self.pad_to_aspect_ratio and None not in x.shape[1:3]:
            y = resize(self._padded(x), size, *how)
        else:
            y = resize(x, size, *how)
        return _in_dtype(y, x.dtype)

    def _padded(self, x: Any) -> Any:
        """The images with equal borders on two sides, in the shape of the result."""
        batch, height, width, channels = x.shape
        rows = (max(height, int(width * self.height / self.width)) - height) // 2
        columns = (max(width, int(height * self.width / self.height)) - width) // 2
        if rows:
            axis, shape = 1, (batch, rows, width, channels)
        elif columns:
            axis, shape = 2, (batch, height, columns, channels)
        else:
            return x
        border = ops.broadcast_to(np.asarray(self.fill_value, x.dtype), shape)
        return ops.concatenate([border, x, border], axis=axis)


def _in_dtype(y: Any, dtype: str) -> Any:
    """Round to whole numbers where the images came in such."""
    if y.dtype == dtype:
        return y
    limits = np.iinfo(dtype) if dtype != "bool" else None
    y = rounded(y)
    return ops.cast(y if limits is None else ops.clip(y, limits.min, limits.max), dtype)
