"""Models inside the model: what is in them, and what becomes of them when they are edited."""

from __future__ import annotations

from typing import Any

from app.document.build import build
from app.document.drawing import graph_from_model, group_entry
from app.document.graph import Graph, Node
from app.document.making import make_layer

Arrays = list[Any]


def layers_in(params: dict[str, Any]) -> int:
    """How many layers a group holds, its inputs not counted."""
    entry = params.get("entry")
    config = entry.get("config") if isinstance(entry, dict) else None
    layers = config.get("layers") if isinstance(config, dict) else None
    if not isinstance(layers, list):
        return 0
    return sum(isinstance(e, dict) and e.get("class_name") != "InputLayer" for e in layers)


def drawing_of(node: Node) -> Graph:
    """The drawing of what is inside a group.

    Raises:
        ValueError: when its description is damaged.
    """
    return graph_from_model(make_layer(node.kind, node.name, node.params))  # type: ignore[arg-type]


def weights_inside(node: Node, arrays: Arrays) -> dict[str, Arrays]:
    """A group's arrays by the names of the layers inside."""
    model: Any = make_layer(node.kind, node.name, node.params)
    model.set_weights(arrays)
    return {layer.name: layer.get_weights() for layer in model.layers if layer.weights}


def changed(
    node: Node, graph: Graph, weights: dict[str, Arrays] | None
) -> tuple[dict[str, Any], Arrays | None]:
    """Return a group's arguments and arrays for a new drawing of what is inside.

    Args:
        node: The group.
        graph: What is inside now.
        weights: Arrays of the layers inside; those that still fit are kept.

    Raises:
        BuildError: when the drawing has problems.
    """
    model: Any = build(graph, node.name, placeholders=True).model
    params = {**node.params, "entry": group_entry(model)}
    if weights is None:
        return params, None
    for layer in model.layers:
        arrays = weights.get(layer.name)
        if arrays and [w.shape for w in layer.weights] == [tuple(a.shape) for a in arrays]:
            layer.set_weights(arrays)
    return params, model.get_weights()
