"""A graph as JSON values, and back with every field checked."""

from __future__ import annotations

import copy
import math
from typing import Any

from app.document.graph import Graph, Link, Node
from engine.layers.op_values import count_inputs

#: Most nodes and links a file may hold; beyond it something is wrong with the file.
MOST = 100_000


def graph_to_json(graph: Graph) -> dict[str, Any]:
    """Return JSON values from which ``graph_from_json`` makes an equal graph."""
    return {
        "kind": graph.kind,
        "nodes": [_node_to_json(node) for node in graph.nodes.values()],
        "links": [
            {"id": k.id, "source": k.source, "target": k.target, "port": k.target_port}
            | ({"from": k.source_port} if k.source_port else {})
            for k in graph.links.values()
        ],
    }


def _node_to_json(node: Node) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": node.id,
        "kind": node.kind,
        "name": node.name,
        "params": copy.deepcopy(node.params),
        "x": node.x,
        "y": node.y,
    }
    if node.shared_with is not None:
        values["shared_with"] = node.shared_with
    if node.is_output:
        values["is_output"] = True
    if node.call is not None:
        values["call"] = copy.deepcopy(node.call)
    return values


def graph_from_json(values: Any) -> Graph:
    """Return the graph.

    Raises:
        ValueError: naming the entry that is not what it should be. A layer
            class nobody knows or a wrong argument is no error here: the check
            reports it, so that such a project still opens.
    """
    _expect(isinstance(values, dict), "the graph", "an object", values)
    kind = values.get("kind")
    _expect(kind in ("sequential", "functional"), "kind", "sequential or functional", kind)
    graph = Graph(kind)
    for entry in _entries(values, "nodes"):
        node = _node(entry)
        _expect(node.id not in graph.nodes, "node id", "unique", node.id)
        graph.nodes[node.id] = node
    for entry in _entries(values, "links"):
        link = _link(entry, graph)
        _expect(link.id not in graph.links, "link id", "unique", link.id)
        graph.links[link.id] = link
    _check_sharing(graph)
    return graph


def _entries(values: dict[str, Any], key: str) -> list[Any]:
    entries = values.get(key)
    _expect(isinstance(entries, list) and len(entries) <= MOST, key, "a list", entries)
    assert isinstance(entries, list)
    return entries


def _node(values: Any) -> Node:
    _expect(isinstance(values, dict), "node", "an object", values)
    params = values.get("params", {})
    _expect(_is_object(params), "params", "an object", params)
    shared = values.get("shared_with")
    _expect(shared is None or isinstance(shared, str), "shared_with", "a node id", shared)
    is_output = values.get("is_output", False)
    _expect(isinstance(is_output, bool), "is_output", "true or false", is_output)
    call = values.get("call")
    _expect(call is None or _is_call(call), "call", "args and kwargs", call)
    return Node(
        id=_text(values, "id"),
        kind=_text(values, "kind"),
        name=_text(values, "name"),
        params=copy.deepcopy(params),
        x=_place(values, "x"),
        y=_place(values, "y"),
        shared_with=shared,
        is_output=is_output,
        call=copy.deepcopy(call),
    )


def _link(values: Any, graph: Graph) -> Link:
    _expect(isinstance(values, dict), "link", "an object", values)
    key, source, target = (_text(values, name) for name in ("id", "source", "target"))
    for end in (source, target):
        _expect(end in graph.nodes, f"end of link {key}", "a node of the graph", end)
    ports = values.get("port", 0), values.get("from", 0)
    for port in ports:
        is_port = isinstance(port, int) and not isinstance(port, bool) and 0 <= port <= MOST
        _expect(is_port, "port", "a whole number from 0", port)
    return Link(key, source, target, *ports)


def _is_call(value: Any) -> bool:
    whole = _is_object(value) and value.keys() == {"args", "kwargs"}
    if not whole or not isinstance(value["args"], list) or not _is_object(value["kwargs"]):
        return False
    return _refers_well(value) and 0 < count_inputs(value) <= MOST


def _refers_well(value: Any) -> bool:
    """Whether every reference to an input is a number from 0."""
    if isinstance(value, list):
        return all(map(_refers_well, value))
    if not isinstance(value, dict):
        return True
    if value.get("class_name") == "__input__":
        number = value.get("config")
        return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST
    return all(map(_refers_well, value.values()))


def _check_sharing(graph: Graph) -> None:
    for node in graph.nodes.values():
        if node.shared_with is not None:
            other = graph.nodes.get(node.shared_with)
            fits = other is not None and other.shared_with is None and other.id != node.id
            _expect(
                fits, f"shared_with of {node.name}", "a node with its own layer", node.shared_with
            )


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    _expect(isinstance(value, str) and 0 < len(value) <= 1000, key, "a text", value)
    return str(value)


def _place(values: dict[str, Any], key: str) -> float:
    value = values.get(key, 0.0)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    _expect(number and math.isfinite(value) and abs(value) < 1e7, key, "a position", value)
    return float(value)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


def _expect(holds: bool, what: str, expected: str, got: Any) -> None:
    if not holds:
        raise ValueError(f"{what}: expected {expected}, got {got!r:.80}")
