"""Pens, brushes, fonts and pictures of the items, made once per theme."""

from __future__ import annotations

from functools import cache, cached_property

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem

from app import theme
from app.canvas.items import heat

#: Pictures are drawn for these zooms and scaled down from the next larger one.
PICTURE_SCALES = (1.0, 2.0, 4.0)
#: Pixels below which a title is cut rather than made smaller.
LEAST_SIZE = 10


def fitting(text: str, width: float, wide: QFont, narrow: QFont) -> tuple[QFont, str]:
    """The first font a text fits in: the larger one, the smaller one, down to LEAST_SIZE.

    Where even that is too wide, as much of the text as fits.
    """
    font, size = wide, narrow.pixelSize() + 1
    while size > LEAST_SIZE and QFontMetricsF(font).horizontalAdvance(text) > width:
        size -= 1
        font = QFont(narrow)
        font.setPixelSize(size)
    return font, QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


class Style:
    """Everything an item paints with; painting itself makes no new objects."""

    def __init__(self, colours: theme.Theme) -> None:
        self.theme = colours
        self.text = QPen(colours.color("text"))
        self.muted = QPen(colours.color("muted"))
        self.on_accent = QPen(colours.color("accent_text"))
        self.node = QBrush(colours.color("node"))
        self.canvas = QBrush(colours.color("canvas"))
        self.border = QPen(colours.color("node_border"), 1.2)
        self.hover_border = QPen(colours.color("muted"), 1.2)
        self.selected = QPen(colours.color("selection"), 2.4)
        self.selected_dashed = QPen(self.selected)
        self.selected_dashed.setDashPattern([3.0, 2.0])
        self.no_pen = QPen(Qt.PenStyle.NoPen)
        self.wire = _round_pen(colours.color("wire"), 1.8)
        self.hair_wire = _round_pen(colours.color("wire"), 0)
        self.wire_hover = _round_pen(colours.color("accent"), 2.6)
        self.wire_error = _round_pen(colours.color("error"), 2.2)
        self.wire_error.setDashPattern([4.0, 3.0])
        self.port = QPen(colours.color("wire"), 1.6)
        self.port_glow = QBrush(faded(colours.color("accent"), 0.28))
        self.accent_soft = QBrush(colours.color("accent_soft"))
        self.accent_pen = QPen(colours.color("accent"), 1.6)
        self.shadow = QBrush(QColor(0, 0, 0, 70 if colours.dark else 20))
        self.severity = {
            name: QBrush(colours.color(name)) for name in ("error", "warning", "hint")
        }
        self.severity_pen = {
            name: QPen(colours.color(name), 1.6) for name in ("error", "warning", "hint")
        }
        self.severity_dashed = {name: _dashed(pen) for name, pen in self.severity_pen.items()}
        self.badge_rim = QPen(colours.color("canvas"), 1.6)
        self._heat: dict[tuple[int, bool], QBrush] = {}
        self._families: dict[str, FamilyStyle] = {}
        self._pictures: dict[tuple[str, str, float, float], QPixmap] = {}

    def family(self, name: str) -> FamilyStyle:
        if name not in self._families:
            self._families[name] = FamilyStyle(self.theme.family(name))
        return self._families[name]

    def heat(self, card: heat.CardHeat) -> QBrush:
        """What a card of the heat map is filled with."""
        key = (round(card.level * heat.STEPS), card.stale)
        if key not in self._heat:
            ramp = heat.faint if card.stale else heat.colour
            self._heat[key] = QBrush(ramp(key[0] / heat.STEPS, self.theme))
        return self._heat[key]

    def picture(self, name: str, size: int, colour: QColor, zoom: float) -> QPixmap:
        """An icon drawn sharp for this zoom."""
        scale = next((s for s in PICTURE_SCALES if s >= zoom), PICTURE_SCALES[-1])
        key = (name, colour.name(), size, scale)
        if key not in self._pictures:
            self._pictures[key] = theme.pixmap(name, size, colour, scale)
        return self._pictures[key]

    @cached_property
    def fonts(self) -> Fonts:
        return Fonts()


class FamilyStyle:
    """The accent of one layer family."""

    def __init__(self, colour: QColor) -> None:
        self.colour = colour
        self.fill = QBrush(colour)
        self.soft = QBrush(faded(colour, 0.14))
        self.halo = QPen(faded(colour, 0.35), 6.0)
        self.border = QPen(colour, 1.6)
        self.dashed = _dashed(self.border)


class Fonts:
    """Fonts in scene units, so that a card looks the same whatever the screen."""

    def __init__(self) -> None:
        self.title = _font(13, QFont.Weight.DemiBold)
        self.name = _font(11.5)
        self.detail = _font(11)
        self.badge = _font(11, QFont.Weight.Bold)
        self.large = _font(20, QFont.Weight.DemiBold)
        #: For names such as GlobalAveragePooling2D, which get smaller still if they must.
        self.narrow_title = _font(12, QFont.Weight.DemiBold)
        self.narrow_large = _font(14, QFont.Weight.DemiBold)
        self.medium = _font(16)
        self.medium_metrics = QFontMetricsF(self.medium)
        self.name_metrics = QFontMetricsF(self.name)
        self.detail_metrics = QFontMetricsF(self.detail)


def faded(colour: QColor, alpha: float) -> QColor:
    result = QColor(colour)
    result.setAlphaF(alpha)
    return result


def _round_pen(colour: QColor, width: float) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _dashed(pen: QPen) -> QPen:
    result = QPen(pen)
    result.setDashPattern([3.5, 2.5])
    return result


def _font(size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(max(1, round(size)))
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def zoom_of(option: QStyleOptionGraphicsItem, painter: QPainter) -> float:
    """Scene units to logical pixels."""
    return option.levelOfDetailFromTransform(painter.worldTransform())


@cache
def _styles() -> dict[bool, Style]:
    return {}


def style() -> Style:
    """The style of the theme in force."""
    colours = theme.current()
    styles = _styles()
    if colours.dark not in styles:
        styles[colours.dark] = Style(colours)
    return styles[colours.dark]


def forget() -> None:
    """Make the styles anew (the program's font changed)."""
    _styles().clear()


def draw_pill(
    painter: QPainter, rect: QRectF, text: str, font: QFont, fill: QBrush, border: QPen, ink: QPen
) -> None:
    """A short text on a rounded patch."""
    radius = rect.height() / 2
    painter.setPen(border)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(ink)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

