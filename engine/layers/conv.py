"""Convolutions over sequences and images."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, Int, IntTuple
from engine.layers.layer import Layer
from engine.layers.reshaping import CHANNELS_LAST, DATA_FORMAT_DOC
from engine.layers.weights import (
    KernelAndBias,
    add_bias,
    add_kernel,
    fused_act,
    known_size,
    require_rank,
)
from engine.param import param
from engine.registry import register


class Conv(KernelAndBias, Layer):
    """What convolutions of every rank share."""

    rank = 0
    axes = ""
    advice = ""

    filters = param(Int(low=1), doc="Number of patterns looked for, the channels of the output.")
    kernel_size = param(IntTuple(1), doc="Size of the window that moves over the input.")
    strides = param(IntTuple(1), 1, doc="How far the window moves at each step.")
    padding = param(
        Choice("valid", "same"),
        "valid",
        doc="'valid' keeps the window inside the input; 'same' pads it with zeros so that the "
        "output keeps its size (divided by the strides).",
    )
    data_format = param(CHANNELS_LAST, None, advanced=True, hidden=True, doc=DATA_FORMAT_DOC)
    dilation_rate = param(
        IntTuple(1), 1, advanced=True, doc="Gaps between the cells the window looks at, plus one."
    )
    groups = param(
        Int(low=1),
        1,
        advanced=True,
        doc="Number of groups of channels that are convolved apart from one another.",
    )

    def check_params(self) -> None:
        super().check_params()
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"{type(self).__name__}: strides {self.strides} and dilation_rate "
                f"{self.dilation_rate} cannot both be greater than 1."
            )
        if self.filters % self.groups:
            raise ValueError(
                f"{type(self).__name__}: 'filters' ({self.filters}) must be a multiple of "
                f"'groups' ({self.groups})."
            )

    def build(self, input_shape: Any) -> None:
        require_rank(self, input_shape, self.rank + 2, self.axes, self.advice)
        channels = known_size(input_shape, -1, "channels (the last axis)")
        if channels % self.groups:
            raise ValueError(
                f"its input has {channels} channels, which 'groups' ({self.groups}) "
                "does not divide."
            )
        self.kernel = add_kernel(self, (*self.kernel_size, channels // self.groups, self.filters))
        self.bias = add_bias(self, (self.filters,))

    def call(self, inputs: Any) -> Any:
        require_rank(self, inputs.shape, self.rank + 2, self.axes, self.advice)
        code, after = fused_act(self.activation)
        y = self.convolve(self.as_float(inputs), code)
        return y if after is None else after(y)

    def convolve(self, x: Any, act: int) -> Any:
        raise NotImplementedError


@register("layer", family="conv", aliases=("Convolution1D",))
class Conv1D(Conv):
    """Looks for patterns along a sequence.

    Formula: y[t] = activation(sum over the window of x · kernel + bias)
    Shape: (batch, steps, channels) to (batch, new steps, filters)
    """

    rank = 1
    axes = "batch, steps, channels"
    advice = "Insert a Reshape layer, for example to (steps, 1), before it."
    padding = param(
        Choice("valid", "same", "causal"),
        "valid",
        doc="'valid' keeps the window inside the input; 'same' pads it with zeros so that the "
        "output keeps its length; 'causal' pads the past only.",
    )

    def convolve(self, x: Any, act: int) -> Any:
        return ops.conv1d(
            x,
            self.kernel,
            self.bias,
            strides=self.strides[0],
            padding=self.padding,
            dilation=self.dilation_rate[0],
            groups=self.groups,
            act=act,
        )


@register("layer", family="conv", aliases=("Convolution2D",))
class Conv2D(Conv):
    """Looks for patterns in an image.

    Formula: y[i, j] = activation(sum over the window of x · kernel + bias)
    Shape: (batch, height, width, channels) to (batch, new height, new width, filters)
    """

    rank = 2
    axes = "batch, height, width, channels"
    advice = "Insert a Reshape layer, for example to (height, width, 1), before it."
    kernel_size = param(
        IntTuple(2), doc="Height and width of the window that moves over the image."
    )
    strides = param(IntTuple(2), (1, 1), doc="How far the window moves, down and across.")
    dilation_rate = param(
        IntTuple(2),
        (1, 1),
        advanced=True,
        doc="Gaps between the cells the window looks at, plus one.",
    )

    def convolve(self, x: Any, act: int) -> Any:
        return ops.conv2d(
            x,
            self.kernel,
            self.bias,
            strides=self.strides,
            padding=self.padding,
            dilation=self.dilation_rate,
            groups=self.groups,
            act=act,
        )
