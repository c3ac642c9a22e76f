"""What the data page shows before there is any data: where it can come from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.data.builtin import BuiltinSet, catalogue


class SetCard(QPushButton):
    """One built-in set: a wide button with a title and a few words."""

    def __init__(self, entry: BuiltinSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(entry.title)
        self.setAccessibleDescription(entry.summary)
        self.setToolTip(entry.origin)
        self.setMinimumHeight(96)
        title = QLabel(entry.title)
        title.setProperty("role", "heading")
        rows = QLabel(self.tr("{rows} rows").format(rows=f"{entry.rows:,}"))
        summary = QLabel(entry.summary)
        summary.setWordWrap(True)
        for label in (rows, summary):
            label.setProperty("role", "muted")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(summary)
        column.addStretch()
        for label in (title, rows, summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return QSize(280, max(96, layout.heightForWidth(280) if layout else 0))


class EmptyData(QScrollArea):
    """Where data can come from.

    Signals:
        builtinChosen(str): Key of a built-in set.
        fileWanted(): "Open file…" was pressed.
        folderWanted(): "Image folder…" was pressed.
    """

    builtinChosen = Signal(str)
    fileWanted = Signal()
    folderWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        page.setMaximumWidth(960)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(12)
        title = QLabel(self.tr("Choose the data to learn from"))
        title.setProperty("role", "title")
        column.addWidget(title)
        text = QLabel(
            self.tr(
                "A table (CSV), NumPy arrays (.npz, .npy), or a folder of pictures with one "
                "subfolder per class. Files can also be dropped here."
            )
        )
        text.setProperty("role", "muted")
        text.setWordWrap(True)
        column.addWidget(text)
        column.addLayout(self._buttons())
        column.addSpacing(12)
        heading = QLabel(self.tr("Or begin with a set that comes with the program"))
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        column.addLayout(self._cards())
        column.addStretch()
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch()
        row.addWidget(page, 100)
        row.addStretch()
        self.setWidget(outer)

    def _buttons(self) -> QHBoxLayout:
        self.file_button = QPushButton(self.tr("Open file…"))
        self.file_button.setProperty("primary", "true")
        self.file_button.clicked.connect(self.fileWanted)
        self.folder_button = QPushButton(self.tr("Image folder…"))
        self.folder_button.clicked.connect(self.folderWanted)
        theme.set_icon(self.folder_button, "folder")
        row = QHBoxLayout()
        row.addWidget(self.file_button)
        row.addWidget(self.folder_button)
        row.addStretch()
        return row

    def _cards(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        self.cards: dict[str, SetCard] = {}
        for number, entry in enumerate(catalogue()):
            card = self.cards[entry.key] = SetCard(entry)
            card.clicked.connect(lambda _=False, key=entry.key: self.builtinChosen.emit(key))
            grid.addWidget(card, number // 2, number % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        return grid
