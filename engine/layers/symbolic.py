"""Symbolic tensors: how layers called on them remember the calls a model is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from engine.tensor import ShapeTuple, Spec
from engine.tree import flatten

if TYPE_CHECKING:
    from engine.layers.layer import Layer


class History(NamedTuple):
    """Where a symbolic tensor comes from: which call of which layer, which of its outputs."""

    layer: Layer
    node_index: int
    tensor_index: int


class KerasTensor:
    """Stands for a tensor of a known shape and dtype while a model is put together.

    Attributes:
        shape: (batch, ...), None for open sizes.
        dtype: Element type.
        keras_history: The layer call it comes from.
    """

    def __init__(self, shape: ShapeTuple, dtype: str, history: History | None = None) -> None:
        self.shape = tuple(shape)
        self.dtype = dtype
        self.keras_history: Any = history

    @property
    def spec(self) -> Spec:
        return Spec(self.shape, self.dtype)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def name(self) -> str:
        return f"keras_tensor_{self.keras_history.layer.name}"

    def __bool__(self) -> bool:
        raise TypeError("A symbolic tensor has no value; it stands for data that comes later.")

    def __repr__(self) -> str:
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}>"


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
        self, layer: Layer, args: tuple, kwargs: dict[str, Any], structure: Any, flops: float
    ) -> None:
        self.layer = layer
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
    def inputs(self) -> list[KerasTensor]:
        return symbolic_leaves((self.args, self.kwargs))


def symbolic_leaves(structure: Any) -> list[KerasTensor]:
    """Return the symbolic tensors in a nested structure."""
    return [leaf for leaf in flatten(structure) if isinstance(leaf, KerasTensor)]
