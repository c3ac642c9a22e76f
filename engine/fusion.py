"""Joins ops of a traced graph whose values would go through memory for nothing.

A plan runs what is left. Each rule looks at one node, the nodes that made its
inputs and the number of readers they have, whatever layers they come from, and
replaces them by one that gives the same tensors. Gradients have been traced by
then, so the joined ops need no gradient rule.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from engine.kernels.act import RELU
from engine.op import Node
from engine.tensor import Tensor, Variable


class Rewriting:
    """A list of nodes being rewritten, with who makes and who reads each tensor."""

    def __init__(self, nodes: Sequence[Node], leaves: Sequence[Tensor]) -> None:
        self.nodes: list[Node | None] = list(nodes)
        self.maker: dict[int, int] = {}
        self.readers: dict[int, int] = {}
        for place, node in enumerate(nodes):
            self._enter(place, node)
        for leaf in leaves:
            self.readers[id(leaf)] = self.readers.get(id(leaf), 0) + 1

    def _enter(self, place: int, node: Node) -> None:
        self.nodes[place] = node
        for output in node.outputs:
            self.maker[id(output)] = place
        for operand in node.inputs:
            self.readers[id(operand)] = self.readers.get(id(operand), 0) + 1

    def made_by(self, tensor: Any, op: Any) -> int | None:
        """The place of the node that makes ``tensor``, if it is of that op."""
        place = self.maker.get(id(tensor))
        node = None if place is None else self.nodes[place]
        return place if node is not None and node.op is op else None

    def node(self, place: int) -> Node:
        node = self.nodes[place]
        assert node is not None
        return node

    def read_once(self, tensor: Any) -> bool:
        return self.readers.get(id(tensor), 0) == 1

    def known_before(self, operand: Any, place: int) -> bool:
        """Whether a value exists when the node at ``place`` runs."""
        return self.maker.get(id(operand), -1) < place

    def replace(self, place: int, node: Node, *gone: int) -> None:
        """Put ``node`` at ``place``, instead of what stands there and at the places ``gone``.

        Its work counts as that of the node whose place it takes.
        """
        node.origin = self.node(place).origin
        for old in (place, *gone):
            for operand in self.node(old).inputs:
                self.readers[id(operand)] -= 1
        for old in gone:
            self.nodes[old] = None
        self._enter(place, node)

    def result(self) -> list[Node]:
        return [node for node in self.nodes if node is not None]


def _slope_before_pooling(work: Rewriting, place: int) -> None:
    """Relu's gradient of what a pool's gradient scatters: taken before, of fewer numbers.

    Only winners get a gradient, and a winner is what the pool gave.
    """
    from engine.ops import pool, products

    node = work.node(place)
    if node.op is not products.ACT_GRADIENT or node.attrs["act"] != RELU:
        return
    y, scattered = node.inputs
    source = work.made_by(scattered, pool.SCATTER)
    if source is None or not work.read_once(scattered):
        return
    slope, winners = work.node(source).inputs
    pooled = work.made_by(winners, pool.MAX_POOL)
    if pooled is None or work.node(pooled).inputs[0] is not y:
        return
    passed = Tensor(slope.shape, slope.dtype)
    first = Node(node.op, (work.node(pooled).outputs[0], slope), node.attrs, (passed,))
    second = Node(pool.SCATTER, (passed, winners), work.node(source).attrs, node.outputs)
    work.replace(source, first)
    work.replace(place, second)


def _sums_before_pooling(work: Rewriting, place: int) -> None:
    """Column sums of what a pool's gradient scatters are those of what it scattered."""
    from engine.ops import pool, products

    node = work.node(place)
    if node.op is products.COLUMN_SUMS:
        source = work.made_by(node.inputs[0], pool.SCATTER)
        if source is not None:
            slope = work.node(source).inputs[0]
            work.replace(place, Node(node.op, (slope,), node.attrs, node.outputs))


def _normalise_add_relu(work: Rewriting, place: int) -> None:
    """Batch normalisation, perhaps a sum with something of the same shape, then relu."""
    from engine.ops import activation, elementwise, normalization

    node = work.node(place)
    if node.op is not activation.RELU_OP or not work.read_once(node.inputs[0]):
        return
    total = work.made_by(node.inputs[0], elementwise.ADD)
    sides = [node.inputs[0]] if total is None else list(work.node(total).inputs)
    candidates = [(work.made_by(side, normalization.BATCH_NORM), i)
                  for i, side in enumerate(sides)]
    found, i = max(((-1 if p is None else p), i) for p, i in candidates)
    if found < 0 or not work.read_once(sides[i]) or sides[i] is not work.node(found).outputs[0]:
        return
    norm, others = work.node(found), [side for j, side in enumerate(sides) if j != i]
    if norm.attrs.get("relu") or len(norm.inputs) != 3:
        return
    if any(o.shape != sides[i].shape or not work.known_before(o, found) for o in others):
        return
    joined = Node(norm.op, (*norm.inputs, *others), {**norm.attrs, "relu": True},
                  (node.outputs[0], *norm.outputs[1:]))
    gone = (place,) if total is None else (place, total)
    work.replace(found, joined, *gone)


