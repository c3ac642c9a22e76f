"""Function: the graph between symbolic tensors, without a model's training and files."""

from __future__ import annotations

from typing import Any

from engine.layers.operation import Operation
from engine.layers.symbolic import KerasTensor
from engine.models.functional import Functional
from engine.tree import map_structure


class Function(Operation):
    """Computes the outputs of a graph from its inputs.

    Args:
        inputs: Symbolic input, or a list or dict of them.
        outputs: Symbolic output, or a list or dict of them.
        name: Name of the step where it is part of another graph.

    Raises:
        ValueError: when an output does not depend on the given inputs alone.
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        super().__init__(name=name)
        self.graph = Functional(inputs, outputs, name=f"{self.name}_graph")
        self.built = True

    @property
    def inputs(self) -> list[KerasTensor]:  # type: ignore[override]
        """The symbolic inputs, flat."""
        return self.graph.inputs

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs, flat."""
        return self.graph.outputs

    @property
    def operations(self) -> list[Any]:
        """The layers and ops in between."""
        return self.graph.operations

    def call(self, inputs: Any) -> Any:
        return self.graph.call(inputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        return map_structure(lambda t: t.shape, self.graph.output)
