"""What still stands between a project and its training."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.document.document import Document


def missing(document: Document) -> list[str]:
    """Return what the person has to do before training, in order; [] when it can begin."""
    translate = QCoreApplication.translate
    graph, steps = document.graph, []
    if not graph.nodes:
        steps.append(translate("Readiness", "Draw a model: drag layers onto the canvas."))
    elif not graph.inputs():
        steps.append(translate("Readiness", "Add an Input layer: it tells the shape of the data."))
    errors = len(document.report.errors)
    if graph.nodes and errors:
        steps.append(
            translate("Readiness", "Mend the problems of the model ({count}).").format(count=errors)
        )
    if document.data is None:
        steps.append(translate("Readiness", "Choose data to learn from."))
    lacking = [n.name for n in graph.outputs() if not _has_loss(document, n.name)]
    if graph.nodes and not errors and lacking:
        steps.append(
            translate("Readiness", "Choose a loss for “{name}” in the training settings.").format(
                name=lacking[0]
            )
        )
    return steps


def _has_loss(document: Document, name: str) -> bool:
    output = document.setup.outputs.get(name)
    return output is not None and bool(output.loss)
