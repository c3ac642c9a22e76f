"""The data page as a user works it: choosing, assigning, mending, splitting, undoing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QUndoStack

from app.data.spec import DataProblem, DataSpec
from app.document.document import Document
from app.document.examples import open_example
from app.document.graph import Graph
from app.panels import data as data_module
from app.panels.data import DataPanel
from app.panels.data_fixes import apply_fix


class Worker:
    """Keeps what is submitted until ``run``."""

    def __init__(self):
        self.tasks = []

    def submit(self, title, function, *, done=None, failed=None, owner=None, key=None):
        self.tasks.append((function, done))

    def run(self):
        for function, done in self.tasks:
            done(function(None))
        self.tasks.clear()


class Page:
    """A panel on a document, with its stack and worker."""

    def __init__(self, qtbot, example=None):
        self.document = Document()
        if example:
            self.document.load(open_example(example))
        self.stack = QUndoStack()
        self.worker = Worker()
        self.panel = DataPanel(self.document, self.stack, self.worker)
        qtbot.addWidget(self.panel)
        self.panel.resize(1200, 800)
        self.panel.show()

    @property
    def spec(self):
        return self.document.data

    def row(self, port):
        return next(r for r in self.panel.assign.rows if r.port.name == port)

    def choose(self, port, text):
        combo = self.row(port).combo
        index = next(i for i in range(combo.count()) if text in combo.itemText(i))
        combo.setCurrentIndex(index)
        combo.activated.emit(index)


@pytest.fixture
def page(qtbot):
    return lambda example=None: Page(qtbot, example)


def test_without_data_it_offers_the_ways_to_get_some(page, qtbot):
    p = page()
    assert p.panel.pages.currentWidget() is p.panel.empty
    wishes = []
    p.panel.importWanted.connect(wishes.append)
    qtbot.mouseClick(p.panel.empty.file_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(p.panel.empty.folder_button, Qt.MouseButton.LeftButton)
    assert wishes == ["file", "folder"]


def test_a_card_takes_a_set_with_what_suits_it_and_undo_takes_it_back(page, qtbot):
    p = page()
    qtbot.mouseClick(p.panel.empty.cards["wine"], Qt.MouseButton.LeftButton)
    assert (p.spec.kind, p.spec.name, p.spec.scale) == ("builtin", "wine", "standard")
    assert p.panel.pages.currentWidget() is p.panel.splitter
    assert "178" in p.panel.source.facts.text()
    assert p.stack.count() == 1
    p.stack.undo()
    assert p.spec is None and p.panel.pages.currentWidget() is p.panel.empty
    p.stack.redo()
    assert p.panel.table.rows == 178


def test_an_example_shows_where_its_data_goes(page):
    p = page("headline_two_inputs")
    names = [r.port.name for r in p.panel.assign.rows]
    assert names == ["main_input", "aux_input", "main_output", "aux_output"]
    assert "words" in p.row("main_input").combo.currentText()
    assert all(r.problem is None for r in p.panel.assign.rows)
    assert p.stack.count() == 0


def test_each_control_is_one_step(page):
    p = page("digits_cnn")
    prepare = p.panel.prepare
    prepare.validation.setValue(30)
    assert p.spec.validation == 0.3
    prepare.test.setValue(25)
    prepare.seed.setValue(99)
    prepare.shuffle.setChecked(False)
    for combo, key in ((prepare.scale, "standard"), (prepare.labels, "onehot")):
        combo.setCurrentIndex(combo.findData(key))
        combo.activated.emit(combo.currentIndex())
    spec = p.spec
    assert (spec.test, spec.seed, spec.shuffle) == (0.25, 99, False)
    assert (spec.scale, spec.labels) == ("standard", "onehot")
    assert p.stack.count() == 6
    p.stack.undo()
    assert p.spec.labels == "integer"
    assert prepare.labels.currentData() == "integer"


def test_the_bar_counts_the_rows_of_each_part(page):
    p = page("digits_cnn")
    counts = [count for _, count, _ in p.panel.prepare.bar.parts]
    assert sum(counts) == 1797
    assert counts[1] == round(1797 * 0.2) and counts[2] == round(1797 * 0.1)


def test_validation_and_test_cannot_eat_the_training_rows(page):
    p = page("digits_cnn")
    p.panel.prepare.test.setValue(90)
    assert p.spec.validation + p.spec.test <= 0.9
    p.panel.prepare.validation.setValue(90)
    assert p.spec.validation + p.spec.test <= 0.9


def test_another_field_can_be_chosen_for_a_port(page):
    p = page("pair_shared")
    p.choose("left", "right")
    assert p.spec.assign["left"] == ["right"]
    assert p.row("left").combo.currentText().startswith("right")


def test_labels_that_do_not_go_with_the_loss_are_told_and_mended(page, qtbot):
    p = page("digits_cnn")
    combo = p.panel.prepare.labels
    combo.setCurrentIndex(combo.findData("onehot"))
    combo.activated.emit(combo.currentIndex())
    row = p.row("digit")
    assert "SparseCategoricalCrossentropy" in row.text.text()
    qtbot.mouseClick(row.fix, Qt.MouseButton.LeftButton)
    assert p.spec.labels == "integer"
    assert p.row("digit").problem is None


@pytest.mark.parametrize(
    ("layer", "params", "words", "mended"),
    [("digit", {"units": 8, "activation": "softmax"}, "10 classes", ("units", 10)),
     ("image", {"shape": [28, 28, 1]}, "(8, 8, 1)", ("shape", [8, 8, 1]))],
)  # fmt: skip
def test_a_model_that_does_not_fit_is_told_and_mended_in_one_step(
    page, qtbot, layer, params, words, mended
):
    p = page("digits_cnn")
    node = p.document.graph.by_name(layer)
    p.document.set_params(node.id, params)
    p.document.check()
    row = p.row(layer)
    assert words in row.text.text()
    qtbot.waitUntil(row.fix.isVisible)
    qtbot.mouseClick(row.fix, Qt.MouseButton.LeftButton)
    assert p.document.graph.nodes[node.id].params[mended[0]] == mended[1]
    p.document.check()
    assert p.row(layer).problem is None
    assert p.stack.count() == 1
    p.stack.undo()
    assert p.document.graph.nodes[node.id].params == params


def test_new_data_on_a_model_is_assigned_by_itself(page):
    p = page("pair_shared")
    p.panel.choose_builtin("digit_pairs")
    assert p.spec.assign == {"left": ["left"], "right": ["right"], "same": ["same"]}


def test_a_model_drawn_after_the_data_needs_no_assigning(page):
    p = page()
    p.panel.choose_builtin("wine")
    assert p.spec.assign == {}
    p.document.load(open_example("wine_mlp"))
    p.document.set_data(DataSpec("builtin", "wine", scale="standard"))
    assert "features" in p.row("measurements").combo.currentText()
    assert p.panel.problems() == []


def test_removing_the_data_can_be_undone(page, qtbot):
    p = page("wine_mlp")
    qtbot.mouseClick(p.panel.source.remove, Qt.MouseButton.LeftButton)
    assert p.spec is None
    p.stack.undo()
    assert p.spec.name == "wine"


def test_a_file_that_is_gone_is_told_and_the_choices_stay(page, tmp_path):
    p = page()
    p.document.set_data(DataSpec("csv", "gone.csv", str(tmp_path / "gone.csv"), scale="minmax"))
    p.worker.run()
    assert p.panel.right.currentIndex() == 2
    assert "gone.csv" in p.panel.failure.text.text()
    assert p.spec.scale == "minmax"


def table_of_flats(path, rows=60):
    lines = [f"{20 + i},{i % 4 + 1},{i % 3},{100 + 5 * i}" for i in range(rows)]
    path.write_text("area,rooms,floor,price\n" + "\n".join(lines), encoding="utf-8")
    return path


def test_columns_of_a_table_go_together(page, tmp_path):
    p = page("diabetes_regression")
    path = table_of_flats(tmp_path / "flats.csv")
    p.panel.take(DataSpec("csv", "flats.csv", str(path)))
    row = p.row("patient")
    assert row.combo.currentText() == "All input columns (3)"
    assert "(10,)" in row.text.text() and "(3,)" in row.text.text()
    assert p.row("progression").problem is None
    assert p.panel.preview.rows.model().rowCount() == 60


def test_a_large_file_is_read_by_the_worker(page, tmp_path, monkeypatch):
    monkeypatch.setattr(data_module, "SMALL", 10)
    p = page()
    path = table_of_flats(tmp_path / "flats.csv")
    p.document.set_data(DataSpec("csv", "flats.csv", str(path)))
    assert p.panel.right.currentWidget() is p.panel.loading
    assert p.panel.table is None
    p.worker.run()
    assert p.panel.table.rows == 60
    assert p.panel.right.currentWidget() is p.panel.preview


def test_a_late_answer_for_other_data_is_dropped(page, tmp_path, monkeypatch):
    monkeypatch.setattr(data_module, "SMALL", 10)
    p = page()
    p.document.set_data(DataSpec("csv", "a", str(table_of_flats(tmp_path / "flats.csv"))))
    p.document.set_data(DataSpec("builtin", "iris"))
    p.worker.run()
    assert p.panel.table.rows == 150


def test_changing_the_split_does_not_read_the_file_again(page, tmp_path, monkeypatch):
    p = page()
    p.document.set_data(DataSpec("csv", "a", str(table_of_flats(tmp_path / "flats.csv"))))
    table = p.panel.table
    p.panel.prepare.validation.setValue(40)
    assert p.panel.table is table


def test_files_can_be_dropped(page, tmp_path):
    p = page()
    path = table_of_flats(tmp_path / "flats.csv")
    wishes = []
    p.panel.importWanted.connect(wishes.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    p.panel.dropEvent(event)
    assert wishes == [str(path)]


def test_every_control_has_a_name_for_screen_readers(page):
    p = page("headline_two_inputs")
    for row in p.panel.assign.rows:
        assert row.port.name in row.combo.accessibleName()
    assert p.panel.preview.rows.accessibleName()
    for card in p.panel.empty.cards.values():
        assert card.accessibleName() and card.accessibleDescription()


def test_the_files_own_test_rows_are_used(page, tmp_path):
    p = page()
    path = tmp_path / "mnist.npz"
    np.savez(path, x_train=np.zeros((30, 8, 8), np.uint8), y_train=np.arange(30) % 3,
             x_test=np.ones((10, 8, 8), np.uint8), y_test=np.arange(10) % 3)  # fmt: skip
    p.panel.take(DataSpec("arrays", "mnist.npz", str(path)))
    assert [count for _, count, _ in p.panel.prepare.bar.parts] == [24, 6, 10]
    assert not p.panel.prepare.test.isEnabled()


def test_a_column_becomes_the_samples_weights_and_comes_back(page, tmp_path):
    lines = ["height,counted,size"] + [f"{i},{i % 3},{2 * i}" for i in range(30)]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    p = page()
    graph = p.document.graph
    entry, answer = graph.add("InputLayer", "entry", shape=[2]), graph.add("Dense", "answer")
    graph.connect(entry, answer)
    p.document.check()
    roles = {"height": "input", "counted": "input", "size": "target"}
    p.panel.take(DataSpec("csv", "t", str(tmp_path / "t.csv"), roles=roles))
    assert p.spec.assign["entry"] == ["height", "counted"]
    combo = p.panel.assign.weight.combo
    assert combo.isVisible() and combo.currentIndex() == 0 and combo.itemText(0).startswith("None")
    at = combo.findText("counted")
    combo.setCurrentIndex(at)
    combo.activated.emit(at)
    assert p.spec.weight == "counted" and p.spec.assign["entry"] == ["height"]
    offered = p.row("entry").combo
    assert all("counted" not in offered.itemText(i) for i in range(offered.count()))
    p.stack.undo()
    assert p.spec.weight == "" and p.spec.assign["entry"] == ["height", "counted"]
    assert combo.currentIndex() == 0


def test_no_weights_are_offered_where_no_column_could_be_some(page):
    p = page("digits_cnn")
    assert not p.panel.assign.weight.isVisible()


def test_all_embeddings_of_an_input_are_enlarged_in_one_step(qapp):
    graph = Graph("functional")
    words = graph.add("InputLayer", "words", shape=[5], dtype="int32")
    users = [graph.add("Embedding", input_dim=10, output_dim=2) for _ in range(2)]
    for user in users:
        graph.connect(words, user)
    document, stack = Document(graph), QUndoStack()
    apply_fix(document, stack, DataProblem("Too small.", port="words", fix=("input_dim", 99)))
    assert [user.params["input_dim"] for user in users] == [99, 99]
    assert stack.count() == 1
    stack.undo()
    assert [user.params["input_dim"] for user in users] == [10, 10]


@pytest.mark.parametrize(
    ("name", "shape", "button", "activation", "units"),
    [
        ("digits", [8, 8, 1], "Set units to 10 and activation to softmax", "softmax", 10),
        ("diabetes", [10], "Set units to 1 and activation to linear", "linear", 1),
    ],
)
def test_a_fresh_dense_layer_at_the_end_gets_the_activation_of_an_output(
    page, qtbot, name, shape, button, activation, units
):
    p = page()
    graph = p.document.graph
    entry, flat = graph.add("InputLayer", "entry", shape=shape), graph.add("Flatten", "flat")
    answer = graph.add("Dense", "answer", units=64, activation="relu")
    graph.connect(entry, flat)
    graph.connect(flat, answer)
    p.document.check()
    p.panel.choose_builtin(name)
    fix = p.row("answer").fix
    qtbot.waitUntil(fix.isVisible)
    assert fix.text() == button
    qtbot.mouseClick(fix, Qt.MouseButton.LeftButton)
    p.document.check()
    params = graph.params_of(answer.id)
    assert (params["units"], params.get("activation", "linear")) == (units, activation)
    assert not p.panel.problems()
    p.stack.undo()
    params = graph.params_of(answer.id)
    assert (params["units"], params["activation"]) == (64, "relu")


def test_the_keyboard_goes_from_one_button_that_mends_to_the_next(page, qtbot):
    p = page()
    graph = p.document.graph
    entry, flat = graph.add("InputLayer", "entry", shape=[7]), graph.add("Flatten", "flat")
    answer = graph.add("Dense", "answer", units=64, activation="relu")
    graph.connect(entry, flat)
    graph.connect(flat, answer)
    p.document.check()
    p.panel.choose_builtin("digits")
    p.panel.activateWindow()
    qtbot.waitUntil(p.row("entry").fix.isVisible)
    p.row("entry").fix.setFocus()
    qtbot.keyClick(p.row("entry").fix, Qt.Key.Key_Space)
    p.document.check()
    qtbot.waitUntil(lambda: p.row("answer").fix.hasFocus())
    qtbot.keyClick(p.row("answer").fix, Qt.Key.Key_Space)
    p.document.check()
    qtbot.waitUntil(lambda: p.row("entry").combo.hasFocus())
    assert not p.panel.problems()
