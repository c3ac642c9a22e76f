"""What the user draws: layers (nodes) and wires (links), plain data without Qt.

Only ``app.document.document.Document`` changes the graph of an open project;
everything here either reads one or makes a new one.
"""

from __future__ import annotations

import copy
import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from engine import registry  # importing the engine fills it
from engine.layers.op_values import count_inputs

GraphKind = Literal["sequential", "functional"]
Arity = Literal["none", "one", "two", "many", "any", "fixed"]

INPUT_KIND = "InputLayer"
#: A model inside the model; its argument ``entry`` describes it.
GROUP_KIND = "Group"
#: An operation between layers; its argument ``op`` names it.
OP_KIND = "OpLayer"
#: A layer that does not exist here; its argument ``entry`` is what its file says of it.
PLACEHOLDER_KIND = "Placeholder"


@dataclass
class Node:
    """One card on the canvas: a layer, or another use of a shared layer.

    Attributes:
        id: Stable identity within the project.
        kind: Class name of the layer, such as "Dense".
        name: Name of the layer, unique in the graph.
        params: JSON-able arguments that differ from the default; may hold
            invalid values (the check reports them). Those of a sharing node are
            unused: see ``Graph.params_of``.
        x, y: Top-left corner of the card, in scene units.
        shared_with: Id of the node whose layer and weights this one reuses.
        is_output: Whether the model returns this node's value although other
            layers use it (a node nobody uses is an output anyway).
        call: How the layer is called, where not simply with what is wired to it:
            "args" and "kwargs" with ``{"class_name": "__input__", "config": port}`` in
            the places of the values (``engine.layers.op_values``).
    """

    id: str
    kind: str
    name: str
    params: dict[str, Any] = field(default_factory=dict)
    x: float = 0.0
    y: float = 0.0
    shared_with: str | None = None
    is_output: bool = False
    call: dict[str, Any] | None = None

    def copy(self) -> Node:
        return replace(
            self, params=copy.deepcopy(self.params), call=copy.deepcopy(self.call)
        )

    @property
    def takes(self) -> Arity:
        """How many values it takes; "fixed" where its call says: ``ports`` of them."""
        return arity(self.kind) if self.call is None else "fixed"

    @property
    def ports(self) -> int:
        """How many values its call names."""
        return count_inputs(self.call)


@dataclass(frozen=True)
class Link:
    """A wire from a node's output to one of another node's input ports.

    Attributes:
        source_port: Which of the node's values, for layers that give several.
    """

    id: str
    source: str
    target: str
    target_port: int = 0
    source_port: int = 0


def arity(kind: str) -> Arity:
    """How many inputs a layer class takes; "one" for an unknown class.

    "many" is at least two, "any" at least one. A node whose call is told takes a
    fixed number: see ``Node.takes``.
    """
    if kind == INPUT_KIND:
        return "none"
    try:
        target = registry.find("layer", kind).target
    except ValueError:
        return "one"
    return getattr(target, "inputs", "one")


