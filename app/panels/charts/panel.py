"""The charts panel: stacked plots, their controls and the list of runs."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QScrollArea,
    QSlider,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.document import Document
from app.document.run import Run
from app.panels.charts.area import PlotArea
from app.panels.charts.plot import LogPlot, Shown
from app.panels.charts.run_list import RunList
from app.plain import message_box
from app.saving_as import ask_where
from app.training.history import base_names, in_order, write_csv
from app.training.job import TrainingJob
from app.training.progress import Progress

#: Milliseconds between two paintings, and the part of the time they may take.
INTERVAL = 50
BUDGET = 0.25
#: Longest time between two paintings: a first, slow one must not leave the curves behind.
LONGEST = 1000
#: Smallest size of an exported picture: width, height of one plot.
PICTURE = QSize(900, 260)


class ChartsPanel(QWidget):
    """Loss and metrics over the epochs, live while training."""

    def __init__(self, document: Document, job: TrainingJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.job = job
        self.plots: dict[str, LogPlot] = {}
        #: Within the running epoch: positions, and values of each log.
        self._trail: tuple[list[float], dict[str, list[float]]] = ([], {})
        self._hovered: int | None = None
        self._painted = 0.0
        self._cost = 0.0
        #: When the first point of the present training was drawn (time.perf_counter), or None.
        self.first_drawn: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.repaint_now)
        self.run_list = RunList(document)
        self._make_controls()
        self._make_plots()
        self._arrange()
        self._connect()
        self._translate()
        if job.running:
            self.run_list.set_live(job.run)  # a window that is made during a training
        self.repaint_now()

    # -- construction -----------------------------------------------------

    def _make_controls(self) -> None:
        self.log_box = QCheckBox()
        self.log_box.toggled.connect(self._set_log)
        self.smoothing_label = QLabel()
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.smoothing.setRange(0, 95)
        self.smoothing.setFixedWidth(120)
        self.smoothing.valueChanged.connect(self._smooth)
        self.smoothing_label.setBuddy(self.smoothing)
        self.smoothing_value = QLabel()
        self.smoothing_value.setProperty("role", "muted")
        self.smoothing_value.setMinimumWidth(32)
        self.export_button = QToolButton()
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        theme.set_icon(self.export_button, "export")
        menu = QMenu(self.export_button)
        self.png_action = menu.addAction("", self._ask_png)
        self.csv_action = menu.addAction("", self._ask_csv)
        self.export_button.setMenu(menu)

    def _make_plots(self) -> None:
        self.area = PlotArea()
        self.area.stepped.connect(self._step)
        self.area_layout = QVBoxLayout(self.area)
        self.area_layout.setContentsMargins(4, 4, 4, 4)
        self.area_layout.setSpacing(6)
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.area)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(scroll)

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 4)
        for widget in (self.log_box, self.smoothing_label, self.smoothing, self.smoothing_value):
            bar.addWidget(widget)
        bar.insertSpacing(1, 12)
        bar.addStretch()
        bar.addWidget(self.export_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.stack, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.run_list)
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        self.run_list.setMinimumWidth(130)
        split.setSizes([640, 160])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _connect(self) -> None:
        self.job.started.connect(self._started)
        self.job.progressed.connect(self._progressed)
        self.job.finished.connect(self._ended)
        self.job.failed.connect(self._ended)
        self.run_list.changed.connect(self._plan_repaint)
        theme.notifier().changed.connect(self._restyle)

    # -- from the job -----------------------------------------------------

    def _started(self, run: Run) -> None:
        self._trail = ([], {})
        self.first_drawn = None
        self.run_list.set_live(run)

    def _progressed(self, progress: Progress) -> None:
        positions, values = self._trail
        if progress.epoch_end:
            self._trail = ([], {})
        elif progress.logs and progress.batches:
            before = self.job.run.first_epoch if self.job.run else 0
            positions.append(before + progress.epoch - 1 + progress.batch / progress.batches)
            for name, value in progress.logs.items():
                values.setdefault(name, []).append(value)
        self._plan_repaint()

    def _ended(self, _: object) -> None:
        self._trail = ([], {})
        self.run_list.set_live(None)

    def _plan_repaint(self) -> None:
        """Paint at once when the last painting is long ago, else at its interval.

        Painting that takes long (many runs, a slow machine) is done less often, so
        that the window stays at hand.
        """
        if not self._timer.isActive():
            since = (time.perf_counter() - self._painted) * 1000
            wait = min(max(INTERVAL, self._cost / BUDGET), LONGEST) - since
            self._timer.start(max(0, round(wait)))

    def repaint_now(self) -> None:
        """Bring the plots up to date."""
        self._timer.stop()
        begun = time.perf_counter()
        self._update_plots()
        # posted behind the paint events, so that their time counts too
        QTimer.singleShot(0, self, lambda: self._note_cost(begun))

    def _note_cost(self, begun: float) -> None:
        self._painted = time.perf_counter()
        self._cost = min(1000.0, (self._painted - begun) * 1000)

    def _update_plots(self) -> None:
        shown, focus = self.run_list.shown(), self.run_list.focus()
        positions, values = self._trail
        names = base_names(shown) or in_order(values)
        self._set_plots(names)
        self.stack.setCurrentIndex(1 if names else 0)
        self._say_empty()
        self.export_button.setEnabled(bool(names))
        self.run_list.setVisible(self.run_list.list.count() > 0)
        marked = [Shown(run, run is focus) for run in shown]
        for name, plot in self.plots.items():
            trail = (positions, values[name]) if name in values else ((), ())
            plot.show_runs(marked, trail)
        live = self.job.run
        if self.first_drawn is None and (positions or (live and live.epochs)):
            self.first_drawn = time.perf_counter()

    def _set_plots(self, names: list[str]) -> None:
        if list(self.plots) == names:
            return
        for name in [name for name in self.plots if name not in names]:
            gone = self.plots.pop(name)
            self.area_layout.removeWidget(gone)
            gone.deleteLater()
        for index, name in enumerate(names):
            if name not in self.plots:
                self.plots[name] = self._new_plot(name)
            self.area_layout.insertWidget(index, self.plots[name])  # moves one that is there
        self.plots = {name: self.plots[name] for name in names}
        for name, plot in self.plots.items():
            plot.set_place(first=name == names[0], last=name == names[-1])

    def _new_plot(self, name: str) -> LogPlot:
        plot = LogPlot(name)
        plot.hovered.connect(self._hover)
        plot.set_smoothing(self.smoothing.value() / 100)
        if self.log_box.isChecked():
            plot.set_log(True)
        return plot

    def _step(self, by: int | None) -> None:
        """Move the crosshair by epochs; None takes it away."""
        run = self.run_list.focus()
        if by is None or run is None or not run.epochs:
            self._hover(None)
            return
        first, last = run.first_epoch + 1, run.first_epoch + len(run.epochs)
        start = self._hovered if self._hovered is not None else (last + 1 if by < 0 else first - 1)
        self._hover(min(max(start + by, first), last))

    # -- controls ---------------------------------------------------------

    def _hover(self, epoch: int | None) -> None:
        self._hovered = epoch
        for plot in self.plots.values():
            plot.set_hover(epoch)

    def _set_log(self, on: bool) -> None:
        for plot in self.plots.values():
            plot.set_log(on)

    def _smooth(self, value: int) -> None:
        self.smoothing_value.setText(f"{value / 100:.2f}" if value else self.tr("off"))
        for plot in self.plots.values():
            plot.set_smoothing(value / 100)

    # -- files ------------------------------------------------------------

    def export_png(self, path: Path | str) -> None:
        """Write the plots as a picture with twice the points; OSError when it cannot be written."""
        self.repaint_now()
        if not self.isVisible():
            wanted = QSize(PICTURE.width(), PICTURE.height() * max(1, len(self.plots)))
            self.area.resize(wanted.expandedTo(self.area.size()))
            self.area.ensurePolished()
            self.area_layout.activate()
        picture = QPixmap(self.area.size() * 2)
        picture.setDevicePixelRatio(2)
        picture.fill(theme.current().color("base"))
        self.area.render(picture)
        if not picture.save(str(path)):
            raise OSError(
                self.tr(
                    "The picture cannot be written to {path}. Is the folder there, and is the "
                    "name's ending .png or .jpg?"
                ).format(path=path)
            )

    def export_csv(self, path: Path | str) -> None:
        """Write the shown runs, one line per epoch; OSError when it cannot be written."""
        shown = {run.id for run in self.run_list.shown()}
        write_csv(path, [(name, run) for name, run in self.run_list.named() if run.id in shown])

    def _ask_png(self) -> None:
        self._ask(self.tr("Export charts as a picture"), "charts.png", "PNG (*.png)", "png")

    def _ask_csv(self) -> None:
        self._ask(self.tr("Export runs as a table"), "runs.csv", "CSV (*.csv)", "csv")

    def _ask(self, title: str, name: str, kinds: str, ending: str) -> None:
        base = self.document.path.parent if self.document.path else Path.home()
        path = ask_where(self, title, base / name, kinds, (f".{ending}",))
        if path is None:
            return
        try:
            self.export_png(path) if ending == "png" else self.export_csv(path)
        except OSError as error:
            message_box(QMessageBox.Icon.Warning, title, str(error), self).exec()

    # -- language and theme -----------------------------------------------

    def _restyle(self) -> None:
        for plot in self.plots.values():
            plot.restyle()

    def _translate(self) -> None:
        self.log_box.setText(self.tr("Logarithmic"))
        self.smoothing_label.setText(self.tr("Smoothing"))
        self.area.setAccessibleName(self.tr("Charts; the arrow keys go from epoch to epoch"))
        self.smoothing.setAccessibleName(self.tr("Smoothing"))
        self.export_button.setText(self.tr("Export"))
        self.png_action.setText(self.tr("Picture (PNG)…"))
        self.csv_action.setText(self.tr("Table (CSV)…"))
        self._say_empty()
        self._smooth(self.smoothing.value())

    def _say_empty(self) -> None:
        self.empty.setText(
            self.tr("The training has begun; the first values appear here in a moment.")
            if self.job.running
            else self.tr(
                "No training yet.\nPress Train: loss and metrics are drawn here while it learns."
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._restyle()
        super().changeEvent(event)
