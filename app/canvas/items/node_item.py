"""The card of one layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.geometry import (
    CARD_HEIGHT,
    CARD_RADIUS,
    CARD_WIDTH,
    COMPACT_ZOOM,
    FULL_ZOOM,
    LABEL_ROOM,
    MARGIN,
    port_offsets,
)
from app.canvas.items.heat import CardHeat
from app.canvas.items.port_item import Port, draw_port
from app.canvas.items.style import FamilyStyle, Fonts, Style, draw_pill, fitting, style, zoom_of

Sharing = Literal["", "owner", "user"]
Look = Literal["", "op", "unknown", "group"]
Wiring = Literal["", "source", "possible", "misfit", "landing", "impossible"]
#: How far a card steps back while a wire is drawn.
FADED = {"misfit": 0.6, "impossible": 0.35}

CARD = QRectF(0, 0, CARD_WIDTH, CARD_HEIGHT)
#: The card of an operation, as high as the others so that wires end alike.
SMALL_CARD = CARD.adjusted(54, 0, -54, 0)
BOUNDS = CARD.adjusted(-MARGIN, -MARGIN, MARGIN, LABEL_ROOM)
HALO = CARD.adjusted(-3, -3, 3, 3)
TILE = QRectF(12, 18, 36, 36)
TEXT_LEFT = 58.0
TEXT_WIDTH = CARD_WIDTH - TEXT_LEFT - 12
#: Where the lines of text stand; a layer without settings has two.
THREE_LINES = (QPointF(TEXT_LEFT, 24), QPointF(TEXT_LEFT, 42), QPointF(TEXT_LEFT, 59))
TWO_LINES = (QPointF(TEXT_LEFT, 33), QPointF(TEXT_LEFT, 51), QPointF())
#: The same for the compact card.
COMPACT_BAR = QRectF(14, 18, 7, 36)
COMPACT_LEFT = 31.0
COMPACT_WIDTH = CARD_WIDTH - COMPACT_LEFT - 11
COMPACT_LINES = (QPointF(COMPACT_LEFT, 33), QPointF(COMPACT_LEFT, 55))
COMPACT_LINE = QPointF(COMPACT_LEFT, 43)
BADGE = QPointF(CARD_WIDTH - 6, 6)
LABEL_TOP = CARD_HEIGHT + 14


@dataclass
class CardText:
    """What a card says.

    Attributes:
        title: The layer's class.
        name: The layer's name.
        detail: Its key settings.
        parameters: Its parameter count, in words.
        count: The same as a mere number, for where the words do not fit.
        family: Family whose colour and picture it wears.
        output: Label of a model output, "" for a card that is none.
        look: "op" for a small card, "unknown" for a dashed one with a question
            mark, "group" for a stack of cards.
    """

    title: str = ""
    name: str = ""
    detail: str = ""
    parameters: str = ""
    count: str = ""
    family: str = "core"
    output: str = ""
    look: Look = ""


class NodeItem(QGraphicsItem):
    """A card; the scene fills it, interactions move and mark it.

    Attributes:
        node_id: Id of the node it shows.
        text: What it says.
        input_offsets: Distances of the input ports from the left edge.
        output_offsets: The same for the output ports.
        wired: Numbers of the input ports that have a wire; ``-1``, ``-2``, ... for outputs.
        severity: Gravest problem ("error", "warning", "hint"), or "".
        sharing: "owner" of a layer used again, "user" of another's layer, or "".
        selected, hovered, partner: Whether it is, or shares with one that is.
        wiring: How it takes part in the drawing of a wire.
        heat: What the heat map says about it, None while there is none.
    """

    def __init__(self, node_id: str) -> None:
        super().__init__()
        self.node_id = node_id
        self.text = CardText()
        self.input_offsets: list[float] = []
        self.output_offsets: list[float] = port_offsets(1)
        self.wired: frozenset[int] = frozenset()
        self.severity = ""
        self.sharing: Sharing = ""
        self.selected = False
        self.hovered = False
        self.partner = False
        self.wiring: Wiring = ""
        self.landing_port = -1
        self.heat: CardHeat | None = None
        self._lines: tuple[str, str, str] = ("", "", "")
        self._baselines = THREE_LINES
        self._count = ""
        self._count_at = QPointF()
        self._compact = ("", "")
        self._compact_count: QPointF | None = None
        self._title_font = self._large_font = QFont()
        self._label = QRectF()
        self._large_label = QRectF()
        self.setZValue(1)

    # -- what it shows ----------------------------------------------------

    def set_text(self, text: CardText) -> None:
        if text == self.text and self._lines[0]:
            return
        self.text = text
        self.fit_text()

    def fit_text(self) -> None:
        """Shorten the texts to the room there is."""
        fonts = style().fonts
        text = self.text
        count, right = self._fit_count(text, fonts)
        room = TEXT_WIDTH - (right + 8 if count else 0)
        room_above = TEXT_WIDTH - (18 if self.sharing else 0)
        self._title_font, title = fitting(text.title, room_above, fonts.title, fonts.narrow_title)
        self._lines = (
            title,
            _elided(fonts.name_metrics, text.name, room),
            _elided(fonts.detail_metrics, text.detail, TEXT_WIDTH),
        )
        self._baselines = THREE_LINES if text.detail else TWO_LINES
        self._count = count
        self._count_at = QPointF(CARD_WIDTH - 12 - right, self._baselines[1].y())
        self._large_font, title = fitting(
            text.title, COMPACT_WIDTH - (24 if self.sharing else 0), fonts.large, fonts.narrow_large
        )
        self._compact = (
            title,
            _elided(fonts.medium_metrics, text.detail, COMPACT_WIDTH),
        )
        self._compact_count = self._place_count(title, fonts)
        self._label = _below(fonts.detail_metrics, text.output, 20)
        self._large_label = _below(fonts.medium_metrics, text.output, 26)
        self.update()

    def _place_count(self, title: str, fonts: Fonts) -> QPointF | None:
        """Where the parameter count stands on the compact card, None where the title needs it."""
        taken = QFontMetricsF(self._large_font).horizontalAdvance(title)
        taken += 24 if self.sharing else 0
        wide = fonts.medium_metrics.horizontalAdvance(self.text.count)
        if not self.text.count or taken + 12 + wide > COMPACT_WIDTH:
            return None
        line = COMPACT_LINES[0] if self.text.detail else COMPACT_LINE
        return QPointF(CARD_WIDTH - 12 - wide - (24 if self.sharing else 0), line.y())

    @staticmethod
    def _fit_count(text: CardText, fonts: Fonts) -> tuple[str, float]:
        """The parameter count, in words if they fit beside the name; and its width."""
        metrics = fonts.detail_metrics
        name = fonts.name_metrics.horizontalAdvance(text.name)
        wide = metrics.horizontalAdvance(text.parameters)
        if wide + 8 + name <= TEXT_WIDTH:
            return text.parameters, wide
        return text.count, metrics.horizontalAdvance(text.count)

    def set_inputs(self, count: int, wired: frozenset[int]) -> bool:
        """Give it input ports; return whether their places changed."""
        changed = count != len(self.input_offsets)
        if changed:
            self.input_offsets = port_offsets(count)
        if changed or wired != self.wired:
            self.wired = wired
            self.update()
        return changed

    def set_outputs(self, count: int) -> None:
        """Give it output ports, more than one for a layer that gives several values."""
        if count != len(self.output_offsets):
            self.output_offsets = port_offsets(count)
            self.update()

    def mark(self, **marks: object) -> None:
        """Set some of what marks a card: ``selected``, ``hovered``, ``severity``, ``heat``, ..."""
        changed = {name: value for name, value in marks.items() if getattr(self, name) != value}
        for name, value in changed.items():
            setattr(self, name, value)
        if "wiring" in changed:
            self.setOpacity(FADED.get(self.wiring, 1.0))
        if changed.keys() & {"selected"}:
            self.setZValue(2 if self.selected else 1)
        if "sharing" in changed:
            self.fit_text()
        if changed:
            self.update()

    # -- where it is ------------------------------------------------------

    def card_rect(self) -> QRectF:
        """The card without badges and labels, in scene coordinates."""
        return self._card().translated(self.pos())

    def _card(self) -> QRectF:
        return SMALL_CARD if self.text.look == "op" else CARD

    def inputs(self) -> list[Port]:
        return [Port(self, "in", index) for index in range(len(self.input_offsets))]

    def output(self, index: int = 0) -> Port:
        return Port(self, "out", min(index, len(self.output_offsets) - 1))

    def outputs(self) -> list[Port]:
        return [Port(self, "out", index) for index in range(len(self.output_offsets))]

    def boundingRect(self) -> QRectF:
        return BOUNDS

    # -- painting ---------------------------------------------------------

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        look = style()
        family = look.family(self.text.family)
        zoom = zoom_of(option, painter)
        if zoom < COMPACT_ZOOM:
            self._paint_small(painter, look, family)
            return
        full = zoom >= FULL_ZOOM
        if full:
            self._paint_shadow(painter, look)
        self._paint_card(painter, look, family)
        if self.text.look == "op":
            self._paint_op(painter, look, full)
        elif full:
            self._paint_picture(painter, look, family, zoom)
            self._paint_text(painter, look)
        else:
            self._paint_compact(painter, look, family, zoom)
        self._paint_output(painter, look, full=full)
        self._paint_ports(painter, look, family)
        self._paint_badge(painter, look)

    def _paint_small(self, painter: QPainter, look: Style, family: FamilyStyle) -> None:
        """A patch of colour: what can be told apart from afar."""
        wrong = self.severity in ("error", "warning")
        calm = family.fill if self.heat is None else look.heat(self.heat)
        painter.fillRect(self._card(), look.severity[self.severity] if wrong else calm)
        if self.selected:
            painter.setPen(look.selected)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(HALO)

    def _small_ink(self, look: Style) -> QPen:
        """Grey for what matters less; on a coloured card that would be hard to read."""
        return look.muted if self.heat is None else look.text

    def _radius(self) -> float:
        is_pill = self.text.family == "input" or self.text.look == "op"
        return CARD_HEIGHT / 2 if is_pill else CARD_RADIUS

    def _paint_shadow(self, painter: QPainter, look: Style) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.shadow)
        painter.drawRoundedRect(self._card().translated(0, 2), self._radius(), self._radius())

    def _paint_card(self, painter: QPainter, look: Style, family: FamilyStyle) -> None:
        radius = self._radius()
        if self.partner:
            painter.setPen(family.halo)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            halo = self._card().adjusted(-3, -3, 3, 3)
            painter.drawRoundedRect(halo, radius + 3, radius + 3)
        painter.setBrush(look.node if self.heat is None else look.heat(self.heat))
        painter.setPen(self._border(look, family))
        if self.text.look == "group":  # a stack: there is more behind
            painter.drawRoundedRect(CARD.adjusted(8, -6, -8, -6), radius, radius)
        painter.drawRoundedRect(self._card(), radius, radius)
        if self.selected and self.sharing == "user":
            painter.setPen(family.dashed)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(CARD.adjusted(4, 4, -4, -4), radius - 3, radius - 3)

    def _border(self, look: Style, family: FamilyStyle) -> QPen:
        if self.selected:
            return look.selected_dashed if self.text.look == "unknown" else look.selected
        if self.wiring == "landing":
            return look.accent_pen
        if self.severity in ("error", "warning"):
            dashed = self.sharing == "user" or self.text.look == "unknown"
            pens = look.severity_dashed if dashed else look.severity_pen
            return pens[self.severity]
        if self.sharing == "user":
            return family.dashed
        if self.sharing == "owner":
            return family.border
        return look.hover_border if self.hovered else look.border

    def _paint_picture(
        self, painter: QPainter, look: Style, family: FamilyStyle, zoom: float
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(family.soft)
        painter.drawRoundedRect(TILE, 8, 8)
        scale = self._pixel_scale(painter, zoom)
        name = _PICTURES.get(self.text.look, "family-" + self.text.family)
        picture = look.picture(name, 22, family.colour, scale)
        painter.drawPixmap(QPointF(TILE.left() + 7, TILE.top() + 7), picture)
        if self.sharing:
            link = look.picture("link", 14, family.colour, scale)
            painter.drawPixmap(QPointF(CARD_WIDTH - 28, 12), link)

    @staticmethod
    def _pixel_scale(painter: QPainter, zoom: float) -> float:
        """Pixels of the device per scene unit."""
        return zoom * painter.device().devicePixelRatio()

    def _paint_text(self, painter: QPainter, look: Style) -> None:
        fonts = look.fonts
        title, name, detail = self._lines
        first, second, third = self._baselines
        painter.setPen(look.text)
        painter.setFont(self._title_font)
        painter.drawText(first, title)
        if detail:
            painter.setFont(fonts.detail)
            painter.drawText(third, detail)
        painter.setPen(self._small_ink(look))
        painter.setFont(fonts.name)
        painter.drawText(second, name)
        if self._count:
            painter.setFont(fonts.detail)
            painter.drawText(self._count_at, self._count)

    def _paint_compact(
        self, painter: QPainter, look: Style, family: FamilyStyle, zoom: float
    ) -> None:
        """Class and settings in larger letters, for zooms at which the others are dust."""
        title, detail = self._compact
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(family.fill)
        painter.drawRoundedRect(COMPACT_BAR, 3.5, 3.5)
        painter.setPen(look.text)
        painter.setFont(self._large_font)
        painter.drawText(COMPACT_LINES[0] if detail else COMPACT_LINE, title)
        if self.sharing:
            scale = self._pixel_scale(painter, zoom)
            link = look.picture("link", 20, family.colour, scale)
            painter.drawPixmap(QPointF(CARD_WIDTH - 32, 10), link)
        painter.setPen(self._small_ink(look))
        painter.setFont(look.fonts.medium)
        if detail:
            painter.drawText(COMPACT_LINES[1], detail)
        if self._compact_count is not None:
            painter.drawText(self._compact_count, self.text.count)

    def _paint_op(self, painter: QPainter, look: Style, full: bool) -> None:
        """What an operation computes, in the middle; below it its settings or its name."""
        below = self.text.detail or self.text.name
        room = SMALL_CARD.adjusted(14, 10, -14, -10)
        fonts = look.fonts
        wide = fonts.title if full else fonts.large
        narrow = fonts.narrow_title if full else fonts.narrow_large
        font, title = fitting(self.text.title, room.width(), wide, narrow)
        painter.setPen(look.text)
        painter.setFont(font)
        if not full:
            painter.drawText(room, _CENTRE, title)
            return
        painter.drawText(room.adjusted(0, 0, 0, -room.height() / 2), _CENTRE, title)
        painter.setPen(self._small_ink(look))
        painter.setFont(fonts.detail)
        text = _elided(fonts.detail_metrics, below, room.width())
        painter.drawText(room.adjusted(0, room.height() / 2, 0, 0), _CENTRE, text)

    def _paint_output(self, painter: QPainter, look: Style, *, full: bool) -> None:
        if self.text.output:
            draw_pill(
                painter, self._label if full else self._large_label, self.text.output,
                look.fonts.detail if full else look.fonts.medium,
                look.accent_soft, look.accent_pen, look.text,
            )  # fmt: skip

    def _paint_ports(self, painter: QPainter, look: Style, family: FamilyStyle) -> None:
        possible = self.wiring in ("possible", "landing")
        for index, left in enumerate(self.input_offsets):
            draw_port(
                painter, look, family, QPointF(left, 0.0),
                wired=index in self.wired,
                glow=possible and self.landing_port in (-1, index),
            )  # fmt: skip
        for index, left in enumerate(self.output_offsets):
            draw_port(
                painter, look, family, QPointF(left, CARD_HEIGHT),
                wired=-1 - index in self.wired, glow=self.hovered and not self.wiring,
            )  # fmt: skip

    def _paint_badge(self, painter: QPainter, look: Style) -> None:
        if not self.severity:
            return
        painter.setPen(look.badge_rim)
        painter.setBrush(look.severity[self.severity])
        badge = QPointF(self._card().right() - 6, BADGE.y())
        painter.drawEllipse(badge, 9, 9)
        painter.setPen(look.on_accent)
        painter.setFont(look.fonts.badge)
        sign = "i" if self.severity == "hint" else "!"
        painter.drawText(QRectF(badge.x() - 9, badge.y() - 9, 18, 18), _CENTRE, sign)


_PICTURES = {"unknown": "help", "group": "layers"}
_CENTRE = Qt.AlignmentFlag.AlignCenter


def _elided(metrics: QFontMetricsF, text: str, width: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _below(metrics: QFontMetricsF, text: str, height: float) -> QRectF:
    """Where the label of an output stands."""
    width = min(metrics.horizontalAdvance(text) + 18, CARD_WIDTH + 2 * MARGIN - 4)
    return QRectF((CARD_WIDTH - width) / 2, LABEL_TOP, width, height)
