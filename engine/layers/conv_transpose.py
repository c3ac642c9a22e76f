"""Transposed convolutions: they make a sequence, image or volume larger."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Choice, Int, IntTuple, Optional
from engine.layers.conv import (
    dilation_param,
    kernel_size_param,
    refuse_strides_with_dilation,
)
from engine.layers.data_format import (
    as_given,
    channels_last,
    data_format_param,
    known_channels,
    require_spatial,
)
from engine.layers.layer import Layer
from engine.layers.weights import KernelAndBias, add_bias, add_kernel
from engine.ops.transposed import conv_transpose
from engine.param import param
from engine.registry import register

__all__ = [
    "Conv1DTranspose",
    "Conv2DTranspose",
    "Conv3DTranspose",
    "Convolution1DTranspose",
    "Convolution2DTranspose",
    "Convolution3DTranspose",
]


def _output_padding_param(rank: int) -> Any:
    return param(
        Optional(IntTuple(rank, low=0), none_label="as the padding asks"),
        None,
        advanced=True,
        doc="Cells added to the end of the output; fewer than the strides.",
    )


class ConvTranspose(KernelAndBias, Layer):
    """What transposed convolutions of every rank share."""

    starting = {"filters": 32, "kernel_size": 3, "activation": "relu"}
    rank = 1
    output_padding: Any
    data_format: Any
    dilation_rate: Any

    filters = param(Int(low=1), doc="Number of channels of the output.")
    kernel_size = kernel_size_param(1)
    strides = param(IntTuple(1), 1, doc="How many times longer the output is.")
    padding = param(
        Choice("valid", "same"),
        "valid",
        doc="'valid' keeps every cell that is reached; 'same' makes the output as large as the "
        "input times the strides.",
    )

    def check_params(self) -> None:
        super().check_params()
        refuse_strides_with_dilation(self)
        for extra, stride in zip(self.output_padding or (), self.strides, strict=False):
            if extra >= stride:
                raise ValueError(
                    f"{type(self).__name__}: 'output_padding' {self.output_padding} must be "
                    f"smaller than the strides {self.strides} everywhere."
                )

    def build(self, input_shape: Any) -> None:
        require_spatial(self, input_shape, self.rank)
        channels = known_channels(self, input_shape)
        self.kernel = add_kernel(self, (*self.kernel_size, self.filters, channels))
        self.bias = add_bias(self, (self.filters,))

    def call(self, inputs: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        y = conv_transpose(
            channels_last(self, self.as_float(inputs)),
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            output_padding=self.output_padding,
            dilation=self.dilation_rate,
        )
        if self.bias is not None:
            y = ops.add(y, self.bias)
        return self.activation(as_given(self, y))


_STRIDES_DOC = "How many times larger the output is, along each axis."


@register("layer", family="conv", aliases=("Convolution1DTranspose",))
class Conv1DTranspose(ConvTranspose):
    """Makes a sequence longer by spreading each step with a trained pattern.

    Formula: y[t * stride + a] = activation(sum of x[t] · kernel[a] + bias)
    Shape: (batch, steps, channels) to (batch, steps * stride, filters) with padding='same'
    """

    output_padding = _output_padding_param(1)
    data_format = data_format_param()
    dilation_rate = dilation_param(1)


@register("layer", family="conv", aliases=("Convolution2DTranspose", "Deconvolution2D"))
class Conv2DTranspose(ConvTranspose):
    """Makes an image larger by spreading each pixel with a trained pattern.

    Formula: y[i * stride + a, j * stride + b] = activation(sum of x[i, j] · kernel[a, b] + bias)
    Shape: (batch, height, width, channels) to (batch, height * stride, width * stride, filters)
    with padding='same'
    """

    rank = 2
    kernel_size = kernel_size_param(2)
    strides = param(IntTuple(2), (1, 1), doc=_STRIDES_DOC)
    output_padding = _output_padding_param(2)
    data_format = data_format_param()
    dilation_rate = dilation_param(2)


@register("layer", family="conv", aliases=("Convolution3DTranspose", "Deconvolution3D"))
class Conv3DTranspose(ConvTranspose):
    """Makes a volume larger by spreading each cell with a trained pattern.

    Formula: y[i * stride + a, ...] = activation(sum of x[i, ...] · kernel[a, ...] + bias)
    Shape: (batch, depth, height, width, channels) to (batch, depth * stride, height * stride,
    width * stride, filters) with padding='same'
    """

    rank = 3
    kernel_size = kernel_size_param(3)
    strides = param(IntTuple(3), (1, 1, 1), doc=_STRIDES_DOC)
    data_format = data_format_param()
    output_padding = _output_padding_param(3)
    dilation_rate = dilation_param(3)


Convolution1DTranspose = Conv1DTranspose
Convolution2DTranspose = Conv2DTranspose
Convolution3DTranspose = Conv3DTranspose