def _normalise_gradient_of_relu(work: Rewriting, place: int) -> None:
    """The gradient of batch normalisation with relu: what passed is found from x again."""
    from engine.ops import normalization, products

    node = work.node(place)
    if node.op is not normalization.BATCH_NORM_GRAD or len(node.inputs) != 5:
        return
    slope = work.made_by(node.inputs[0], products.ACT_GRADIENT)
    if slope is None or not work.read_once(node.inputs[0]):
        return
    if work.node(slope).attrs["act"] != RELU:
        return
    y, dy = work.node(slope).inputs
    forward = work.made_by(y, normalization.BATCH_NORM)
    if forward is None:
        return
    norm = work.node(forward)
    if len(norm.inputs) == 3 and norm.attrs.get("relu") and norm.outputs[1] is node.inputs[3]:
        joined = Node(node.op, (dy, *node.inputs[1:], norm.inputs[2]), node.attrs, node.outputs)
        work.replace(place, joined, slope)


def _relu_of_a_sum(work: Rewriting, place: int) -> None:
    """Relu's gradient of the sum of two gradients, in one pass."""
    from engine.ops import elementwise, products

    node = work.node(place)
    if node.op is not products.ACT_GRADIENT or node.attrs["act"] != RELU:
        return
    total = work.made_by(node.inputs[1], elementwise.ADD)
    if total is None or not work.read_once(node.inputs[1]):
        return
    sides = work.node(total).inputs
    if all(s.shape == node.inputs[0].shape and not isinstance(s, Variable) for s in sides):
        _join_slopes(work, place, (node.inputs[0], *sides), None, total)


def _relu_and_sums(work: Rewriting, place: int) -> None:
    """Relu's gradient and the sums of its columns, the gradient of a bias, in one pass."""
    from engine.ops import products

    node = work.node(place)
    if node.op is not products.COLUMN_SUMS:
        return
    slope = work.made_by(node.inputs[0], products.ACT_GRADIENT)
    if slope is not None and work.node(slope).attrs["act"] == RELU:
        _join_slopes(work, slope, work.node(slope).inputs, node.outputs[0], place)
        return
    slope = work.made_by(node.inputs[0], products.RELU_SLOPES)
    if slope is not None and not work.readers.get(id(work.node(slope).outputs[1])):
        made = work.node(slope)
        outputs = (made.outputs[0], node.outputs[0])
        work.replace(slope, Node(made.op, made.inputs, made.attrs, outputs), place)


def _join_slopes(work: Rewriting, place: int, inputs: Any, sums: Tensor | None, gone: int) -> None:
    from engine.ops import products

    dz = work.node(place).outputs[0]
    if not dz.dtype.startswith("float") or not dz.shape:
        return
    sums = Tensor(dz.shape[-1:], dz.dtype) if sums is None else sums
    work.replace(place, Node(products.RELU_SLOPES, inputs, {}, (dz, sums)), gone)


def _relu_under_dropout(work: Rewriting, place: int) -> None:
    """Relu's gradient of a dropout's: what is above 0 behind the dropout passed both."""
    from engine.ops import products, random

    node = work.node(place)
    if node.op is not products.RELU_SLOPES or len(node.inputs) > 2 or node.attrs:
        return
    y, dropped = node.inputs
    back = work.made_by(dropped, random.DROPOUT)
    if back is None or not work.read_once(dropped):
        return
    (slope, key), rate = work.node(back).inputs, work.node(back).attrs["rate"]
    for forward in itertools.islice(work.nodes, work.maker.get(id(y), 0), place):
        if (
            forward is not None
            and forward.op is random.DROPOUT
            and forward.inputs[0] is y
            and forward.inputs[1] is key
            and forward.attrs["rate"] == rate < 1
        ):
            inputs = (forward.outputs[0], slope)
            attrs = {"scale": 1 / (1 - rate)}
            work.replace(place, Node(node.op, inputs, attrs, node.outputs), back)
            return


_RULES: tuple[Callable[[Rewriting, int], None], ...] = (
    _slope_before_pooling,
    _sums_before_pooling,
    _normalise_add_relu,
    _normalise_gradient_of_relu,
    _relu_of_a_sum,
    _relu_and_sums,
    _relu_under_dropout,
)


def fuse(nodes: Sequence[Node], leaves: Sequence[Tensor]) -> list[Node]:
    """Return nodes that compute the same ``leaves`` and assignments with fewer passes."""
    work = Rewriting(nodes, leaves)
    for rule in _RULES:
        for place in range(len(work.nodes)):
            if work.nodes[place] is not None:
                rule(work, place)
    return work.result()
