"""What still stands between a project and its training."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.document.document import Document
from app.document.graph import PLACEHOLDER_KIND, Node
from app.document.placeholders import class_name


def missing(document: Document) -> list[str]:
    """Return what the person has to do before training, in order; [] when it can begin."""
    translate = QCoreApplication.translate
    graph, steps = document.graph, []
    if not graph.nodes:
        steps.append(translate("Readiness", "Draw a model: drag layers onto the canvas."))
    elif not graph.inputs():
        steps.append(translate("Readiness", "Add an Input layer: it tells the shape of the data."))
    errors = len(document.report.errors)
    if unknown := unknown_layer(document):
        steps.append(
            translate(
                "Readiness", "Replace “{name}”: it is a {layer}, which does not exist here."
            ).format(name=unknown.name, layer=class_name(graph.params_of(unknown.id)))
        )
    elif graph.nodes and errors:
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
    if document.data is not None and document.data.weight and document.setup.class_weight:
        steps.append(
            translate(
                "Readiness",
                "Choose either the sample weights “{name}” (Data) or the class weights (Training "
                "Settings, Fit); Keras takes one of the two.",
            ).format(name=document.data.weight)
        )
    return steps


def unknown_layer(document: Document) -> Node | None:
    """The first layer that does not exist here, with which the model cannot run."""
    nodes = document.graph.nodes.values()
    return next((node for node in nodes if node.kind == PLACEHOLDER_KIND), None)


def _has_loss(document: Document, name: str) -> bool:
    output = document.setup.outputs.get(name)
    return output is not None and bool(output.loss)
