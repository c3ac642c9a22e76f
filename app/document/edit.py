"""Reversible changes: what an undo command is made of.

An ``Edit`` applies changes to a document and remembers for each how to repeat
and how to revert it. Here live the rules that keep a graph in order: the ports
of a merge stay compact, a removed layer's neighbours are joined, a shared
layer outlives its first use, names are followed wherever they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from app.document.document import Document
from app.document.graph import GraphKind, Link, Node, arity
from app.document.train_setup import TrainSetup

if TYPE_CHECKING:
    from app.data.spec import DataSpec
    from app.document.document import Weights

#: Vertical distance of a card placed below another, in scene units (whole steps of the grid).
STEP = 120.0

#: How to repeat a change, and how to revert it.
Step = tuple[Callable[[], None], Callable[[], None]]


class Edit:
    """Applies changes at once and keeps them as ``steps`` of (repeat, revert)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.graph = document.graph
        self.steps: list[Step] = []

    def _do(self, forward: Callable[[], None], backward: Callable[[], None]) -> None:
        forward()
        self.steps.append((forward, backward))

    def revert(self) -> None:
        """Take back everything done so far."""
        while self.steps:
            self.steps.pop()[1]()

    # -- single changes ---------------------------------------------------

    def add_node(self, node: Node) -> Node:
        document = self.document
        kept = node.copy()  # the graph's own object changes later; repeating must not see that
        self._do(lambda: document.add_node(kept.copy()), lambda: document.remove_node(kept.id))
        return self.graph.nodes[kept.id]

    def set_params(self, node_id: str, params: dict[str, Any]) -> None:
        document, before = self.document, self.graph.nodes[node_id].params
        self._do(
            lambda: document.set_params(node_id, params),
            lambda: document.set_params(node_id, before),
        )

    def move(self, node_id: str, x: float, y: float) -> None:
        document, node = self.document, self.graph.nodes[node_id]
        old_x, old_y = node.x, node.y
        self._do(
            lambda: document.move(node_id, x, y),
            lambda: document.move(node_id, old_x, old_y),
        )

    def make_room(self, ids: Iterable[str], top: float) -> None:
        """Move nodes down together until none of them is above ``top``."""
        nodes = [self.graph.nodes[key] for key in ids]
        missing = max((top - node.y for node in nodes), default=0.0)
        if missing > 0:
            for node in nodes:
                self.move(node.id, node.x, node.y + missing)

    def set_output(self, node_id: str, is_output: bool) -> None:
        document, before = self.document, self.graph.nodes[node_id].is_output
        self._do(
            lambda: document.set_output(node_id, is_output),
            lambda: document.set_output(node_id, before),
        )

    def set_shared(self, node_id: str, other: str | None) -> None:
        document, before = self.document, self.graph.nodes[node_id].shared_with
        self._do(
            lambda: document.set_shared(node_id, other),
            lambda: document.set_shared(node_id, before),
        )

    def set_call(self, node_id: str, call: dict[str, Any] | None) -> None:
        document, before = self.document, self.graph.nodes[node_id].call
        self._do(
            lambda: document.set_call(node_id, call),
            lambda: document.set_call(node_id, before),
        )

    def set_kind(self, kind: GraphKind) -> None:
        document, before = self.document, self.graph.kind
        self._do(lambda: document.set_kind(kind), lambda: document.set_kind(before))

    def set_data(self, spec: DataSpec | None) -> None:
        document, before = self.document, self.document.data
        self._do(lambda: document.set_data(spec), lambda: document.set_data(before))

    def set_setup(self, setup: TrainSetup) -> None:
        document, before = self.document, self.document.setup
        kept = setup.copy()
        self._do(lambda: document.set_setup(kept.copy()), lambda: document.set_setup(before))

    # -- names ------------------------------------------------------------

    def rename(self, node_id: str, name: str) -> None:
        """Rename a layer and what refers to it by name: weights, losses, data."""
        before = self.graph.nodes[node_id].name
        owns_layer = self.graph.nodes[node_id].shared_with is None
        self._rename_node(node_id, name)
        setup, data, weights = self.document.setup, self.document.data, self.document.weights
        if owns_layer and weights and before in weights:
            self._rename_weights(before, name, weights)
        if before in setup.outputs:
            setup = setup.copy()
            setup.outputs = _renamed(setup.outputs, before, name)
            self.set_setup(setup)
        if data is not None and before in data.assign:
            self.set_data(data.replace(assign=_renamed(data.assign, before, name)))

    def _rename_node(self, node_id: str, name: str) -> None:
        document, before = self.document, self.graph.nodes[node_id].name
        self._do(
            lambda: document.rename(node_id, name),
            lambda: document.rename(node_id, before),
        )

    # -- links ------------------------------------------------------------

    def add_link(
        self, source: str, target: str, port: int | None = None, source_port: int = 0
    ) -> Link:
        """Wire two nodes.

        A layer with one input, or with two and this one taken, gives its present
        link up. A merge makes room: later links move up by one port.
        """
        takes = self.graph.nodes[target].takes
        if port is None:
            port = 0 if takes == "one" else self.graph.free_port(target)
        present = [link for link in self.graph.links_into(target) if link.target_port >= port]
        if takes not in ("many", "any"):
            for link in present:
                if link.target_port == port:
                    self._remove(link)
        elif present and present[0].target_port == port:
            for link in reversed(present):
                self._replace(link, link, link.target_port + 1)
        return self.put_link(Link(self.document.new_id("l"), source, target, port, source_port))

    def remove_link(self, link_id: str) -> None:
        """Remove a link; the later ports of a merge close up."""
        link = self.graph.links[link_id]
        self._remove(link)
        if self.graph.nodes[link.target].takes in ("many", "any"):
            self.compact(link.target)

    def compact(self, node_id: str) -> None:
        """Number the links into a node 0, 1, 2, ... in their present order."""
        for port, link in enumerate(self.graph.links_into(node_id)):
            if link.target_port != port:
                self._replace(link, link, port)

    def insert(self, link: Link, node_id: str) -> None:
        """Lead a link through a node: source -> node -> target, at the same port."""
        self._remove(link)
        self.add_link(link.source, node_id, source_port=link.source_port)
        self.put_link(Link(self.document.new_id("l"), node_id, link.target, link.target_port))

    def append(self, previous: str, node_id: str) -> None:
        """Wire a node behind another; in a sequential graph before what follows there."""
        following = self.graph.links_from(previous)
        if self.graph.kind == "sequential" and following:
            self.insert(following[0], node_id)
        else:
            self.add_link(previous, node_id)

    def lead_chain(self, node_id: str) -> None:
        """Wire a sequential graph's new input to the first layer that has none."""
        if self.graph.kind != "sequential":
            return
        for other in self.graph.topological():
            if other.id != node_id and not self.graph.links_into(other.id):
                self.add_link(node_id, other.id)
                return

    def put_link(self, link: Link) -> Link:
        """Add a link as it is, to a port known to be free."""
        document = self.document
        self._do(lambda: document.add_link(link), lambda: document.remove_link(link.id))
        return link

    def unlink(self, link: Link) -> None:
        """Remove a link; other links keep their ports."""
        self._remove(link)

    def _remove(self, link: Link) -> None:
        document = self.document
        self._do(lambda: document.remove_link(link.id), lambda: document.add_link(link))

    def _replace(self, link: Link, start: Link, port: int) -> None:
        """Lead a link from where another starts, or to another port; it keeps its id."""
        self._remove(link)
        self.put_link(Link(link.id, start.source, link.target, port, start.source_port))

    # -- nodes with what hangs on them ------------------------------------

    def remove_node(self, node_id: str, *, heal: bool = True) -> None:
        """Remove a node, its links and its weights.

        Args:
            node_id: The node.
            heal: Join its only predecessor to all its successors.
        """
        self._promote_sharer(node_id)
        before, after = self.graph.links_into(node_id), self.graph.links_from(node_id)
        if heal and len(before) == 1:
            for link in after:
                self._replace(link, before[0], link.target_port)
            after = []
        for link in [*before, *after]:
            self.remove_link(link.id)
        document, node = self.document, self.graph.nodes[node_id]
        self._drop_weights(node)
        kept = node.copy()
        self._do(lambda: document.remove_node(node_id), lambda: document.add_node(kept.copy()))

    def replace_layer(self, node_id: str, kind: str, params: dict[str, Any]) -> None:
        """Put another layer into a node's place; name, wires and weights stay.

        Weights that do not fit the new layer are left aside when the model is made.
        """
        document, node = self.document, self.graph.nodes[node_id]
        before, params_before = node.kind, node.params
        single = arity(kind) == "one" and len(self.graph.links_into(node_id)) == 1
        if node.call is not None and (single or arity(kind) != "one"):
            self.set_call(node_id, None)
        self._do(
            lambda: document.set_layer(node_id, kind, params),
            lambda: document.set_layer(node_id, before, params_before),
        )

    def change_inside(
        self, node_id: str, params: dict[str, Any], arrays: list[Any] | None
    ) -> None:
        """Give a model inside the model another content, with its weights."""
        name, weights = self.graph.nodes[node_id].name, self.document.weights
        self.set_params(node_id, params)
        before = (weights or {}).get(name)
        if arrays is not None and before is not None:
            self._do(
                lambda: self._change_weights(lambda w: {**w, name: arrays}),
                lambda: self._change_weights(lambda w: {**w, name: before}),
            )

    def give_weights(self, arrays: Weights) -> None:
        """Add layers' weights to those that are there."""
        stale = {name: w for name, w in (self.document.weights or {}).items() if name in arrays}
        if arrays:
            self._do(
                lambda: self._change_weights(lambda w: {**w, **arrays}),
                lambda: self._change_weights(
                    lambda w: {**{k: w[k] for k in w if k not in arrays}, **stale}
                ),
            )

    def _promote_sharer(self, node_id: str) -> None:
        """Hand a shared layer over to the first other node that uses it."""
        node, sharers = self.graph.nodes[node_id], self.graph.sharers(node_id)
        if node.shared_with is not None or not sharers:
            return
        heir = sharers[0]
        name = node.name
        self.set_params(heir.id, node.copy().params)
        self.set_shared(heir.id, None)
        for other in sharers[1:]:
            self.set_shared(other.id, heir.id)
        # the layer keeps its name, and by it its weights and everything else
        self._rename_node(node_id, self.graph.unique_name(node.kind))
        self._rename_node(heir.id, name)

    def _drop_weights(self, node: Node) -> None:
        """A later layer of the same name must not start from this one's weights."""
        weights, name = self.document.weights, node.name
        if node.shared_with is None and weights and name in weights:
            arrays = weights[name]
            self._do(
                lambda: self._change_weights(lambda w: {k: w[k] for k in w if k != name}),
                lambda: self._change_weights(lambda w: {name: arrays, **w}),
            )

    def _rename_weights(self, before: str, after: str, weights: Weights) -> None:
        stale = {after: weights[after]} if after in weights else {}  # of a layer long gone
        self._do(
            lambda: self._change_weights(
                lambda w: _renamed({k: w[k] for k in w if k not in stale}, before, after)
            ),
            lambda: self._change_weights(lambda w: {**_renamed(w, after, before), **stale}),
        )

    def _change_weights(self, change: Callable[[Weights], Weights]) -> None:
        """Change what is there now: a training since then must not be taken back."""
        document = self.document
        document.set_weights(change(document.weights or {}) or None, document.optimizer)


def _renamed(items: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    return {after if key == before else key: value for key, value in items.items()}
