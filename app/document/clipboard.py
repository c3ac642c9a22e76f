"""Copied nodes as JSON: what Copy puts on the clipboard and Paste reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from app.document.graph import Graph, Link, Node
from app.document.graph_json import graph_from_json, graph_to_json

#: Type of the clipboard's contents.
MIME_TYPE = "application/x-layerloom-nodes"

#: Type of what the palette drags onto the canvas; the contents are the layer's class name.
LAYER_MIME_TYPE = "application/x-layerloom-layer"
#: Longest text that is read, in characters; a thousand nodes take about 300,000.
LONGEST = 20_000_000


def copy_nodes(graph: Graph, ids: Iterable[str]) -> Graph:
    """Return the nodes and the links among them, in model order.

    A node whose shared layer is not copied along becomes a layer of its own.
    """
    wanted = set(ids)
    part = Graph(graph.kind)
    for node in graph.topological():
        if node.id in wanted:
            part.nodes[node.id] = _independent(graph, node, wanted)
    for link in graph.links.values():
        if link.source in wanted and link.target in wanted:
            part.links[link.id] = link
    return part


def _independent(graph: Graph, node: Node, kept: set[str]) -> Node:
    twin = node.copy()
    owner = graph.owner(node.id)
    if owner.id != node.id:
        twin.shared_with = owner.id if owner.id in kept else None
        twin.params = {} if owner.id in kept else owner.copy().params
    return twin


def to_text(part: Graph) -> str:
    """The clipboard's text for copied nodes."""
    return json.dumps({"layerloom": "nodes", "graph": graph_to_json(part)})


def from_text(text: str) -> Graph | None:
    """The copied nodes a text holds, or None when it holds something else."""
    if len(text) > LONGEST:
        return None
    try:
        values: Any = json.loads(text)
        if not isinstance(values, dict) or values.get("layerloom") != "nodes":
            return None
        return graph_from_json(values["graph"])
    except (ValueError, KeyError, RecursionError):
        return None


def as_chain(part: Graph) -> list[Node] | None:
    """The nodes in order when nothing among them branches or joins, else None."""
    sources = [link.source for link in part.links.values()]
    targets = [link.target for link in part.links.values()]
    if len(set(sources)) < len(sources) or len(set(targets)) < len(targets):
        return None
    return part.topological()


def with_new_ids(
    part: Graph, new_id: Any, taken: set[str], offset: tuple[float, float]
) -> tuple[list[Node], list[Link]]:
    """Return copies with new ids and unused names, moved by an offset.

    Args:
        part: Copied nodes.
        new_id: Makes an id from a prefix, ``Document.new_id``.
        taken: Names in use.
        offset: Added to the positions.
    """
    names = set(taken)
    ids = {key: new_id("n") for key in part.nodes}
    nodes = []
    for node in part.nodes.values():
        twin = node.copy()
        twin.id, twin.name = ids[node.id], _free_name(node, names)
        twin.shared_with = ids.get(node.shared_with or "")
        twin.x, twin.y = node.x + offset[0], node.y + offset[1]
        names.add(twin.name)
        nodes.append(twin)
    links = [
        Link(
            new_id("l"), ids[link.source], ids[link.target], link.target_port, link.source_port
        )
        for link in part.links.values()
    ]
    return nodes, links


def _free_name(node: Node, taken: set[str]) -> str:
    """The node's name if free, else its stem with the lowest free number."""
    from app.document.graph import numbered

    if node.name not in taken:
        return node.name
    stem, _, number = node.name.rpartition("_")
    return numbered(stem if stem and number.isdigit() else node.name, taken)
