"""The properties of one layer."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.commands import SetOutput, Unshare, push
from app.document.document import Document
from app.document.graph import GROUP_KIND, OP_KIND, PLACEHOLDER_KIND
from app.document.op_text import op_call
from app.document.placeholders import PLACEHOLDER_CODE
from app.document.report import NodeReport, Problem, Report, shape_text
from app.document.traits import entry_of
from app.forms.fold import Fold
from app.forms.param_form import ParamForm
from app.panels.editing import ParamEdits, form_params
from app.panels.facts import Facts, large_text, parameters_text
from app.panels.layer_help import LayerHelp
from app.panels.node_header import NodeHeader
from app.panels.problem_card import ProblemList
from app.panels.told import Told
from app.plain import Label


class NodePage(QWidget):
    """Header, facts, problems, arguments and help of one node.

    Signals:
        wanted(str): The button of a node without a form was pressed: replace or open it.
    """

    wanted = Signal(str)

    def __init__(
        self,
        document: Document,
        stack: QUndoStack,
        node_id: str,
        edits: ParamEdits,
        *,
        help_open: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._stack, self._id, self._edits = document, stack, node_id, edits
        node = document.graph.nodes[node_id]
        self.kind = node.kind
        untold = node.kind in (PLACEHOLDER_KIND, GROUP_KIND)
        self._entry = None if untold else entry_of(node.kind)
        self.told = Told(node, self._params()) if untold else None
        if self.told is not None:
            self.told.wanted.connect(lambda: self.wanted.emit(node_id))
        self.header = NodeHeader(document, stack, node_id)
        self.facts = Facts()
        self.sharing = self._make_sharing()
        self.is_output = QCheckBox(
            QCoreApplication.translate("Properties", "Also an output of the model")
        )
        self.is_output.clicked.connect(self._set_output)
        self.problems = ProblemList(document, stack)
        self.problems.wanted.connect(self.wanted)
        self.form = ParamForm(form_params(self._entry), self._params())
        self.form.edited.connect(lambda name, value: edits.set([node_id], name, value))
        self.help = self._make_help(help_open)
        self._lay_out()
        self.refresh()
        self.show_report(document.report)

    def first_input(self) -> QWidget:
        """Where the focus goes when the page is entered."""
        return self.form.first_input() or self.header.name

    def refresh(self) -> None:
        """Show the node as it is now; nothing loses the focus."""
        self.header.refresh()
        self.form.set_values(self._params())
        self._show_sharing()
        graph = self._document.graph
        node = graph.nodes[self._id]
        used = bool(graph.links_from(self._id))
        offered = graph.kind == "functional" and (used or node.is_output)
        self.is_output.setVisible(offered)
        self.is_output.setChecked(node.is_output)

    def show_report(self, report: Report) -> None:
        """Show what the check found about the node."""
        found = report.nodes.get(self._id) or NodeReport()
        self.facts.show_facts([*self._operation(), *_facts(found)])
        shown = [problem for problem in found.problems if not self._says_itself(problem)]
        self.problems.show_problems(shown)
        self.problems.setVisible(bool(shown))

    def _says_itself(self, problem: Problem) -> bool:
        """Whether the page of a layer that does not exist here says and offers the same."""
        unknown = self.kind == PLACEHOLDER_KIND and problem.code == PLACEHOLDER_CODE
        return unknown and not problem.fixes

    def _operation(self) -> list[tuple[str, str]]:
        """What an operation between layers computes; nothing for layers."""
        if self._document.graph.nodes[self._id].kind != OP_KIND:
            return []
        name = QCoreApplication.translate("Properties", "Operation")
        return [(name, op_call(self._params()))]

    def _params(self) -> dict[str, Any]:
        return self._document.graph.params_of(self._id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        for widget in (self.header, self.facts, self.is_output, self.problems, self.sharing):
            column.addWidget(widget)
        line = QFrame(self)  # without a parent it would show as a window of its own
        line.setFixedHeight(1)
        line.setStyleSheet("background: palette(mid);")
        line.setVisible(not self.form.is_empty())
        column.addWidget(line)
        if self.told is not None:
            column.addWidget(self.told)
        column.addWidget(self.form)
        if self.form.is_empty():
            nothing = Label(
                QCoreApplication.translate("Properties", "This layer has nothing to set."), self
            )
            nothing.setProperty("role", "muted")
            nothing.setVisible(self._entry is not None)
            column.addWidget(nothing)
        if self.help is not None:
            column.addWidget(self.help)
        column.addStretch(1)

    def _make_help(self, is_open: bool) -> Fold | None:
        entry = self._entry
        if entry is None:
            return None
        title = QCoreApplication.translate("Properties", "About this layer")
        return Fold(title, lambda: LayerHelp(entry), is_open=is_open)

    # -- sharing ----------------------------------------------------------------------------

    def _make_sharing(self) -> QWidget:
        box = QWidget()
        self._shared_text = Label()
        self._shared_text.setWordWrap(True)
        self.unshare = QPushButton(QCoreApplication.translate("Properties", "Use own weights"))
        self.unshare.clicked.connect(lambda: push(self._stack, Unshare(self._document, self._id)))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._shared_text, 1)
        row.addWidget(self.unshare)
        return box

    def _show_sharing(self) -> None:
        graph = self._document.graph
        owner = graph.owner(self._id)
        sharers = ", ".join(node.name for node in graph.sharers(self._id))
        if owner.id != self._id:
            text = QCoreApplication.translate(
                "Properties", "Uses the weights of {name}: what you change here changes both."
            ).format(name=owner.name)
        else:
            text = QCoreApplication.translate(
                "Properties", "Its weights are also used by {names}."
            ).format(names=sharers)
        self._shared_text.setText(text)
        self.unshare.setVisible(owner.id != self._id)
        self.sharing.setVisible(owner.id != self._id or bool(sharers))

    def _set_output(self, checked: bool) -> None:
        push(self._stack, SetOutput(self._document, self._id, checked))


def _facts(found: NodeReport) -> list[tuple[str, str]]:
    if found.output_shape is None:
        shape = QCoreApplication.translate("Properties", "not known yet")
    else:
        shape = shape_text(found.output_shape)
    facts = [
        (QCoreApplication.translate("Properties", "Output"), shape),
        (
            QCoreApplication.translate("Properties", "Parameters"),
            parameters_text(found.parameters, found.trainable),
        ),
    ]
    if found.flops:
        name = QCoreApplication.translate("Properties", "Operations")
        facts.append((name, large_text(found.flops)))
    return facts
