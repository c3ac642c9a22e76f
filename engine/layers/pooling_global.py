"""Layers that keep one number for each channel."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool
from engine.layers.data_format import as_given, channels_last, data_format_param, require_spatial
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register

__all__ = [
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalAvgPool1D",
    "GlobalAvgPool2D",
    "GlobalAvgPool3D",
    "GlobalMaxPool1D",
    "GlobalMaxPool2D",
    "GlobalMaxPool3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
]


class GlobalPooling(Layer):
    """What global poolings of every rank share."""

    rank = 1
    data_format = data_format_param()
    keepdims = param(
        Bool(),
        False,
        advanced=True,
        doc="Whether the axes that are summarised stay as axes of size 1.",
    )

    def call(self, inputs: Any) -> Any:
        return self._pooled(inputs)

    def _pooled(self, inputs: Any, **details: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        x = channels_last(self, self.as_float(inputs))
        y = self.summarise(x, tuple(range(1, self.rank + 1)), **details)
        return as_given(self, y) if self.keepdims else y

    def summarise(self, x: Any, axes: tuple[int, ...]) -> Any:
        """Summarise the axes of x, whose channels are in the last one."""
        raise NotImplementedError


class GlobalAverage(GlobalPooling):
    """Means."""

    def summarise(self, x: Any, axes: tuple[int, ...]) -> Any:
        return ops.mean(x, axis=axes, keepdims=self.keepdims)


class GlobalMax(GlobalPooling):
    """Maxima."""

    def summarise(self, x: Any, axes: tuple[int, ...]) -> Any:
        return ops.max(x, axis=axes, keepdims=self.keepdims)


@register("layer", family="pooling", aliases=("GlobalAvgPool1D",))
class GlobalAveragePooling1D(GlobalAverage):
    """Keeps one number per channel: its mean over the whole sequence.

    Steps that a mask hides do not count; a sequence without any step gives 0.

    Formula: y[c] = mean of x[:, c]
    Shape: (batch, steps, channels) to (batch, channels)
    """

    def call(self, inputs: Any, mask: Any = None) -> Any:
        return self._pooled(inputs, mask=mask)

    def summarise(self, x: Any, axes: tuple[int, ...], mask: Any = None) -> Any:
        if mask is None:
            return super().summarise(x, axes)
        shown = ops.expand_dims(mask, 2)
        total = ops.sum(ops.where(shown, x, ops.zeros_like(x)), axis=axes, keepdims=self.keepdims)
        count = ops.sum(ops.cast(shown, x.dtype), axis=axes, keepdims=self.keepdims)
        return ops.divide(total, ops.maximum(count, 1.0))


@register("layer", family="pooling", aliases=("GlobalAvgPool2D",))
class GlobalAveragePooling2D(GlobalAverage):
    """Keeps one number per channel: its mean over the whole image.

    Formula: y[c] = mean of x[:, :, c]
    Shape: (batch, height, width, channels) to (batch, channels)
    """

    rank = 2


@register("layer", family="pooling", aliases=("GlobalAvgPool3D",))
class GlobalAveragePooling3D(GlobalAverage):
    """Keeps one number per channel: its mean over the whole volume.

    Formula: y[c] = mean of x[:, :, :, c]
    Shape: (batch, depth, height, width, channels) to (batch, channels)
    """

    rank = 3


@register("layer", family="pooling", aliases=("GlobalMaxPool1D",))
class GlobalMaxPooling1D(GlobalMax):
    """Keeps one number per channel: the largest of the whole sequence.

    Formula: y[c] = max of x[:, c]
    Shape: (batch, steps, channels) to (batch, channels)
    """


@register("layer", family="pooling", aliases=("GlobalMaxPool2D",))
class GlobalMaxPooling2D(GlobalMax):
    """Keeps one number per channel: the largest of the whole image.

    Formula: y[c] = max of x[:, :, c]
    Shape: (batch, height, width, channels) to (batch, channels)
    """

    rank = 2


@register("layer", family="pooling", aliases=("GlobalMaxPool3D",))
class GlobalMaxPooling3D(GlobalMax):
    """Keeps one number per channel: the largest of the whole volume.

    Formula: y[c] = max of x[:, :, :, c]
    Shape: (batch, depth, height, width, channels) to (batch, channels)
    """

    rank = 3


GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool3D = GlobalAveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool3D = GlobalMaxPooling3D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalMaxPool2D = GlobalMaxPooling2D
