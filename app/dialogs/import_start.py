"""The first page of importing data: a file, a folder, or a set that comes with the program."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.data.builtin import catalogue


class StartPage(QWidget):
    """Where the data comes from.

    Signals:
        fileWanted(), folderWanted(): A button was pressed.
        builtinChosen(str): Key of a built-in set.
    """

    fileWanted = Signal()
    folderWanted = Signal()
    builtinChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Where is the data?"))
        title.setProperty("role", "title")
        self.file_button = QPushButton(self.tr("Open file…"))
        self.file_button.clicked.connect(self.fileWanted)
        self.file_button.setProperty("primary", "true")
        self.folder_button = QPushButton(self.tr("Image folder…"))
        self.folder_button.clicked.connect(self.folderWanted)
        theme.set_icon(self.folder_button, "folder")
        file_text = QLabel(self.tr("A table (.csv, .tsv, .txt) or NumPy arrays (.npz, .npy)"))
        folder_text = QLabel(self.tr("Pictures, one subfolder for each class"))
        for label in (file_text, folder_text):
            label.setProperty("role", "muted")
        heading = QLabel(self.tr("Sets that come with the program"))
        heading.setProperty("role", "heading")
        self.sets = QListWidget()
        self.sets.setAccessibleName(heading.text())
        for entry in catalogue():
            item = QListWidgetItem(f"{entry.title}  ({entry.rows:,})\n{entry.summary}")
            item.setToolTip(entry.origin)
            item.setData(Qt.ItemDataRole.UserRole, entry.key)
            self.sets.addItem(item)
        self.sets.setSpacing(2)
        self.sets.setAlternatingRowColors(True)
        self.sets.itemActivated.connect(self._activated)
        self.sets.itemClicked.connect(self._activated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(title)
        for button, text in ((self.file_button, file_text), (self.folder_button, folder_text)):
            row = QHBoxLayout()
            row.setSpacing(12)
            button.setMinimumWidth(150)
            button.setAutoDefault(False)
            row.addWidget(button)
            row.addWidget(text)
            row.addStretch()
            column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(heading)
        column.addWidget(self.sets, 1)

    def _activated(self, item: QListWidgetItem) -> None:
        self.builtinChosen.emit(item.data(Qt.ItemDataRole.UserRole))
