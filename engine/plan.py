"""A graph with every size known -> buffers and a flat list of kernel calls.

The plan fixes each buffer by liveness (memory is reused as soon as its last
reader has run, and taken over in place where an op allows it) and each
kernel's arguments. A run then looks nothing up and allocates nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.graph import Graph
from engine.lane import LANE
from engine.op import Call, Node, Operand
from engine.tensor import TEXT, Spec, Tensor, Variable, storage
from engine.tree import flatten

_ALIGN = 64


class Plan:
    """The compiled form of a graph.

    Attributes:
        inputs: One array per placeholder; fill them before ``run``.
        outputs: One array per leaf of the graph's outputs; read them after ``run``
            (the next run overwrites them).
        steps: Every node that computes, with its bound calls, in the order they run.
        nbytes: Size of the shared memory for intermediate values.
    """

    def __init__(self, graph: Graph) -> None:
        self.inputs = [np.zeros(t.shape, storage(t.dtype)) for t in graph.inputs]
        leaves = [t for t in flatten(graph.outputs) if isinstance(t, Tensor)]
        memory = _Memory(graph, self.inputs, leaves)
        self.steps: list[tuple[Node, list[Call]]] = memory.bind()
        self._calls: list[Call] = [call for _, calls in self.steps for call in calls]
        self.outputs = [memory.array(t) for t in leaves]
        self.nbytes = memory.arena.nbytes
        self._keep = memory.kept  # variables stay alive with the plan

    def run(self) -> None:
        """Run every kernel once."""
        with LANE, np.errstate(all="ignore"):
            for function, args in self._calls:
                function(*args)


class _Memory:
    """Assigns memory to the values of a graph."""

    def __init__(self, graph: Graph, inputs: list[np.ndarray], leaves: list[Tensor]) -> None:
        self.nodes = graph.needed()
        self.root = _view_roots(self.nodes)
        self.fixed: dict[int, np.ndarray] = {}
        self.kept: list[Any] = []
        for tensor, array in zip(graph.inputs, inputs, strict=True):
            self.fixed[id(tensor)] = array
        self._find_fixed(leaves)
        self.last_use = self._last_uses(leaves)
        self.offsets: dict[int, int] = {}
        self.scratch_offsets: list[tuple[int, int]] = []
        self.arena = np.empty(0, np.uint8)

    def _find_fixed(self, leaves: list[Tensor]) -> None:
        """Variables, constants and texts have memory of their own, outside the arena."""
        operands: list[Operand] = [i for n in self.nodes for i in n.inputs]
        for operand in [*operands, *leaves]:
            if isinstance(operand, Variable) or operand.value is not None:
                self.fixed.setdefault(id(operand), np.ascontiguousarray(operand.value))
                if isinstance(operand, Variable):
                    self.fixed[id(operand)] = operand.value
                self.kept.append(operand)
        for output in (o for n in self.nodes if not n.op.view for o in n.outputs):
            if output.dtype == TEXT:  # Python's objects cannot lie in the arena's bytes
                self.fixed[id(output)] = np.empty(output.shape, object)

    def _last_uses(self, leaves: list[Tensor]) -> dict[int, int]:
        last: dict[int, int] = {}
        for step, node in enumerate(self.nodes):
            for value in (*node.outputs, *node.inputs):
                last[self._root(value)] = step
        for leaf in leaves:
            last[self._root(leaf)] = len(self.nodes)
        return last

    def _root(self, value: Operand) -> int:
        return self.root.get(id(value), id(value))

    def array(self, value: Operand) -> np.ndarray:
        """Return the array of a value, a view into the arena or memory of its own."""
        root = self._root(value)
        if root in self.fixed:
            return self.fixed[root].reshape(value.shape)  # type: ignore[arg-type]
        return _view(self.arena, self.offsets[root], value.shape, value.dtype)

    def bind(self) -> list[tuple[Node, list[Call]]]:
        """Place every value, then bind every node to its arrays."""
        free = _FreeList()
        expiring: dict[int, list[int]] = {}
        sizes: dict[int, int] = {}
        scratch: list[list[int]] = []
        for step, node in enumerate(self.nodes):
            taken = self._take_over(node, step, sizes)
            for output in node.outputs:
                root = self._root(output)
                if root in self.fixed or root in self.offsets:
                    continue
                sizes[root] = _nbytes(output.shape, output.dtype)
                self.offsets[root] = free.take(sizes[root])
                expiring.setdefault(self.last_use[root], []).append(root)
            if taken is not None:
                expiring.setdefault(self.last_use[taken], []).append(taken)
            wanted = [] if node.op.view else [_nbytes(*s) for s in _scratch(node)]
            places = [free.take(size) for size in wanted]
            scratch.append(places)
            for place, size in zip(places, wanted, strict=True):
                free.give(place, size)
            for root in expiring.pop(step, ()):
                if sizes.get(root):
                    free.give(self.offsets[root], sizes[root])
        self.arena = _aligned(free.top)
        return [
            (node, self._bind_node(node, places))
            for node, places in zip(self.nodes, scratch, strict=True)
            if not node.op.view
        ]

    def _take_over(self, node: Node, step: int, sizes: dict[int, int]) -> int | None:
        """Give the first output the buffer of an input that dies here; return its new root."""
        if not node.outputs or node.op.view:
            return None
        output = node.outputs[0]
        for position in node.op.inplace:
            if position >= len(node.inputs):
                continue
            source = node.inputs[position]
            root = self._root(source)
            if (
                root in self.offsets
                and self.last_use[root] == step
                and sizes.get(root)
                and source.dtype == output.dtype
                and source.shape == output.shape
                and sum(self._root(i) == root for i in node.inputs) == 1
            ):
                new = self._root(output)
                self.offsets[new] = self.offsets[root]
                sizes[new], sizes[root] = sizes[root], 0
                return new
        return None

    def _bind_node(self, node: Node, places: list[int]) -> list[Call]:
        work = [
            _view(self.arena, place, spec.shape, spec.dtype)
            for place, spec in zip(places, _scratch(node), strict=True)
        ]
        ins = [self.array(i) for i in node.inputs]
        outs = [self.array(o) for o in node.outputs]
        return node.op.bind(ins, outs, node.attrs, work)


def _scratch(node: Node) -> Sequence[Spec]:
    return node.op.scratch(
        [i.spec for i in node.inputs], [o.spec for o in node.outputs], node.attrs
    )


class _FreeList:
    """First-fit allocation of byte ranges that are known to be free by then."""

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


def _nbytes(shape: Sequence[Any], dtype: str) -> int:
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    return -(-max(size, 1) // _ALIGN) * _ALIGN


def _aligned(size: int) -> np.ndarray:
    raw = np.empty(size + _ALIGN, np.uint8)
    start = -raw.ctypes.data % _ALIGN
    return raw[start : start + size]


def _view(arena: np.ndarray, offset: int, shape: Sequence[Any], dtype: str) -> np.ndarray:
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    return arena[offset : offset + size].view(dtype).reshape(shape)
