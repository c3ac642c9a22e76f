"""Pooling to a size that is given, whatever the size of the input."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import IntTuple
from engine.layers.data_format import as_given, channels_last, data_format_param, require_spatial
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register

__all__ = [
    "AdaptiveAveragePooling1D",
    "AdaptiveAveragePooling2D",
    "AdaptiveAveragePooling3D",
    "AdaptiveMaxPooling1D",
    "AdaptiveMaxPooling2D",
    "AdaptiveMaxPooling3D",
]


class AdaptivePooling(Layer):
    """What adaptive poolings of every rank share."""

    rank = 1
    output_size = param(IntTuple(1), doc="Number of windows, the steps of the output.")
    data_format = data_format_param()

    def call(self, inputs: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        x = channels_last(self, self.as_float(inputs))
        return as_given(self, self.pool(x))

    def pool(self, x: Any) -> Any:
        raise NotImplementedError


class AdaptiveAverage(AdaptivePooling):
    """Means."""

    def pool(self, x: Any) -> Any:
        return ops.adaptive_average_pool(x, self.output_size)


class AdaptiveMax(AdaptivePooling):
    """Maxima."""

    def pool(self, x: Any) -> Any:
        return ops.adaptive_max_pool(x, self.output_size)


_IMAGE_DOC = "Number of windows down and across, the height and width of the output."
_VOLUME_DOC = "Number of windows in depth, down and across, the sizes of the output."


@register("layer", family="pooling")
class AdaptiveAveragePooling1D(AdaptiveAverage):
    """Keeps the means of a given number of windows over a sequence.

    Formula: y[i] = mean of x from floor(i * steps / output_size) to the next window's start
    Shape: (batch, steps, channels) to (batch, output_size, channels)
    """


@register("layer", family="pooling")
class AdaptiveAveragePooling2D(AdaptiveAverage):
    """Keeps the means of a given number of windows over an image.

    Formula: y[i, j] = mean over one of output_size windows that cover x evenly
    Shape: (batch, height, width, channels) to (batch, *output_size, channels)
    """

    rank = 2
    output_size = param(IntTuple(2), doc=_IMAGE_DOC)


@register("layer", family="pooling")
class AdaptiveAveragePooling3D(AdaptiveAverage):
    """Keeps the means of a given number of windows over a volume.

    Formula: y[i, j, k] = mean over one of output_size windows that cover x evenly
    Shape: (batch, depth, height, width, channels) to (batch, *output_size, channels)
    """

    rank = 3
    output_size = param(IntTuple(3), doc=_VOLUME_DOC)


@register("layer", family="pooling")
class AdaptiveMaxPooling1D(AdaptiveMax):
    """Keeps the largest numbers of a given number of windows over a sequence.

    Formula: y[i] = max of x from floor(i * steps / output_size) to the next window's start
    Shape: (batch, steps, channels) to (batch, output_size, channels)
    """


@register("layer", family="pooling")
class AdaptiveMaxPooling2D(AdaptiveMax):
    """Keeps the largest numbers of a given number of windows over an image.

    Formula: y[i, j] = max over one of output_size windows that cover x evenly
    Shape: (batch, height, width, channels) to (batch, *output_size, channels)
    """

    rank = 2
    output_size = param(IntTuple(2), doc=_IMAGE_DOC)


@register("layer", family="pooling")
class AdaptiveMaxPooling3D(AdaptiveMax):
    """Keeps the largest numbers of a given number of windows over a volume.

    Formula: y[i, j, k] = max over one of output_size windows that cover x evenly
    Shape: (batch, depth, height, width, channels) to (batch, *output_size, channels)
    """

    rank = 3
    output_size = param(IntTuple(3), doc=_VOLUME_DOC)
