"""The export dialog: what it offers, what it writes, what it says when it cannot."""

import pytest
from PySide6.QtWidgets import QFileDialog

from app import exporting
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
    assert [b.objectName() for b in dialog.choices.buttons()] == list(exporting.EXPORTS)
    assert all(b.accessibleDescription() for b in dialog.choices.buttons())


@pytest.mark.parametrize("key", exporting.EXPORTS)
def test_the_chosen_form_is_written_where_the_user_said(dialog, qtbot, monkeypatch, tmp_path, key):
    next(b for b in dialog.choices.buttons() if b.objectName() == key).setChecked(True)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "mine"), "")
    )
    dialog.save_button.click()
    expected = tmp_path / f"mine{exporting.EXPORTS[key].suffix}"
    qtbot.waitUntil(lambda: dialog.written == expected, timeout=60_000)
    assert expected.stat().st_size > 0
    assert str(expected) in dialog.message.text()
    assert dialog.folder_button.isVisible()


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
