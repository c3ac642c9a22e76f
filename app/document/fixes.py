"""Carrying out the fixes that a check proposes.

Each kind of fix is a function of an ``Edit`` and the fix's data; the check
makes them with the functions of the same name ending in ``_fix``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.document.edit import STEP, Edit
from app.document.graph import INPUT_KIND, Node
from app.document.refusals import Refused, refuse_conversion, refuse_link
from app.document.report import Fix
from app.document.starters import starting_params, without_defaults
from app.document.words import fill, translate


def apply(edit: Edit, fix: Fix) -> None:
    """Carry out a fix.

    Raises:
        Refused: when the nodes it is about are gone or no longer fit.
    """
    try:
        _TABLE[fix.kind](edit, **fix.data)
    except KeyError:
        raise Refused(
            translate("fixes", "The model has changed; this proposal no longer applies.")
        ) from None


def insert_before_fix(
    node: Node, kind: str, params: dict[str, Any] | None = None, *, port: int = 0, what: str = ""
) -> Fix:
    """Insert a layer into the wire at one of a node's ports.

    Args:
        node: The node.
        kind: Class of the new layer.
        params: Its arguments besides those a fresh layer starts with.
        port: Which wire.
        what: The layer in the text, such as "Reshape (28, 28, 1)"; its class by default.
    """
    text = fill(translate("fixes", "Insert %1 before %2"), what or kind, node.name)
    data = {"node": node.id, "layer": kind, "params": params or {}, "port": port}
    return Fix(text, "insert_before", data)


def set_param_fix(node: Node, name: str, value: Any) -> Fix:
    """Set one argument of a node's layer."""
    text = fill(translate("fixes", "Set %1 of %2 to %3"), name, node.name, value)
    return Fix(text, "set_param", {"node": node.id, "name": name, "value": value})


def reset_param_fix(node: Node, name: str) -> Fix:
    """Give an argument the value a fresh layer starts with, or its default."""
    text = fill(translate("fixes", "Reset %1 of %2"), name, node.name)
    return Fix(text, "reset_param", {"node": node.id, "name": name})


def remove_node_fix(node: Node) -> Fix:
    """Remove a node and join its neighbours."""
    return Fix(fill(translate("fixes", "Delete %1"), node.name), "remove_node", {"node": node.id})


def add_input_fix(node: Node) -> Fix:
    """Add an input before a node that has none."""
    text = fill(translate("fixes", "Add an input before %1"), node.name)
    return Fix(text, "add_input", {"node": node.id})


def connect_fix(source: Node, target: Node) -> Fix:
    """Wire two nodes."""
    text = fill(translate("fixes", "Connect %1 to %2"), source.name, target.name)
    return Fix(text, "connect", {"source": source.id, "target": target.id})


def connect_again_fix(source: Node, target: Node) -> Fix:
    """Wire two nodes a second time, to the next port."""
    text = fill(translate("fixes", "Wire %1 to %2 again"), source.name, target.name)
    return Fix(text, "connect_again", {"source": source.id, "target": target.id})


def rename_fix(node: Node, name: str) -> Fix:
    """Give a node another name."""
    text = fill(translate("fixes", "Rename %1 to %2"), node.name, name)
    return Fix(text, "rename", {"node": node.id, "name": name})


def keep_output_fix(node: Node) -> Fix:
    """Say that a node is meant to be an output."""
    text = fill(translate("fixes", "Keep %1 as an output"), node.name)
    return Fix(text, "keep_output", {"node": node.id})


def replace_fix(node: Node, kind: str) -> Fix:
    """Put another layer into a node's place."""
    text = fill(translate("fixes", "Replace %1 by %2"), node.name, kind)
    return Fix(text, "replace", {"node": node.id, "layer": kind})


def plain_call_fix(node: Node) -> Fix:
    """Call a layer with its first value alone."""
    text = fill(translate("fixes", "Use %1 with one value"), node.name)
    return Fix(text, "plain_call", {"node": node.id})


