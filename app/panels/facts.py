"""Small two-column tables of facts, and numbers as people read them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.plain import Label


class Facts(QWidget):
    """Name and value, one pair a row; values can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show these pairs instead of the ones before."""
        while len(self._labels) < len(facts):
            self._add_row()
        for row, (name, value) in enumerate(self._labels):
            shown = row < len(facts)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(facts[row][0])
                value.setText(facts[row][1])
                value.setAccessibleName(f"{facts[row][0]}: {facts[row][1]}")

    def facts(self) -> list[tuple[str, str]]:
        """The pairs shown."""
        return [(n.text(), v.text()) for n, v in self._labels if not n.isHidden()]

    def _add_row(self) -> None:
        name, value = Label(), Label()
        name.setProperty("role", "muted")
        name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = len(self._labels)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(value, row, 1)
        self._labels.append((name, value))


def count_text(count: int) -> str:
    """A whole number with its groups: "1,290"."""
    return QLocale().toString(count)


def large_text(value: float) -> str:
    """A large number shortened: "1.2 million"."""
    for size, text in (
        (1e9, QCoreApplication.translate("Facts", "{number} billion")),
        (1e6, QCoreApplication.translate("Facts", "{number} million")),
    ):
        if value >= size:
            return text.format(number=QLocale().toString(value / size, "f", 1))
    return QLocale().toString(round(value))


def bytes_text(count: int) -> str:
    """A size in memory: "3.1 MB"."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def parameters_text(parameters: int, trainable: int) -> str:
    """A parameter count and how many of them training changes, where that differs."""
    if parameters == trainable:
        return count_text(parameters)
    text = QCoreApplication.translate("Facts", "{count} ({trainable} trainable)")
    return text.format(count=count_text(parameters), trainable=count_text(trainable))
