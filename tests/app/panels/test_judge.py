"""The judge panel as a person uses it, with really trained models."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from app.document.document import Document
from app.document.run import Run
from app.panels.judge import JudgePanel
from app.panels.judge.drawing_pad import DrawingPad
from app.panels.judge.pictures import to_image
from app.panels.judge.sample_form import FormEditor, PictureEditor, RowEditor, read_number
from app.training.job import keep, snapshot_of
from app.training.session import train


def trained(document):
    keep(document, train(snapshot_of(document), Run()))
    return document


@pytest.fixture
def make(qtbot, worker):
    def build(document, wait=True):
        panel = JudgePanel(document, worker)
        qtbot.addWidget(panel)
        panel.resize(1000, 700)
        panel.show()
        if wait:
            judged(qtbot, panel)
        return panel

    return build


def judged(qtbot, panel):
    qtbot.waitUntil(lambda: panel.verdict is not None, timeout=30_000)
    idle(qtbot, panel)


def idle(qtbot, panel):
    qtbot.waitUntil(lambda: not panel.worker.busy and not panel.worker._waiting, timeout=30_000)


def test_an_untrained_project_says_what_to_do(make):
    panel = make(Document(), wait=False)
    assert panel.empty.isVisible() and "Train" in panel.empty.text()
    assert not panel.again.isVisible()


def test_metrics_scores_and_matrix_of_a_classifier(make, wine):
    panel = make(trained(wine(epochs=20)))
    answers = panel.verdict.outputs[0]
    metrics = panel.overview.metrics
    texts = {
        metrics.item(r, 0).text(): metrics.item(r, 1).text() for r in range(metrics.rowCount())
    }
    right = (answers.truth == answers.answer).mean()
    assert texts["Accuracy"] == f"{100 * right:.2f} %"
    assert panel.overview.scores.rowCount() == 3
    np.testing.assert_array_equal(panel.overview.confusion.model.counts, answers.confusion())
    assert not panel.overview.scatter.isVisible()
    assert str(panel.verdict.count) in panel.about.text() and "test" in panel.about.text()


def test_a_cell_of_the_matrix_lists_its_samples(qtbot, make, digits):
    panel = make(trained(digits(epochs=2)))
    answers = panel.verdict.outputs[0]
    counts = answers.confusion()
    true, said = np.unravel_index(counts.argmax(), counts.shape)
    view = panel.overview.confusion.view
    index = panel.overview.confusion.model.index(int(true), int(said))
    view.scrollTo(index)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    assert panel.tabs.currentWidget() is panel.samples
    assert len(panel.samples.indices()) == counts[true, said]
    assert panel.samples.gallery.count() == counts[true, said]
    panel.samples.worst.click()
    assert len(panel.samples.indices()) == (answers.truth != answers.answer).sum()


def test_the_matrix_shows_percent_of_the_true_class(make, wine):
    panel = make(trained(wine(epochs=20)))
    model = panel.overview.confusion.model
    panel.overview.confusion.percent.setChecked(True)
    counts = model.counts
    share = counts[1, 1] / counts[1].sum()
    assert model.data(model.index(1, 1)) == f"{100 * share:.0f} %"


def test_mistakes_with_pictures_open_in_the_try_it_tab(qtbot, make, digits):
    panel = make(trained(digits(epochs=1)))
    first = panel.samples.indices()[0]
    panel.tabs.setCurrentWidget(panel.samples)
    assert panel.samples.stack.currentWidget() is panel.samples.gallery
    panel.samples.gallery.itemActivated.emit(panel.samples.gallery.item(0))
    assert panel.tabs.currentWidget() is panel.try_it
    assert panel.try_it.number.value() == first + 1
    idle(qtbot, panel)
    answers = panel.verdict.outputs[0]
    assert panel.try_it.answers[0].big.text() == answers.classes[answers.answer[first]]
    assert answers.classes[answers.truth[first]] in panel.try_it.answers[0].true.text()


def test_rows_of_a_table_are_listed_with_their_values(make, wine):
    panel = make(trained(wine(epochs=1)))
    panel.tabs.setCurrentWidget(panel.samples)
    table = panel.samples.table
    first = panel.samples.indices()[0]
    answers = panel.verdict.outputs[0]
    assert table.item(0, 0).text() == str(first + 1)
    assert table.item(0, 1).text() == answers.classes[answers.truth[first]]
    columns = [table.horizontalHeaderItem(c).text() for c in range(table.columnCount())]
    names = panel.verdict.material.table.find("features").columns
    assert columns[4:] == names
    values = panel.verdict.sample(first)["inputlayer_w0"]
    assert float(table.item(0, 4).text()) == pytest.approx(values[0], rel=1e-3)


def test_regression_has_a_scatter_and_errors(make, diabetes):
    panel = make(trained(diabetes(epochs=5)))
    answers = panel.verdict.outputs[0]
    assert panel.overview.scatter.isVisible() and not panel.overview.confusion.isVisible()
    x, y = panel.overview.scatter.points.getData()
    np.testing.assert_allclose(x, answers.truth[:, 0])
    np.testing.assert_allclose(y, answers.answer[:, 0])
    worst = np.abs(answers.answer - answers.truth).argmax()
    assert panel.samples.indices()[0] == worst


def test_typed_values_are_predicted(qtbot, make, wine):
    panel = make(trained(wine(epochs=20)))
    editor = panel.try_it.editors[0]
    assert isinstance(editor, FormEditor)
    assert len(editor.fields) == 13
    _, field = editor.fields[-1]
    before = panel.try_it.answers[0].bars.rows()
    field.selectAll()
    qtbot.keyClicks(field, "1e6")
    qtbot.waitUntil(lambda: "hand" in panel.try_it.answers[0].true.text(), timeout=10_000)
    idle(qtbot, panel)
    after = panel.try_it.answers[0].bars.rows()
    assert before != after
    assert sum(share for _, share, _ in after) == pytest.approx(1, abs=1e-6)


def test_what_is_no_number_is_said_at_its_field(qtbot, make, wine):
    panel = make(trained(wine(epochs=1)))
    column, field = panel.try_it.editors[0].fields[2]
    panel.tabs.setCurrentWidget(panel.try_it)
    field.selectAll()
    qtbot.keyClicks(field, "much")
    qtbot.waitUntil(lambda: panel.try_it.problem.isVisible(), timeout=10_000)
    assert "much" in panel.try_it.problem.text() and column.name in panel.try_it.problem.text()
    assert field.property("error") == "true"
    field.selectAll()
    qtbot.keyClicks(field, "2.5")
    qtbot.waitUntil(lambda: not panel.try_it.problem.isVisible(), timeout=10_000)
    idle(qtbot, panel)


def test_drawing_changes_the_prediction(qtbot, make, digits):
    panel = make(trained(digits(epochs=3)))
    panel.tabs.setCurrentWidget(panel.try_it)
    editor = panel.try_it.editors[0]
    assert isinstance(editor, PictureEditor) and editor.pad.editable
    editor.clear.click()
    assert editor.values().max() == 0
    for step in range(6):
        place = editor.pad.rect().center()
        place.setY(20 + 32 * step)
        qtbot.mouseClick(editor.pad, Qt.MouseButton.LeftButton, pos=place)
    assert editor.values().max() > 0.5 * editor.view.high
    qtbot.waitUntil(lambda: "hand" in panel.try_it.answers[0].true.text(), timeout=10_000)
    idle(qtbot, panel)
    assert panel.try_it.answers[0].bars.rows()


def test_new_weights_are_judged_anew_and_old_verdicts_kept_until_then(qtbot, make, wine):
    document = trained(wine(epochs=1))
    panel = make(document)
    first = panel.verdict
    panel.hide()
    panel.show()
    assert panel.verdict is first  # nothing changed: nothing is computed again
    trained(document)
    judged(qtbot, panel)
    assert panel.verdict is not first
    assert panel.verdict.logs["loss"] < first.logs["loss"]


def test_a_hidden_panel_waits_until_it_is_seen(qtbot, make, wine):
    document = trained(wine(epochs=1))
    panel = make(document)
    panel.hide()
    trained(document)
    assert panel.verdict is None and not panel.worker._waiting
    panel.show()
    judged(qtbot, panel)


def test_a_failure_is_shown_in_place(qtbot, make, wine):
    document = trained(wine(epochs=1))
    document.data.assign = {**document.data.assign, "inputlayer_w0": ["nothing"]}
    panel = make(document, wait=False)
    qtbot.waitUntil(lambda: panel.failure.isVisible(), timeout=20_000)
    assert "nothing" in panel.failure.text.text()
    assert panel.verdict is None


def test_a_model_changed_since_its_training_is_warned_about(qtbot, make, wine):
    document = trained(wine(epochs=1))
    document.set_params(document.graph.topological()[1].id, {"units": 5, "activation": "relu"})
    panel = make(document)
    assert panel.warning.isVisible() and "dense_w1" in panel.warning.text()


def test_a_row_of_whole_numbers_is_read_and_refused(qtbot):
    from app.panels.judge.inputs import ROW, InputView

    editor = RowEditor(InputView("words", ROW, (4,), True, 0, 9))
    qtbot.addWidget(editor)
    editor.set_values(np.array([1, 2, 3, 4]))
    np.testing.assert_array_equal(editor.values(), [1, 2, 3, 4])
    for text, said in (("1 2 3", "4 numbers"), ("1, 2, x, 4", "x"), ("1 2 3 4.5", "whole")):
        editor.text.setPlainText(text)
        with pytest.raises(ValueError, match=said):
            editor.values()


@pytest.mark.parametrize(("text", "value"), [("1.5", 1.5), (" -2 ", -2.0), ("−3", -3.0)])
def test_numbers_as_people_type_them(text, value):
    assert read_number(text) == value
    assert read_number("nan") is None and read_number("") is None and read_number("a") is None


def test_the_pad_is_drawn_on_by_mouse_and_keyboard(qtbot):
    pad = DrawingPad((8, 8, 1), 0.0, 16.0)
    qtbot.addWidget(pad)
    pad.resize(pad.sizeHint())
    pad.show()
    changes = []
    pad.changed.connect(lambda: changes.append(1))
    side = pad.width() / 8
    pad.stroke(QPointF(2.5 * side, 5.5 * side), erase=False)
    assert pad.values[5, 2, 0] == 16.0 and pad.values[0, 7, 0] == 0.0
    pad.stroke(QPointF(2.5 * side, 5.5 * side), erase=True)
    assert pad.values[5, 2, 0] == 0.0
    qtbot.keyClick(pad, Qt.Key.Key_Left)
    qtbot.keyClick(pad, Qt.Key.Key_Space)
    assert pad.values[4, 3, 0] == 16.0
    assert len(changes) == 3


def test_a_picture_shows_low_black_and_high_white():
    image = to_image(np.array([[0.0, 16.0], [8.0, 4.0]]), 0.0, 16.0)
    levels = [image.pixelColor(x, y).red() for y in range(2) for x in range(2)]
    assert levels == [0, 255, 128, 64]
    colours = to_image(np.array([[[1.0, 0.0, 0.5]]]), 0.0, 1.0).pixelColor(0, 0)
    assert (colours.red(), colours.green(), colours.blue()) == (255, 0, 128)


def test_numbers_in_one_line():
    from app.panels.judge.inputs import number_text, text_of

    assert text_of(np.array([0, 0, 0, 0, 0, 7, 8])) == "0 × 5, 7, 8"
    assert text_of(np.arange(20), most=3) == "0, 1, 2, …"
    assert [number_text(v) for v in (0.89, 63.99999, 12345.6, 2.0, -0.0001236)] == [
        "0.89",
        "64",
        "12346",
        "2",
        "-0.0001236",
    ]


def test_while_another_task_runs_the_panel_says_what_it_waits_for(qtbot, make, worker, wine):
    import threading

    gate = threading.Event()
    worker.submit("Training", lambda task: gate.wait(20))
    qtbot.waitUntil(lambda: worker.busy == "Training")
    panel = make(trained(wine(epochs=1)), wait=False)
    assert "Training" in panel.empty.text() and panel.empty.isVisible()
    gate.set()
    judged(qtbot, panel)


def test_a_series_is_drawn_as_it_is_typed(qtbot):
    from app.panels.judge.inputs import ROW, InputView

    editor = RowEditor(InputView("window", ROW, (8, 1), False, -1, 1))
    qtbot.addWidget(editor)
    editor.show()
    editor.set_values(np.linspace(-1, 1, 8)[:, None])
    assert editor.line.isVisible()
    rising = editor.line.grab().toImage()
    editor.text.setPlainText("1 0.7 0.4 0.1 -0.2 -0.5 -0.8 -1")
    assert editor.values().shape == (8, 1)
    falling = editor.line.grab().toImage()
    assert rising != falling
    upper_left = falling.copy(0, 0, falling.width() // 3, falling.height() // 3)
    background = falling.pixelColor(falling.width() // 2, 4)
    assert any(
        upper_left.pixelColor(x, y) != background
        for x in range(10, upper_left.width())
        for y in range(6, upper_left.height())
    )