def make_functional_fix() -> Fix:
    """Convert to a Functional model."""
    return Fix(translate("fixes", "Convert to Functional"), "make_functional")


def set_loss_fix(output: str, loss: str, metrics: list[str]) -> Fix:
    """Choose another loss for an output."""
    text = fill(translate("fixes", "Use the loss %1"), loss)
    return Fix(text, "set_loss", {"output": output, "loss": loss, "metrics": metrics})


def _insert_before(edit: Edit, node: str, layer: str, params: dict[str, Any], port: int) -> None:
    graph, target = edit.graph, edit.graph.nodes[node]
    link = next((k for k in graph.links_into(node) if k.target_port == port), None)
    if link is None:
        raise KeyError(node)
    above = graph.nodes[link.source]
    new = _new(edit, layer, above.x, above.y + STEP, params)
    edit.make_room(graph.downstream(target.id), new.y + STEP)
    edit.add_node(new)
    edit.insert(link, new.id)


def _add_input(edit: Edit, node: str) -> None:
    target = edit.graph.nodes[node]
    new = _new(edit, INPUT_KIND, target.x, target.y - STEP, {})
    edit.add_node(new)
    edit.add_link(new.id, node)


def _new(edit: Edit, kind: str, x: float, y: float, params: dict[str, Any]) -> Node:
    name = edit.graph.unique_name(kind)
    stored = without_defaults(kind, {**starting_params(kind), **params})
    return Node(edit.document.new_id("n"), kind, name, stored, x, y)


def _set_param(edit: Edit, node: str, name: str, value: Any) -> None:
    owner = edit.graph.owner(node)
    edit.set_params(owner.id, without_defaults(owner.kind, {**owner.params, name: value}))


def _reset_param(edit: Edit, node: str, name: str) -> None:
    owner = edit.graph.owner(node)
    fresh = starting_params(owner.kind)
    kept = {key: value for key, value in owner.params.items() if key != name}
    if name in fresh:
        kept[name] = fresh[name]
    edit.set_params(owner.id, kept)


def _connect(edit: Edit, source: str, target: str) -> None:
    refusal = refuse_link(edit.graph, source, target)
    if refusal:
        raise Refused(refusal)
    edit.add_link(source, target)


def _connect_again(edit: Edit, source: str, target: str) -> None:
    port = edit.graph.free_port(target)
    refusal = refuse_link(edit.graph, source, target, port)
    if refusal:
        raise Refused(refusal)
    edit.add_link(source, target, port)


def _make_functional(edit: Edit) -> None:
    if refuse_conversion(edit.graph, "functional") is None:
        edit.set_kind("functional")


def _replace(edit: Edit, node: str, layer: str) -> None:
    from app.document.placeholders import params_for  # it proposes these fixes

    edit.replace_layer(node, layer, params_for(layer, edit.graph.nodes[node]))


def _plain_call(edit: Edit, node: str) -> None:
    edit.set_call(node, None)
    edit.compact(node)


def _set_loss(edit: Edit, output: str, loss: str, metrics: list[str]) -> None:
    setup = edit.document.setup.copy()
    setup.outputs[output].loss = loss
    setup.outputs[output].metrics = list(metrics)
    edit.set_setup(setup)


_TABLE: dict[str, Callable[..., None]] = {
    "insert_before": _insert_before,
    "set_param": _set_param,
    "reset_param": _reset_param,
    "remove_node": lambda edit, node: edit.remove_node(node),
    "add_input": _add_input,
    "connect": _connect,
    "connect_again": _connect_again,
    "rename": lambda edit, node, name: edit.rename(node, name),
    "keep_output": lambda edit, node: edit.set_output(node, True),
    "make_functional": _make_functional,
    "set_loss": _set_loss,
    "plain_call": _plain_call,
    "replace": _replace,
}
