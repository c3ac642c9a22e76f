"""An error nobody foresaw is told, whatever it was raised in."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.unexpected import Unexpected


@pytest.fixture
def told(qapp, monkeypatch):
    found = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    unexpected = Unexpected(found.append)
    monkeypatch.setattr(sys, "excepthook", unexpected.report)
    yield found
    unexpected.deleteLater()


def test_an_error_in_a_slot_is_told_once_with_its_details(told, qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: {}["lost"])
    for _ in range(3):
        button.click()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(10)
    (failure,) = told
    assert "Your work is safe" in failure.text and "lost" in failure.details
    assert "test_unexpected.py" in failure.details


def test_an_error_while_painting_is_told_after_it(told, qtbot):
    class Wrong(QWidget):
        def paintEvent(self, event):
            raise ZeroDivisionError

    widget = Wrong()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: bool(told))
    assert "ZeroDivisionError" in told[0].details


def test_ctrl_c_is_no_error(told, qtbot):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    qtbot.wait(10)
    assert told == []
