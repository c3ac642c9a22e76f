"""The layers to choose from, by family, with a search box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.clipboard import LAYER_MIME_TYPE
from app.document.traits import look_of
from app.i18n import engine_text
from app.panels import families, layer_help
from engine import registry
from engine.registry import Entry

_NAME = Qt.ItemDataRole.UserRole
_RECENT = "recent"
_RECENT_LIMIT = 4


class LayerTree(QTreeWidget):
    """The list of families and layers; what is dragged from it names a layer class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setIconSize(QSize(22, 22))
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        self.itemClicked.connect(self._fold)
        self.itemExpanded.connect(_show_arrow)
        self.itemCollapsed.connect(_show_arrow)

    def _fold(self, item: QTreeWidgetItem) -> None:
        if item.childCount():
            item.setExpanded(not item.isExpanded())

    def mimeTypes(self) -> list[str]:
        return [LAYER_MIME_TYPE]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        data = QMimeData()
        name = items[0].data(0, _NAME) if items else None
        if name:
            data.setData(LAYER_MIME_TYPE, QByteArray(name.encode()))
        return data

    def startDrag(self, actions: Qt.DropAction) -> None:
        item = self.currentItem()
        name = item.data(0, _NAME) if item is not None else None
        if item is None or not name:
            return
        drag = QDrag(self)
        drag.setMimeData(self.mimeData([item]))
        picture = drag_picture(registry.find("layer", name), self.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(20, 20))
        drag.exec(Qt.DropAction.CopyAction)


def _key(group: QTreeWidgetItem) -> str:
    return group.data(0, _NAME + 1)


def _show_arrow(group: QTreeWidgetItem) -> None:
    name = "arrow-down" if group.isExpanded() else "arrow-right"
    group.setIcon(0, families.small_icon(name))


class Palette(QWidget):
    """Layers by family. ``layerChosen(class name)``: double click, Enter, or Enter in the search.

    Dragging gives ``LAYER_MIME_TYPE`` with the class name as text.
    """

    layerChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: list[str] = []
        self._folded: set[str] = set()
        self._searched = ""
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.tree = LayerTree()
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addWidget(self.empty, 1)
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.tree.itemActivated.connect(self._activated)
        theme.notifier().changed.connect(self._fill)
        self._translate()

    # -- for others -------------------------------------------------------------------------

    def shown(self) -> list[str]:
        """Class names in the list now, in order, recent ones first."""
        return [item.data(0, _NAME) for item in self._items()]

    # -- inside -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search layers"))
        self.search.setAccessibleName(self.tr("Search layers"))
        self.tree.setAccessibleName(self.tr("Layers"))
        self._fill()

    def _search_key(self, event: QKeyEvent) -> bool:
        """In the search box the arrow keys move in the list and Enter chooses."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self.tree.currentItem()
            if item is not None:
                self._activated(item)
                self.search.clear()  # the next search begins afresh
            return True
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def _move(self, step: int) -> None:
        items = self._items()
        if not items:
            return
        item = self.tree.currentItem()
        place = items.index(item) + step if item in items else 0
        self.tree.setCurrentItem(items[max(0, min(place, len(items) - 1))])

    def _groups(self) -> list[QTreeWidgetItem]:
        count = self.tree.topLevelItemCount()
        return [g for g in map(self.tree.topLevelItem, range(count)) if g is not None]

    def _items(self) -> list[QTreeWidgetItem]:
        """The layers in the list, from top to bottom."""
        found = [g.child(row) for g in self._groups() for row in range(g.childCount())]
        return [item for item in found if item is not None]

    def _activated(self, item: QTreeWidgetItem) -> None:
        name = item.data(0, _NAME)
        if name:
            self.layerChosen.emit(name)
            self._use(name)

    def _use(self, name: str) -> None:
        if self._recent[:1] == [name]:
            return
        self._recent = [name, *(n for n in self._recent if n != name)][:_RECENT_LIMIT]
        if not self.search.text():
            self._fill()

    def _fill(self) -> None:
        """Make the list anew, keeping what is folded and where it is scrolled."""
        if not self._searched:
            self._folded = {_key(g) for g in self._groups() if not g.isExpanded()}
        place = self.tree.verticalScrollBar().value()
        self._searched = text = self.search.text().strip().lower()
        self.tree.clear()
        entries = [e for e in registry.entries("layer") if not e.hidden and matches(e, text)]
        if self._recent and not text:
            self._add_recent()
        for family in sorted({e.family for e in entries}, key=families.rank):
            members = [e for e in entries if e.family == family]
            self._add_group(family, families.title(family), members)
        for group in self._groups():
            group.setExpanded(bool(text) or _key(group) not in self._folded)
            _show_arrow(group)
        self.tree.verticalScrollBar().setValue(place)
        self._show_best(text)
        self.tree.setVisible(bool(entries))
        self.empty.setVisible(not entries)
        self.empty.setText(self.tr("No layer is called “{text}”.").format(text=text))

    def _add_recent(self) -> None:
        known = {e.name: e for e in registry.entries("layer") if not e.hidden}
        members = [known[name] for name in self._recent if name in known]
        self._add_group(_RECENT, self.tr("Recently used"), members)

    def _add_group(self, key: str, title: str, members: list[Entry]) -> None:
        group = QTreeWidgetItem([title])
        group.setData(0, _NAME + 1, key)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setSizeHint(0, QSize(0, 28))
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        group.setFont(0, font)
        group.setForeground(0, theme.current().color("muted"))
        for entry in members:
            group.addChild(_item(entry))
        self.tree.addTopLevelItem(group)

    def _show_best(self, text: str) -> None:
        """While searching, mark the layer that Enter would choose."""
        if not text:
            return
        found = self._items()
        if found:
            best = min(found, key=lambda item: _distance(item.data(0, _NAME), text))
            self.tree.setCurrentItem(best)


def matches(entry: Entry, text: str) -> bool:
    """Whether a search text is in the name, an alias or the summary (in either language)."""
    names = (entry.name, families.shown_name(entry.name), registry.snake_case(entry.name))
    words = (*names, *entry.aliases, entry.summary, engine_text(entry.summary))
    hay = " ".join(words).lower()
    return all(part in hay for part in text.split())


def _distance(name: str, text: str) -> tuple[int, int]:
    name = name.lower()
    if name == text:
        return 0, 0
    if name.startswith(text):
        return 1, len(name)
    return (2, len(name)) if text in name else (3, 0)


def _item(entry: Entry) -> QTreeWidgetItem:
    item = QTreeWidgetItem([families.shown_name(entry.name)])
    item.setIcon(0, families.icon(look_of(entry)))
    item.setToolTip(0, layer_help.tooltip(entry))
    item.setData(0, _NAME, entry.name)
    item.setSizeHint(0, QSize(0, 28))
    item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, engine_text(entry.summary))
    return item


def drag_picture(entry: Entry, scale: float) -> QPixmap:
    """A small card that follows the pointer."""
    width, height = 148, 40
    picture = QPixmap(round(width * scale), round(height * scale))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(scale)
    colors = theme.current()
    look = look_of(entry)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(colors.family(look)))
    painter.setBrush(colors.color("node"))
    painter.drawRoundedRect(1, 1, width - 2, height - 2, 8, 8)
    painter.drawPixmap(QPoint(8, 8), families.tile(look, 24, scale))
    painter.setPen(colors.color("text"))
    area = painter.viewport()
    text = painter.fontMetrics().elidedText(
        families.shown_name(entry.name), Qt.TextElideMode.ElideRight, width - 48
    )
    area.setRect(40, 0, width - 48, height)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.end()
    return picture
