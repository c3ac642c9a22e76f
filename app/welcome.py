"""The first page: what the program is, a new model, the examples, recent projects."""

from __future__ import annotations

from math import ceil
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.examples import Example, examples, open_example
from app.document.graph import Graph
from app.document.traits import entry_of, look_of
from app.plain import caption, tip
from app.settings import Settings, shown_name

_WRAP = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
#: About the size of a card on the canvas, in scene units.
_NODE = (170.0, 62.0)


class WelcomePage(QWidget):
    """Shown at the start and on demand.

    Signals:
        newRequested(str): "sequential" or "functional".
        openRequested(): The user wants to choose a file.
        pathChosen(Path): A recent project.
        exampleChosen(str): Key of an example.
        backRequested(): The user wants to see the open project again.
    """

    newRequested = Signal(str)
    openRequested = Signal()
    pathChosen = Signal(object)
    exampleChosen = Signal(str)
    backRequested = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setAccessibleName(self.tr("Welcome"))
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(48, 40, 48, 40)
        columns.setSpacing(48)
        columns.addStretch(1)
        columns.addWidget(self._start_column())
        columns.addWidget(self._examples_column(), 100)
        columns.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its buttons and cards have it
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.refresh()

    # -- the left column --------------------------------------------------

    def _start_column(self) -> QWidget:
        column = QWidget()
        column.setFixedWidth(280)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        logo = QLabel()
        logo.setPixmap(theme.app_icon().pixmap(QSize(56, 56)))
        rows.addWidget(logo)
        title = QLabel("Layerloom")
        title.setProperty("role", "title")
        rows.addWidget(title)
        rows.addWidget(
            _paragraph(
                self.tr("Draw a neural network, train it right here, take it away as a Keras file.")
            )
        )
        rows.addSpacing(12)
        self._back = self._button("", "design")
        self._back.clicked.connect(self.backRequested)
        rows.addWidget(self._back)
        sequential = self._button(self.tr("New sequential model"), "sequential")
        sequential.setToolTip(self.tr("Layers one after the other: the simplest kind"))
        sequential.clicked.connect(lambda: self.newRequested.emit("sequential"))
        functional = self._button(self.tr("New functional model"), "functional")
        functional.setToolTip(self.tr("Wired freely: several inputs, outputs and branches"))
        functional.clicked.connect(lambda: self.newRequested.emit("functional"))
        self._first = sequential
        opening = self._button(self.tr("Open a project…"), "open")
        opening.clicked.connect(self.openRequested)
        for button in (sequential, functional, opening):
            rows.addWidget(button)
        rows.addSpacing(16)
        self._recent_title = _heading(self.tr("Recent projects"))
        rows.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        rows.addLayout(self._recent)
        rows.addStretch(1)
        return column

    def _button(self, text: str, icon: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("start", True)
        button.setIconSize(QSize(20, 20))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.set_icon(button, icon)
        return button

    def refresh(self, open_project: str = "") -> None:
        """Fill in the recent projects as they are now, and the way back to the open one."""
        self._back.setVisible(bool(open_project))
        self.setFocusProxy(self._back if open_project else self._first)
        self._back.setText(caption(self.tr("Back to “{name}”").format(name=open_project)))
        while (item := self._recent.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        paths = self._settings.recent_files[:6]
        self._recent_title.setVisible(bool(paths))
        for path in paths:
            self._recent.addWidget(self._recent_button(path))

    def _recent_button(self, path: Path) -> QPushButton:
        button = self._button(caption(shown_name(path)), "recent")
        button.setFlat(True)
        button.setToolTip(tip(str(path)))
        button.clicked.connect(lambda: self.pathChosen.emit(path))
        return button

    # -- the examples -----------------------------------------------------

    def _examples_column(self) -> QWidget:
        column = QWidget()
        column.setMaximumWidth(860)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        heading = QLabel(self.tr("Start from an example"))
        heading.setProperty("role", "title")
        rows.addWidget(heading)
        rows.addWidget(
            _paragraph(
                self.tr(
                    "Each is ready to train: open one, press Train (F5), and change it while "
                    "you watch."
                )
            )
        )
        rows.addSpacing(8)
        cards = []
        for example in examples():
            card = ExampleCard(example)
            card.clicked.connect(lambda _=False, key=example.key: self.exampleChosen.emit(key))
            cards.append(card)
        rows.addWidget(Cards(cards))
        rows.addStretch(1)
        return column


class ExampleCard(QAbstractButton):
    """An example: a little drawing of its model, its title and one sentence."""

    def __init__(self, example: Example, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._example = example
        self._graph = open_example(example.key).graph
        self.setText(example.title)
        self.setAccessibleName(example.title)
        self.setAccessibleDescription(example.summary)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(380, max(148, self.minimumHeight()))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 148)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow card becomes as tall as its words need."""
        super().resizeEvent(event)
        self.setMinimumHeight(max(148, ceil(self.text_height())))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, colors)
        picture = QRectF(12, 12, 124, self.height() - 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("canvas"))
        painter.drawRoundedRect(picture, 6, 6)
        paint_graph(painter, self._graph, picture.adjusted(8, 8, -8, -8))
        self._paint_words(painter, colors, picture.right() + 16)

    def _paint_frame(self, painter: QPainter, colors: theme.Theme) -> None:
        active = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(colors.color("accent" if active else "border"), 2 if active else 1))
        painter.setBrush(colors.color("hover" if self.isDown() else "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)

    def _paint_words(self, painter: QPainter, colors: theme.Theme, left: float) -> None:
        area = self._words_area(left)
        painter.setFont(self._bold())
        painter.setPen(colors.color("text"))
        painter.drawText(area, _WRAP, self._example.title)
        area.setTop(area.top() + self._height_of(self._example.title, self._bold(), area) + 6)
        painter.setFont(self.font())
        painter.setPen(colors.color("muted"))
        painter.drawText(area, _WRAP, self._example.summary)

    def _words_area(self, left: float) -> QRectF:
        return QRectF(left, 14, self.width() - left - 14, self.height() - 26)

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setBold(True)
        return bold

    def _height_of(self, text: str, font: QFont, area: QRectF) -> float:
        room = QRectF(area.left(), area.top(), area.width(), 10_000)
        return QFontMetricsF(font).boundingRect(room, _WRAP, text).height()

    def text_height(self) -> float:
        """Height the words and their margins need at the present width."""
        area = self._words_area(152)
        title = self._height_of(self._example.title, self._bold(), area)
        return 14 + title + 6 + self._height_of(self._example.summary, self.font(), area) + 12


class Cards(QWidget):
    """Cards beside each other where there is room for two, else below each other."""

    def __init__(self, cards: list[ExampleCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = cards
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._arrange(2)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one card, so that the page can ask for one column."""
        least = max(card.minimumSizeHint().width() for card in self._cards)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least = self._cards[0].minimumSizeHint().width()
        self._arrange(2 if self.width() >= 2 * least + self._grid.spacing() else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
        self.updateGeometry()


def paint_graph(painter: QPainter, graph: Graph, area: QRectF) -> None:
    """Draw a model small: a bar in its family's colour for each layer, and the wires."""
    if not graph.nodes:
        return
    boxes = {node.id: QRectF(node.x, node.y, *_NODE) for node in graph.nodes.values()}
    bounds = QRectF()
    for box in boxes.values():
        bounds = bounds.united(box)
    scale = min(area.width() / bounds.width(), area.height() / bounds.height(), 0.28)
    painter.save()
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.current().color("wire"), 1.4 / scale))
    for link in graph.links.values():
        painter.drawPath(_wire(boxes[link.source], boxes[link.target]))
    painter.setPen(Qt.PenStyle.NoPen)
    for node in graph.nodes.values():
        painter.setBrush(_family_color(node.kind))
        painter.drawRoundedRect(boxes[node.id], 14, 14)
    painter.restore()


def _wire(source: QRectF, target: QRectF) -> QPainterPath:
    start = QPointF(source.center().x(), source.bottom())
    end = QPointF(target.center().x(), target.top())
    bend = QPointF(0, max(20.0, (end.y() - start.y()) / 2))
    path = QPainterPath(start)
    path.cubicTo(start + bend, end - bend, end)
    return path


def _family_color(kind: str) -> QColor:
    return theme.current().family(look_of(entry_of(kind)))


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "muted")
    return label


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label
