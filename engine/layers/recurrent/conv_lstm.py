"""ConvLSTM: an LSTM over images, sequences or volumes that keeps their layout."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool, Choice, Int, IntList
from engine.layers.conv import (
    FILTERS_DOC,
    PADDING_DOC,
    dilation_param,
    kernel_size_param,
    refuse_strides_with_dilation,
    strides_param,
)
from engine.layers.data_format import (
    FIRST,
    as_given,
    channels_last,
    data_format_param,
    known_channels,
    require_spatial,
)
from engine.layers.recurrent.arguments import CellArguments, seed_argument
from engine.layers.recurrent.cell import Masks
from engine.layers.recurrent.lstm import OpenForgetGate
from engine.layers.recurrent.rnn import CellLayer
from engine.layers.recurrent.states import zeros
from engine.ops.shapes import window_size
from engine.param import param
from engine.registry import register

__all__ = ["ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"]

_CONVOLUTIONS: dict[int, Any] = {1: ops.conv1d, 2: ops.conv2d, 3: ops.conv3d}


class _WithoutUnits(CellArguments):
    """Takes away what stands behind the window's arguments here."""

    units: Any = None
    activation: Any = None
    recurrent_activation: Any = None
    use_bias: Any = None


class ConvLstmArguments(_WithoutUnits):
    """What the cell and the layers take."""

    filters = param(Int(low=1), doc=FILTERS_DOC)
    kernel_size = kernel_size_param(1)
    strides = strides_param(1)
    padding = param(Choice("valid", "same"), "valid", doc=PADDING_DOC)
    data_format = data_format_param()
    dilation_rate = dilation_param(1)
    activation = CellArguments.activation
    recurrent_activation = CellArguments.recurrent_activation
    use_bias = CellArguments.use_bias
    seed = seed_argument()


class ConvLSTMCell(ConvLstmArguments, OpenForgetGate):
    """One step of a ConvLSTM: an LSTM's gates, made by convolutions.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c')
    Shape: (batch, rows, columns, channels) to (batch, new rows, new columns, filters)
    """

    _spatial: tuple[int, ...]
    rank = param(Int(low=1, high=3), 2, doc="Number of axes beside batch and channels.")
    kernel_size = param(IntList(low=1), doc="Size of the window, one number per axis.")
    strides = param(IntList(low=1), doc="How far the window moves, one number per axis.")
    dilation_rate = param(IntList(low=1), doc="Gaps in the window, one number per axis.")

    def check_params(self) -> None:
        self.__dict__["units"] = self.filters
        super().check_params()

    def sizes(self) -> Any:
        return [self.filters, self.filters]

    def build(self, input_shape: Any) -> None:
        require_spatial(self, input_shape, self.rank)
        spatial = input_shape[2:] if self.data_format == FIRST else input_shape[1:-1]
        if None in spatial:
            raise ValueError(
                f"the size of what it looks at must be known, but the shape is {input_shape}: only "
                "the batch and the steps may be open."
            )
        numbers = zip(spatial, self.kernel_size, self.strides, self.dilation_rate, strict=True)
        self.__dict__["_spatial"] = tuple(window_size(*n, self.padding) for n in numbers)
        width = 4 * self.filters
        self.add_weights(
            (*self.kernel_size, known_channels(self, input_shape), width),
            (*self.kernel_size, self.filters, width),
            (width,),
        )

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        sizes: tuple[int, ...] = (*self._spatial, self.filters)
        if self.data_format == FIRST:
            sizes = (self.filters, *self._spatial)
        return [zeros(batch_size, sizes, self.dtype) for _ in range(2)]

    def draw_masks(self, x: Any, h: Any, training: bool) -> Masks:
        if not training:
            return [], []
        gates = self.gates
        return self._drawn(x, self.dropout, gates), self._drawn(h, self.recurrent_dropout, gates)

    def step(self, x: Any, states: list[Any], masks: Masks) -> Any:
        h, c = states
        z = channels_last(self, self._from_inputs(x, masks[0]) + self._memory(h, masks[1]))
        f = self.filters
        i, forget, new, o = (z[..., k * f : (k + 1) * f] for k in range(4))
        kept = self.recurrent_activation(forget) * channels_last(self, c)
        c = kept + self.recurrent_activation(i) * self.activation(new)
        h = as_given(self, self.recurrent_activation(o) * self.activation(c))
        return h, [h, as_given(self, c)]

    def _from_inputs(self, x: Any, masks: list[Any]) -> Any:
        window = {"strides": self.strides, "padding": self.padding, "dilation": self.dilation_rate}
        z = self._gates(x, self.kernel, masks, window)
        return z if self.bias is None else as_given(self, channels_last(self, z) + self.bias)

    def _memory(self, h: Any, masks: list[Any]) -> Any:
        ones = (1,) * self.rank
        window = {"strides": ones, "padding": "same", "dilation": ones}
        return self._gates(h, self.recurrent_kernel, masks, window)

    def _gates(self, x: Any, kernel: Any, masks: list[Any], window: dict[str, Any]) -> Any:
        """The sums of all four gates, one convolution unless each drops inputs of its own."""
        if self.rank == 1:
            window = {k: v if isinstance(v, str) else v[0] for k, v in window.items()}
        convolve, f = _CONVOLUTIONS[self.rank], self.filters
        if not masks:
            return as_given(self, convolve(channels_last(self, x), kernel, **window))
        parts = [
            convolve(channels_last(self, x * mask), kernel[..., k * f : (k + 1) * f], **window)
            for k, mask in enumerate(masks)
        ]
        return as_given(self, ops.concatenate(parts, axis=-1))


class ConvLSTM(CellLayer, ConvLstmArguments):
    """What the layers of every rank share."""

    starting = {"filters": 16, "kernel_size": 3}
    cell_class = ConvLSTMCell
    rank = 2
    unroll = param(
        Bool(),
        False,
        keyword_only=True,
        hidden=True,
        doc="Kept for Keras's files; makes no difference to the result.",
    )

    def check_params(self) -> None:
        refuse_strides_with_dilation(self)
        super().check_params()


@register("layer", family="recurrent")
class ConvLSTM1D(ConvLSTM):
    """Reads a sequence of sequences, one after the other, and keeps their layout.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c'), gates by convolution
    Shape: (batch, steps, length, channels) to (batch, new length, filters)
    """

    rank = 1
    _rank = 4
    _axes = "batch, steps, length, channels"


@register("layer", family="recurrent")
class ConvLSTM2D(ConvLSTM):
    """Reads a film picture by picture and remembers what happened where.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c'), gates by convolution
    Shape: (batch, steps, rows, columns, channels) to (batch, new rows, new columns, filters)
    """

    rank = 2
    _rank = 5
    _axes = "batch, steps, rows, columns, channels"
    kernel_size = kernel_size_param(2)
    strides = strides_param(2)
    dilation_rate = dilation_param(2)


@register("layer", family="recurrent")
class ConvLSTM3D(ConvLSTM):
    """Reads volumes one after the other and remembers what happened where.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c'), gates by convolution
    Shape: (batch, steps, depth, rows, columns, channels) to the same without steps
    """

    rank = 3
    _rank = 6
    _axes = "batch, steps, depth, rows, columns, channels"
    kernel_size = kernel_size_param(3)
    strides = strides_param(3)
    dilation_rate = dilation_param(3)
