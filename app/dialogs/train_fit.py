"""How long, in what steps, with what held back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.dialogs.train_class_weights import MOST, ClassWeights
from app.dialogs.train_outputs import loss_class
from app.dialogs.train_section import FORM_WIDTH, LABEL_WIDTH, note
from app.document.document import Document
from app.document.train_setup import OutputSetup, TrainSetup
from app.forms.param_form import ParamForm
from engine import kinds
from engine.param import Param

_CLASSIFYING = (
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "SparseCategoricalCrossentropy",
)


def fit_params() -> dict[str, Param]:
    """The arguments of ``fit`` as a form shows them."""
    fresh = QCoreApplication.translate("TrainDialog", "new each run")
    kinds_of: dict[str, kinds.Kind] = {
        "epochs": kinds.Int(low=1),
        "batch_size": kinds.Int(low=1),
        "validation_split": kinds.Float(0, 1, open_high=True, step=0.05),
        "validation_freq": kinds.Int(low=1),
        "shuffle": kinds.Bool(),
        "seed": kinds.Optional(kinds.Int(low=0, high=2**32 - 1), fresh),
    }
    units = {
        "batch_size": QCoreApplication.translate("TrainDialog", "samples"),
        "validation_freq": QCoreApplication.translate("TrainDialog", "epochs"),
    }
    plain, docs, params = TrainSetup(), fit_docs(), {}
    for name, kind in kinds_of.items():
        param = Param(kind, getattr(plain, name), doc=docs[name], unit=units.get(name, ""))
        param.name = name
        params[name] = param
    return params


def fit_docs() -> dict[str, str]:
    """What each of them does."""
    return {
        "epochs": QCoreApplication.translate(
            "TrainDialog", "How many times the model sees all training data."
        ),
        "batch_size": QCoreApplication.translate(
            "TrainDialog",
            "Samples per step. Larger is faster for each epoch, smaller often learns better.",
        ),
        "validation_split": QCoreApplication.translate(
            "TrainDialog",
            "Share of the training data, from its end, that is only used to watch progress.",
        ),
        "validation_freq": QCoreApplication.translate(
            "TrainDialog",
            "After how many epochs the model is judged on the validation data; more saves time.",
        ),
        "shuffle": QCoreApplication.translate(
            "TrainDialog", "Whether the samples are mixed anew before each epoch."
        ),
        "seed": QCoreApplication.translate(
            "TrainDialog",
            "The same seed gives the same first weights, order and dropout; empty for new ones "
            "each run.",
        ),
    }


def fit_labels() -> dict[str, str]:
    """Their labels."""
    return {
        "epochs": QCoreApplication.translate("TrainDialog", "Epochs"),
        "batch_size": QCoreApplication.translate("TrainDialog", "Batch size"),
        "validation_split": QCoreApplication.translate("TrainDialog", "Validation split"),
        "validation_freq": QCoreApplication.translate("TrainDialog", "Validate every"),
        "shuffle": QCoreApplication.translate("TrainDialog", "Shuffle"),
        "seed": QCoreApplication.translate("TrainDialog", "Seed"),
    }


class FitPage(QWidget):
    """Epochs, batch size, validation, shuffle, seed and class weights."""

    changed = Signal()

    def __init__(
        self,
        document: Document,
        setup: TrainSetup,
        outputs: Callable[[], dict[str, OutputSetup]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._outputs = document, outputs
        values = {name: getattr(setup, name) for name in fit_params()}
        self.form = ParamForm(fit_params(), values, labels=fit_labels(), label_width=LABEL_WIDTH)
        self.form.setMaximumWidth(FORM_WIDTH)
        self.note = note()
        self.weights = ClassWeights(document, setup.class_weight)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        for widget in (self.form, self.note, self.weights):
            column.addWidget(widget)
        column.addStretch(1)
        self._show_note()
        self.follow_outputs()
        self.form.edited.connect(lambda _name, _value: self.changed.emit())
        self.weights.changed.connect(self.changed)

    def values(self) -> dict[str, Any]:
        """All arguments with their values, ``class_weight`` included."""
        result = {name: self.form.value(name) for name in self.form.names()}
        return {**result, "class_weight": self.weights.value()}

    def errors(self) -> dict[str, str]:
        """Field -> why what is on screen is refused."""
        return {**self.form.errors(), **self.weights.errors()}

    def focus_error(self) -> None:
        """Move the focus to the first refused field."""
        for name in self.form.errors():
            self.form.field(name).editor.setFocus()
            return
        self.weights.focus_error()

    def follow_outputs(self) -> None:
        """Offer class weights when the one output there is tells classes apart."""
        nodes = self._document.graph.outputs()
        if len(nodes) != 1:
            text = QCoreApplication.translate(
                "TrainDialog", "Class weights need a model with exactly one output."
            )
            self.weights.show_output("", 0, text)
            return
        node = nodes[0]
        loss = loss_class(self._outputs().get(node.name, OutputSetup()))
        report = self._document.report.nodes.get(node.id)
        shape = report.output_shape if report else None
        units = shape[-1] if shape else None
        if loss not in _CLASSIFYING or units is None:
            text = QCoreApplication.translate(
                "TrainDialog", "Class weights need an output that tells classes apart."
            )
            self.weights.show_output(node.name, 0, text)
            return
        if self._document.data is not None and self._document.data.weight:
            text = QCoreApplication.translate(
                "TrainDialog",
                "The column “{name}” weighs each sample already (Data page). Keras takes either "
                "sample weights or class weights.",
            )
            text = text.format(name=self._document.data.weight)
            self.weights.show_output(node.name, 0, text)
            return
        classes = 2 if units == 1 else units
        text = QCoreApplication.translate(
            "TrainDialog", "There are too many classes ({count}) to list them."
        ).format(count=classes)
        self.weights.show_output(node.name, classes, text if classes > MOST else "")

    def _show_note(self) -> None:
        data = self._document.data
        held = data.validation if data is not None else 0.0
        text = QCoreApplication.translate(
            "TrainDialog",
            "Your data already holds {percent} % back for validation, so the validation split is "
            "not used.",
        )
        self.note.setText(text.format(percent=f"{held * 100:g}"))
        self.note.setVisible(held > 0)
