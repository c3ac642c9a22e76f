"""Convolutions whose weights are not shared between places, from Keras 2."""

from __future__ import annotations

import itertools
import math
from typing import Any

from engine import ops
from engine.kinds import Choice, Int
from engine.layers.conv import FILTERS_DOC, kernel_size_param, strides_param
from engine.layers.data_format import as_given, channels_last, data_format_param, require_spatial
from engine.layers.layer import Layer
from engine.layers.weights import KernelAndBias, add_bias, add_kernel
from engine.param import param
from engine.registry import register

__all__ = ["LocallyConnected1D", "LocallyConnected2D"]


class LocallyConnected(KernelAndBias, Layer):
    """What both ranks share. Keras 3 has no such layer; files of Keras 2 do."""

    rank = 1
    filters = param(Int(low=1), doc=FILTERS_DOC)
    kernel_size = kernel_size_param(1)
    strides = strides_param(1)
    padding = param(Choice("valid"), "valid", doc="The window always stays inside the input.")
    data_format = data_format_param()
    implementation = param(
        Choice(1), 1, last=True, hidden=True, doc="How Keras 2 laid its weights out; only 1 here."
    )

    def build(self, input_shape: Any) -> None:
        require_spatial(self, input_shape, self.rank)
        shape = self._last(input_shape)
        if None in shape[1:]:
            raise ValueError(
                f"it has weights for every place and needs fixed sizes, but gets {input_shape}."
            )
        places = self._places(shape)
        inside = math.prod(self.kernel_size) * shape[-1]
        self.kernel = add_kernel(self, (math.prod(places), inside, self.filters))
        self.bias = add_bias(self, (*places, self.filters))

    def _last(self, shape: Any) -> tuple[Any, ...]:
        if self.data_format == "channels_first":
            return (shape[0], *shape[2:], shape[1])
        return tuple(shape)

    def _places(self, shape: tuple[Any, ...]) -> tuple[int, ...]:
        """How many places the window has along each axis."""
        sizes = zip(shape[1:-1], self.kernel_size, self.strides, strict=True)
        places = tuple((size - window) // step + 1 for size, window, step in sizes)
        if min(places) < 1:
            raise ValueError(f"its window {self.kernel_size} is larger than its input {shape}.")
        return places

    def call(self, inputs: Any) -> Any:
        require_spatial(self, inputs.shape, self.rank)
        x = channels_last(self, self.as_float(inputs))
        places = self._places(tuple(x.shape))
        flat = ops.reshape(self._windows(x, places), (-1, *self.kernel.shape[:2]))
        y = ops.einsum("bpi,pio->bpo", flat, self.kernel)
        y = ops.reshape(y, (-1, *places, self.filters))
        if self.bias is not None:
            y = y + self._bias_of(places)
        return as_given(self, self.activation(y))

    def _bias_of(self, places: tuple[int, ...]) -> Any:
        """The bias at every place; with channels first Keras 2 read its numbers in that order."""
        if self.data_format == "channels_last":
            return self.bias
        return ops.moveaxis(ops.reshape(self.bias, (self.filters, *places)), 0, -1)

    def _windows(self, x: Any, places: tuple[int, ...]) -> Any:
        """The numbers under the window at every place, in the order of the kernel.

        That order is Keras 2's: by channel first where the channels stand first.
        """
        parts = []
        for offset in itertools.product(*(range(size) for size in self.kernel_size)):
            cut = tuple(
                slice(start, start + (count - 1) * step + 1, step)
                for start, count, step in zip(offset, places, self.strides, strict=True)
            )
            parts.append(x[(slice(None), *cut)])
        if self.data_format == "channels_first":
            return ops.stack(parts, axis=-1)
        return ops.concatenate(parts, axis=-1)


@register("layer", family="conv", hidden=True)
class LocallyConnected1D(LocallyConnected):
    """Looks for patterns along a sequence, with weights of its own at every place.

    Formula: y[i] = activation(window(x, i) · kernel[i] + bias[i])
    Shape: (batch, steps, channels) to (batch, places, filters)
    """


@register("layer", family="conv", hidden=True)
class LocallyConnected2D(LocallyConnected):
    """Looks for patterns in an image, with weights of its own at every place.

    Formula: y[i, j] = activation(window(x, i, j) · kernel[i, j] + bias[i, j])
    Shape: (batch, height, width, channels) to (batch, places down, places across, filters)
    """

    rank = 2
    kernel_size = kernel_size_param(2)
    strides = strides_param(2)
