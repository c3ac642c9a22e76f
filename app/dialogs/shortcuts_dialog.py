"""All keys on one page, read from the menus so that the page is never out of date."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMenuBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import i18n


class ShortcutsDialog(QDialog):
    """A searchable list: what it does, which keys."""

    def __init__(self, bar: QMenuBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(560, 620)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search by name or key"))
        self.search.setAccessibleName(self.tr("Search by name or key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([self.tr("What it does"), self.tr("Keys")])
        self.list.setAccessibleName(self.tr("Keyboard shortcuts"))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for action in bar.actions():
            if isinstance(menu := action.menu(), QMenu):
                self._add_menu(menu, action.text())
        self._add_canvas_keys()
        self.list.expandAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(12)
        for widget in (self.search, self.list, buttons):
            rows.addWidget(widget)

    def _add_menu(self, menu: QMenu, title: str) -> None:
        rows = [(_plain(a.text()), _keys(a)) for a in _actions(menu) if a.shortcuts()]
        self._add_group(_plain(title), rows)

    def _add_canvas_keys(self) -> None:
        rows = [
            (self.tr("Zoom"), self.tr("Ctrl + mouse wheel")),
            (self.tr("Move the drawing"), self.tr("Middle mouse button, or Space and drag")),
            (self.tr("Open a layer's properties"), self.tr("Double click or Enter")),
        ]
        self._add_group(self.tr("On the canvas"), rows)

    def _add_group(self, title: str, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        group = QTreeWidgetItem(self.list, [title])
        group.setFirstColumnSpanned(True)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for row in rows:
            QTreeWidgetItem(group, list(row))

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for number in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(number)
            if group is None:
                continue
            children = [c for i in range(group.childCount()) if (c := group.child(i))]
            for child in children:
                child.setHidden(wanted not in f"{child.text(0)} {child.text(1)}".casefold())
            group.setHidden(all(child.isHidden() for child in children))


def _actions(menu: QMenu) -> list[QAction]:
    """The actions of a menu and of the menus in it."""
    found: list[QAction] = []
    for action in menu.actions():
        if isinstance(inner := action.menu(), QMenu):
            found.extend(_actions(inner))
        elif not action.isSeparator():
            found.append(action)
    return found


def _plain(text: str) -> str:
    """Menu text without mnemonic, dots and details: "&Undo: Add Dense" is "Undo"."""
    return i18n.without_mnemonic(text.partition(": ")[0])


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ",  ".join(keys.toString(native) for keys in action.shortcuts())
