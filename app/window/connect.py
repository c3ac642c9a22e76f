"""Which action calls what in the main window, and when each can be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from app.plain import caption
from app.training.failure import Failure
from app.training.job import PAUSED
from app.window import opening, weights_loading

if TYPE_CHECKING:
    from app.main_window import MainWindow

#: Usable only while a project is shown.
_PROJECT = ("save", "save_as", "export", "training_settings", "import_data")


class Wiring(QObject):
    """The connections of one window.

    What it connects to outlives the window (another language makes a new one),
    so the slots are methods of this object, which goes with the window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._undo_words = window.actions_["undo"].text()
        self._redo_words = window.actions_["redo"].text()
        for key, call in _calls(window).items():
            window.actions_[key].triggered.connect(_without_argument(call))
        window.actions_["pause"].triggered.connect(window.training.pause)
        window.actions_["full_screen"].triggered.connect(self._full_screen)
        self._connect_stack()
        self._connect_workspace()
        self._connect_menus()

    def _connect_stack(self) -> None:
        stack, actions = self._window.workspace.stack, self._window.actions_
        actions["undo"].triggered.connect(_without_argument(stack.undo))
        actions["redo"].triggered.connect(_without_argument(stack.redo))
        stack.canUndoChanged.connect(actions["undo"].setEnabled)
        stack.canRedoChanged.connect(actions["redo"].setEnabled)
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        actions["undo"].setEnabled(stack.canUndo())
        actions["redo"].setEnabled(stack.canRedo())
        self._name_undo(stack.undoText())
        self._name_redo(stack.redoText())

    def _connect_workspace(self) -> None:
        window, work = self._window, self._window.workspace
        work.document.checked.connect(window.totals.show_report)
        work.document.modifiedChanged.connect(window.setWindowModified)
        work.document.titleChanged.connect(window.refresh_title)
        work.document.kindChanged.connect(self.refresh)
        work.document.reset.connect(self.refresh)
        work.worker.busyChanged.connect(window.totals.show_busy)
        work.worker.failed.connect(self._failed)
        work.job.stateChanged.connect(self.refresh)

    def _connect_menus(self) -> None:
        window = self._window
        window.files.opened.connect(window.project_opened)
        window.files.said.connect(window.say)
        window.files.modelChosen.connect(lambda path: opening.read_model(window, path))
        window.design.said.connect(window.say)
        window.heat_map.said.connect(window.say)
        window.menus.recent.aboutToShow.connect(self._fill_recent)
        window.menus.fill_examples(window.open_example)
        self._fill_recent()

    def _fill_recent(self) -> None:
        self._window.menus.fill_recent(self._window.files.open)

    def _name_undo(self, what: str) -> None:
        words = f"{self._undo_words}: {caption(what)}" if what else self._undo_words
        self._window.actions_["undo"].setText(words)

    def _name_redo(self, what: str) -> None:
        words = f"{self._redo_words}: {caption(what)}" if what else self._redo_words
        self._window.actions_["redo"].setText(words)

    def _full_screen(self, on: bool) -> None:
        if on:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    def _failed(self, failure: Failure) -> None:
        opening.failure(self._window, failure)

    def refresh(self, *_: object) -> None:
        """Switch the actions on and off for what is shown and what runs."""
        window = self._window
        actions, running = window.actions_, window.workspace.job.running
        in_project, drawing = window.mode != "welcome", window.mode == "design"
        actions.enable(_PROJECT, in_project)
        window.menus.show_drawing(drawing)
        actions.enable(("reset_layout", "export_picture", "convert"), drawing)
        actions.enable(("heat_time", "heat_memory"), drawing)
        actions.enable(("start", "start_fresh"), in_project and not running)
        actions.enable(("pause", "stop"), running)
        actions.enable(("load_weights",), in_project and not running)
        actions["pause"].setChecked(window.workspace.job.state == PAUSED)
        functional = window.workspace.document.graph.kind == "functional"
        actions["convert"].setText(
            QCoreApplication.translate("Actions", "Convert to &Sequential")
            if functional
            else QCoreApplication.translate("Actions", "Convert to &Functional")
        )


def _without_argument(call: Callable[[], object]) -> Callable[..., None]:
    def called(_checked: bool = False) -> None:
        call()

    return called


def _calls(window: MainWindow) -> dict[str, Callable[[], object]]:
    files, flow = window.files, window.training
    modes = {
        mode: lambda mode=mode: window.show_mode(mode)
        for mode in ("welcome", "design", "data", "train", "judge")
    }
    return {
        **modes,
        "new_sequential": lambda: files.new("sequential"),
        "new_functional": lambda: files.new("functional"),
        "open": files.ask_open,
        "save": files.save,
        "save_as": files.save_as,
        "import_model": lambda: opening.import_model(window),
        "open_folder": lambda: opening.open_folder(window),
        "load_weights": lambda: weights_loading.ask(window),
        "export": lambda: opening.export(window),
        "export_picture": lambda: opening.export_picture(window),
        "preferences": lambda: opening.preferences(window),
        "quit": window.close,
        "reset_layout": window.design.reset_layout,
        "convert": window.design.convert,
        "start": lambda: flow.train(False),
        "start_fresh": lambda: flow.train(True),
        "stop": window.workspace.job.stop,
        "training_settings": flow.settings,
        "import_data": lambda: opening.import_data(window),
        "shortcuts": lambda: opening.shortcuts(window),
        "about": lambda: opening.about(window),
    }
