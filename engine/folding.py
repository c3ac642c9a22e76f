"""Ops on constants, computed once instead of at every run of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from engine.op import Node, elements, execute
from engine.tensor import TEXT, Tensor

#: A larger constant would take memory that the plan shares among its values.
_MOST_ELEMENTS = 1 << 16


def folded(nodes: Sequence[Node]) -> list[Node]:
    """Give the outputs of ops on constants their values; return the nodes left to run."""
    kept = []
    for node in nodes:
        if _is_constant(node):
            arrays = [i.value for i in node.inputs]
            specs = [o.spec for o in node.outputs]
            found = execute(node.op, arrays, specs, node.attrs)  # type: ignore[arg-type]
            for output, value in zip(node.outputs, found, strict=True):
                output.value = value
        else:
            kept.append(node)
    return kept


def _is_constant(node: Node) -> bool:
    return (
        (node.op.folds or node.op.view)
        and all(isinstance(i, Tensor) and i.value is not None for i in node.inputs)
        and all(o.dtype != TEXT and elements(o.shape) <= _MOST_ELEMENTS for o in node.outputs)
        and not any(None in o.shape for o in node.outputs)
    )
