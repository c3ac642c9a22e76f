"""The export dialog: what it offers, what it writes, what it says when it cannot."""

import h5py
import pytest
from PySide6.QtWidgets import QFileDialog

from app import exporting, verifying
from app.dialogs.export_dialog import ExportDialog
from app.document.document import Document
from app.document.examples import open_example
from app.settings import Settings


@pytest.fixture
def dialog(qtbot, worker, tmp_path):
    document = Document()
    document.load(open_example("wine_mlp"))
    settings = Settings()
    settings.last_folder = str(tmp_path)
    dialog = ExportDialog(document, worker, settings)
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    settings._store.clear()


def test_every_form_is_offered(dialog):
    assert [b.objectName() for b in dialog.choices.buttons()] == list(exporting.FORMS)
    assert all(b.accessibleDescription() for b in dialog.choices.buttons())


@pytest.mark.parametrize("key", exporting.FORMS)
def test_the_chosen_form_is_written_where_the_user_said(dialog, qtbot, monkeypatch, tmp_path, key):
    next(b for b in dialog.choices.buttons() if b.objectName() == key).setChecked(True)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "mine"), "")
    )
    monkeypatch.setattr(verifying, "library_for", lambda *_: None)
    dialog.save_button.click()
    expected = tmp_path / f"mine{exporting.FORMS[key].suffix}"
    qtbot.waitUntil(lambda: dialog.written == expected, timeout=60_000)
    assert expected.stat().st_size > 0
    assert str(expected) in dialog.message.text()
    assert dialog.folder_button.isVisible()


def test_an_opened_model_is_proposed_under_its_name_beside_its_file(dialog, monkeypatch, tmp_path):
    proposed = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a, **_k: (proposed.append(a[2]), ("", ""))[1]
    )
    dialog._document.set_title("vgg/16")
    dialog.save_button.click()
    (tmp_path / "vgg-16.h5").write_text("the file it came from")
    dialog.save_button.click()
    assert proposed == [str(tmp_path / "vgg-16.h5"), str(tmp_path / "vgg-16-exported.h5")]


def test_an_untrained_model_is_said_to_be_one(dialog):
    assert "initial" in dialog.message.text()


def test_a_failure_is_said_and_leaves_the_older_file(dialog, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "model.json"
    target.write_text("older")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_atomically", full)
    dialog.write("json", target)
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled(), timeout=60_000)
    assert "No space left" in dialog.message.text()
    assert dialog.message.property("role") == "error"
    assert target.read_text() == "older" and dialog.written is None


def test_cancelling_the_file_dialog_writes_nothing(dialog, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    dialog.save_button.click()
    assert dialog.written is None and list(tmp_path.iterdir()) == []


def test_the_file_is_read_back_and_the_real_library_asked(dialog, qtbot, tmp_path):
    dialog.write("keras", tmp_path / "model.keras")
    qtbot.waitUntil(lambda: "\nKeras 3" in dialog.message.text(), timeout=120_000)
    lines = dialog.message.text().splitlines()
    assert lines[1] == "Read back: exactly the same predictions."
    assert "same predictions" in lines[2]
    assert dialog.message.property("role") == "ok"


def test_a_file_that_predicts_otherwise_is_said_plainly(dialog, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(
        verifying, "read_back", lambda *_: verifying.Verdict("", False, 0.5, True)
    )
    monkeypatch.setattr(verifying, "library_for", lambda *_: None)
    dialog.write("h5", tmp_path / "model.h5")
    qtbot.waitUntil(lambda: dialog.written is not None, timeout=60_000)
    assert "OTHER predictions" in dialog.message.text()
    assert dialog.message.property("role") == "error"


def test_what_tensorflow_opens_can_be_written_for_it(dialog, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(verifying, "library_for", lambda *_: None)
    dialog.generation.setCurrentIndex(1)
    dialog.write("h5", tmp_path / "model.h5")
    qtbot.waitUntil(lambda: dialog.written is not None, timeout=60_000)
    assert "exactly the same" in dialog.message.text()
    with h5py.File(tmp_path / "model.h5") as file:
        assert str(file.attrs["keras_version"]).startswith("2.")
    choices = {b.objectName(): b for b in dialog.choices.buttons()}
    choices["keras"].click()
    assert dialog.generation.isEnabled()
    choices["python"].click()
    assert not dialog.generation.isEnabled()


def test_a_missing_library_and_what_a_form_cannot_hold_are_told(dialog, qtbot, tmp_path,
                                                                monkeypatch):  # fmt: skip
    real = verifying.importlib.util.find_spec
    monkeypatch.setattr(
        verifying.importlib.util,
        "find_spec",
        lambda name, *rest: None if name == "tf_keras" else real(name, *rest),
    )
    document = dialog._document
    setup = document.setup.copy()
    setup.optimizer = {
        "class_name": "Adam",
        "config": {"loss_scale_factor": 8.0, "gradient_accumulation_steps": 2},
    }
    document.set_setup(setup)
    dialog.generation.setCurrentIndex(dialog.generation.findData(2))
    dialog.write("h5", tmp_path / "m.h5")
    qtbot.waitUntil(lambda: dialog.written is not None, timeout=60_000)
    said = dialog.message.text()
    assert "Keras 2 (tf_keras) is not installed" in said and "Read back" in said
    assert "optimizers lack" in said and "gradient_accumulation_steps" in said
