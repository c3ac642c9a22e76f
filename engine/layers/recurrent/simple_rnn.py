"""SimpleRNN and its cell."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Object, Optional
from engine.layers.recurrent.arguments import CellArguments, seed_argument, unroll_argument
from engine.layers.recurrent.cell import Cell, Masks, gate
from engine.layers.recurrent.rnn import CellLayer
from engine.layers.weights import act_code
from engine.param import param
from engine.registry import register

__all__ = ["SimpleRNN", "SimpleRNNCell"]


class SimpleArguments(CellArguments):
    """What the cell and the layer both take first."""

    recurrent_activation: Any = None
    unit_forget_bias: Any = None


@register("layer", family="recurrent", hidden=True)
class SimpleRNNCell(SimpleArguments, Cell):
    """One step of the simplest memory: the output is the state.

    Formula: h' = activation(x · kernel + h · recurrent kernel + bias)
    Shape: (batch, features) to (batch, units)
    """

    seed = seed_argument()

    def step(self, x: Any, states: list[Any], masks: Masks) -> Any:
        (h,) = states
        z = gate(x, self.kernel, masks[0], 0, self.units)
        if self.bias is not None:
            z = z + self.bias
        h = self.activation(z + gate(h, self.recurrent_kernel, masks[1], 0, self.units))
        return h, [h]


@register("layer", family="recurrent")
class SimpleRNN(CellLayer, SimpleArguments):
    """Reads a sequence with the simplest memory; good for what lies a few steps back.

    Formula: h' = activation(x · kernel + h · recurrent kernel + bias), step by step
    Shape: (batch, steps, features) to (batch, units), or (batch, steps, units)
    """

    cell_class = SimpleRNNCell
    activity_regularizer = param(
        Optional(Object("regularizer")),
        None,
        last=True,
        hidden=True,
        doc="Kept for Keras's signature; Keras 3 takes no notice of it here.",
    )
    unroll = unroll_argument()
    seed = seed_argument()

    def check_params(self) -> None:
        super().check_params()
        self.activity_regularizer = None

    def run(self, x: Any, states: list[Any], mask: Any, training: bool) -> tuple[Any, list[Any]]:
        cell, act = self.cell, act_code(self.cell.activation)
        if act is None or self.goes_step_by_step(mask, training):
            return super().run(x, states, mask, training)
        seq, h = ops.simple_rnn(
            cell.drop_inputs(x, training),
            cell.kernel,
            cell.recurrent_kernel,
            cell.known_bias(x.dtype),
            states[0],
            mask,
            act=act,
        )
        return seq, [h]
