"""Layers that summarise windows, or whole images, by a maximum or a mean."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool, Choice, IntTuple, Optional
from engine.layers.layer import Layer
from engine.layers.reshaping import CHANNELS_LAST, DATA_FORMAT_DOC
from engine.layers.weights import require_rank
from engine.param import param
from engine.registry import register

_SEQUENCE = ("batch, steps, channels", "Insert a Reshape layer before it.")
_IMAGE = (
    "batch, height, width, channels",
    "Insert a Reshape layer, for example to (height, width, 1), before it.",
)
_PADDING_DOC = (
    "'valid' drops cells that fill no whole window; 'same' pads so that every cell counts."
)


class Pooling(Layer):
    """What pooling layers of every rank share."""

    rank = 1
    form = _SEQUENCE
    pool_size = param(IntTuple(1), 2, doc="Size of the window.")
    strides = param(
        Optional(IntTuple(1), none_label="as the window"),
        None,
        doc="How far the window moves; by default its own size.",
    )
    padding = param(Choice("valid", "same"), "valid", doc=_PADDING_DOC)
    data_format = param(CHANNELS_LAST, None, advanced=True, hidden=True, doc=DATA_FORMAT_DOC)

    def call(self, inputs: Any) -> Any:
        require_rank(self, inputs.shape, self.rank + 2, *self.form)
        strides = self.strides or self.pool_size
        return self.pool(self.as_float(inputs), self.pool_size, strides, self.padding)

    def pool(self, x: Any, pool_size: Any, strides: Any, padding: str) -> Any:
        raise NotImplementedError


class Pooling2D(Pooling):
    """Pooling over images."""

    rank = 2
    form = _IMAGE
    pool_size = param(IntTuple(2), (2, 2), doc="Height and width of the window.")
    strides = param(
        Optional(IntTuple(2), none_label="as the window"),
        None,
        doc="How far the window moves, down and across; by default its own size.",
    )


@register("layer", family="pooling", aliases=("MaxPool1D",))
class MaxPooling1D(Pooling):
    """Keeps the largest number of each window of a sequence.

    Formula: y[t] = max over the window of x
    Shape: (batch, steps, channels) to (batch, fewer steps, channels)
    """

    def pool(self, *args: Any) -> Any:
        return ops.max_pool(*args)


@register("layer", family="pooling", aliases=("AvgPool1D",))
class AveragePooling1D(Pooling):
    """Keeps the mean of each window of a sequence.

    Formula: y[t] = mean over the window of x
    Shape: (batch, steps, channels) to (batch, fewer steps, channels)
    """

    def pool(self, *args: Any) -> Any:
        return ops.average_pool(*args)


@register("layer", family="pooling", aliases=("MaxPool2D",))
class MaxPooling2D(Pooling2D):
    """Keeps the largest number of each window of an image.

    Formula: y[i, j] = max over the window of x
    Shape: (batch, height, width, channels) to (batch, less height, less width, channels)
    """

    def pool(self, *args: Any) -> Any:
        return ops.max_pool(*args)


@register("layer", family="pooling", aliases=("AvgPool2D",))
class AveragePooling2D(Pooling2D):
    """Keeps the mean of each window of an image.

    Formula: y[i, j] = mean over the window of x
    Shape: (batch, height, width, channels) to (batch, less height, less width, channels)
    """

    def pool(self, *args: Any) -> Any:
        return ops.average_pool(*args)


class GlobalPooling2D(Layer):
    """What both global poolings share."""

    data_format = param(CHANNELS_LAST, None, advanced=True, hidden=True, doc=DATA_FORMAT_DOC)
    keepdims = param(
        Bool(), False, advanced=True, doc="Whether height and width stay as axes of size 1."
    )

    def call(self, inputs: Any) -> Any:
        require_rank(self, inputs.shape, 4, *_IMAGE)
        return self.summarise(self.as_float(inputs))

    def summarise(self, x: Any) -> Any:
        raise NotImplementedError


@register("layer", family="pooling", aliases=("GlobalAvgPool2D",))
class GlobalAveragePooling2D(GlobalPooling2D):
    """Keeps one number per channel: its mean over the whole image.

    Formula: y[c] = mean of x[:, :, c]
    Shape: (batch, height, width, channels) to (batch, channels)
    """

    def summarise(self, x: Any) -> Any:
        return ops.mean(x, axis=(1, 2), keepdims=self.keepdims)


@register("layer", family="pooling", aliases=("GlobalMaxPool2D",))
class GlobalMaxPooling2D(GlobalPooling2D):
    """Keeps one number per channel: the largest of the whole image.

    Formula: y[c] = max of x[:, :, c]
    Shape: (batch, height, width, channels) to (batch, channels)
    """

    def summarise(self, x: Any) -> Any:
        return ops.max(x, axis=(1, 2), keepdims=self.keepdims)
