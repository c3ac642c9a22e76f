"""The model's inputs and outputs as data must fit them."""

from __future__ import annotations

import engine.losses  # noqa: F401 - fills the registry
from app.data.spec import PortSpec
from app.document.graph import Graph, Node
from app.document.report import Report
from app.document.train_setup import TrainSetup
from engine import registry


def input_ports(graph: Graph, report: Report) -> list[PortSpec]:
    """One for every input whose shape is known, in the model's order."""
    return [
        PortSpec(node.name, shape, _dtype(report, node), vocabulary(graph, node))
        for node in graph.inputs()
        if (shape := sample_shape(report, node)) is not None
    ]


def output_ports(graph: Graph, report: Report, setup: TrainSetup) -> list[PortSpec]:
    """One for every output whose shape is known, in the model's order."""
    return [
        PortSpec(node.name, shape, _dtype(report, node), loss=loss_name(setup, node.name))
        for node in graph.outputs()
        if (shape := sample_shape(report, node)) is not None
    ]


def sample_shape(report: Report, node: Node) -> tuple[int | None, ...] | None:
    """A node's output shape without the batch, None while unknown."""
    found = report.nodes.get(node.id)
    return None if found is None or found.output_shape is None else found.output_shape[1:]


def _dtype(report: Report, node: Node) -> str:
    return report.nodes[node.id].dtype or "float32"


def vocabulary(graph: Graph, node: Node) -> int | None:
    """``input_dim`` of the Embedding an input goes into: one more than its largest number."""
    sizes = [
        graph.params_of(consumer.id).get("input_dim")
        for consumer in graph.consumers_of(node.id)
        if consumer.kind == "Embedding"
    ]
    known = [size for size in sizes if isinstance(size, int)]
    return min(known) if known else None


def loss_name(setup: TrainSetup, output: str) -> str:
    """Class name of an output's loss, "" while none is chosen."""
    chosen = setup.outputs.get(output)
    if chosen is None:
        return ""
    if isinstance(chosen.loss, str):
        return _class_name(chosen.loss)
    return str(chosen.loss.get("class_name", ""))


def _class_name(identifier: str) -> str:
    try:
        return registry.find("loss", identifier).name if identifier else ""
    except ValueError:
        return identifier
