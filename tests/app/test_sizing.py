"""A window opens whole on a small screen."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from app import sizing


def test_a_window_takes_no_more_than_the_screen_has():
    small = QSize(1280, 720)
    assert sizing.within(QSize(1440, 900), small) == QSize(1280, 720 - sizing.TITLE)
    assert sizing.within(QSize(860, 600), small) == QSize(860, 600)


def test_a_dialog_fits_its_screen(qtbot, monkeypatch):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    sizing.resize(dialog, 5000, 5000)
    assert dialog.screen().availableGeometry().contains(dialog.rect())
