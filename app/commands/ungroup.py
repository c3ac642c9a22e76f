"""Putting the layers of a model inside the model into the drawing around it."""

from __future__ import annotations

from app.commands.base import Command, stop
from app.document import groups
from app.document.document import Document
from app.document.edit import STEP, Edit
from app.document.graph import GROUP_KIND, INPUT_KIND, Graph, Link, Node, numbered
from app.document.refusals import Refused
from app.document.words import fill, translate


class Ungroup(Command):
    """Put a model's layers in its place, with their weights; ``result`` is their ids.

    Args:
        document: The project.
        node_id: The group.
    """

    def __init__(self, document: Document, node_id: str) -> None:
        self.node_id = node_id
        name = document.graph.nodes[node_id].name
        super().__init__(document, fill(translate("commands", "Ungroup %1"), name))

    def perform(self, edit: Edit) -> None:
        graph = edit.graph
        stop(refuse_ungroup(graph, self.node_id))
        group = graph.nodes[self.node_id]
        inside, weights = self._inside(group)
        stop(_refuse_ends(graph, group, inside))
        before, after = graph.links_into(group.id), graph.links_from(group.id)
        is_end = group.is_output or not after
        names = _names(graph, group, inside)
        if is_end:  # losses and data follow the name
            edit.rename(group.id, names[inside.outputs()[0].id])
        if graph.kind == "sequential" and inside.chain() is None:
            edit.set_kind("functional")
        for link in before + after:
            edit.unlink(link)
        place = group.copy()
        edit.remove_node(group.id, heal=False)
        ids = _add_nodes(edit, place, inside, names)
        _wire(edit, inside, ids, before, after)
        end = ids[inside.outputs()[0].id]
        if is_end and graph.links_from(end):
            edit.set_output(end, True)
        edit.give_weights({names[n]: weights[inside.nodes[n].name] for n in ids
                           if inside.nodes[n].name in weights})  # fmt: skip
        self.result = list(ids.values())

    def _inside(self, group: Node) -> tuple[Graph, dict[str, groups.Arrays]]:
        """The drawing of what is inside, and its weights by name."""
        try:
            inside = groups.drawing_of(group)
            arrays = (self.document.weights or {}).get(group.name)
            return inside, {} if arrays is None else groups.weights_inside(group, arrays)
        except ValueError as error:
            raise Refused(str(error)) from None


def _names(graph: Graph, group: Node, inside: Graph) -> dict[str, str]:
    """Inner id -> a name that is free outside."""
    taken, names = graph.names() - {group.name}, {}
    for node in inside.topological():
        if node.kind != INPUT_KIND:
            names[node.id] = numbered(node.name, taken)
            taken.add(names[node.id])
    return names


def _add_nodes(edit: Edit, group: Node, inside: Graph, names: dict[str, str]) -> dict[str, str]:
    """Add the layers inside where the group stood; inner id -> id."""
    ids = {key: edit.document.new_id("n") for key in names}
    top = min(inside.nodes[key].y for key in ids)
    low = max(inside.nodes[key].y for key in ids)
    # What comes out stands where the group stood, so that outputs keep their order.
    left = inside.outputs()[0].x
    edit.make_room([n.id for n in edit.graph.nodes.values() if n.y > group.y],
                   group.y + low - top + STEP)  # fmt: skip
    for key, new_id in ids.items():
        new = inside.nodes[key].copy()
        new.id, new.name, new.is_output = new_id, names[key], False
        new.x, new.y = new.x - left + group.x, new.y - top + group.y
        new.shared_with = ids[new.shared_with] if new.shared_with else None
        edit.add_node(new)
    return ids


def _wire(
    edit: Edit, inside: Graph, ids: dict[str, str], before: list[Link], after: list[Link]
) -> None:
    """Wire the layers with one another and with what the group was wired to."""
    sources = {n.id: link for n, link in zip(inside.inputs(), before, strict=True)}
    for link in inside.links.values():
        start = sources.get(link.source)
        source = start.source if start else ids[link.source]
        value = start.source_port if start else link.source_port
        new_id = edit.document.new_id("l")
        edit.put_link(Link(new_id, source, ids[link.target], link.target_port, value))
    ends = inside.outputs()
    for link in after:
        source = ids[ends[link.source_port].id]
        edit.put_link(Link(link.id, source, link.target, link.target_port))


def refuse_ungroup(graph: Graph, node_id: str) -> str | None:
    """Why the layers of a node cannot be put into the drawing."""
    node = graph.nodes.get(node_id)
    if node is None or node.kind != GROUP_KIND:
        return translate("refusals", "Only a model inside the model can be ungrouped.")
    if node.shared_with is not None or graph.sharers(node_id):
        return fill(
            translate(
                "refusals",
                "%1 is used several times with the same weights, so its layers cannot stand in "
                "one place. Unshare it first.",
            ),
            graph.owner(node_id).name,
        )
    if node.call is not None:
        return fill(
            translate("refusals", "%1 is called with more than its inputs; it stays a model."),
            node.name,
        )
    return None


def _refuse_ends(graph: Graph, node: Node, inside: Graph) -> str | None:
    """Why a model's inputs and outputs cannot become wires."""
    before, after = graph.links_into(node.id), graph.links_from(node.id)
    if [link.target_port for link in before] != list(range(len(inside.inputs()))):
        return fill(translate("refusals", "Connect all inputs of %1 first."), node.name)
    used = {link.source_port for link in after} | ({0} if node.is_output or not after else set())
    ends = inside.outputs()
    if used != set(range(len(ends))):
        return fill(
            translate(
                "refusals",
                "Not every value that %1 gives is used; ungrouped, the others would become "
                "outputs of the model.",
            ),
            node.name,
        )
    if any(end.kind == INPUT_KIND for end in ends) or len(inside.inputs()) == len(inside.nodes):
        return fill(
            translate("refusals", "%1 passes an input on as it is; it stays a model."), node.name
        )
    return None
