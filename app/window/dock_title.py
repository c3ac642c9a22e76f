"""The title of a panel, with buttons large enough to hit."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from app import theme


class DockTitle(QWidget):
    """Title, float and close; dragging it moves the panel as usual."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        label = QLabel(dock.windowTitle())
        label.setProperty("role", "heading")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(0)
        row.addWidget(label, 1)
        floating = self._button("float", self.tr("Detach or put back"))
        floating.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        closing = self._button("close", self.tr("Close the panel; View > Panels brings it back"))
        closing.clicked.connect(dock.close)
        row.addWidget(floating)
        row.addWidget(closing)

    def _button(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        theme.set_icon(button, icon)
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        return button
