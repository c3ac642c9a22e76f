"""Graph -> Report; see ``app.document.report`` for what it returns."""

from __future__ import annotations

from app.document.graph import Graph
from app.document.report import Fix, NodeReport, Problem, Report, SummaryRow, shape_text
from app.document.train_setup import TrainSetup

__all__ = ["Fix", "NodeReport", "Problem", "Report", "SummaryRow", "check", "shape_text"]


def check(
    graph: Graph,
    data_shapes: dict[str, tuple[int | None, ...]] | None = None,
    setup: TrainSetup | None = None,
) -> Report:
    return Report(nodes={key: NodeReport() for key in graph.nodes})
