"""The head of the data page: what the data is, how much there is, and the ways to change it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.data.builtin import catalogue
from app.data.spec import DataSpec, Table
from app.plain import Label


class SourceCard(QFrame):
    """Title, size and notes of the data, with the buttons that choose other data.

    Signals:
        builtinChosen(str): Key of a built-in set.
        fileWanted(), folderWanted(): Other data from the disk.
        editWanted(): Change how the present file is read.
        removeWanted(): Train on no data.
    """

    builtinChosen = Signal(str)
    fileWanted = Signal()
    folderWanted = Signal()
    editWanted = Signal()
    removeWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.title, self.facts, self.notes = Label(), Label(), Label()
        self.title.setProperty("role", "title")
        self.facts.setProperty("role", "muted")
        self.notes.setProperty("role", "warning")
        for label in (self.title, self.facts, self.notes):
            label.setWordWrap(True)
        self.change = QPushButton(self.tr("Other data"))
        self.change.setMenu(self._menu())
        self.edit = QPushButton(self.tr("Reading options…"))
        self.remove = QToolButton()
        self.remove.setToolTip(self.tr("Remove the data from the project"))
        self.remove.setAccessibleName(self.remove.toolTip())
        theme.set_icon(self.remove, "delete")
        self.edit.clicked.connect(self.editWanted)
        self.remove.clicked.connect(self.removeWanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.change)
        buttons.addWidget(self.edit)
        buttons.addStretch()
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.facts)
        column.addWidget(self.notes)
        column.addSpacing(4)
        column.addLayout(buttons)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Open &file…"), self.fileWanted.emit)
        menu.addAction(self.tr("&Image folder…"), self.folderWanted.emit)
        menu.addSeparator()
        for entry in catalogue():
            action = menu.addAction(entry.title)
            action.triggered.connect(lambda _=False, key=entry.key: self.builtinChosen.emit(key))
        return menu

    def show_source(self, spec: DataSpec, table: Table | None) -> None:
        """Describe the data; without a table only what the spec knows."""
        sets = catalogue() if spec.kind == "builtin" else []
        entry = next((e for e in sets if e.key == spec.name), None)
        self.title.setText(entry.title if entry else spec.name or spec.path)
        self.edit.setVisible(spec.kind != "builtin")
        parts = []
        if table is not None:
            parts.append(self.tr("{rows} rows").format(rows=f"{table.rows:,}"))
            parts.append(self.tr("{count} fields").format(count=len(table.fields)))
        kinds = {
            "builtin": self.tr("built-in set"),
            "csv": self.tr("table of text"),
            "arrays": self.tr("NumPy file"),
            "images": self.tr("picture folder"),
        }
        parts.append(kinds[spec.kind])
        lines = [" · ".join(parts)]
        if entry is not None:
            lines += [entry.summary, entry.origin]
        elif spec.path:
            lines.append(spec.path)
        self.facts.setText("\n".join(lines))
        notes = table.notes if table else []
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
