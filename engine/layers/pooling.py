"""Layers that summarise windows of a sequence, image or volume by a maximum or a mean."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, IntTuple, Optional
from engine.layers.data_format import as_given, channels_last, data_format_param, require_spatial
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register

__all__ = [
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "AvgPool1D",
    "AvgPool2D",
    "AvgPool3D",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPool3D",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
]

_SIZE_DOC = {
    1: "Size of the window.",
    2: "Height and width of the window.",
    3: "Depth, height and width of the window.",
}
_STRIDES_DOC = {
    1: "How far the window moves; by default its own size.",
    2: "How far the window moves, down and across; by default its own size.",
    3: "How far the window moves in depth, down and across; by default its own size.",
}


def _pool_size_param(rank: int) -> Any:
    return param(IntTuple(rank), (2,) * rank if rank > 1 else 2, doc=_SIZE_DOC[rank])


def _strides_param(rank: int) -> Any:
    kind = Optional(IntTuple(rank), none_label="as the window")
    return param(kind, None, doc=_STRIDES_DOC[rank])


class Pooling(Layer):
    """What pooling layers of every rank share."""

    rank = 1
    pool_size = _pool_size_param(1)
    strides = _strides_param(1)
    padding = param(
        Choice("valid", "same"),
        "valid",
        doc="'valid' drops cells that fill no whole window; 'same' pads so that every cell counts.",
    )
    data_format = data_format_param()

    def check_params(self) -> None:
        super().check_params()
        self.strides = self.strides or self.pool_size

    def call(self, inputs: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        x = channels_last(self, self.as_float(inputs))
        return as_given(self, self.pool(x, self.pool_size, self.strides, self.padding))

    def pool(self, x: Any, pool_size: Any, strides: Any, padding: str) -> Any:
        raise NotImplementedError


class Pooling2D(Pooling):
    """Pooling over images."""

    rank = 2
    pool_size = _pool_size_param(2)
    strides = _strides_param(2)


class Pooling3D(Pooling):
    """Pooling over volumes."""

    rank = 3
    pool_size = _pool_size_param(3)
    strides = _strides_param(3)


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


@register("layer", family="pooling", aliases=("MaxPool3D",))
class MaxPooling3D(Pooling3D):
    """Keeps the largest number of each window of a volume.

    Formula: y[i, j, k] = max over the window of x
    Shape: (batch, depth, height, width, channels) to (batch, less depth, less height, less width,
    channels)
    """

    def pool(self, *args: Any) -> Any:
        return ops.max_pool(*args)


@register("layer", family="pooling", aliases=("AvgPool3D",))
class AveragePooling3D(Pooling3D):
    """Keeps the mean of each window of a volume.

    Formula: y[i, j, k] = mean over the window of x
    Shape: (batch, depth, height, width, channels) to (batch, less depth, less height, less width,
    channels)
    """

    def pool(self, *args: Any) -> Any:
        return ops.average_pool(*args)


MaxPool3D = MaxPooling3D
AvgPool3D = AveragePooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
