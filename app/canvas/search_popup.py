"""Finding a layer by its name: a line and a list that opens at the pointer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.canvas import labels
from app.i18n import engine_text
from engine import registry

KIND = Qt.ItemDataRole.UserRole
SUMMARY = Qt.ItemDataRole.UserRole + 1
ROWS = 7


class SearchPopup(QFrame):
    """Offers layers; type to narrow, arrows and Enter or a click to choose, Escape to leave.

    Before a letter is typed the layer called ``first`` and the basic ones lead the list.

    Signals:
        chosen: Class name of the layer that was chosen.
    """

    chosen = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        fits: Callable[[str], bool] | None = None,
        hint: str = "",
        first: str = "",
        label: str = "",
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("searchPopup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(label or self.tr("Add a layer"))
        self.entries = [
            entry
            for entry in registry.entries("layer")
            if not entry.hidden and (fits is None or fits(entry.name))
        ]
        self.entries.sort(key=lambda e: (e.name != first, e.family != "core"))
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(hint or self.tr("Search layers"))
        self.line.setAccessibleName(self.tr("Search layers"))
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Layers found"))
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.nothing = QLabel(self)
        self.nothing.setWordWrap(True)
        self.nothing.setMargin(8)
        self._arrange()
        self.line.textChanged.connect(self.narrow)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self.choose())
        self.narrow("")

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        for widget in (self.line, self.list, self.nothing):
            box.addWidget(widget)
        self.setFixedWidth(340)

    def popup(self, at: QPoint) -> None:
        """Open with the top-left corner at a point of the screen, kept on the screen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()
        free = screen.availableGeometry()
        x = min(max(at.x(), free.left()), free.right() - self.width())
        y = min(max(at.y(), free.top()), free.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def narrow(self, text: str) -> None:
        """List the layers a text finds, the best first."""
        self.list.clear()
        for entry in ranked(self.entries, text):
            item = QListWidgetItem(labels.title(entry.name), self.list)
            item.setData(KIND, entry.name)
            item.setData(SUMMARY, engine_text(entry.summary))
            item.setToolTip(engine_text(entry.summary))
        self.list.setCurrentRow(0)
        found = self.list.count() > 0
        self.list.setVisible(found)
        self.nothing.setVisible(not found)
        self.list.setFixedHeight(min(self.list.count(), ROWS) * _Row.HEIGHT + 4)
        if not found:
            message = self.tr("No layer that fits here is called “{text}”.")
            empty = self.tr("No layer fits here.")
            self.nothing.setText(message.format(text=text) if text else empty)
        self.adjustSize()

    def choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            kind = str(item.data(KIND))
            self.close()
            self.chosen.emit(kind)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self.choose()
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
            steps = {
                Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS,
            }  # fmt: skip
            if key in steps and self.list.count():
                row = self.list.currentRow() + steps[key]
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                self.line.setAccessibleDescription(self.list.currentItem().text())
                return True
        return super().eventFilter(watched, event)


def ranked(entries: list[registry.Entry], text: str) -> list[registry.Entry]:
    """The entries a text finds: beginnings first, then parts, then letters in order.

    Names, capitals ("gap" finds GlobalAveragePooling2D) and summaries count.
    """
    wanted = "".join(text.lower().split())
    if not wanted:
        return list(entries)
    scored = [(_score(entry, wanted), index) for index, entry in enumerate(entries)]
    return [entries[index] for score, index in sorted(scored) if score < _NOT_FOUND]


_NOT_FOUND = 9


def _score(entry: registry.Entry, wanted: str) -> int:
    title = labels.title(entry.name)
    name = title.lower()
    capitals = "".join(c for c in title if c.isupper() or c.isdigit()).lower()
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if capitals.startswith(wanted):
        return 2
    if wanted in name:
        return 3
    if any(wanted in alias.lower() for alias in entry.aliases):
        return 4
    if _in_order(wanted, name):
        return 5
    summary = (entry.summary + engine_text(entry.summary)).lower()
    return 6 if wanted in "".join(summary.split()) else _NOT_FOUND


def _in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)


class _Row(QStyledItemDelegate):
    """A layer's picture, its name, and below what it does."""

    HEIGHT = 44

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        return QSize(100, self.HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex  # type: ignore[override]
    ) -> None:
        colours = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect.adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color("accent_soft"))
            painter.drawRoundedRect(rect, 6, 6)
        family = labels.family(str(index.data(KIND)))
        scale = painter.device().devicePixelRatio()
        picture = theme.pixmap("family-" + family, 20, colours.family(family), scale)
        painter.drawPixmap(rect.left() + 8, rect.top() + 11, picture)
        text = rect.adjusted(38, 4, -8, -4)
        font = option.font
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colours.color("text"))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, str(index.data()))
        font.setWeight(font.Weight.Normal)
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(colours.color("muted"))
        summary = painter.fontMetrics().elidedText(
            str(index.data(SUMMARY)), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom, summary)
        painter.restore()
