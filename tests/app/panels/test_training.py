"""The training panel: what it says, what its buttons do, driven by real trainings."""

import pytest
from PySide6.QtCore import Qt

from app.document.document import Document
from app.document.run import Run
from app.panels.training import TrainingPanel
from app.panels.training_words import result_line
from app.training import job as jobs
from app.training.failure import Failure
from app.training.progress import TRAINING, Progress

LONG = 100_000


@pytest.fixture
def make(qtbot, job):
    def build(document):
        panel = TrainingPanel(document, job)
        qtbot.addWidget(panel)
        panel.trainRequested.connect(lambda fresh: job.train(document, fresh))
        panel.show()
        return panel

    return build


def press(qtbot, button):
    assert button.isVisible() and button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_empty_project_is_told_what_is_missing(make):
    document = Document()
    panel = make(document)
    assert not panel.train_button.isEnabled()
    assert "layers" in panel.note.text() and "data" in panel.note.text()
    assert not panel.failure.isVisible() and not panel.figures.isVisible()


def test_the_missing_steps_follow_the_document(make, wine):
    document = wine()
    panel = make(document)
    assert panel.train_button.isEnabled()
    document.set_params(document.graph.topological()[1].id, {"units": -1})
    document.check()
    assert not panel.train_button.isEnabled() and "problem" in panel.note.text()
    document.set_params(document.graph.topological()[1].id, {"units": 4})
    document.check()
    assert panel.train_button.isEnabled()
    document.set_data(None)
    assert not panel.train_button.isEnabled()


def test_a_missing_loss_is_named(make, wine):
    document = wine()
    document.setup.outputs["dense_w2"].loss = ""
    document.set_setup(document.setup)
    assert "dense_w2" in make(document).note.text()


def test_train_shows_epochs_times_and_numbers(qtbot, make, job, wine):
    document = wine(epochs=6)
    panel = make(document)
    with qtbot.waitSignal(job.finished, timeout=30_000) as caught:
        press(qtbot, panel.train_button)
    logs = caught.args[0].run.epochs[-1]
    assert panel.epoch_text.text() == "6 / 6"
    assert panel.epoch_bar.value() == panel.epoch_bar.maximum() == 6
    assert panel.table.texts()["loss"] == f"{logs['loss']:.4f}"
    assert panel.table.texts()["val_accuracy"] == f"{100 * logs['val_accuracy']:.2f} %"
    assert "epochs: 6" in panel.phase.text()
    assert "test" in panel.note.text()


def test_the_buttons_follow_the_state(qtbot, make, job, wine):
    document = wine(epochs=LONG)
    panel = make(document)
    assert panel.train_button.text() == "Train"
    assert not panel.fresh_button.isVisible() and not panel.stop_button.isVisible()
    press(qtbot, panel.train_button)
    assert not panel.train_button.isVisible()
    qtbot.waitUntil(lambda: panel.epoch_bar.value() >= 1, timeout=30_000)
    assert "epoch" in panel.phase.text()
    press(qtbot, panel.pause_button)
    assert job.state == jobs.PAUSED
    assert panel.pause_button.text() == "Resume" and panel.phase.text() == "Paused"
    press(qtbot, panel.pause_button)
    assert job.state == jobs.RUNNING
    with qtbot.waitSignal(job.finished, timeout=20_000):
        press(qtbot, panel.stop_button)
        assert "Stopping" in panel.phase.text()
        assert not panel.stop_button.isEnabled()
    assert "Stopped" in panel.phase.text()
    assert panel.train_button.text() == "Continue" and panel.fresh_button.isVisible()


def test_continue_and_from_scratch_ask_for_different_things(qtbot, make, job, wine):
    document = wine(epochs=2)
    panel = make(document)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        press(qtbot, panel.train_button)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        press(qtbot, panel.train_button)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        press(qtbot, panel.fresh_button)
    assert [run.first_epoch for run in document.runs] == [0, 2, 0]


def test_the_panel_works_by_keyboard(qtbot, make, job, wine):
    panel = make(wine(epochs=1))
    panel.train_button.setFocus()
    with qtbot.waitSignal(job.finished, timeout=30_000):
        qtbot.keyClick(panel.train_button, Qt.Key.Key_Space)


