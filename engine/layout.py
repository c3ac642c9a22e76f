"""Where every value of a graph lies: offsets into one shared memory, by liveness.

Memory is given to another value as soon as its last reader has run, and taken over
in place where an op allows it. Nothing is allocated here and no variable gets its
value, so a layout also tells beforehand how much memory a plan will need.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.arena import ALIGN
from engine.folding import folded
from engine.fusion import fuse
from engine.graph import Graph
from engine.op import Call, Node, Op, Operand
from engine.tensor import TEXT, Spec, Tensor, Variable
from engine.tree import flatten


class Layout:
    """Places the values of a graph.

    Attributes:
        nodes: What has to run, in order.
        own: What has memory of its own, by identity: placeholders, variables,
            constants, texts.
        offsets: Where a value begins, by identity; views have no entry.
        sizes: Bytes of each value; 0 where another has taken over its memory.
        scratch: For every node, where its working memory begins.
        nbytes: Size of the shared memory.
    """

    def __init__(self, graph: Graph) -> None:
        leaves = [t for t in flatten(graph.outputs) if isinstance(t, Tensor)]
        self.nodes = _with_snapshots(fuse(folded(graph.needed()), leaves), leaves)
        self._roots = _view_roots(self.nodes)
        self.own: dict[int, Operand] = {id(t): t for t in graph.inputs}
        self._find_own(leaves)
        self._last_use = self._last_uses(leaves)
        self.offsets: dict[int, int] = {}
        self.sizes: dict[int, int] = {}
        self.scratch: list[list[int]] = []
        self.nbytes = 0
        self._place()

    def _find_own(self, leaves: list[Tensor]) -> None:
        """Variables, constants and texts have memory of their own, outside the shared one."""
        operands: list[Operand] = [i for n in self.nodes for i in n.inputs]
        for operand in [*operands, *leaves]:
            if isinstance(operand, Variable) or operand.value is not None:
                self.own.setdefault(id(operand), operand)
        for output in (o for n in self.nodes if not n.op.view for o in n.outputs):
            if output.dtype == TEXT:  # Python's objects cannot lie in the memory's bytes
                self.own[id(output)] = output

    def _last_uses(self, leaves: list[Tensor]) -> dict[int, int]:
        last: dict[int, int] = {}
        for step, node in enumerate(self.nodes):
            for value in (*node.outputs, *node.inputs):
                last[self.root(value)] = step
        for leaf in leaves:
            last[self.root(leaf)] = len(self.nodes)
        return last

    def root(self, value: Operand) -> int:
        """Return the identity of the value whose memory a value shares, often its own."""
        return self._roots.get(id(value), id(value))

    def _place(self) -> None:
        free = _FreeList()
        expiring: dict[int, list[int]] = {}
        for step, node in enumerate(self.nodes):
            taken = self._take_over(node, step)
            for output in node.outputs:
                root = self.root(output)
                if root in self.own or root in self.offsets:
                    continue
                self.sizes[root] = _nbytes(output.shape, output.dtype)
                self.offsets[root] = free.take(self.sizes[root])
                expiring.setdefault(self._last_use[root], []).append(root)
            if taken is not None:
                expiring.setdefault(self._last_use[taken], []).append(taken)
            wanted = [] if node.op.view else [_nbytes(*s) for s in scratch_of(node)]
            places = [free.take(size) for size in wanted]
            self.scratch.append(places)
            for place, size in zip(places, wanted, strict=True):
                free.give(place, size)
            for root in expiring.pop(step, ()):
                if self.sizes.get(root):
                    free.give(self.offsets[root], self.sizes[root])
        self.nbytes = free.top

    def _take_over(self, node: Node, step: int) -> int | None:
        """Give the first output the buffer of an input that dies here; return its new root."""
        if not node.outputs or node.op.view:
            return None
        output, sizes = node.outputs[0], self.sizes
        for position in node.op.inplace:
            if position >= len(node.inputs):
                continue
            source = node.inputs[position]
            root = self.root(source)
            if (
                root in self.offsets
                and self._last_use[root] == step
                and sizes.get(root)
                and source.dtype == output.dtype
                and source.shape == output.shape
                and sum(self.root(i) == root for i in node.inputs) == 1
            ):
                new = self.root(output)
                self.offsets[new] = self.offsets[root]
                sizes[new], sizes[root] = sizes[root], 0
                return new
        return None


def scratch_of(node: Node) -> Sequence[Spec]:
    """Return the specs of a node's working memory."""
    return node.op.scratch(
        [i.spec for i in node.inputs], [o.spec for o in node.outputs], node.attrs
    )


class _FreeList:
    """Allocation of byte ranges that are known to be free by then, each in the smallest hole."""

    def __init__(self) -> None:
        self.top = 0
        self.holes: list[tuple[int, int]] = []

    def take(self, size: int) -> int:
        best = min(
            (i for i, (_, hole) in enumerate(self.holes) if hole >= size),
            key=lambda i: self.holes[i][1],
            default=None,
        )
        if best is not None:
            start, hole = self.holes.pop(best)
            if hole > size:
                self.holes.append((start + size, hole - size))
            return start
        if self.holes and max(s + h for s, h in self.holes) == self.top:
            last = max(self.holes)
            self.holes.remove(last)
            self.top = last[0] + size
            return last[0]
        start, self.top = self.top, self.top + size
        return start

    def give(self, start: int, size: int) -> None:
        self.holes = _merge([*self.holes, (start, size)])


def _merge(holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, size in sorted(holes):
        if result and result[-1][0] + result[-1][1] == start:
            result[-1] = (result[-1][0], result[-1][1] + size)
        else:
            result.append((start, size))
    return result


def _view_roots(nodes: Sequence[Node]) -> dict[int, int]:
    """Map each view of a value to the value whose memory it shares."""
    root: dict[int, int] = {}
    for node in nodes:
        if node.op.view:
            source = id(node.inputs[0])
            root[id(node.outputs[0])] = root.get(source, source)
    return root


class _Snapshot(Op):
    """What a view shows, in memory of its own."""

    name = "snapshot"

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (outs[0], ins[0].reshape(outs[0].shape)))]

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return 0.0


_SNAPSHOT = _Snapshot()


def _with_snapshots(nodes: Sequence[Node], leaves: Sequence[Tensor]) -> list[Node]:
    """Replace each view of a variable that is read after the variable was written to.

    A view has the variable's own memory and would show the new values.
    """
    written: dict[int, list[int]] = {}
    read: dict[int, int] = {id(leaf): len(nodes) for leaf in leaves}
    for step, node in enumerate(nodes):
        for operand in node.inputs:
            read.setdefault(id(operand), step)
            read[id(operand)] = max(read[id(operand)], step)
            if node.op.mutates and isinstance(operand, Variable):
                written.setdefault(id(operand), []).append(step)
    if not written:
        return list(nodes)
    roots, result = _view_roots(nodes), []
    for step, node in enumerate(nodes):
        if node.op.view:
            root = roots[id(node.outputs[0])]
            last = read.get(id(node.outputs[0]), step)
            if any(step < at < last for at in written.get(root, ())):
                copy = Node(_SNAPSHOT, node.inputs, {}, node.outputs)
                copy.origin = node.origin
                node = copy
        result.append(node)
    return result


def _nbytes(shape: Sequence[Any], dtype: str) -> int:
    size = math.prod(shape) * np.dtype(dtype).itemsize
    return -(-max(size, 1) // ALIGN) * ALIGN
