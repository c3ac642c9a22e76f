"""What a card or a wire tells: tooltips, and the line for the status bar and screen readers."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QLocale

from app.canvas import labels
from app.document.document import Document
from app.document.graph import Link, Node
from app.document.report import NodeReport
from app.document.traits import entry_of
from app.i18n import engine_text


def node_line(document: Document, node: Node, heat: str = "") -> str:
    """One line about a node: "conv2d: Conv2D, 32 · 3×3 · relu, 28×28×32, 320 params".

    Args:
        heat: What the heat map says about it.
    """
    report = document.report.nodes.get(node.id, NodeReport())
    parts = [
        labels.title(node.kind, document.graph.params_of(node.id)),
        labels.settings(node.kind, document.graph.params_of(node.id)),
        labels.shape(report.output_shape),
        labels.parameters(report.parameters),
        *heat.splitlines(),
        *(problem.text for problem in report.problems[:1]),  # the most serious comes first
    ]
    return f"{node.name}: " + ", ".join(part for part in parts if part)


def node_tip(document: Document, node: Node, heat: str = "") -> str:
    """Rich text about a node: problems first, then what it costs, what it is and makes."""
    graph = document.graph
    report = document.report.nodes.get(node.id, NodeReport())
    entry = entry_of(node.kind)
    title = labels.title(node.kind, graph.params_of(node.id))
    lines = [f"<b>{escape(title)}</b> · {escape(node.name)}"]
    lines += [f"<b>!</b> {escape(problem.text)}" for problem in report.problems]
    lines += [escape(line) for line in heat.splitlines()]
    if entry is not None:
        lines.append(escape(engine_text(entry.summary)))
    if report.output_shape is not None:
        text = QCoreApplication.translate("Canvas", "Output: {shape} {dtype}")
        lines.append(escape(text.format(shape=labels.full_shape(report.output_shape),
                                        dtype=report.dtype)))
    if report.parameters:
        text = QCoreApplication.translate("Canvas", "Parameters: {count}")
        lines.append(escape(text.format(count=QLocale().toString(report.parameters))))
    if graph.owner(node.id).id != node.id:
        text = QCoreApplication.translate("Canvas", "Uses the layer and weights of {name}")
        lines.append(escape(text.format(name=graph.owner(node.id).name)))
    elif sharers := graph.sharers(node.id):
        text = QCoreApplication.translate("Canvas", "Used again by {names}")
        lines.append(escape(text.format(names=", ".join(other.name for other in sharers))))
    return "<qt>" + "<br>".join(lines) + "</qt>"


def link_tip(document: Document, link: Link) -> str:
    """Rich text about a wire: what flows, from where to where, what is wrong."""
    nodes = document.graph.nodes
    report = document.report.nodes.get(link.source, NodeReport())
    lines = [f"{escape(nodes[link.source].name)} → {escape(nodes[link.target].name)}"]
    if report.output_shape is not None:
        shape = labels.full_shape(report.output_shape)
        lines.append(escape(f"{shape} {report.dtype}"))
    lines += [
        f"<b>!</b> {escape(problem.text)}"
        for problem in document.report.problems
        if problem.link == link.id
    ]
    return "<qt>" + "<br>".join(lines) + "</qt>"
