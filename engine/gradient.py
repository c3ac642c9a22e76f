"""Reverse-mode differentiation over recorded ops, for tapes and traces alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import ops
from engine.op import Node, Operand
from engine.origin import Origin, differentiating
from engine.tensor import Tensor, Variable


def backward(
    nodes: Sequence[Node],
    targets: Sequence[Tensor],
    sources: Sequence[Operand],
    seeds: Sequence[Any] | None = None,
) -> list[Tensor | None]:
    """Return the gradients of the sum of ``targets`` with respect to ``sources``.

    Args:
        nodes: Recorded ops in the order in which they were applied.
        targets: Tensors to differentiate (their elements are summed).
        sources: Tensors or variables.
        seeds: Gradients of the targets; ones by default.

    Returns:
        One tensor per source, None where the targets do not depend on it.
    """
    dependent = _dependent(nodes, sources)
    grads: dict[int, Tensor] = {}
    with differentiating(Origin()):
        for i, target in enumerate(targets):
            given = None if seeds is None else seeds[i]
            _accumulate(grads, target, ops.ones_like(target) if given is None else given)
    wanted = {id(s) for s in sources}
    for node in reversed(nodes):
        if not any(id(o) in dependent for o in node.outputs):
            continue
        outgoing = [grads.get(id(o)) for o in node.outputs]
        if all(g is None for g in outgoing):
            continue
        for output in node.outputs:
            if id(output) not in wanted:
                grads.pop(id(output), None)
        with differentiating(node.origin):
            incoming = node.op.gradient(node, *outgoing)
            for operand, grad in zip(node.inputs, incoming, strict=True):
                if grad is not None and id(operand) in dependent:
                    _accumulate(grads, operand, grad)
    return [grads.get(id(s)) for s in sources]


def _dependent(nodes: Sequence[Node], sources: Sequence[Operand]) -> set[int]:
    """Identities of everything that depends on a source, sources included."""
    dependent = {id(s) for s in sources}
    for node in nodes:
        if any(id(i) in dependent for i in node.inputs):
            dependent.update(id(o) for o in node.outputs)
    return dependent


def _accumulate(grads: dict[int, Tensor], operand: Tensor | Variable, grad: Tensor) -> None:
    present = grads.get(id(operand))
    grads[id(operand)] = grad if present is None else ops.add(present, grad)
