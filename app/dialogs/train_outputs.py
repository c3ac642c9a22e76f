"""The losses and metrics of the model's outputs."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.train_metrics import Metrics, metric_key
from app.dialogs.train_picker import Picker
from app.dialogs.train_section import FORM_WIDTH, LABEL_WIDTH, Section, note
from app.dialogs.train_warnings import labels_of, warnings_for
from app.document.document import Document
from app.document.graph import Node
from app.document.report import shape_text
from app.document.train_setup import OutputSetup, Proposed, propose_outputs
from app.forms.fold import Fold
from app.forms.param_form import ParamForm
from app.forms.stored import same, split, stored_or_raw
from app.plain import Label
from engine.kinds import Float, Object
from engine.param import Param


def _weight_param() -> Param:
    doc = QCoreApplication.translate(
        "TrainDialog", "Factor of this output's loss in the total that training makes small."
    )
    param = Param(Float(low=0, step=0.1), 1.0, doc=doc)
    param.name = "loss_weight"
    return param


class OutputBox(Section):
    """Loss, loss weight and metrics of one output; ``changed`` after every edit."""

    changed = Signal()

    def __init__(
        self,
        document: Document,
        node: Node,
        setup: OutputSetup,
        proposed: Proposed,
        parent: QWidget | None = None,
    ) -> None:
        report = document.report.nodes.get(node.id)
        shape = shape_text(report.output_shape if report else None)
        super().__init__(f"{node.name}   {shape}", parent=parent)
        self._document, self._node, self._proposed = document, node, proposed
        self.why = Label(proposed.why)
        self.why.setWordWrap(True)
        self.use = QPushButton(QCoreApplication.translate("TrainDialog", "Use suggestion"))
        self.loss = Picker(
            "loss",
            QCoreApplication.translate("TrainDialog", "Loss"),
            QCoreApplication.translate("TrainDialog", "choose a loss"),
        )
        self.warning = note(role="warning")
        label = QCoreApplication.translate("TrainDialog", "Loss weight")
        self.weight = ParamForm(
            {"loss_weight": _weight_param()},
            labels={"loss_weight": label},
            label_width=LABEL_WIDTH,
        )
        self.weight.setMaximumWidth(FORM_WIDTH)
        self.metrics = Metrics()
        self.weighted = Metrics()
        self.weighted_fold = Fold("", self._weighted_body)
        self._lay_out()
        self.show_setup(setup)
        self.use.clicked.connect(self._use_suggestion)
        self.loss.changed.connect(self._edited)
        self.metrics.changed.connect(self._edited)
        self.weighted.changed.connect(self._edited)
        self.weight.edited.connect(lambda _name, _value: self._edited())

    def setup(self) -> OutputSetup:
        """The choices as they are on screen."""
        return OutputSetup(
            self.loss.value(),
            float(self.weight.value("loss_weight")),
            self.metrics.value(),
            self.weighted.value(),
        )

    def show_setup(self, setup: OutputSetup) -> None:
        """Show these choices."""
        self.loss.set_value(setup.loss)
        self.weight.set_values({"loss_weight": setup.loss_weight})
        self.metrics.set_value(setup.metrics)
        self.weighted.set_value(setup.weighted_metrics)
        self._follow()

    def show_weight(self, several: bool) -> None:
        """Offer the weight where it matters: with several outputs, or when it is not 1."""
        self.weight.setVisible(several or self.setup().loss_weight != 1.0)

    def errors(self) -> dict[str, str]:
        """Field -> why what is on screen is refused."""
        return {**self.loss.errors(), **self.weight.errors()}

    def focus_error(self) -> None:
        """Move the focus to the first refused field."""
        if self.loss.errors():
            self.loss.focus_error()
        else:
            self.weight.field("loss_weight").editor.setFocus()

    def is_suggestion(self) -> bool:
        """Whether loss and metrics are the suggested ones."""
        now, wanted = self.setup(), self._proposed.setup
        kind = Object("loss")
        return same(stored_or_raw(kind, now.loss), stored_or_raw(kind, wanted.loss)) and {
            metric_key(m) for m in now.metrics
        } == {metric_key(m) for m in wanted.metrics}

    def _lay_out(self) -> None:
        suggestion = QHBoxLayout()
        suggestion.setSpacing(12)
        suggestion.addWidget(self.why, 1)
        suggestion.addWidget(self.use)
        metrics = Label(QCoreApplication.translate("TrainDialog", "Metrics"))
        metrics.setProperty("role", "heading")
        column = self.column
        column.addLayout(suggestion)
        column.addWidget(self.loss)
        column.addWidget(self.warning)
        column.addWidget(self.weight)
        column.addWidget(metrics)
        column.addWidget(self.metrics)
        column.addWidget(self.weighted_fold)

    def _weighted_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        text = QCoreApplication.translate(
            "TrainDialog",
            "Metrics that count each sample by its weight: the class weights here under Fit, or "
            "the sample weights of the Data page. The metrics above count all samples the same.",
        )
        column.addWidget(note(text))
        column.addWidget(self.weighted)
        return body

    def _use_suggestion(self) -> None:
        now, wanted = self.setup(), self._proposed.setup
        self.show_setup(replace(now, loss=wanted.loss, metrics=list(wanted.metrics)))
        self.changed.emit()

    def _edited(self) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        taken = self.is_suggestion()
        self.use.setVisible(not taken)
        self.why.setProperty("role", "muted" if taken else "")
        self.why.style().unpolish(self.why)
        self.why.style().polish(self.why)
        chosen = len(self.weighted.value())
        title = QCoreApplication.translate("TrainDialog", "Weighted metrics")
        self.weighted_fold.set_title(f"{title} ({chosen})" if chosen else title)
        text = "\n".join(warnings_for(self._document, self._node, self.setup()))
        self.warning.setText(text)
        self.warning.setVisible(bool(text))


class OutputsPage(QWidget):
    """A box for each output of the model."""

    changed = Signal()

    def __init__(
        self,
        document: Document,
        setups: dict[str, OutputSetup],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._setups = dict(setups)
        self.boxes: dict[str, OutputBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        graph = document.graph
        targets = labels_of(document)
        proposals = propose_outputs(graph, document.report, targets)  # type: ignore[arg-type]
        for node in graph.outputs():
            proposed = proposals[node.name]
            given = setups.get(node.name)
            chosen = given if given is not None and given.loss else _fresh(proposed, given)
            box = OutputBox(document, node, chosen, proposed)
            box.changed.connect(self.changed)
            column.addWidget(box)
            self.boxes[node.name] = box
        for box in self.boxes.values():
            box.show_weight(len(self.boxes) > 1)
        if not self.boxes:
            column.addWidget(_empty())
        column.addStretch(1)

    def setups(self) -> dict[str, OutputSetup]:
        """The choices for the outputs there are; those of others are kept as they were."""
        shown = {name: box.setup() for name, box in self.boxes.items()}
        return {**self._setups, **shown}

    def errors(self) -> dict[str, str]:
        """Field -> why what is on screen is refused."""
        return {
            f"{name}.{field}": text
            for name, box in self.boxes.items()
            for field, text in box.errors().items()
        }

    def focus_error(self) -> None:
        """Move the focus to the first refused field."""
        for box in self.boxes.values():
            if box.errors():
                box.focus_error()
                return


def _fresh(proposed: Proposed, given: OutputSetup | None) -> OutputSetup:
    """What an output without a loss begins with: the suggestion."""
    wanted = proposed.setup
    return replace(given or wanted, loss=wanted.loss, metrics=list(wanted.metrics))


def _empty() -> QLabel:
    return note(
        QCoreApplication.translate(
            "TrainDialog",
            "The model has no outputs yet. Add layers, then choose their losses here.",
        )
    )


def loss_class(setup: OutputSetup) -> str:
    """Class name of an output's loss, "" for none or an unknown one."""
    try:
        return split("loss", setup.loss)[0].name if setup.loss else ""
    except (ValueError, TypeError):
        return ""
