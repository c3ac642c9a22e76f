"""Layers of a drawing and the order within them (see ``app.canvas.layout``)."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field

#: Sweeps against crossings; more rarely helps.
SWEEPS = 8
#: Stand-ins are for good looks; beyond this many, long wires go without.
MOST_STAND_INS = 6000


@dataclass
class Layering:
    """Nodes as numbers, each in a layer, with the stand-ins of long wires after them.

    Attributes:
        count: How many real nodes there are; numbers from ``count`` on are stand-ins.
        layer: Layer of every number.
        above, below: Neighbours in the adjacent layers; those above in port order.
        rows: The numbers of each layer from left to right.
    """

    count: int
    layer: list[int]
    above: list[list[int]]
    below: list[list[int]]
    rows: list[list[int]] = field(default_factory=list)

    @classmethod
    def of(cls, nodes: list[str], edges: list[tuple[str, str]]) -> Layering:
        number = {node: index for index, node in enumerate(nodes)}
        pairs = [(number[source], number[target]) for source, target in edges]
        layer = _longest_paths(len(nodes), pairs)
        layering = cls(len(nodes), layer, [[] for _ in nodes], [[] for _ in nodes])
        for source, target in sorted(pairs, key=lambda p: layer[p[1]] - layer[p[0]]):
            layering._string(source, target)
        order = {pair: index for index, pair in enumerate(pairs)}
        layering._sort_ports(order)
        layering.rows = [[] for _ in range(max(layer, default=-1) + 1)]
        for index in layering._by_walk():
            layering.rows[layering.layer[index]].append(index)
        return layering

    def _string(self, source: int, target: int) -> None:
        """Join source and target through a stand-in on every layer between."""
        previous = source
        span = self.layer[target] - self.layer[source]
        if span > 1 and len(self.layer) - self.count + span > MOST_STAND_INS:
            return
        for layer in range(self.layer[source] + 1, self.layer[target]):
            self.layer.append(layer)
            self.above.append([previous])
            self.below.append([])
            self.below[previous].append(len(self.layer) - 1)
            previous = len(self.layer) - 1
        self.above[target].append(previous)
        self.below[previous].append(target)

    def _sort_ports(self, order: dict[tuple[int, int], int]) -> None:
        """Give the neighbours above a real node in the order its edges were listed."""

        def origin(index: int) -> int:
            while index >= self.count:
                index = self.above[index][0]
            return index

        for target in range(self.count):
            if len(self.above[target]) > 1:
                self.above[target].sort(key=lambda i: order[(origin(i), target)])

    def _by_walk(self) -> list[int]:
        """Depth-first from the tops: neighbours start out next to one another."""
        seen = [False] * len(self.layer)
        result = []
        for root in range(len(self.layer)):
            if self.above[root]:
                continue
            stack = [root]
            while stack:
                index = stack.pop()
                if seen[index]:
                    continue
                seen[index] = True
                result.append(index)
                stack.extend(reversed(self.below[index]))
        return result


def _longest_paths(count: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Layer of each node: below all its sources; sources just above their first target."""
    below: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for source, target in pairs:
        below[source].append(target)
        waiting[target] += 1
    tops = [index for index in range(count) if not waiting[index]]
    layer = [0] * count
    ready = list(tops)
    for index in ready:
        for target in below[index]:
            layer[target] = max(layer[target], layer[index] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    for index in tops:
        if below[index]:
            layer[index] = min(layer[target] for target in below[index]) - 1
    return layer


def order_layers(layering: Layering) -> None:
    """Reorder ``layering.rows`` in place so that few wires cross."""
    best = [list(row) for row in layering.rows]
    fewest = crossings(layering)
    ports = _ports(layering)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        if sweep % 2 == 0:
            _sweep(layering, layering.rows[1:], layering.above, None)
        else:
            _sweep(layering, layering.rows[-2::-1], layering.below, ports)
        count = crossings(layering)
        if count < fewest:
            fewest, best = count, [list(row) for row in layering.rows]
    layering.rows = best


def _ports(layering: Layering) -> list[list[float]]:
    """For every number, how far along its neighbours below each of its wires arrives (0 to 1)."""
    along: dict[tuple[int, int], float] = {}
    for target, sources in enumerate(layering.above):
        for port, source in enumerate(sources):
            along[source, target] = (port + 0.5) / len(sources)
    return [[along[i, target] for target in below] for i, below in enumerate(layering.below)]


def _sweep(
    layering: Layering,
    rows: list[list[int]],
    neighbours: list[list[int]],
    ports: list[list[float]] | None,
) -> None:
    """Sort each row by the mean place of its neighbours in the row before."""
    position = _positions(layering)
    for row in rows:
        centre: dict[int, float] = {}
        for index in row:
            near = neighbours[index]
            total = sum(position[n] for n in near) + (sum(ports[index]) if ports else 0.0)
            centre[index] = total / len(near) if near else position[index]
        row.sort(key=centre.__getitem__)  # stable: equal centres keep their order
        for place, index in enumerate(row):
            position[index] = place


def crossings(layering: Layering) -> int:
    """How many pairs of wires between adjacent layers cross.

    Ports count: of two wires into one node the one for the earlier port should
    come from further left.
    """
    position = _positions(layering)
    total = 0
    for row in layering.rows[1:]:
        seen: list[int] = []
        for index in row:
            for source in layering.above[index]:
                total += len(seen) - bisect_right(seen, position[source])
                insort(seen, position[source])
    return total


def _positions(layering: Layering) -> list[int]:
    position = [0] * len(layering.layer)
    for row in layering.rows:
        for place, index in enumerate(row):
            position[index] = place
    return position
