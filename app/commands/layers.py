"""Commands that add and remove layers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.commands.base import Command, find_link, stop
from app.document.document import Document
from app.document.edit import STEP, Edit
from app.document.graph import INPUT_KIND, Graph, Node
from app.document.placeholders import params_for
from app.document.refusals import Refused, refuse_name, refuse_sharing
from app.document.starters import starting_params, without_defaults
from app.document.words import fill, translate


class AddNode(Command):
    """Add a layer; a sequential document chains it to its end or behind ``after``.

    Args:
        document: The project.
        kind: Class name of the layer.
        x, y: Top-left corner; None places it below the layer it follows.
        after: Id of the node it follows. A functional document wires it only
            to that node, a sequential one inserts it there.
        params: Arguments; None for those a fresh layer starts with.
        name: Name; "" for an automatic one.
        shared_with: Id of the node whose layer it reuses.

    ``result`` is the new node's id.
    """

    def __init__(
        self,
        document: Document,
        kind: str,
        x: float | None = None,
        y: float | None = None,
        *,
        after: str | None = None,
        params: dict[str, Any] | None = None,
        name: str = "",
        shared_with: str | None = None,
    ) -> None:
        super().__init__(document, fill(translate("commands", "Add %1"), kind))
        self.kind, self.x, self.y, self.after = kind, x, y, after
        self.params = starting_params(kind) if params is None else params
        self.name = name
        self.shared_with = shared_with

    def perform(self, edit: Edit) -> None:
        node = self._node(edit)
        previous = self._previous(edit.graph)
        self._place(edit, node, previous)
        edit.add_node(node)
        self.result = node.id
        if node.kind == INPUT_KIND:
            edit.lead_chain(node.id)
        elif previous is not None:
            edit.append(previous, node.id)

    def _node(self, edit: Edit) -> Node:
        graph = edit.graph
        name = self.name or graph.unique_name(self.kind)
        stop(refuse_name(graph, name))
        owner = None
        if self.shared_with is not None:
            stop(refuse_sharing(graph, self.kind, self.shared_with))
            owner = graph.owner(self.shared_with).id
        params = {} if owner else without_defaults(self.kind, self.params)
        return Node(edit.document.new_id("n"), self.kind, name, params, shared_with=owner)

    def _previous(self, graph: Graph) -> str | None:
        if self.kind == INPUT_KIND:
            if graph.kind == "sequential" and graph.inputs():
                raise Refused(
                    translate(
                        "commands",
                        "A Sequential model has one input. Convert the model to Functional to add "
                        "another one.",
                    )
                )
            return None
        if self.after in graph.nodes:
            return self.after
        end = graph.chain_end() if graph.kind == "sequential" else None
        return end.id if end else None

    def _place(self, edit: Edit, node: Node, previous: str | None) -> None:
        if self.x is not None and self.y is not None:
            node.x, node.y = self.x, self.y
            return
        graph = edit.graph
        if previous is None:
            first = graph.chain_end()
            if self.kind == INPUT_KIND and graph.kind == "functional" and graph.inputs():
                last = graph.inputs()[-1]
                node.x, node.y = last.x + 2.3 * STEP, last.y
            elif first is not None and self.kind == INPUT_KIND:
                top = min(graph.nodes.values(), key=lambda n: n.y)
                node.x, node.y = top.x, top.y - STEP
            elif graph.nodes:
                low = max(graph.nodes.values(), key=lambda n: n.y)
                node.x, node.y = low.x, low.y + STEP
            return
        above = graph.nodes[previous]
        node.x, node.y = above.x, above.y + STEP
        if graph.kind == "sequential":
            edit.make_room(graph.downstream(previous) - {previous}, node.y + STEP)


class RemoveNodes(Command):
    """Remove layers; where one stood between others, these are joined."""

    def __init__(
        self,
        document: Document,
        ids: Iterable[str],
        *,
        links: Iterable[str] = (),
        heal: bool = True,
    ) -> None:
        self.ids = [key for key in dict.fromkeys(ids) if key in document.graph.nodes]
        self.links = list(links)
        self.heal = heal
        super().__init__(document, self._title(document))

    def _title(self, document: Document) -> str:
        if len(self.ids) == 1:
            return fill(translate("commands", "Delete %1"), document.graph.nodes[self.ids[0]].name)
        return (
            fill(translate("commands", "Delete %1 layers"), str(len(self.ids)))
            if self.ids
            else translate("commands", "Delete wires")
        )

    def perform(self, edit: Edit) -> None:
        for key in self.links:
            if key in edit.graph.links:
                edit.remove_link(key)
        for key in self.ids:
            edit.remove_node(key, heal=self.heal)


class InsertOnLink(Command):
    """Insert a new layer into a wire; ``result`` is its id.

    Arguments as for ``AddNode``.
    """

    def __init__(
        self,
        document: Document,
        link_id: str,
        kind: str,
        x: float = 0.0,
        y: float = 0.0,
        *,
        params: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(document, fill(translate("commands", "Insert %1"), kind))
        self.link_id, self.kind, self.x, self.y = link_id, kind, x, y
        self.params = starting_params(kind) if params is None else params

    def perform(self, edit: Edit) -> None:
        if self.kind == INPUT_KIND:
            raise Refused(
                translate("commands", "An input takes no value, so it cannot stand within a wire.")
            )
        link = find_link(edit.graph, self.link_id)
        name = edit.graph.unique_name(self.kind)
        params = without_defaults(self.kind, self.params)
        node = Node(edit.document.new_id("n"), self.kind, name, params, self.x, self.y)
        edit.add_node(node)
        edit.insert(link, node.id)
        self.result = node.id


class ReplaceLayer(Command):
    """Put another layer into a node's place; name, wires and fitting weights stay.

    Settings of the same name and meaning are taken over from a layer that does not
    exist here.
    """

    def __init__(self, document: Document, node_id: str, kind: str) -> None:
        self.node_id, self.kind = document.graph.owner(node_id).id, kind
        name = document.graph.nodes[node_id].name
        super().__init__(document, fill(translate("commands", "Replace %1 by %2"), name, kind))

    def perform(self, edit: Edit) -> None:
        node = edit.graph.nodes[self.node_id]
        if INPUT_KIND in (self.kind, node.kind):
            raise Refused(translate("commands", "An input takes no other layer's place."))
        params = params_for(self.kind, node)
        if (node.kind, node.params) != (self.kind, params):
            edit.replace_layer(self.node_id, self.kind, params)


class WireIntoLink(Command):
    """Lead a wire through a layer that has no wires yet (dropped onto it)."""

    def __init__(self, document: Document, link_id: str, node_id: str) -> None:
        super().__init__(
            document, fill(translate("commands", "Insert %1"), document.graph.nodes[node_id].name)
        )
        self.link_id, self.node_id = link_id, node_id

    def perform(self, edit: Edit) -> None:
        graph, node = edit.graph, edit.graph.nodes[self.node_id]
        if node.kind == INPUT_KIND:
            raise Refused(
                translate("commands", "An input takes no value, so it cannot stand within a wire.")
            )
        if graph.links_into(node.id) or graph.links_from(node.id):
            raise Refused(
                fill(translate("commands", "%1 has wires already; remove them first."), node.name)
            )
        edit.insert(find_link(graph, self.link_id), node.id)
