"""Windows that are no larger than the screen they open on."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

#: What a title bar takes of the screen's height.
TITLE = 40


def within(wanted: QSize, available: QSize) -> QSize:
    """The size, or as much of it as a screen has beside the title bar."""
    return wanted.boundedTo(available - QSize(0, TITLE))


def resize(window: QWidget, width: int, height: int) -> None:
    """Give a window a size that its screen has room for; what is on no screen gets it whole."""
    wanted = QSize(width, height)
    if QGuiApplication.platformName() != "offscreen":
        wanted = within(wanted, window.screen().availableGeometry().size())
    window.resize(wanted)
