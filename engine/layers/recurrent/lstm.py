"""LSTM and its cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.layers.recurrent.arguments import (
    CellArguments,
    seed_argument,
    unroll_argument,
    use_cudnn_argument,
)
from engine.layers.recurrent.cell import Cell, Masks, gate
from engine.layers.recurrent.rnn import CellLayer
from engine.layers.weights import act_code
from engine.registry import register

__all__ = ["LSTM", "LSTMCell"]


class LstmArguments(CellArguments):
    """What the cell and the layer both take."""

    seed = seed_argument()


class OpenForgetGate(Cell):
    """A cell of the four gates i, f, c, o whose forget gate may start open."""

    gates = 4

    def bias_start(self) -> Any:
        if not self.unit_forget_bias:
            return self.bias_initializer
        start = self.bias_initializer

        def with_open_forget_gate(shape: Any, dtype: Any = None) -> np.ndarray:
            units = shape[0] // 4
            rest = np.asarray(start((3 * units,), dtype))
            ones = np.ones(units, rest.dtype)
            return np.concatenate([rest[:units], ones, rest[units:]])

        return with_open_forget_gate


@register("layer", family="recurrent", hidden=True)
class LSTMCell(LstmArguments, OpenForgetGate):
    """One step of an LSTM: forgets, takes in and gives out by three gates.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c')
    Shape: (batch, features) to (batch, units)
    """

    def sizes(self) -> Any:
        return [self.units, self.units]

    def step(self, x: Any, states: list[Any], masks: Masks) -> Any:
        h, c = states
        z = [
            gate(x, self.kernel, masks[0], k, self.units)
            + gate(h, self.recurrent_kernel, masks[1], k, self.units)
            for k in range(4)
        ]
        if self.bias is not None:
            z = [
                part + self.bias[k * self.units : (k + 1) * self.units] for k, part in enumerate(z)
            ]
        i, f, o = (self.recurrent_activation(z[k]) for k in (0, 1, 3))
        c = f * c + i * self.activation(z[2])
        h = o * self.activation(c)
        return h, [h, c]


@register("layer", family="recurrent")
class LSTM(CellLayer, LstmArguments):
    """Reads a sequence and remembers what matters, near or far: long short-term memory.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c'), step by step
    Shape: (batch, steps, features) to (batch, units), or (batch, steps, units)
    """

    cell_class = LSTMCell
    unroll = unroll_argument()
    use_cudnn = use_cudnn_argument()

    def run(self, x: Any, states: list[Any], mask: Any, training: bool) -> tuple[Any, list[Any]]:
        cell = self.cell
        act, gates = act_code(cell.activation), act_code(cell.recurrent_activation)
        if act is None or gates is None or self.goes_step_by_step(mask, training):
            return super().run(x, states, mask, training)
        seq, h, c = ops.lstm(
            cell.drop_inputs(x, training),
            cell.kernel,
            cell.recurrent_kernel,
            cell.known_bias(x.dtype),
            states[0],
            states[1],
            mask,
            act=act,
            recurrent_act=gates,
        )
        return seq, [h, c]
