"""GRU and its cell."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool
from engine.layers.recurrent.arguments import (
    CellArguments,
    seed_argument,
    unroll_argument,
    use_cudnn_argument,
)
from engine.layers.recurrent.cell import Cell, Masks, gate
from engine.layers.recurrent.rnn import CellLayer
from engine.layers.weights import act_code
from engine.param import param
from engine.registry import register

__all__ = ["GRU", "GRUCell"]


class GruArguments(CellArguments):
    """What the cell and the layer both take first."""

    unit_forget_bias: Any = None


def _reset_after() -> Any:
    return param(
        Bool(),
        True,
        last=True,
        advanced=True,
        doc="Whether the reset gate works after the product with the memory's weights, as in "
        "Keras's fast GRU, or before it.",
    )


@register("layer", family="recurrent", hidden=True)
class GRUCell(GruArguments, Cell):
    """One step of a GRU: an update gate mixes old and new, a reset gate clears the old.

    Formula: h' = z · h + (1 - z) · activation(new content)
    Shape: (batch, features) to (batch, units)
    """

    gates = 3
    reset_after = _reset_after()
    seed = seed_argument()

    def bias_shape(self) -> tuple[int, ...]:
        width = self.gates * self.units
        return (2, width) if self.reset_after else (width,)

    def step(self, x: Any, states: list[Any], masks: Masks) -> Any:
        (h,), units = states, self.units
        new_from_x = self._from_inputs(x, masks, 2)
        z = self.recurrent_activation(self._from_inputs(x, masks, 0) + self._memory(h, masks, 0))
        r = self.recurrent_activation(self._from_inputs(x, masks, 1) + self._memory(h, masks, 1))
        if self.reset_after:
            new = new_from_x + r * self._memory(h, masks, 2)
        else:
            dropped = r * (h * masks[1][2] if masks[1] else h)
            new = new_from_x + gate(dropped, self.recurrent_kernel, [], 2, units)
        h = z * h + (1.0 - z) * self.activation(new)
        return h, [h]

    def _from_inputs(self, x: Any, masks: Masks, number: int) -> Any:
        product = gate(x, self.kernel, masks[0], number, self.units)
        if self.bias is None:
            return product
        columns = slice(number * self.units, (number + 1) * self.units)
        return product + (self.bias[0, columns] if self.reset_after else self.bias[columns])

    def _memory(self, h: Any, masks: Masks, number: int) -> Any:
        product = gate(h, self.recurrent_kernel, masks[1], number, self.units)
        if self.bias is None or not self.reset_after:
            return product
        return product + self.bias[1, number * self.units : (number + 1) * self.units]


class SeededGruArguments(GruArguments):
    """The layer's, with the seed where Keras has it."""

    seed = seed_argument()


@register("layer", family="recurrent")
class GRU(CellLayer, SeededGruArguments):
    """Reads a sequence with a memory that is simpler and faster than an LSTM's.

    Formula: h' = z · h + (1 - z) · activation(new content), step by step
    Shape: (batch, steps, features) to (batch, units), or (batch, steps, units)
    """

    cell_class = GRUCell
    unroll = unroll_argument()
    reset_after = _reset_after()
    use_cudnn = use_cudnn_argument()

    def run(self, x: Any, states: list[Any], mask: Any, training: bool) -> tuple[Any, list[Any]]:
        cell = self.cell
        act, gates = act_code(cell.activation), act_code(cell.recurrent_activation)
        if act is None or gates is None or self.goes_step_by_step(mask, training):
            return super().run(x, states, mask, training)
        seq, h = ops.gru(
            cell.drop_inputs(x, training),
            cell.kernel,
            cell.recurrent_kernel,
            cell.known_bias(x.dtype),
            states[0],
            mask,
            act=act,
            recurrent_act=gates,
            reset_after=cell.reset_after,
        )
        return seq, [h]