@dataclass
class Graph:
    """The layers and wires of a model; equal graphs hold equal nodes and links."""

    kind: GraphKind = "sequential"
    nodes: dict[str, Node] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    # -- making one -------------------------------------------------------

    def add(
        self, kind: str, name: str = "", *, x: float = 0.0, y: float = 0.0, **params: Any
    ) -> Node:
        """Add a node with a new id (and a unique name unless one is given); return it."""
        node = Node(self.free_id("n"), kind, name or self.unique_name(kind), params, x, y)
        self.nodes[node.id] = node
        return node

    def connect(self, source: Node | str, target: Node | str, port: int | None = None) -> Link:
        """Add a link between two nodes, by default to the first free port; return it."""
        source_id = source if isinstance(source, str) else source.id
        target_id = target if isinstance(target, str) else target.id
        if port is None:
            port = self.free_port(target_id)
        link = Link(self.free_id("l"), source_id, target_id, port)
        self.links[link.id] = link
        return link

    def copy(self) -> Graph:
        """Return an independent copy (links are immutable and stay the same objects)."""
        nodes = {key: node.copy() for key, node in self.nodes.items()}
        return Graph(self.kind, nodes, dict(self.links))

    # -- wires ------------------------------------------------------------

    def incoming(self) -> dict[str, list[Link]]:
        """For every node the links that end at it, in port order."""
        found: dict[str, list[Link]] = {key: [] for key in self.nodes}
        for link in self.links.values():
            if link.target in found:
                found[link.target].append(link)
        for links in found.values():
            if len(links) > 1:
                links.sort(key=lambda link: link.target_port)
        return found

    def outgoing(self) -> dict[str, list[Link]]:
        """For every node the links that start at it."""
        found: dict[str, list[Link]] = {key: [] for key in self.nodes}
        for link in self.links.values():
            if link.source in found:
                found[link.source].append(link)
        return found

    def links_into(self, node_id: str) -> list[Link]:
        """Links that end at a node, in port order."""
        links = [link for link in self.links.values() if link.target == node_id]
        return sorted(links, key=lambda link: link.target_port)

    def links_from(self, node_id: str) -> list[Link]:
        return [link for link in self.links.values() if link.source == node_id]

    def inputs_of(self, node_id: str) -> list[Node]:
        """Nodes whose values a node takes, in port order."""
        return [self.nodes[link.source] for link in self.links_into(node_id)]

    def consumers_of(self, node_id: str) -> list[Node]:
        """Nodes that take a node's value, each once, in the order they were wired."""
        ids = dict.fromkeys(link.target for link in self.links_from(node_id))
        return [self.nodes[key] for key in ids]

    def free_port(self, node_id: str) -> int:
        """The lowest input port of a node without a link (it may not exist: see ``arity``)."""
        taken = {link.target_port for link in self.links_into(node_id)}
        return next(port for port in range(len(taken) + 1) if port not in taken)

    def would_cycle(self, source: str, target: str) -> bool:
        """Whether a link from source to target would close a loop."""
        return source in self.downstream(target)

    def downstream(self, node_id: str) -> set[str]:
        """A node and every node its value reaches."""
        return _reach(node_id, {k: [x.target for x in v] for k, v in self.outgoing().items()})

    def upstream(self, node_id: str) -> set[str]:
        """A node and every node whose value reaches it."""
        return _reach(node_id, {k: [x.source for x in v] for k, v in self.incoming().items()})

    def topological(self) -> list[Node]:
        """Nodes, each after those it takes values from; nodes in a loop come last.

        Among nodes that could come next the one that was added first does, so
        the order does not change when cards are moved.
        """
        incoming, outgoing = self.incoming(), self.outgoing()
        rank = {key: index for index, key in enumerate(self.nodes)}
        waiting = {key: len(links) for key, links in incoming.items()}
        ready = [(rank[key], key) for key, count in waiting.items() if count == 0]
        order: list[Node] = []
        while ready:
            _, key = heapq.heappop(ready)
            order.append(self.nodes[key])
            for link in outgoing[key]:
                if link.target not in waiting:
                    continue
                waiting[link.target] -= 1
                if waiting[link.target] == 0:
                    heapq.heappush(ready, (rank[link.target], link.target))
        if len(order) < len(self.nodes):
            placed = {node.id for node in order}
            order += [node for node in self.nodes.values() if node.id not in placed]
        return order

    # -- the model's ends -------------------------------------------------

    def layer_count(self) -> int:
        """How many layers there are; all uses of a shared one are one layer."""
        return sum(node.shared_with is None for node in self.nodes.values())

    def inputs(self) -> list[Node]:
        """The model's inputs, left to right as drawn (top to bottom where equal)."""
        return _across(node for node in self.nodes.values() if node.kind == INPUT_KIND)

    def outputs(self) -> list[Node]:
        """The model's outputs, left to right as drawn: unused layers and marked nodes.

        An input that leads nowhere is unfinished, not an output, unless it is marked.
        """
        used = {link.source for link in self.links.values()}
        return _across(
            n
            for n in self.nodes.values()
            if n.is_output or (n.id not in used and n.kind != INPUT_KIND)
        )

    def chain(self) -> list[Node] | None:
        """The nodes from first to last if they form one unbranched chain, else None."""
        incoming, outgoing = self.incoming(), self.outgoing()
        if any(len(v) > 1 for v in incoming.values()) or any(len(v) > 1 for v in outgoing.values()):
            return None
        if len(self.links) != max(len(self.nodes) - 1, 0):
            return None
        order = self.topological()
        linked = {(link.source, link.target) for link in self.links.values()}
        pairs = zip(order, order[1:], strict=False)
        return order if all((a.id, b.id) in linked for a, b in pairs) else None

    def chain_end(self) -> Node | None:
        """The node a new layer of a sequential model follows: the last of the first chain."""
        starts = self.inputs() or [n for n in self.topological() if not self.links_into(n.id)]
        if not starts:
            return None
        node, seen = starts[0], {starts[0].id}
        while (following := self.consumers_of(node.id)) and following[0].id not in seen:
            node = following[0]
            seen.add(node.id)
        return node

    # -- shared layers ----------------------------------------------------

    def owner(self, node_id: str) -> Node:
        """The node whose layer and weights a node uses: itself unless it shares."""
        node, seen = self.nodes[node_id], {node_id}
        while node.shared_with in self.nodes and node.shared_with not in seen:
            seen.add(node.shared_with)
            node = self.nodes[node.shared_with]
        return node

    def sharers(self, node_id: str) -> list[Node]:
        """The nodes that reuse a node's layer."""
        return [
            node
            for node in self.nodes.values()
            if node.shared_with is not None
            and node.id != node_id
            and self.owner(node.id).id == node_id
        ]

    def params_of(self, node_id: str) -> dict[str, Any]:
        """The arguments a node's layer is made with (the owner's for a sharing node)."""
        return self.owner(node_id).params

    # -- names ------------------------------------------------------------

    def names(self) -> set[str]:
        return {node.name for node in self.nodes.values()}

    def unique_name(self, kind: str, taken: Iterable[str] = ()) -> str:
        """Keras's automatic name for a layer class ("dense", then "dense_1", ...)."""
        return numbered(registry.snake_case(kind), {*self.names(), *taken})

    def by_name(self, name: str) -> Node | None:
        return next((node for node in self.nodes.values() if node.name == name), None)

    def free_id(self, prefix: str) -> str:
        """An id no node or link has."""
        number = len(self.nodes) + len(self.links) + 1
        while f"{prefix}{number}" in self.nodes or f"{prefix}{number}" in self.links:
            number += 1
        return f"{prefix}{number}"


def numbered(base: str, taken: set[str]) -> str:
    """The base name, or with the lowest "_1", "_2", ... that is not taken."""
    if base not in taken:
        return base
    number = 1
    while f"{base}_{number}" in taken:
        number += 1
    return f"{base}_{number}"


def _across(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node.x, node.y))


def _reach(start: str, neighbours: dict[str, list[str]]) -> set[str]:
    seen = {start}
    stack = [start]
    while stack:
        for key in neighbours.get(stack.pop(), ()):
            if key not in seen:
                seen.add(key)
                stack.append(key)
    return seen
