"""StackedRNNCells: several cells as one, each reading the one before."""

from __future__ import annotations

from typing import Any

from engine.kinds import Kind
from engine.layers.inner import HoldsLayers
from engine.layers.layer import Layer
from engine.layers.recurrent.rnn import CellKind
from engine.layers.recurrent.states import initial_states, size_list
from engine.param import param
from engine.registry import register
from engine.tree import flatten

__all__ = ["StackedRNNCells"]


class CellList(Kind):
    """A list of cells."""

    def validate(self, value: Any) -> list[Any]:
        if not isinstance(value, (list, tuple)) or not value:
            raise ValueError
        return [CellKind().validate(cell) for cell in value]

    def describe(self) -> str:
        return "a list of cells (objects with call(inputs, states) and state_size)"

    def to_config(self, value: Any) -> Any:
        return [CellKind().to_config(cell) for cell in value]

    def bad_values(self) -> list[Any]:
        return [7, [], ["no_such_cell"]]


@register("layer", family="recurrent", hidden=True)
class StackedRNNCells(HoldsLayers):
    """Several cells as one: each reads the output of the one before.

    Formula: output = last cell(... first cell(x))
    Shape: (batch, features) to the last cell's output
    """

    cells = param(CellList(), doc="The cells, the first to read the input first.")

    @property
    def state_size(self) -> list[Any]:
        """Each cell's sizes."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> int:
        """Size of the last cell's output."""
        return _output_size(self.cells[-1])

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """Return each cell's states before the first step."""
        return [initial_states(cell, batch_size, self.dtype) for cell in self.cells]

    def build(self, input_shape: Any) -> None:
        shape = tuple(input_shape)
        for cell in self.cells:
            self.build_inner(cell, shape)
            shape = (shape[0], _output_size(cell))

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        new_states = []
        for cell, state in zip(self.cells, states, strict=True):
            many = isinstance(state, (list, tuple))
            given = list(state) if many else [state]
            step = cell if isinstance(cell, Layer) else cell.call
            inputs, new = step(inputs, given)
            new = list(new) if isinstance(new, (list, tuple)) else [new]
            new_states.append(new if many else new[0])
        return inputs, new_states


def _output_size(cell: Any) -> int:
    size = getattr(cell, "output_size", None)
    return size if size is not None else flatten(size_list(cell))[0]
