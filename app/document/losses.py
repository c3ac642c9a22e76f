"""Which loss and metric fit the end of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.document.graph import Graph, Node
from app.document.report import Shape
from app.document.traits import keeps_meaning, usual_activation
from engine import registry

BINARY = "binary_crossentropy"
SPARSE = "sparse_categorical_crossentropy"
CATEGORICAL = "categorical_crossentropy"
SQUARED = "mean_squared_error"
ABSOLUTE = "mean_absolute_error"


@dataclass(frozen=True)
class Ending:
    """The end of a model: activation of an output and its number of values per answer."""

    activation: str
    units: int | None

    def metrics(self, loss: str) -> list[str]:
        """Metrics that go with a loss here."""
        if loss == BINARY:
            return ["accuracy"] if self.units == 1 else ["binary_accuracy"]
        if loss in (SPARSE, CATEGORICAL):
            return ["accuracy"]
        return [ABSOLUTE]


def deciding_node(graph: Graph, node_id: str) -> Node:
    """The layer whose activation an output ends with; layers that only reshape do not count."""
    node = graph.nodes[node_id]
    while keeps_meaning(node.kind) and (sources := graph.inputs_of(node.id)):
        node = sources[0]
    return node


def ending_of(graph: Graph, node_id: str, shape: Shape | None) -> Ending:
    """Describe an output, looking through layers that only reshape or drop values.

    Args:
        graph: The model as drawn.
        node_id: The output node.
        shape: Its output shape, None while unknown.
    """
    node = deciding_node(graph, node_id)
    activation = graph.params_of(node.id).get("activation")
    if isinstance(activation, dict):
        activation = activation.get("class_name") or activation.get("config")
    return Ending(
        str(activation or usual_activation(node.kind)).lower(), shape[-1] if shape else None
    )


def fitting_loss(ending: Ending, chosen: str = "") -> str:
    """The loss for an ending: the chosen one if it fits, else the usual one."""
    if ending.activation == "sigmoid":
        fits: tuple[str, ...] = (BINARY, SQUARED, ABSOLUTE)
    elif ending.activation in ("softmax", "log_softmax"):
        fits = (SPARSE, CATEGORICAL)
    else:
        fits = (SQUARED, ABSOLUTE)
    known = (BINARY, SPARSE, CATEGORICAL, SQUARED, ABSOLUTE)
    return chosen if chosen in fits or (chosen and chosen not in known) else fits[0]


def loss_name(loss: dict[str, Any] | str) -> str:
    """The snake-case Keras name a setup's loss stands for, "" without one."""
    name = loss if isinstance(loss, str) else str(loss.get("class_name", ""))
    if not name:
        return ""
    try:
        return registry.snake_case(registry.find("loss", name).name)
    except ValueError:
        return name