def test_a_failure_stays_until_the_next_training(qtbot, make, job, wine):
    document = wine(epochs=1)
    panel = make(document)
    good = document.data.assign
    document.data.assign = {**good, "inputlayer_w0": ["alcohol"]}
    with qtbot.waitSignal(job.failed, timeout=20_000) as caught:
        press(qtbot, panel.train_button)
    assert panel.failure.isVisible()
    assert panel.failure.text.text() == caught.args[0].text
    document.data.assign = good
    with qtbot.waitSignal(job.finished, timeout=30_000):
        press(qtbot, panel.train_button)
    assert not panel.failure.isVisible()


def test_the_details_are_folded_and_can_be_copied(qtbot, make, job, wine):
    from PySide6.QtGui import QGuiApplication

    panel = make(wine())
    job.failed.emit(Failure("It broke", "Try less.", "Traceback: line 3"))
    assert not panel.failure.details.isVisible()
    panel.failure.fold.click()
    assert panel.failure.details.isVisible()
    panel.failure.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "It broke" in text and "Traceback: line 3" in text


def test_another_project_starts_clean(qtbot, make, job, wine):
    document = wine(epochs=1)
    panel = make(document)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        press(qtbot, panel.train_button)
    assert panel.table.isVisible()
    from app.document.record import ProjectRecord

    document.load(ProjectRecord())
    assert not panel.table.isVisible() and not panel.figures.isVisible()
    assert panel.train_button.text() == "Train"


def test_a_project_with_runs_shows_its_last_one(qtbot, make, job, wine):
    document = wine(epochs=2)
    with qtbot.waitSignal(job.finished, timeout=30_000):
        job.train(document)
    document.load(document.record())  # as a file gives it back: records, not objects
    panel = make(document)
    assert "epochs: 2" in panel.phase.text()
    assert "loss" in panel.table.texts()


def test_every_control_has_a_name_for_a_screen_reader(make, wine):
    panel = make(wine())
    for button in (panel.train_button, panel.fresh_button, panel.pause_button, panel.stop_button):
        assert button.text()
    assert panel.epoch_bar.accessibleName() and panel.batch_bar.accessibleName()


def test_a_panel_made_during_a_training_follows_it(qtbot, make, job, wine):
    document = wine(epochs=LONG)
    job.train(document)
    panel = make(document)
    assert panel.stop_button.isVisible() and panel.figures.isVisible()
    qtbot.waitUntil(lambda: panel.epoch_bar.value() >= 1, timeout=30_000)
    with qtbot.waitSignal(job.finished, timeout=20_000):
        press(qtbot, panel.stop_button)


def test_the_epoch_shown_is_the_running_one_and_the_bar_those_behind(make, wine):
    panel = make(wine())
    panel._show(Progress(TRAINING, epoch=4, epochs=20, batch=1, batches=5))
    assert panel.epoch_text.text() == "4 / 20"
    assert (panel.epoch_bar.value(), panel.epoch_bar.maximum()) == (3, 20)
    panel._show(Progress(TRAINING, epoch=4, epochs=20, batch=5, batches=5, epoch_end=True))
    assert panel.epoch_text.text() == "4 / 20" and panel.epoch_bar.value() == 4


def test_the_time_runs_on_while_nothing_is_reported(qtbot, make, job, wine):
    panel = make(wine())
    job.state = jobs.RUNNING
    panel.refresh()
    first = panel.elapsed_text.text()
    qtbot.waitUntil(lambda: panel.elapsed_text.text() != first, timeout=20_000)
    job.state = jobs.IDLE
    panel.refresh()
    assert not panel._ticking.isActive()


def test_the_line_about_a_run_speaks_in_words():
    run = Run(epochs=[{"accuracy": 0.5, "loss": 2.0, "val_accuracy": 0.25, "val_loss": 3.0}])
    run.ended, run.seconds = "stopped", 12.0
    assert result_line(run) == (
        "Stopped · epochs: 1 · 12 s · loss 2.000, validation loss 3.000, "
        "accuracy 50.00 %, validation accuracy 25.00 %"
    )
