"""The training dialog: what OK, Cancel and "Train now" do to the document."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QDialog, QDialogButtonBox

import engine  # noqa: F401 - fills the registry
from app.data.load import load
from app.data.spec import DataSpec
from app.dialogs import train_class_weights
from app.dialogs.train_class_weights import balanced
from app.dialogs.train_dialog import TrainDialog
from app.document.document import Document
from app.document.graph import Graph
from app.document.train_setup import OutputSetup

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


def document_ending(activation: str, units: int, *, second: bool = False) -> Document:
    graph = Graph("functional")
    entry = graph.add("InputLayer", "entry", shape=[13])
    answer = graph.add("Dense", "answer", units=units, activation=activation)
    graph.connect(entry, answer)
    if second:
        graph.connect(entry, graph.add("Dense", "size", x=300.0, units=1))
    document = Document(graph)
    document.check()
    return document


@pytest.fixture
def document(qapp) -> Document:
    return document_ending("softmax", 3)


@pytest.fixture
def stack() -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def open_dialog(qtbot, stack):
    kept: list[TrainDialog] = []

    def make(document: Document) -> TrainDialog:
        dialog = TrainDialog(document, stack)
        kept.append(dialog)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def type_over(qtbot, line, text: str) -> None:
    line.selectAll()
    qtbot.keyClicks(line, text)


def press(qtbot, dialog: TrainDialog, which: QDialogButtonBox.StandardButton) -> None:
    qtbot.mouseClick(dialog.buttons.button(which), LEFT)


OK = QDialogButtonBox.StandardButton.Ok
CANCEL = QDialogButtonBox.StandardButton.Cancel


# --- OK, Cancel, Train now -------------------------------------------------------------------


def test_ok_writes_one_command_with_everything(qtbot, document, stack, open_dialog):
    before = document.setup.to_json()
    dialog = open_dialog(document)
    rate = dialog.optimizer.form.field("learning_rate").editor.inners[0]  # a number
    type_over(qtbot, rate.box.lineEdit(), "0.02")
    type_over(qtbot, dialog.fit.form.field("epochs").editor.box.lineEdit(), "7")
    type_over(qtbot, dialog.fit.form.field("seed").editor.box.lineEdit(), "42")
    press(qtbot, dialog, OK)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert stack.count() == 1
    setup = document.setup
    assert setup.optimizer == {"class_name": "Adam", "config": {"learning_rate": 0.02}}
    assert (setup.epochs, setup.seed) == (7, 42)
    stack.undo()
    assert document.setup.to_json() == before


def test_cancel_changes_nothing(qtbot, document, stack, open_dialog):
    before = document.setup.to_json()
    dialog = open_dialog(document)
    type_over(qtbot, dialog.fit.form.field("epochs").editor.box.lineEdit(), "7")
    press(qtbot, dialog, CANCEL)
    assert stack.count() == 0 and document.setup.to_json() == before


def test_ok_without_a_change_is_no_command(qtbot, document, stack, open_dialog):
    press(qtbot, open_dialog(document), OK)  # takes over the suggested loss
    assert stack.count() == 1
    press(qtbot, open_dialog(document), OK)
    assert stack.count() == 1


def test_train_now_keeps_the_settings_and_asks_for_training(qtbot, document, stack, open_dialog):
    dialog = open_dialog(document)
    type_over(qtbot, dialog.fit.form.field("epochs").editor.box.lineEdit(), "3")
    with qtbot.waitSignal(dialog.trainRequested):
        qtbot.mouseClick(dialog.train_button, LEFT)
    assert document.setup.epochs == 3 and not dialog.isVisible()


def test_refused_text_keeps_the_dialog_open_and_says_where(qtbot, document, stack, open_dialog):
    dialog = open_dialog(document)
    type_over(qtbot, dialog.fit.form.field("batch_size").editor.box.lineEdit(), "0")
    press(qtbot, dialog, OK)
    assert dialog.isVisible() and stack.count() == 0
    assert dialog.tabs.currentIndex() == 2 and dialog.message.isVisible()
    type_over(qtbot, dialog.fit.form.field("batch_size").editor.box.lineEdit(), "16")
    assert not dialog.message.isVisible()


# --- losses and metrics ----------------------------------------------------------------------


def test_an_output_without_a_loss_begins_with_the_suggestion(qtbot, document, open_dialog):
    dialog = open_dialog(document)
    box = dialog.outputs.boxes["answer"]
    assert "softmax over 3 classes" in box.why.text()
    assert not box.use.isVisible()
    press(qtbot, dialog, OK)
    output = document.setup.outputs["answer"]
    assert output.loss == "sparse_categorical_crossentropy" and output.metrics == ["accuracy"]


def test_the_suggestion_replaces_another_loss(qtbot, document, open_dialog):
    document.setup.outputs["answer"] = OutputSetup("mean_squared_error", 1.0, ["mae"])
    dialog = open_dialog(document)
    box = dialog.outputs.boxes["answer"]
    assert box.loss.combo.currentText() == "MeanSquaredError"
    assert box.metrics.boxes["MeanAbsoluteError"].isChecked()
    qtbot.mouseClick(box.use, LEFT)
    assert box.loss.combo.currentText() == "SparseCategoricalCrossentropy"
    assert box.setup().metrics == ["accuracy"] and not box.use.isVisible()


def test_the_form_of_the_loss_is_kept(qtbot, document, open_dialog):
    dialog = open_dialog(document)
    form = dialog.outputs.boxes["answer"].loss.form
    qtbot.keyClick(form.field("from_logits").editor.box, Key.Key_Space)
    press(qtbot, dialog, OK)
    assert document.setup.outputs["answer"].loss == {
        "class_name": "SparseCategoricalCrossentropy",
        "config": {"from_logits": True},
    }


def test_metrics_are_ticked(qtbot, document, open_dialog):
    dialog = open_dialog(document)
    metrics = dialog.outputs.boxes["answer"].metrics
    qtbot.keyClick(metrics.boxes["CategoricalAccuracy"], Key.Key_Space)
    qtbot.keyClick(metrics.boxes["accuracy"], Key.Key_Space)
    press(qtbot, dialog, OK)
    assert document.setup.outputs["answer"].metrics == ["categorical_accuracy"]


def test_an_unknown_metric_and_loss_are_kept(qtbot, document, open_dialog):
    metric = {"class_name": "FromTheFuture", "config": {"a": 1}}
    document.setup.outputs["answer"] = OutputSetup("tomorrow", 1.0, [metric])
    dialog = open_dialog(document)
    box = dialog.outputs.boxes["answer"]
    assert box.loss.combo.placeholderText() == "tomorrow"
    assert box.setup() == OutputSetup("tomorrow", 1.0, [metric])


def test_loss_weights_are_offered_with_several_outputs(qtbot, stack, open_dialog):
    assert not open_dialog(document_ending("softmax", 3)).outputs.boxes["answer"].weight.isVisible()
    document = document_ending("softmax", 3, second=True)
    dialog = open_dialog(document)
    box = dialog.outputs.boxes["size"]
    type_over(qtbot, box.weight.field("loss_weight").editor.box.lineEdit(), "0.25")
    press(qtbot, dialog, OK)
    assert document.setup.outputs["size"].loss_weight == 0.25
    assert document.setup.outputs["size"].loss == "mean_squared_error"


@pytest.mark.parametrize(
    ("activation", "units", "labels", "loss", "words"),
    [
        ("softmax", 3, None, "binary_crossentropy", "softmax"),
        ("sigmoid", 1, None, "categorical_crossentropy", "sigmoid"),
        ("softmax", 3, "onehot", "sparse_categorical_crossentropy", "one-hot"),
        ("softmax", 3, "integer", "categorical_crossentropy", "class numbers"),
    ],
)
def test_what_does_not_fit_is_said_and_does_not_block(
    qtbot, open_dialog, activation, units, labels, loss, words
):
    document = document_ending(activation, units)
    if labels:
        document.set_data(DataSpec("builtin", name="wine", labels=labels))
    document.setup.outputs["answer"] = OutputSetup(loss)
    dialog = open_dialog(document)
    warning = dialog.outputs.boxes["answer"].warning
    assert warning.isVisible() and words in warning.text()
    press(qtbot, dialog, OK)
    assert not dialog.isVisible()


def test_a_fitting_loss_has_no_warning(open_dialog, document):
    document.set_data(DataSpec("builtin", name="wine", labels="integer"))
    assert not open_dialog(document).outputs.boxes["answer"].warning.isVisible()


def test_a_model_without_outputs_says_so(open_dialog):
    dialog = open_dialog(Document())
    assert dialog.outputs.boxes == {}
    assert dialog.setup().outputs == {}


# --- optimizer -------------------------------------------------------------------------------


def test_another_optimizer_has_its_own_form(qtbot, document, open_dialog):
    dialog = open_dialog(document)
    combo = dialog.optimizer.combo
    combo.setCurrentIndex(combo.findText("SGD"))
    type_over(qtbot, dialog.optimizer.form.field("momentum").editor.box.lineEdit(), "0.9")
    press(qtbot, dialog, OK)
    assert document.setup.optimizer == {"class_name": "SGD", "config": {"momentum": 0.9}}


def test_settings_of_an_optimizer_survive_trying_another(qtbot, document, open_dialog):
    document.setup.optimizer = {"class_name": "Adam", "config": {"learning_rate": 0.5}}
    dialog = open_dialog(document)
    combo = dialog.optimizer.combo
    combo.setCurrentIndex(combo.findText("SGD"))
    combo.setCurrentIndex(combo.findText("Adam"))
    assert dialog.setup().optimizer["config"] == {"learning_rate": 0.5}


# --- callbacks -------------------------------------------------------------------------------


def test_every_offered_callback_can_be_switched_on_and_made(qtbot, document, open_dialog, tmp_path):
    from engine import registry

    dialog = open_dialog(document)
    assert set(dialog.callbacks.boxes) == {
        "EarlyStopping",
        "ModelCheckpoint",
        "ReduceLROnPlateau",
        "LearningRateScheduler",
        "CSVLogger",
        "TensorBoard",
        "TerminateOnNaN",
    }
    for section in dialog.callbacks.boxes.values():
        assert not section.form.isVisible()
        section.set_on(True)
        assert section.errors() == {}
    press(qtbot, dialog, OK)
    assert len(document.setup.callbacks) == 7
    for record in document.setup.callbacks:
        made = registry.deserialize(record, "callback")
        assert type(made).__name__ == record["class_name"]


def test_a_callbacks_form_is_kept_and_switched_off(qtbot, document, open_dialog):
    unknown = {"class_name": "FromTheFuture", "config": {}}
    stopping = {"class_name": "EarlyStopping", "config": {"patience": 3}}
    document.setup.callbacks = [stopping, unknown]
    dialog = open_dialog(document)
    box = dialog.callbacks.boxes["EarlyStopping"]
    type_over(qtbot, box.form.field("patience").editor.box.lineEdit(), "8")
    assert dialog.setup().callbacks[0]["config"] == {"patience": 8}
    qtbot.keyClick(box.box, Key.Key_Space)
    assert dialog.setup().callbacks == [unknown]


def test_watching_validation_without_any_is_said(qtbot, document, open_dialog):
    document.setup.callbacks = [{"class_name": "EarlyStopping", "config": {}}]
    dialog = open_dialog(document)
    box = dialog.callbacks.boxes["EarlyStopping"]
    assert "val_loss" in box.warning.text()
    type_over(qtbot, dialog.fit.form.field("validation_split").editor.box.lineEdit(), "0.2")
    assert box.warning.text() == ""


# --- fit and class weights -------------------------------------------------------------------


def test_data_that_holds_validation_back_is_mentioned(document, open_dialog):
    document.set_data(DataSpec("builtin", name="wine", validation=0.25))
    note = open_dialog(document).fit.note
    assert "25 %" in note.text()


def test_class_weights_are_typed(qtbot, document, open_dialog):
    dialog = open_dialog(document)
    weights = dialog.fit.weights
    assert dialog.setup().class_weight is None
    weights.set_on(True)
    assert sorted(weights.editors) == [0, 1, 2]
    type_over(qtbot, weights.editors[1].box.lineEdit(), "2.5")
    press(qtbot, dialog, OK)
    assert document.setup.class_weight == {0: 1.0, 1: 2.5, 2: 1.0}


def test_a_refused_class_weight_keeps_the_dialog_open(qtbot, document, stack, open_dialog):
    dialog = open_dialog(document)
    dialog.fit.weights.set_on(True)
    type_over(qtbot, dialog.fit.weights.editors[1].box.lineEdit(), "-2")
    press(qtbot, dialog, OK)
    assert dialog.isVisible() and stack.count() == 0


def test_balance_counts_the_data(qtbot, document, open_dialog):
    spec = DataSpec("builtin", name="wine")
    table = load(spec)
    (target,) = table.by_role("target")
    spec.assign = {"answer": [target.name]}
    document.set_data(spec)
    dialog = open_dialog(document)
    weights = dialog.fit.weights
    weights.set_on(True)
    qtbot.mouseClick(weights.balance, LEFT)
    qtbot.waitUntil(lambda: weights.value() != {0: 1.0, 1: 1.0, 2: 1.0})
    counts = Counter(target.values.reshape(-1).tolist())
    total = sum(counts.values())
    for number, weight in weights.value().items():
        assert weight == pytest.approx(total / (3 * counts[number]), rel=1e-5)


def test_counting_that_breaks_off_says_why_and_can_be_tried_again(
    qtbot, document, open_dialog, monkeypatch
):
    def failing(*_args):
        raise MemoryError

    monkeypatch.setattr(train_class_weights, "load", failing)
    document.set_data(DataSpec("builtin", name="wine"))
    weights = open_dialog(document).fit.weights
    weights.set_on(True)
    qtbot.mouseClick(weights.balance, LEFT)
    qtbot.waitUntil(weights.balance.isEnabled)
    assert "memory" in weights.note.text()


def test_balancing_makes_all_classes_weigh_the_same():
    counts = [10, 30, 60]
    weights = balanced(counts)
    shares = [count * weight for count, weight in zip(counts, weights, strict=True)]
    assert shares == pytest.approx([100 / 3] * 3, rel=1e-5)
    assert balanced([5, 0, 5])[1] == 1.0


@pytest.mark.parametrize("second", [False, True])
def test_class_weights_say_why_they_are_not_offered(open_dialog, second):
    document = document_ending("softmax" if second else "linear", 3, second=second)
    weights = open_dialog(document).fit.weights
    assert not weights.balance.isVisible() and not weights.box.isEnabled()
    assert "output" in weights.note.text()


def test_one_sigmoid_unit_means_two_classes(open_dialog):
    weights = open_dialog(document_ending("sigmoid", 1)).fit.weights
    weights.set_on(True)
    assert sorted(weights.editors) == [0, 1]


def test_the_dialog_fits_a_small_screen(document, open_dialog):
    dialog = open_dialog(document)
    assert dialog.minimumSizeHint().width() <= 700
    assert dialog.minimumSizeHint().height() <= 600
    assert dialog.sizeHint().height() <= 680


def test_weighted_metrics_are_chosen_apart_and_kept(document, stack, open_dialog, qtbot):
    dialog = open_dialog(document)
    box = dialog.outputs.boxes["answer"]
    assert not box.weighted.isVisible()
    qtbot.mouseClick(box.weighted_fold.button, LEFT)
    assert box.weighted.isVisible()
    box.weighted.boxes["AUC"].click()
    assert "(1)" in box.weighted_fold.button.text()
    press(qtbot, dialog, OK)
    kept = document.setup.outputs["answer"]
    assert kept.weighted_metrics == ["auc"] and kept.metrics == ["accuracy"]
    again = open_dialog(document)
    assert again.outputs.boxes["answer"].weighted.value() == ["auc"]
    stack.undo()
    assert "answer" not in document.setup.outputs


def test_class_weights_give_way_to_sample_weights(document, open_dialog):
    document.set_data(DataSpec("csv", "t", "t.csv", weight="counted"))
    dialog = open_dialog(document)
    assert dialog.fit.weights.box is not None and not dialog.fit.weights.box.isEnabled()
    assert "“counted”" in dialog.fit.weights.note.text()


def test_the_list_of_metrics_lies_on_its_card(document, open_dialog):
    box = open_dialog(document).outputs.boxes["answer"]
    for metrics in (box.metrics, box.weighted):  # the window's grey would cover the card's white
        assert not metrics.boxes["accuracy"].parentWidget().autoFillBackground()


def watch(qtbot, dialog: TrainDialog, name: str) -> str:
    """Type what EarlyStopping watches; the remark beside it."""
    box = dialog.callbacks.boxes["EarlyStopping"]
    box.set_on(True)
    line = box.form.field("monitor").editor.line
    type_over(qtbot, line, name)
    return box.warning.text() if box.warning.isVisibleTo(box) else ""


def test_a_watched_value_that_does_not_exist_is_told_with_those_that_do(
    document, open_dialog, qtbot
):
    document.set_data(DataSpec("builtin", "wine", validation=0.2))
    dialog = open_dialog(document)
    told = watch(qtbot, dialog, "val_acc")  # as Keras 1 called it
    assert "“val_acc”" in told
    assert "loss, accuracy, val_loss, val_accuracy" in told
    for known in ("val_accuracy", "loss", "learning_rate"):
        assert watch(qtbot, dialog, known) == ""
    assert watch(qtbot, dialog, "auc")
    dialog.outputs.boxes["answer"].weighted.boxes["AUC"].click()
    assert watch(qtbot, dialog, "auc") == ""


def test_the_names_to_watch_are_those_that_keras_logs(qtbot, open_dialog):
    import keras
    import numpy as np

    from app.document.logged import logged_names

    document = document_ending("softmax", 3, second=True)
    outputs = {
        "answer": OutputSetup("sparse_categorical_crossentropy", metrics=["accuracy"],
                              weighted_metrics=["accuracy", "sparse_categorical_accuracy"]),
        "size": OutputSetup("mse", metrics=["mean_absolute_error"]),
    }  # fmt: skip
    entry = keras.Input((13,), name="entry")
    ends = [keras.layers.Dense(3, "softmax", name="answer")(entry),
            keras.layers.Dense(1, name="size")(entry)]  # fmt: skip
    model = keras.Model(entry, ends, name="two_ends")
    model.compile(
        "sgd", [o.loss for o in outputs.values()], metrics=[o.metrics for o in outputs.values()],
        weighted_metrics=[o.weighted_metrics for o in outputs.values()],
    )  # fmt: skip
    x, y = np.zeros((4, 13)), [np.zeros(4), np.zeros((4, 1))]
    assert set(logged_names(document, outputs)) == set(model.fit(x, y, verbose=0).history)
