"""How layers called on symbolic tensors remember the calls a model is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.symbolic import History, KerasTensor, symbolic_leaves
from engine.tree import flatten

if TYPE_CHECKING:
    from engine.layers.layer import Layer


class LayerCall:
    """One call of a layer on symbolic tensors.

    Attributes:
        layer: The layer called.
        args, kwargs: What it was called with; symbolic tensors stand in them.
        outputs: What came out, as a flat list.
        structure: What came out, in its own nesting.
        flops: Floating point operations per sample.
    """

    def __init__(
        self, layer: Any, args: tuple, kwargs: dict[str, Any], structure: Any, flops: float
    ) -> None:
        self.layer: Layer = layer
        self.args = args
        self.kwargs = kwargs
        self.structure = structure
        self.outputs: list[KerasTensor] = flatten(structure)
        self.flops = flops
        self.index = len(layer._inbound_nodes)
        for position, output in enumerate(self.outputs):
            output.keras_history = History(layer, self.index, position)
        layer._inbound_nodes.append(self)

    @property
    def operation(self) -> Layer:
        """Keras's name of the layer."""
        return self.layer

    @property
    def inputs(self) -> list[KerasTensor]:
        return symbolic_leaves((self.args, self.kwargs))

    input_tensors = inputs

    @property
    def output_tensors(self) -> list[KerasTensor]:
        """Keras's name of the outputs."""
        return self.outputs


__all__ = ["History", "KerasTensor", "LayerCall", "symbolic_leaves"]
