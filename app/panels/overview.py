"""What the properties show while no layer, or several, are selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.document.document import Document
from app.document.graph import Node
from app.document.placeholders import keras_class
from app.document.report import NodeReport, Report, shape_text
from app.document.traits import entry_of
from app.forms.param_form import ParamForm
from app.forms.stored import default_of, same, stored_or_raw
from app.panels.editing import ParamEdits, form_params
from app.panels.facts import Facts, bytes_text, count_text, large_text, parameters_text
from app.panels.families import shown_name
from app.plain import Label

#: Selected layers listed by name.
_LISTED = 20


def _heading(text: str = "") -> QLabel:
    label = Label(text)
    label.setProperty("role", "heading")
    label.setWordWrap(True)
    return label


def _muted(text: str = "") -> QLabel:
    label = Label(text)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label


class ModelPage(QWidget):
    """The model as a whole: kind, inputs, outputs, totals."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.title = _heading()
        self.facts = Facts()
        self.hint = _muted()
        self.notes_title, self.notes = _heading(), Label()
        self.notes.setWordWrap(True)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        for widget in (self.title, self.facts, self.hint, self.notes_title, self.notes):
            column.addWidget(widget)
        column.addStretch(1)
        self.refresh()
        self.show_report(document.report)

    def refresh(self) -> None:
        """Show the model's kind and hint as they are now."""
        graph = self._document.graph
        if graph.kind == "sequential":
            self.title.setText(QCoreApplication.translate("Properties", "Sequential model"))
        else:
            self.title.setText(QCoreApplication.translate("Properties", "Functional model"))
        if graph.nodes:
            text = QCoreApplication.translate("Properties", "Select a layer to see its settings.")
        else:
            text = QCoreApplication.translate(
                "Properties",
                "The model is empty. Drag a layer from the list at the left onto the canvas, "
                "or double-click one.",
            )
        self.hint.setText(text)
        self.facts.setVisible(bool(graph.nodes))
        self.notes_title.setText(QCoreApplication.translate("Properties", "About this project"))
        self.notes.setText(self._document.notes)
        for label in (self.notes_title, self.notes):
            label.setVisible(bool(self._document.notes))

    def show_report(self, report: Report) -> None:
        """Show inputs, outputs and totals."""
        graph = self._document.graph
        layers = count_text(graph.layer_count())
        facts = [(QCoreApplication.translate("Properties", "Layers"), layers)]
        facts += [
            (QCoreApplication.translate("Properties", "Input"), _end(node, report))
            for node in graph.inputs()
        ]
        facts += [
            (QCoreApplication.translate("Properties", "Output"), _end(node, report))
            for node in graph.outputs()
        ]
        facts.append(
            (
                QCoreApplication.translate("Properties", "Parameters"),
                parameters_text(report.parameters, report.trainable),
            )
        )
        if report.memory_bytes:
            facts.append(
                (
                    QCoreApplication.translate("Properties", "Weights and one sample"),
                    bytes_text(report.memory_bytes),
                )
            )
        if report.flops:
            facts.append(
                (
                    QCoreApplication.translate("Properties", "Operations"),
                    large_text(report.flops),
                )
            )
        self.facts.show_facts(facts)


def _end(node: Node, report: Report) -> str:
    found = report.nodes.get(node.id) or NodeReport()
    return f"{node.name} {shape_text(found.output_shape)}"


class ManyPage(QWidget):
    """Several layers: their common arguments if they are of one class, else a list."""

    def __init__(
        self,
        document: Document,
        node_ids: Sequence[str],
        edits: ParamEdits,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._ids = document, list(node_ids)
        nodes = [document.graph.nodes[key] for key in self._ids]
        kinds = {node.kind for node in nodes}
        entry = entry_of(nodes[0].kind) if len(kinds) == 1 else None
        text = QCoreApplication.translate("Properties", "{count} layers selected")
        self.title = _heading(text.format(count=len(nodes)))
        self.facts = Facts()
        self.form: ParamForm | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.title)
        if entry is not None:
            text = QCoreApplication.translate("Properties", "All are {kind}; edit them together.")
            column.addWidget(_muted(text.format(kind=shown_name(entry.name))))
            self.form = ParamForm(form_params(entry), self._common())
            self.form.edited.connect(lambda name, value: edits.set(self._ids, name, value))
        column.addWidget(self.facts)
        if self.form is not None:
            column.addWidget(self.form)
        column.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._refresh_now)
        self._refresh_now()
        self.show_report(document.report)

    def first_input(self) -> QWidget | None:
        """Where the focus goes when the page is entered."""
        return self.form.first_input() if self.form else None

    def refresh(self) -> None:
        """Show the nodes as they are, once in an event-loop turn however many of them changed."""
        self._timer.start()

    def _refresh_now(self) -> None:
        if any(key not in self._document.graph.nodes for key in self._ids):
            return  # another page comes at once
        if self.form is not None:
            self.form.set_values(self._common())
            self.form.set_mixed(self._differing())

    def show_report(self, report: Report) -> None:
        """Show names, classes and the sum of the parameters."""
        graph = self._document.graph
        nodes = [graph.nodes[key] for key in self._ids if key in graph.nodes]
        owners = {graph.owner(node.id).id for node in nodes}
        found = [report.nodes[key] for key in owners if key in report.nodes]
        total = parameters_text(sum(r.parameters for r in found), sum(r.trainable for r in found))
        facts = [(QCoreApplication.translate("Properties", "Parameters"), total)]
        if self.form is None:
            facts += [(node.name, shown_name(self._class_of(node))) for node in nodes[:_LISTED]]
            if len(nodes) > _LISTED:
                facts.append(("…", ""))
        self.facts.show_facts(facts)

    def _class_of(self, node: Node) -> str:
        return keras_class(node.kind, self._document.graph.params_of(node.id))

    def _all_params(self) -> list[dict[str, Any]]:
        graph = self._document.graph
        return [graph.params_of(key) for key in self._ids]

    def _common(self) -> dict[str, Any]:
        return dict(self._all_params()[0])

    def _differing(self) -> list[str]:
        """Arguments in which the layers are not alike."""
        entry = entry_of(self._document.graph.nodes[self._ids[0]].kind)
        if entry is None:
            return []
        result = []
        for name, param in entry.target.params.items():
            values = [p.get(name, default_of(param)) for p in self._all_params()]
            values = [stored_or_raw(param.kind, value) for value in values]
            if any(not same(value, values[0]) for value in values[1:]):
                result.append(name)
        return result
