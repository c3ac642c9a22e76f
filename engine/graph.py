"""A traced graph: the ops one call of a Python function applies, in order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from engine.op import Node, Recorder, pop_recorder, push_recorder
from engine.tensor import Spec, Tensor, Variable
from engine.tree import flatten


class Graph(Recorder):
    """Ops in the order of their application, with the tensors they start from.

    Attributes:
        inputs: Placeholders, fed anew for every run.
        nodes: The ops applied while tracing.
        outputs: What the traced function returned (any nesting).
    """

    tracing = True

    def __init__(self, specs: Sequence[Spec]) -> None:
        self.inputs = [Tensor(s.shape, s.dtype) for s in specs]
        self.nodes: list[Node] = []
        self.outputs: Any = None

    def record(self, node: Node) -> None:
        self.nodes.append(node)

    def __enter__(self) -> Graph:
        push_recorder(self)
        return self

    def __exit__(self, *details: Any) -> None:
        pop_recorder(self)

    def needed(self) -> list[Node]:
        """Return the nodes that an output or an assignment depends on, joined where ops do so."""
        alive = {id(t) for t in flatten(self.outputs) if isinstance(t, Tensor)}
        kept = []
        for node in reversed(self.nodes):
            if node.op.mutates or any(id(o) in alive for o in node.outputs):
                kept.append(node)
                alive.update(id(i) for i in node.inputs)
        runs = itertools.groupby(kept[::-1], key=lambda n: n.op)
        return [node for op, run in runs for node in op.joined(list(run))]

    def variables(self) -> list[Variable]:
        """Return the variables that are read or written, each once, in order of first use."""
        seen: dict[int, Variable] = {}
        for node in self.nodes:
            for operand in node.inputs:
                if isinstance(operand, Variable):
                    seen.setdefault(id(operand), operand)
        return list(seen.values())

    def flops(self) -> float:
        """Floating point operations of one run; an unknown size counts as 1."""
        return sum(
            n.op.flops([i.spec for i in n.inputs], [o.spec for o in n.outputs], n.attrs)
            for n in self.nodes
        )


def trace(function: Callable[..., Any], specs: Sequence[Spec]) -> Graph:
    """Run ``function`` on placeholders of the given specs and return what it did.

    Sizes may be None: then the graph serves to infer shapes and costs only.

    Raises:
        TraceError: when the function needs a value in Python (``if x.sum() > 0``).
    """
    graph = Graph(specs)
    with graph:
        graph.outputs = function(*graph.inputs)
    return graph
