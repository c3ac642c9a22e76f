"""One plot of one log: training and validation of the runs shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.document.run import EARLY, Run
from app.panels.charts.axis import EpochAxis, ValueAxis
from app.panels.charts.legend import LineSample
from app.panels.charts.points import Points, PointStore
from app.panels.wording import is_share, log_name, log_value
from app.plain import Label

#: Fewer points than this are marked with dots.
FEW = 40
FAINT = 90
AXIS_WIDTH = 62


@dataclass(frozen=True)
class Shown:
    """A run in the plots; the one in focus is drawn strongly, the others faintly."""

    run: Run
    focus: bool


@dataclass(frozen=True)
class _Line:
    """One curve as it is to be drawn; a greater ``depth`` lies above."""

    points: Points
    pen: QPen
    symbol: str | None
    depth: float


class LogPlot(QWidget):
    """The curves of ``name`` and ``val_<name>``.

    Signals:
        hovered(object): Number of the epoch under the mouse, None when it left.
    """

    hovered = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._shown: list[Shown] = []
        self._trail: tuple[Sequence[float], Sequence[float]] = ((), ())
        self._hover: int | None = None
        self._weight = 0.0
        self._log = False
        self._first = True
        self._curves: dict[tuple[str, str, bool], pg.PlotDataItem] = {}
        self._points = PointStore()
        self._make_header()
        self._make_plot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._header)
        layout.addWidget(self.widget)
        self.restyle()

    def _make_header(self) -> None:
        self.title = Label()
        self.title.setProperty("role", "heading")
        self.readout = QLabel()
        self.readout.setTextFormat(Qt.TextFormat.RichText)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.train_sample = LineSample("train", Qt.PenStyle.SolidLine)
        self.validation_sample = LineSample("validation", Qt.PenStyle.DashLine)
        self.train_text, self.validation_text = Label(), Label()
        self._header = QHBoxLayout()
        self._header.setContentsMargins(8, 4, 12, 0)
        self._header.setSpacing(6)
        self._header.addWidget(self.title)
        self._header.addSpacing(10)
        for widget in (
            self.train_sample,
            self.train_text,
            self.validation_sample,
            self.validation_text,
        ):
            self._header.addWidget(widget)
        self._header.addWidget(self.readout, 1)

    def _make_plot(self) -> None:
        axes = {"left": ValueAxis("left"), "bottom": EpochAxis("bottom")}
        self.widget = pg.PlotWidget(axisItems=axes)
        self.widget.setMinimumHeight(130)
        self.widget.setMenuEnabled(False)
        self.widget.hideButtons()
        self.widget.setMouseEnabled(x=False, y=False)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget.setFrameShape(self.widget.Shape.NoFrame)
        self.item = self.widget.getPlotItem()
        self.item.showGrid(x=True, y=True, alpha=0.12)
        self.item.getAxis("left").setWidth(AXIS_WIDTH)
        self.item.getAxis("left").enableAutoSIPrefix(False)
        self.item.getViewBox().setDefaultPadding(0.04)
        self.trail = pg.PlotDataItem(antialias=True)
        self.item.addItem(self.trail)
        self.best = _marker(0.96)
        self.early = _marker(0.82)
        self.crosshair = pg.InfiniteLine(angle=90, movable=False)
        self.dots = pg.PlotDataItem(pen=None, symbol="o", symbolSize=8)
        for item in (self.best, self.early, self.crosshair, self.dots):
            self.item.addItem(item, ignoreBounds=True)
        self.widget.scene().sigMouseMoved.connect(self._mouse_moved)

    # -- what is shown ----------------------------------------------------

    def show_runs(
        self, shown: list[Shown], trail: tuple[Sequence[float], Sequence[float]] = ((), ())
    ) -> None:
        """Draw these runs; ``trail`` are epoch positions and values within an epoch."""
        self._shown, self._trail = shown, trail
        self.redraw()

    def set_smoothing(self, weight: float) -> None:
        self._weight = weight
        self.redraw()

    def set_log(self, on: bool) -> None:
        """Logarithmic values; a share like accuracy keeps its even scale."""
        self._log = on and not is_share(self.name)
        self.item.setLogMode(y=self._log)
        self.redraw()

    def set_place(self, first: bool, last: bool) -> None:
        """The first plot has the legend and the marks' words, the last one the axis label."""
        self._first = first
        self.item.getAxis("bottom").showLabel(last)
        self._mark()

    def set_hover(self, epoch: int | None) -> None:
        """Show the values of this epoch; None shows the newest ones."""
        self._hover = epoch
        self._show_readout()

    def redraw(self) -> None:
        """Bring every curve up to date; a curve whose points stayed the same is not touched."""
        wanted: dict[tuple[str, str, bool], _Line] = {}
        for order, shown in enumerate(sorted(self._shown, key=lambda s: s.focus)):
            self._lines(shown, order, wanted)
        for key in [key for key in self._curves if key not in wanted]:
            self.item.removeItem(self._curves.pop(key))
        drawn = [self._draw(key, line) for key, line in wanted.items()]
        positions, values = self._trail
        batches = _drawable(values, self._log)
        drawn.append(np.log10(batches) if self._log else batches)
        self.trail.setData(_array(positions), batches)
        self._mark()
        self._fit_axes(drawn)
        self.widget.scene().prepareForPaint()  # else the first painting asks for a second one
        self._show_readout()

    def _lines(self, shown: Shown, order: int, wanted: dict[tuple[str, str, bool], _Line]) -> None:
        """Enter the curves of one run: validation below training, raw values below smoothed."""
        kinds = (
            ("val_", "validation", Qt.PenStyle.DashLine, "s"),
            ("", "train", Qt.PenStyle.SolidLine, "o"),
        )
        for rank, (prefix, color, style, symbol) in enumerate(kinds):
            name, run, focus = prefix + self.name, shown.run, shown.focus
            points = self._points.get(run, name, self._weight)
            if not len(points.x):
                continue
            depth = 10.0 * order + 2 * rank
            if self._weight > 0 and focus:
                raw = self._points.get(run, name)
                wanted[run.id, prefix, True] = _Line(raw, _pen(color, style, 1, FAINT), None, depth)
            pen = _pen(color, style, 2.0, 255) if focus else _pen(color, style, 1.2, FAINT)
            dots = symbol if focus and len(points.x) < FEW else None
            wanted[run.id, prefix, False] = _Line(points, pen, dots, depth + 1)

    def _draw(self, key: tuple[str, str, bool], line: _Line) -> np.ndarray:
        """Bring one curve up to date; return its values as they are drawn."""
        curve = self._curves.get(key)
        if curve is None:
            curve = pg.PlotDataItem(antialias=True, connect="finite", symbolSize=5, symbolPen=None)
            self.item.addItem(curve)
            self._curves[key] = curve
        look = (line.pen, line.symbol)
        if getattr(curve, "look", None) != look:
            curve.look = look
            curve.setPen(line.pen)
            curve.setSymbol(line.symbol)
            curve.setSymbolBrush(line.pen.color())
            curve.setZValue(line.depth)
        y = _drawable(line.points.y, self._log)
        if getattr(curve, "points", None) != (line.points, self._log):
            curve.points = (line.points, self._log)
            curve.setData(line.points.x, y)
        return np.log10(y) if self._log else y

    def _focus(self) -> Run | None:
        return next((shown.run for shown in self._shown if shown.focus), None)

    def _mark(self) -> None:
        run = self._focus()
        validated = any(prefix for _, prefix, _ in self._curves)
        for widget in (self.train_sample, self.train_text):
            widget.setVisible(self._first)
        for widget in (self.validation_sample, self.validation_text):
            widget.setVisible(self._first and validated)
        for marker in (self.best, self.early):
            marker.label.setVisible(self._first)
        best = run.best_epoch if run else None
        self.best.setVisible(best is not None)
        if run is not None and best is not None:
            epoch = run.first_epoch + best + 1
            self.best.setValue(epoch)
            self.best.label.setFormat(self.tr("best: {epoch}").format(epoch=epoch))
        early = run is not None and run.ended == EARLY
        self.early.setVisible(early)
        if run is not None and early:
            self.early.setValue(run.first_epoch + len(run.epochs))
            self.early.label.setFormat(self.tr("ended early"))

    def _fit_axes(self, drawn: Sequence[np.ndarray]) -> None:
        """Whole epochs below; the values drawn at the left. Set once, or Qt would paint twice."""
        ends = [s.run.first_epoch + len(s.run.epochs) for s in self._shown if s.run.epochs]
        starts = [s.run.first_epoch + 1 for s in self._shown if s.run.epochs]
        trail = list(self._trail[0])
        left: float = min([*starts, *trail[:1]], default=0)
        right: float = max([*ends, *trail[-1:]], default=1)
        if right - left < 1:
            left, right = math.floor(left), max(math.floor(left) + 1, math.ceil(right))
        lows = [np.nanmin(y) for y in drawn if np.isfinite(y).any()]
        highs = [np.nanmax(y) for y in drawn if np.isfinite(y).any()]
        low, high = (min(lows), max(highs)) if lows else (0.0, 1.0)
        across, up = 0.03 * (right - left), 0.05 * (high - low) or abs(low) * 0.1 or 0.5
        self.item.setRange(
            xRange=(left - across, right + across), yRange=(low - up, high + up), padding=0
        )

    # -- the crosshair ----------------------------------------------------

    def _mouse_moved(self, position: QPointF) -> None:
        box = self.item.getViewBox()
        if not self._shown or not self.item.sceneBoundingRect().contains(position):
            self.hovered.emit(None)
            return
        self.hovered.emit(round(box.mapSceneToView(position).x()))

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)
        super().leaveEvent(event)

    def values_at(self, epoch: int | None) -> tuple[int, dict[str, float]] | None:
        """The focus run's epoch nearest to a number (None: its last) and the values there."""
        run = self._focus()
        if run is None or not run.epochs:
            return None
        last = len(run.epochs) - 1
        index = last if epoch is None else min(max(epoch - run.first_epoch - 1, 0), last)
        logs = run.epochs[index]
        found = {n: logs[n] for n in (self.name, f"val_{self.name}") if n in logs}
        return run.first_epoch + index + 1, found

    def _show_readout(self) -> None:
        at = self.values_at(self._hover)
        hovering = self._hover is not None and at is not None
        self.crosshair.setVisible(hovering)
        self.dots.setVisible(hovering)
        if at is None:
            self._show_latest()
            return
        epoch, values = at
        parts = [self.tr("Epoch {number}").format(number=epoch)]
        for name, value in values.items():
            token = "validation" if name.startswith("val_") else "train"
            color = theme.current().color(token).name()
            parts.append(f'<span style="color:{color}">{log_value(name, value)}</span>')
        self.readout.setText("&nbsp;&nbsp;&nbsp;".join(parts))
        spoken = [f"{key} {log_value(key, value)}" for key, value in values.items()]
        self.setAccessibleDescription(", ".join([parts[0], *spoken]))
        if hovering:
            self.crosshair.setValue(epoch)
            points = [v for v in values.values() if math.isfinite(v)]
            self.dots.setData(_array([epoch] * len(points)), _drawable(points, self._log))

    def _show_latest(self) -> None:
        """Before the first epoch has ended: the number of the newest batch."""
        values = self._trail[1]
        self.readout.setText(log_value(self.name, values[-1]) if len(values) else "")

    # -- looks ------------------------------------------------------------

    def restyle(self) -> None:
        """Take over the theme's colours and the language's words."""
        colors = theme.current()
        self.title.setText(log_name(self.name))
        self.setAccessibleName(log_name(self.name))
        self.train_text.setText(self.tr("training"))
        self.validation_text.setText(self.tr("validation"))
        self.widget.setBackground(colors.color("base"))
        for side in ("left", "bottom"):
            axis = self.item.getAxis(side)
            axis.setPen(colors.color("border"))
            axis.setTextPen(colors.color("muted"))
        self.item.getAxis("bottom").setLabel(self.tr("Epoch"), color=colors.color("muted").name())
        self.crosshair.setPen(pg.mkPen(colors.color("muted"), width=1))
        self.dots.setSymbolBrush(colors.color("text"))
        self.dots.setSymbolPen(pg.mkPen(colors.color("base"), width=1.5))
        trail = colors.color("train")
        trail.setAlpha(150)
        self.trail.setPen(pg.mkPen(trail, width=1.5))
        for marker, name in ((self.best, "ok"), (self.early, "warning")):
            marker.setPen(pg.mkPen(colors.color(name), width=1.2, style=Qt.PenStyle.DotLine))
            marker.label.setColor(colors.color(name))
            marker.label.fill = pg.mkBrush(colors.color("base"))
        self.redraw()


def _marker(position: float) -> pg.InfiniteLine:
    options = {"position": position, "anchors": [(1, 0), (1, 0)]}
    return pg.InfiniteLine(angle=90, movable=False, label="", labelOpts=options)


def _pen(color: str, style: Qt.PenStyle, width: float, alpha: int) -> QPen:
    tint: QColor = theme.current().color(color)
    tint.setAlpha(alpha)
    return pg.mkPen(tint, width=width, style=style)


def _array(values: Sequence[float] | np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=np.float64)


def _drawable(values: Sequence[float] | np.ndarray, log: bool) -> np.ndarray:
    """Numbers a plot can show: what is not finite, or has no logarithm, becomes a gap."""
    array = _array(values)
    bad = ~np.isfinite(array)
    if log:
        bad |= array <= 0
    return np.where(bad, np.nan, array) if bad.any() else array
