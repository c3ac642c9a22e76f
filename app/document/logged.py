"""The names under which a training will log its values, known before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from app.document.document import Document
from app.document.train_setup import OutputSetup
from engine.training.compiled import CompiledMetrics


def logged_names(document: Document, outputs: Mapping[str, OutputSetup]) -> list[str]:
    """Return the losses and metrics of an epoch, without those of validation.

    Args:
        document: Its graph tells the outputs.
        outputs: What each of them is judged by.

    Raises:
        ValueError: for a metric that cannot be made.
    """
    nodes = document.graph.outputs()
    setups = [outputs.get(node.name, OutputSetup()) for node in nodes]
    names = [node.name for node in nodes] if len(nodes) > 1 else []
    metrics = CompiledMetrics(
        [setup.metrics for setup in setups],
        [setup.weighted_metrics for setup in setups],
        names or None,
    )
    shapes = [document.report.nodes[node.id].output_shape or (None, 1) for node in nodes]
    ends = [SimpleNamespace(shape=shape) for shape in shapes]
    metrics.build(ends, ends)
    return ["loss", *(f"{name}_loss" for name in names), *metrics.logged]
