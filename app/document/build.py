"""Graph -> engine model, and engine model -> graph."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from app.document.check import check
from app.document.edit import STEP
from app.document.graph import INPUT_KIND, Graph, Link, Node, arity, numbered
from app.document.report import Problem
from app.document.starters import without_defaults
from engine import registry
from engine.layers.core import InputLayer
from engine.layers.layer import Layer
from engine.layers.preprocessing.vocabulary import without_vocabulary_files
from engine.models.functional import Functional
from engine.models.model import Model
from engine.models.sequential import Sequential

#: Horizontal distance of cards side by side, in scene units.
COLUMN = 240.0


class BuildError(ValueError):
    """A graph that cannot become a model; ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.text for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Built:
    """A model and which card each of its layers came from.

    Attributes:
        model: The engine's model, not compiled.
        layer_of: Node id -> layer; nodes that share a layer name the same one.
        node_of: Layer name -> id of the node that owns it.
    """

    model: Model
    layer_of: dict[str, Layer]
    node_of: dict[str, str]


def build(graph: Graph, name: str | None = None) -> Built:
    """Make a model with new weights.

    A Functional model takes its inputs and gives its outputs in the order in
    which they are drawn, left to right.

    Raises:
        BuildError: listing every error the check finds.
    """
    report = check(graph)
    if not report.ok:
        raise BuildError(report.errors or report.problems)
    name = name or graph.kind
    layers = {node.id: _make(node) for node in graph.topological() if node.shared_with is None}
    layer_of = {key: layers[graph.owner(key).id] for key in graph.nodes}
    if graph.kind == "sequential":
        model: Model = Sequential([layers[node.id] for node in graph.topological()], name=name)
    else:
        model = _functional(graph, layer_of, name)
    return Built(model, layer_of, {layer.name: key for key, layer in layers.items()})


def _make(node: Node) -> Layer:
    with without_vocabulary_files():  # a project may come from anywhere
        return registry.find("layer", node.kind).target(**node.params, name=node.name)


def _functional(graph: Graph, layer_of: dict[str, Layer], name: str | None) -> Model:
    incoming = graph.incoming()
    values: dict[str, Any] = {}
    for node in graph.topological():
        layer = layer_of[node.id]
        if node.kind == INPUT_KIND:
            values[node.id] = layer.output
            continue
        inputs = [values[link.source] for link in incoming[node.id]]
        values[node.id] = layer(inputs[0] if arity(node.kind) == "one" else inputs)
    ends = [[values[node.id] for node in end] for end in (graph.inputs(), graph.outputs())]
    inputs, outputs = (end[0] if len(end) == 1 else end for end in ends)
    return Functional(inputs, outputs, name=name)


# -- the other way --------------------------------------------------------


def graph_from_model(model: Model) -> Graph:
    """Return the drawing of a model, arranged in rows.

    Raises:
        ValueError: for a model that is not made of layers wired together (a
            subclassed one), or that holds another model.
    """
    inner = next((layer.name for layer in model.layers if isinstance(layer, Model)), None)
    if inner is not None:
        raise ValueError(f"The model '{inner}' inside this one cannot be drawn as one layer.")
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
        ends = [self.ids[_key(tensor)] for tensor in model.outputs]
        used = {link.source for link in self.graph.links.values()}
        for key in ends:
            node = self.graph.nodes[key]
            node.is_output = key in used or node.kind == INPUT_KIND
        keep_order(self.graph, ends)

    def _add(self, key: tuple[int, int], call: Any) -> None:
        sources = [self.ids[_key(tensor)] for tensor in call.inputs]
        row = 1 + max((self.rows[source] for source in sources), default=-1)
        node = _node(self.graph, call.layer, row)
        node.x = COLUMN * self.width.get(row, 0)
        self.width[row] = self.width.get(row, 0) + 1
        self.rows[node.id] = row
        owner = self.owners.setdefault(id(call.layer), node.id)
        if owner != node.id:
            node.params, node.shared_with = {}, owner
        self.graph.nodes[node.id] = node
        self.ids[key] = node.id
        for port, source in enumerate(sources):
            link = Link(f"l{len(self.graph.links) + 1}", source, node.id, port)
            self.graph.links[link.id] = link


def keep_order(graph: Graph, ids: list[str]) -> None:
    """Place nodes so that they stand in this order, read from left to right.

    Cards of one row change places; beyond that a card moves to the right.
    """
    nodes = [graph.nodes[key] for key in ids]
    for row in {node.y for node in nodes}:
        inside = [node for node in nodes if node.y == row]
        for node, x in zip(inside, sorted(node.x for node in inside), strict=True):
            node.x = x
    taken = {(node.x, node.y) for node in graph.nodes.values()}
    left = -math.inf
    for node in nodes:
        if node.x <= left:
            taken.discard((node.x, node.y))
            node.x = left + COLUMN
            while (node.x, node.y) in taken:
                node.x += COLUMN
            taken.add((node.x, node.y))
        left = node.x


def _key(tensor: Any) -> tuple[int, int]:
    history = tensor.keras_history
    if history.tensor_index:
        raise ValueError(f"'{history.layer.name}' gives several values, which cannot be drawn.")
    return id(history.layer), history.node_index


def _node(graph: Graph, layer: Layer, row: int) -> Node:
    entry = registry.entry_of(layer)
    kind = type(layer).__name__ if entry is None else entry.name
    name = numbered(layer.name, graph.names())
    return Node(f"n{len(graph.nodes) + 1}", kind, name, _params(layer, kind), 0.0, STEP * row)


def _params(layer: Layer, kind: str) -> dict[str, Any]:
    config = layer.get_config()
    config.pop("name", None)
    if kind == INPUT_KIND:
        batch = config.pop("batch_shape")
        config.update(shape=list(batch[1:]), batch_size=batch[0])
    if config.get("dtype") == "float32":
        del config["dtype"]
    return without_defaults(kind, config)
