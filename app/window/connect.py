"""Which action calls what in the main window, and when each can be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.window import opening

if TYPE_CHECKING:
    from app.main_window import MainWindow

#: Usable only while a project is shown.
_PROJECT = ("save", "save_as", "export", "training_settings", "import_data")


def connect(window: MainWindow) -> None:
    """Connect the actions and the workspace's signals; called once."""
    for key, call in _calls(window).items():
        window.actions_[key].triggered.connect(_without_argument(call))
    window.actions_["pause"].triggered.connect(window.training.pause)
    window.actions_["full_screen"].triggered.connect(
        lambda on: window.showFullScreen() if on else window.showNormal()
    )
    _connect_stack(window)
    _connect_document(window)
    window.menus.recent.aboutToShow.connect(lambda: window.menus.fill_recent(window.files.open))
    window.menus.fill_recent(window.files.open)
    window.menus.fill_examples(window.open_example)


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


def _connect_stack(window: MainWindow) -> None:
    stack = window.workspace.stack
    for key, can, text, call in (
        ("undo", stack.canUndoChanged, stack.undoTextChanged, stack.undo),
        ("redo", stack.canRedoChanged, stack.redoTextChanged, stack.redo),
    ):
        action = window.actions_[key]
        words = action.text()
        action.triggered.connect(_without_argument(call))
        can.connect(action.setEnabled)
        text.connect(
            lambda what, action=action, words=words: action.setText(
                f"{words}: {what}" if what else words
            )
        )
    window.actions_["undo"].setEnabled(stack.canUndo())
    window.actions_["redo"].setEnabled(stack.canRedo())


def _connect_document(window: MainWindow) -> None:
    document, job = window.workspace.document, window.workspace.job
    document.checked.connect(window.totals.show_report)
    document.modifiedChanged.connect(window.setWindowModified)
    document.titleChanged.connect(window.refresh_title)
    window.workspace.worker.busyChanged.connect(window.totals.show_busy)
    window.workspace.worker.failed.connect(lambda failure: opening.failure(window, failure))
    job.stateChanged.connect(lambda _state: enable(window))
    window.files.opened.connect(window.project_opened)
    window.files.said.connect(window.say)
    window.design.said.connect(window.say)
    document.kindChanged.connect(lambda _kind: show_kind(window))
    document.reset.connect(lambda: show_kind(window))


def show_kind(window: MainWindow) -> None:
    """Let the action that converts the model say into what."""
    functional = window.workspace.document.graph.kind == "functional"
    window.actions_["convert"].setText(
        QCoreApplication.translate("Actions", "Convert to &Sequential")
        if functional
        else QCoreApplication.translate("Actions", "Convert to &Functional")
    )


def enable(window: MainWindow) -> None:
    """Switch the actions on and off for what is shown and what runs."""
    actions, running = window.actions_, window.workspace.job.running
    in_project = window.mode != "welcome"
    window.menus.show_drawing(window.mode == "design")
    actions.enable(("reset_layout", "export_picture", "convert"), window.mode == "design")
    actions.enable(_PROJECT, in_project)
    actions.enable(("start", "start_fresh"), in_project and not running)
    actions.enable(("pause", "stop"), running)
    actions["pause"].setChecked(window.workspace.job.state == "paused")
