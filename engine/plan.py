"""A graph with every size known -> buffers and a flat list of kernel calls.

The plan fixes each buffer (``engine.layout`` says where it lies) and each kernel's
arguments. A run then looks nothing up and allocates nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.arena import block
from engine.graph import Graph
from engine.kernels import ahead
from engine.lane import LANE
from engine.layout import Layout, scratch_of
from engine.op import Call, Node, Operand
from engine.tensor import Tensor, Variable, storage
from engine.tree import flatten


class Plan:
    """The compiled form of a graph.

    Attributes:
        inputs: One array per placeholder; fill them before ``run``.
        outputs: One array per leaf of the graph's outputs; read them after ``run``
            (the next run overwrites them).
        steps: Every node that computes, with its bound calls, in the order they run.
        nbytes: Size of the shared memory for intermediate values.
        layout: Where in it the values lie.
    """

    def __init__(self, graph: Graph) -> None:
        self.inputs = [np.zeros(t.shape, storage(t.dtype)) for t in graph.inputs]
        self.layout = Layout(graph)
        memory = self._memory = _Memory(self.layout, graph.inputs, self.inputs)  # calls need it
        self.steps: list[tuple[Node, list[Call]]] = memory.bind()
        self._calls: list[Call] = [call for _, calls in self.steps for call in calls]
        leaves = [t for t in flatten(graph.outputs) if isinstance(t, Tensor)]
        self.outputs = [memory.array(t) for t in leaves]
        self.nbytes = self.layout.nbytes

    def run(self) -> None:
        """Run every kernel once."""
        with LANE, np.errstate(all="ignore"):
            ahead.upcoming = self._calls
            try:
                for function, args in self._calls:
                    function(*args)
            finally:
                ahead.upcoming = ()


class _Memory:
    """The arrays of a layout; what has memory of its own stays alive with the layout."""

    def __init__(
        self, layout: Layout, inputs: Sequence[Tensor], arrays: Sequence[np.ndarray]
    ) -> None:
        self.layout = layout
        self.arena = block(layout.nbytes)
        self.fixed = {id(t): a for t, a in zip(inputs, arrays, strict=True)}
        for key, operand in layout.own.items():
            if key not in self.fixed:
                self.fixed[key] = _own_array(operand)

    def array(self, value: Operand) -> np.ndarray:
        """Return the array of a value, a view into the arena or memory of its own."""
        root = self.layout.root(value)
        if root in self.fixed:
            return self.fixed[root].reshape(value.shape)  # type: ignore[arg-type]
        return _view(self.arena, self.layout.offsets[root], value.shape, value.dtype)

    def bind(self) -> list[tuple[Node, list[Call]]]:
        """Bind every node that computes to its arrays."""
        return [
            (node, self._bind_node(node, places))
            for node, places in zip(self.layout.nodes, self.layout.scratch, strict=True)
            if not node.op.view
        ]

    def _bind_node(self, node: Node, places: list[int]) -> list[Call]:
        work = [
            _view(self.arena, place, spec.shape, spec.dtype)
            for place, spec in zip(places, scratch_of(node), strict=True)
        ]
        ins = [self.array(i) for i in node.inputs]
        outs = [self.array(o) for o in node.outputs]
        return node.op.bind(ins, outs, node.attrs, work)


def _own_array(operand: Operand) -> np.ndarray:
    """The array of a variable itself; of a constant; or an empty one for texts to come."""
    if isinstance(operand, Variable):
        return operand.value
    if operand.value is None:
        return np.empty(operand.shape, object)  # type: ignore[arg-type]
    return np.ascontiguousarray(operand.value)


def _view(arena: np.ndarray, offset: int, shape: Sequence[Any], dtype: str) -> np.ndarray:
    size = math.prod(shape) * np.dtype(dtype).itemsize
    return arena[offset : offset + size].view(dtype).reshape(shape)
