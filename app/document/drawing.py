"""Engine model -> graph, laid out in rows."""

from __future__ import annotations

import json
import math
from typing import Any

from app.document.edit import STEP
from app.document.graph import GROUP_KIND, INPUT_KIND, Graph, Link, Node, arity, numbered
from app.document.starters import without_defaults
from engine import registry
from engine.layers.core import InputLayer
from engine.layers.layer import Layer
from engine.layers.op_values import encode
from engine.models.functional import Functional
from engine.models.model import Model
from engine.models.sequential import Sequential
from engine.saving.structure.writing import layer_config
from engine.symbolic import KerasTensor

#: Horizontal distance of cards side by side, in scene units: a card and the gap after it.
COLUMN = 276.0
#: Names a value of a layer that gives several, where it is an output of the model.
_NAMED = "Identity"


def graph_from_model(model: Model) -> Graph:
    """Return the drawing of a model, arranged in rows.

    Models inside it become groups. A value of a layer that gives several is led
    through an Identity where the model returns it.

    Raises:
        ValueError: for a model that is not made of layers wired together (a
            subclassed one).
    """
    if isinstance(model, Sequential):
        return _from_chain(model)
    if not isinstance(model, Functional):
        raise ValueError("Only models made of layers wired together can be drawn.")
    return _FromCalls(model).graph


def _from_chain(model: Sequential) -> Graph:
    layers = list(model.layers)
    if model.built and not isinstance(layers[0], InputLayer):
        layers.insert(0, model.inputs[0].keras_history.layer)
    graph = Graph("sequential")
    for row, layer in enumerate(layers):
        node = _node(graph, layer, row)
        graph.nodes[node.id] = node
        if row:
            graph.connect(f"n{row}", node)
    return graph


class _FromCalls:
    """Draws a functional model's layer calls, one node each."""

    def __init__(self, model: Functional) -> None:
        self.graph = Graph("functional")
        self.owners: dict[int, str] = {}
        self.ids: dict[tuple[int, int], str] = {}
        self.rows: dict[str, int] = {}
        self.width: dict[int, int] = {}
        inputs = [tensor.keras_history.layer._inbound_nodes[0] for tensor in model.inputs]
        calls = model.calls  # type: ignore[attr-defined]
        for call in [*inputs, *(call for call in calls if call not in inputs)]:
            self._add((id(call.layer), call.index), call)
        ends: list[str] = []
        for tensor in model.outputs:
            ends.append(self._end(tensor, ends))
        used = {link.source for link in self.graph.links.values()}
        for key in ends:
            node = self.graph.nodes[key]
            node.is_output = key in used or node.kind == INPUT_KIND
        keep_order(self.graph, ends)

    def _add(self, key: tuple[int, int], call: Any) -> None:
        kind = _kind(call.layer)
        form, tensors = _call_form(call, kind)
        node = self._place(call.layer, [self._source(tensor)[0] for tensor in tensors])
        node.call = form
        owner = self.owners.setdefault(id(call.layer), node.id)
        if owner != node.id:
            node.params, node.shared_with = {}, owner
        self.ids[key] = node.id
        for port, tensor in enumerate(tensors):
            self._wire(*self._source(tensor), node.id, port)

    def _place(self, layer: Layer, sources: list[str]) -> Node:
        row = 1 + max((self.rows[source] for source in sources), default=-1)
        node = _node(self.graph, layer, row)
        node.x = COLUMN * self.width.get(row, 0)
        self.width[row] = self.width.get(row, 0) + 1
        self.rows[node.id] = row
        self.graph.nodes[node.id] = node
        return node

    def _source(self, tensor: KerasTensor) -> tuple[str, int]:
        history = tensor.keras_history
        return self.ids[id(history.layer), history.node_index], history.tensor_index

    def _wire(self, source: str, value: int, target: str, port: int) -> None:
        link = Link(f"l{len(self.graph.links) + 1}", source, target, port, value)
        self.graph.links[link.id] = link

    def _end(self, tensor: KerasTensor, taken: list[str]) -> str:
        """The node that stands for an output of the model."""
        source, value = self._source(tensor)
        if value == 0 and source not in taken:
            return source
        name = f"{self.graph.nodes[source].name}_value{value}"
        node = self._place(registry.find("layer", _NAMED).target(name=name), [source])
        self._wire(source, value, node.id, 0)
        return node.id


def keep_order(graph: Graph, ids: list[str]) -> None:
    """Place nodes so that they stand in this order, read from left to right.

    Cards of one row change places; beyond that a card moves to the right.
    """
    nodes = [graph.nodes[key] for key in ids]
    for row in {node.y for node in nodes}:
        inside = [node for node in nodes if node.y == row]
        for node, x in zip(inside, sorted(node.x for node in inside), strict=True):
            node.x = x
    left = -math.inf
    for node in nodes:
        if node.x <= left:
            node.x = left + COLUMN
            others = [o.x for o in graph.nodes.values() if o is not node and o.y == node.y]
            while beside := [x for x in others if abs(x - node.x) < COLUMN]:
                node.x = max(beside) + COLUMN
        left = node.x


def _call_form(call: Any, kind: str) -> tuple[dict[str, Any] | None, list[KerasTensor]]:
    """How a layer is called (None for simply with its inputs), and its inputs in order."""
    kwargs = {key: value for key, value in call.kwargs.items() if value is not None}
    if kind == INPUT_KIND:
        return None, []
    if len(call.args) == 1 and not kwargs:
        (given,) = call.args
        if isinstance(given, KerasTensor) and arity(kind) in ("one", "any"):
            return None, [given]
        listed = isinstance(given, (list, tuple))
        if listed and all(isinstance(t, KerasTensor) for t in given) and arity(kind) != "one":
            return None, list(given)
    slots: list[KerasTensor] = []
    form = {"args": encode(list(call.args), slots), "kwargs": encode(kwargs, slots)}
    return form, slots


def _kind(layer: Layer) -> str:
    if isinstance(layer, Model):
        return GROUP_KIND
    entry = registry.entry_of(layer)
    return type(layer).__name__ if entry is None else entry.name


def _node(graph: Graph, layer: Layer, row: int) -> Node:
    kind = _kind(layer)
    name = numbered(layer.name, graph.names())
    return Node(f"n{len(graph.nodes) + 1}", kind, name, _params(layer, kind), 0.0, STEP * row)


def _params(layer: Layer, kind: str) -> dict[str, Any]:
    if kind == GROUP_KIND:
        return {"entry": group_entry(layer)}
    config = layer.get_config()
    config.pop("name", None)
    if kind == INPUT_KIND:
        batch = config.pop("batch_shape")
        config.update(shape=list(batch[1:]), batch_size=batch[0])
    if config.get("dtype") == "float32":
        del config["dtype"]
    return without_defaults(kind, config)


def group_entry(model: Any) -> dict[str, Any]:
    """The description of a model inside the model, as a project keeps it.

    Raises:
        ValueError: for a model that is not made of layers wired together.
    """
    if not isinstance(model, (Functional, Sequential)):
        raise ValueError(
            f"The model '{model.name}' inside this one is not made of layers wired together."
        )
    return json.loads(json.dumps(layer_config(model)))
