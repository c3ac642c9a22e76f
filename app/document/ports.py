"""The model's inputs and outputs as data must fit them: names, shapes, losses."""

from __future__ import annotations

from app.data.spec import PortSpec
from app.document.check import check
from app.document.graph import INPUT_KIND, Graph, Node
from app.document.losses import ending_of, loss_name
from app.document.report import Report
from app.document.train_setup import TrainSetup
from app.document.traits import reads_indices
from engine import registry


def input_ports(graph: Graph, report: Report | None = None) -> list[PortSpec]:
    """Return the inputs in the model's order.

    An input whose values look up an Embedding takes whole numbers, whatever
    dtype it was given, and knows the size of the vocabulary.

    Args:
        report: A check of this graph, made when None.
    """
    report = report or check(graph)
    return [_input(graph, node, report) for node in graph.inputs()]


def output_ports(graph: Graph, setup: TrainSetup, report: Report | None = None) -> list[PortSpec]:
    """Return the outputs in the model's order, with the class names of their losses.

    Args:
        report: A check of this graph, made when None.
    """
    report = report or check(graph)
    return [
        PortSpec(
            node.name,
            _shape(node, report),
            _dtype(node, report),
            loss=_loss(node, setup),
            activation=ending_of(graph, node.id, None).activation,
        )
        for node in graph.outputs()
        if node.kind != INPUT_KIND
    ]


def _input(graph: Graph, node: Node, report: Report) -> PortSpec:
    sizes = [
        graph.params_of(user.id).get("input_dim")
        for user in graph.consumers_of(node.id)
        if reads_indices(user.kind)
    ]
    known = [size for size in sizes if isinstance(size, int)]
    dtype = _dtype(node, report)
    if sizes and not dtype.startswith(("int", "uint")):
        dtype = "int32"
    return PortSpec(node.name, _shape(node, report), dtype, min(known) if known else None)


def _shape(node: Node, report: Report) -> tuple[int | None, ...]:
    """Shape of one sample; a vector of any length while the check does not know it."""
    found = report.nodes.get(node.id)
    shape = found.output_shape if found else None
    return tuple(shape[1:]) if shape is not None else (None,)


def _dtype(node: Node, report: Report) -> str:
    found = report.nodes.get(node.id)
    return (found.dtype if found else "") or "float32"


def _loss(node: Node, setup: TrainSetup) -> str:
    chosen = setup.outputs.get(node.name)
    name = loss_name(chosen.loss) if chosen else ""
    try:
        return registry.find("loss", name).name if name else ""
    except ValueError:
        return name
