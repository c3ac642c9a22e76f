"""Graph -> engine model; ``app.document.drawing`` is the other way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.document.check import check
from app.document.graph import INPUT_KIND, Graph
from app.document.making import call_layer, make_layer
from app.document.placeholders import PLACEHOLDER_CODE
from app.document.report import Problem
from engine.layers.layer import Layer
from engine.models.functional import Functional
from engine.models.model import Model
from engine.models.sequential import Sequential
from engine.tree import flatten


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


def build(graph: Graph, name: str | None = None, *, placeholders: bool = False) -> Built:
    """Make a model with new weights.

    A Functional model takes its inputs and gives its outputs in the order in
    which they are drawn, left to right.

    Args:
        graph: The drawing.
        name: Name of the model.
        placeholders: Whether layers that do not exist here may be in it; such a
            model can be written to a file, not run.

    Raises:
        BuildError: listing every error the check finds.
    """
    report = check(graph)
    errors = [e for e in report.errors if not (placeholders and e.code == PLACEHOLDER_CODE)]
    if errors or not report.complete:
        raise BuildError(errors or report.problems)
    name = name or graph.kind
    layers = {
        node.id: make_layer(node.kind, node.name, node.params)
        for node in graph.topological()
        if node.shared_with is None
    }
    layer_of = {key: layers[graph.owner(key).id] for key in graph.nodes}
    if graph.kind == "sequential":
        model: Model = Sequential([layers[node.id] for node in graph.topological()], name=name)
    else:
        model = _functional(graph, layer_of, name)
    return Built(model, layer_of, {layer.name: key for key, layer in layers.items()})


def _functional(graph: Graph, layer_of: dict[str, Layer], name: str | None) -> Model:
    incoming = graph.incoming()
    values: dict[str, list[Any]] = {}
    for node in graph.topological():
        layer = layer_of[node.id]
        if node.kind == INPUT_KIND:
            values[node.id] = [layer.output]
            continue
        inputs = [values[link.source][link.source_port] for link in incoming[node.id]]
        values[node.id] = flatten(call_layer(layer, node.kind, inputs, node.call))
    ends = [[values[node.id][0] for node in end] for end in (graph.inputs(), graph.outputs())]
    inputs, outputs = (end[0] if len(end) == 1 else end for end in ends)
    return Functional(inputs, outputs, name=name)
