"""About: what this is, its version, its licence."""

from __future__ import annotations

import platform
import sys

from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import theme


class AboutDialog(QDialog):
    """A card with the facts that a bug report needs, selectable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Layerloom"))
        logo = QLabel()
        logo.setPixmap(theme.app_icon().pixmap(QSize(72, 72)))
        logo.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(8)
        title = QLabel("Layerloom")
        title.setProperty("role", "title")
        words.addWidget(title)
        words.addWidget(self._text(self.tr(
            "Draw neural networks, train them on the spot and take them away as Keras files. "
            "Everything runs on this computer."
        )))
        words.addWidget(self._text(facts()))
        words.addWidget(self._text(self.tr("Free software under the MIT licence.")))
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(logo)
        row.addLayout(words, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 16)
        rows.setSpacing(16)
        rows.addLayout(row)
        rows.addWidget(buttons)
        self.setFixedWidth(460)

    def _text(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return label


def facts() -> str:
    """Versions of the program, Python, Qt and the system."""
    version = QCoreApplication.applicationVersion() or "development"
    python = ".".join(map(str, sys.version_info[:3]))
    system = f"{platform.system()} {platform.release()}"
    return f"Layerloom {version}\nPython {python}, Qt {qVersion()}\n{system}, {platform.machine()}"
