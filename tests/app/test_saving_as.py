"""Where a file is written: its ending, and what stands there already."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.saving_as import ask_where


@pytest.fixture
def ask(qtbot, monkeypatch, tmp_path):
    """Ask, with the name that is typed and the button that is pressed if there is a question."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def asking(typed, button=None):
        asked = []

        def exec_(box):
            asked.append(box.text())
            next(b for b in box.buttons() if b.text().replace("&", "") == button).click()

        name = str(tmp_path / typed) if typed else ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))
        monkeypatch.setattr(QMessageBox, "exec", exec_)
        path = ask_where(parent, "Save", Path("x"), "(*.loom)", (".loom", ".zip"))
        return (path.name if path else None), asked

    return asking


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("wine", "wine.loom"),
        ("wine.loom", "wine.loom"),
        ("wine.zip", "wine.zip"),
        ("wine v1.2", "wine v1.2.loom"),
        ("", None),
    ],
)
def test_a_name_gets_the_ending_it_lacks(ask, typed, written):
    assert ask(typed) == (written, [])


def test_a_file_that_was_not_typed_is_asked_about_before_it_is_replaced(ask, tmp_path):
    (tmp_path / "wine.loom").write_text("work of days")
    name, asked = ask("wine", "Cancel")
    assert name is None and "wine.loom" in asked[0]
    assert ask("wine", "Replace")[0] == "wine.loom"
    assert ask("wine.loom") == ("wine.loom", []), "the dialog itself has asked"
