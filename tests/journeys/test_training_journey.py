"""A person opens the digits example, trains, stops, saves, opens it again, exports."""

import numpy as np
import pytest

from app.dialogs.export_dialog import ExportDialog
from app.document.examples import open_example
from app.main_window import MainWindow
from app.settings import Settings
from app.window.workspace import Workspace


@pytest.fixture
def window(qtbot, tmp_path):
    settings = Settings()
    settings.last_folder = str(tmp_path)
    workspace = Workspace()
    window = MainWindow(workspace, settings, remember=False)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.document.set_modified(False))
    window.show()
    yield window
    workspace.close()
    settings._store.clear()


def test_train_stop_save_reopen_export(window, qtbot, tmp_path):
    import keras

    document, job = window.workspace.document, window.workspace.job
    window.open_example("digits_cnn")
    setup = document.setup.copy()
    setup.epochs = 500
    setup.callbacks = []
    document.set_setup(setup)

    window.actions_["start"].trigger()
    assert job.running and window.mode == "train"
    qtbot.waitUntil(lambda: len(job.run.epochs) >= 2, timeout=120_000)
    assert window.actions_["stop"].isEnabled()
    with qtbot.waitSignal(job.finished, timeout=60_000):
        window.actions_["stop"].trigger()
    run = document.runs[-1]
    assert 2 <= len(run.epochs) < 500 and run.ended == "stopped"
    assert document.modified and window.isWindowModified()
    assert not window.actions_["stop"].isEnabled()

    path = tmp_path / "digits.loom"
    assert window.files.write(path)
    kept = {name: [a.copy() for a in arrays] for name, arrays in document.weights.items()}
    assert window.files.new("sequential")
    assert document.weights is None
    assert window.files.open(path)
    assert window.mode == "design"
    for name, arrays in kept.items():
        for ours, theirs in zip(arrays, document.weights[name], strict=True):
            np.testing.assert_array_equal(ours, theirs)
    assert len(document.runs) == 1

    dialog = ExportDialog(document, window.workspace.worker, window.settings, window)
    qtbot.addWidget(dialog)
    target = tmp_path / "digits.h5"
    dialog.write("h5", target)
    qtbot.waitUntil(lambda: dialog.written == target, timeout=60_000)
    assert str(target) in dialog.message.text()

    model = keras.models.load_model(target)
    flat = [array for arrays in kept.values() for array in arrays]
    for theirs, ours in zip(model.get_weights(), flat, strict=True):
        np.testing.assert_array_equal(theirs, ours)


def test_closing_during_a_training_asks_and_then_stops_cleanly(window, qtbot, monkeypatch):
    from PySide6.QtWidgets import QMessageBox

    window.open_example("digits_cnn")
    setup = window.workspace.document.setup.copy()
    setup.epochs = 500
    window.workspace.document.set_setup(setup)
    window.actions_["start"].trigger()
    job = window.workspace.job
    qtbot.waitUntil(lambda: bool(job.run.epochs), timeout=120_000)
    asked = []

    def refuse(box):
        asked.append(box.text())
        box.defaultButton().click()

    monkeypatch.setattr(QMessageBox, "exec", refuse)
    assert not window.close()
    assert job.running and len(asked) == 1

    def agree(box):
        asked.append(box.text())
        accept = [b for b in box.buttons() if box.buttonRole(b) == box.ButtonRole.AcceptRole]
        if box.standardButtons() & box.StandardButton.Discard:
            box.button(box.StandardButton.Discard).click()
            return box.StandardButton.Discard
        accept[0].click()
        return None

    monkeypatch.setattr(QMessageBox, "exec", agree)
    assert window.close()
    assert not job.running
    assert window.workspace.document.weights is not None
    assert len(asked) == 3  # refused once, then: stop? save?


def test_training_again_draws_a_second_run(window, qtbot):
    record = open_example("wine_mlp")
    record.setup.epochs = 2
    window.files.show_record(record)
    job, document = window.workspace.job, window.workspace.document
    for _ in range(2):
        with qtbot.waitSignal(job.finished, timeout=120_000):
            window.actions_["start_fresh"].trigger()
    assert len(document.runs) == 2
    assert document.runs[0].epochs[0] == pytest.approx(document.runs[1].epochs[0])


def test_exporting_a_broken_model_is_refused_with_the_reason(window, qtbot):
    window.files.new("functional")
    from app import commands

    commands.push(
        window.workspace.stack, commands.AddNode(window.workspace.document, "Dense")
    )
    window.workspace.document.check()
    dialog = ExportDialog(
        window.workspace.document, window.workspace.worker, window.settings, window
    )
    qtbot.addWidget(dialog)
    assert not dialog.save_button.isEnabled()
    assert "dense" in dialog.message.text().lower()
