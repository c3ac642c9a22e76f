"""The main window: it makes the parts and wires them, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app import importing, sizing, theme
from app.document.examples import open_example
from app.settings import Settings
from app.welcome import WelcomePage
from app.window import opening, training_flow
from app.window.actions import Actions
from app.window.connect import Wiring
from app.window.design_page import DesignPage
from app.window.heat_map import MEMORY, TIME, HeatMap
from app.window.menus import Menus, Toolbar
from app.window.project_files import SUFFIX, ProjectFiles
from app.window.status import StatusTotals
from app.window.workspace import Workspace

MODES = ("welcome", "design", "data", "train", "judge")


class MainWindow(QMainWindow):
    """One window on a workspace.

    Signals:
        languageChosen(str): The user wants another language; the program makes a new window.
        preferencesChanged(): The preferences dialog was closed.

    Attributes:
        workspace: What is open; it outlives the window.
        actions_: Every action by key.
        files: New, open, save.
        mode: Which page is shown, one of ``MODES``.

    Args:
        remember: Whether size and panels are those of the last time and are kept for the next.
    """

    languageChosen = Signal(str)
    preferencesChanged = Signal()

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        remember: bool = True,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.settings = settings
        self.mode = "welcome"
        self._remember = remember
        self._pages: dict[str, QWidget] = {}
        self._stepping_aside = False
        self.setWindowIcon(theme.app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 560)
        sizing.resize(self, 1440, 900)
        self.files = ProjectFiles(workspace, settings, self)
        self.actions_ = Actions(self)
        self.design = DesignPage(workspace)
        self.menus = Menus(self, self.actions_, self.design.canvas.actions(), settings)
        self.heat_map = HeatMap(
            self.design.canvas,
            workspace,
            {TIME: self.actions_["heat_time"], MEMORY: self.actions_["heat_memory"]},
        )
        self.toolbar = Toolbar(self.actions_, self)
        self.addToolBar(self.toolbar)
        self.training = training_flow.TrainingFlow(self)
        self._make_centre()
        self._make_status()
        self.wiring = Wiring(self)
        self._restore()
        self.show_mode("welcome")
        self.refresh_title()
        self.totals.show_report(workspace.document.report)

    # -- construction -----------------------------------------------------

    def _make_centre(self) -> None:
        self.stack = QStackedWidget()
        self.stack.setObjectName("modes")
        self.setCentralWidget(self.stack)
        self._pages["design"] = self.design
        self.stack.addWidget(self.design)
        self.menus.panels.addActions(self.design.dock_actions())

    def _make_status(self) -> None:
        self.totals = StatusTotals()
        self.statusBar().addPermanentWidget(self.totals)
        self.statusBar().setSizeGripEnabled(False)

    def _restore(self) -> None:
        if not self._remember:
            return
        geometry = self.settings.blob("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        self.design.restore_layout(self.settings.blob("design"))

    # -- pages ------------------------------------------------------------

    def page(self, mode: str) -> QWidget:
        """The page of a mode, made when it is wanted for the first time."""
        if mode not in self._pages:
            make: dict[str, Callable[[], QWidget]] = {
                "welcome": self._make_welcome,
                "data": self._make_data,
                "train": self._make_train,
                "judge": self._make_judge,
            }
            page = self._pages[mode] = make[mode]()
            self.stack.addWidget(page)
        return self._pages[mode]

    def _make_welcome(self) -> QWidget:
        page = WelcomePage(self.settings)
        page.newRequested.connect(self.files.new)
        page.openRequested.connect(self.files.ask_open)
        page.pathChosen.connect(self.files.open)
        page.exampleChosen.connect(self.open_example)
        page.backRequested.connect(lambda: self.show_mode("design"))
        return page

    # The pages below load what the first second does not need (charts, tables).

    def _make_data(self) -> QWidget:
        from app.panels.data import DataPanel

        work = self.workspace
        page = DataPanel(work.document, work.stack, work.worker)
        page.importWanted.connect(lambda start: opening.import_data(self, start))
        return page

    def _make_train(self) -> QWidget:
        from app.window.train_page import TrainPage

        page = TrainPage(self.workspace)
        page.controls.trainRequested.connect(self.training.train)
        return page

    def _make_judge(self) -> QWidget:
        from app.panels.judge import JudgePanel

        return JudgePanel(self.workspace.document, self.workspace.worker)

    def show_mode(self, mode: str) -> None:
        """Show the page of a mode."""
        if mode != self.mode:
            self.statusBar().clearMessage()  # it was about the other page
        self.mode = mode
        page = self.page(mode)
        if isinstance(page, WelcomePage):
            page.refresh(self.files.name() if self.workspace.document.graph.nodes else "")
        self.toolbar.setVisible(mode != "welcome")
        self.stack.setCurrentWidget(page)
        self.toolbar.show_training(mode != "train")
        for key in MODES[1:]:
            self.actions_[key].setChecked(key == mode)
        self.totals.setVisible(mode != "welcome")
        self.wiring.refresh()
        if mode == "design":  # its keys, Tab before all, work at once
            self.design.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        elif mode == "welcome":
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def project_opened(self) -> None:
        """Show a project that was just opened: its drawing, whole."""
        self.show_mode("design")
        self.refresh_title()
        self.statusBar().clearMessage()
        QTimer.singleShot(0, self.design.canvas, self.design.canvas.fit_all)

    def open_example(self, key: str) -> None:
        self.files.show_record(open_example(key))

    def refresh_title(self) -> None:
        if self.mode == "welcome" and not self.workspace.document.graph.nodes:
            self.setWindowTitle("Layerloom")
            return
        self.setWindowTitle(f"{self.files.name()}[*] – Layerloom")
        self.setWindowModified(self.workspace.document.modified)

    def say(self, text: str) -> None:
        """Show a line in the status bar for a while, shortened to the room there is."""
        bar = self.statusBar()
        room = bar.width() - (self.totals.width() if self.totals.isVisible() else 0) - 24
        elide = Qt.TextElideMode.ElideRight
        bar.showMessage(bar.fontMetrics().elidedText(text, elide, max(room, 200)), 8000)

    # -- dropped files, leaving -------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is None:
            return
        event.acceptProposedAction()
        self.files.open(path)

    def step_aside(self) -> None:
        """Close without questions: the workspace goes on in another window."""
        self._stepping_aside = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._stepping_aside and not self.files.may_leave():
            event.ignore()
            return
        if self._remember:
            self.settings.set_blob("geometry", self.saveGeometry())
            self.settings.set_blob("design", self.design.saveState())
        event.accept()


def _dropped_file(event: QDropEvent) -> Path | None:
    """A project or what may be a model (also the folder of one) among what is dropped."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if path.suffix == SUFFIX and path.is_file():
            return path
        if url.isLocalFile() and importing.is_meant(path):
            return path
    return None
