"""The menu bar and the toolbar, filled from the actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from app.document.examples import examples
from app.plain import caption
from app.settings import Settings, shown_name
from app.window.actions import Actions
from app.window.mode_switch import ModeSwitch

_FILE = ("new_sequential", "new_functional", "open", "open_folder")
_FILE_END = ("save", "save_as", "", "import_model", "load_weights", "export",
             "export_picture", "", "welcome", "preferences", "", "quit")
_VIEW = ("design", "data", "train", "judge", "")
_TRAIN = ("start", "start_fresh", "pause", "stop", "", "training_settings", "import_data")
_HELP = ("shortcuts", "", "about")
#: The canvas's actions, by menu.
_CANVAS_EDIT = ("cut", "copy", "paste", "duplicate", "delete", "", "select_all")
_CANVAS_VIEW = ("zoom_in", "zoom_out", "zoom_reset", "fit", "overview", "snap", "")
_CANVAS_MODEL = ("add_layer", "rename", "", "connect", "disconnect", "mark_output", "", "share",
                 "unshare", "freeze", "", "replace", "ungroup", "", "auto_layout")
_CANVAS_ALIGN = ("align_left", "align_right", "align_top", "align_bottom", "align_center",
                 "align_middle", "", "distribute_across", "distribute_down")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


class Menus:
    """Owns the menus that change while the program runs: recent files, panels.

    Attributes:
        recent: Menu of recent projects.
        examples: Menu of the examples.
        panels: Menu of the panels that can be shown and hidden.
        model: Menu of what can be done to the drawing.
    """

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        canvas: dict[str, QAction],
        settings: Settings,
    ) -> None:
        self._settings = settings
        self._drawing: list[QAction] = []
        self._canvas = canvas
        bar = window.menuBar()
        self.recent = QMenu(_tr("Open &Recent"), window)
        self.examples = QMenu(_tr("E&xamples"), window)
        self.panels = QMenu(_tr("&Panels"), window)
        self._fill_file(bar.addMenu(_tr("&File")), actions)
        self._fill_edit(bar.addMenu(_tr("&Edit")), actions)
        self._fill_view(bar.addMenu(_tr("&View")), actions)
        self.model = bar.addMenu(_tr("&Model"))
        self._fill_model(actions)
        _fill(bar.addMenu(_tr("&Train")), actions, _TRAIN)
        _fill(bar.addMenu(_tr("&Help")), actions, _HELP)

    def _fill_file(self, menu: QMenu, actions: Actions) -> None:
        _fill(menu, actions, _FILE)
        menu.addMenu(self.recent)
        menu.addMenu(self.examples)
        menu.addSeparator()
        _fill(menu, actions, _FILE_END)

    def _fill_edit(self, menu: QMenu, actions: Actions) -> None:
        _fill(menu, actions, ("undo", "redo"))
        self._drawing.append(menu.addSeparator())
        self._drawing += _fill(menu, self._canvas, _CANVAS_EDIT)

    def _fill_view(self, menu: QMenu, actions: Actions) -> None:
        _fill(menu, actions, _VIEW)
        self._drawing += _fill(menu, self._canvas, _CANVAS_VIEW)
        self._drawing += _fill(menu, actions, ("heat_time", "heat_memory", ""))
        menu.addMenu(self.panels)
        _fill(menu, actions, ("reset_layout", "", "full_screen"))

    def _fill_model(self, actions: Actions) -> None:
        _fill(self.model, self._canvas, _CANVAS_MODEL)
        align = self.model.addMenu(_tr("Ali&gn"))
        _fill(align, self._canvas, _CANVAS_ALIGN)
        self.model.addSeparator()
        _fill(self.model, actions, ("convert",))

    def show_drawing(self, on: bool) -> None:
        """Offer what is done to the drawing, or hide it while another page is shown."""
        for action in self._drawing:
            action.setVisible(on)
        self.model.menuAction().setVisible(on)
        self.panels.menuAction().setVisible(on)

    def fill_recent(self, choose: Callable[[Path], object]) -> None:
        """List the recent projects; ``choose(path)`` opens one."""
        self.recent.clear()
        paths: list[Path] = self._settings.recent_files
        for path in paths:
            action = self.recent.addAction(caption(shown_name(path)))
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _=False, chosen=path: choose(chosen))
        if paths:
            self.recent.addSeparator()
            self.recent.addAction(_tr("&Clear List"), self._settings.clear_recent)
        self.recent.setEnabled(bool(paths))

    def fill_examples(self, choose: Callable[[str], object]) -> None:
        """List the examples; ``choose(key)`` opens one."""
        for example in examples():
            action = self.examples.addAction(example.title)
            action.setStatusTip(example.summary)
            action.triggered.connect(lambda _=False, key=example.key: choose(key))


def _fill(menu: QMenu, actions: Any, keys: tuple[str, ...]) -> list[QAction]:
    """Add actions by key, "" for a line between; return what was added."""
    return [menu.addSeparator() if not key else _added(menu, actions[key]) for key in keys]


def _added(menu: QMenu, action: QAction) -> QAction:
    menu.addAction(action)
    return action


class Toolbar(QToolBar):
    """Files and undo at the left, the four steps in the middle, training at the right."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(_tr("Toolbar"), parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(20, 20))
        self.addActions([actions["open"], actions["save"]])
        self.addSeparator()
        self.addActions([actions["undo"], actions["redo"]])
        self.addWidget(_spring())
        self.addWidget(ModeSwitch([actions[key] for key in ("design", "data", "train", "judge")]))
        self.addWidget(_spring())
        self.addAction(actions["training_settings"])
        self._training = self._training_buttons(actions)
        self.addWidget(self._training)
        self.addAction(actions["export"])

    def show_training(self, on: bool) -> None:
        """Show Train, Pause and Stop, or leave them to the page that has its own."""
        for button in self._training.findChildren(QToolButton):
            button.setVisible(on)

    def _training_buttons(self, actions: Actions) -> QWidget:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for key in ("start", "pause", "stop"):
            button = QToolButton()
            button.setDefaultAction(actions[key])
            button.setIconSize(self.iconSize())
            button.setAccessibleName(actions[key].iconText())
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # the steps in the middle stay where they are
            button.setSizePolicy(policy)
            row.addWidget(button)
            if key == "start":
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                button.setProperty("primary", "true")
        return group


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
