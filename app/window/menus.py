"""The menu bar and the toolbar, filled from the actions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.document.examples import examples
from app.settings import Settings
from app.window.actions import Actions
from app.window.mode_switch import ModeSwitch

_EDIT = ("undo", "redo", "", "cut", "copy", "paste", "duplicate", "delete", "", "select_all",
         "add_layer")
_VIEW = ("design", "data", "train", "judge", "", "zoom_in", "zoom_out", "zoom_reset", "fit", "",
         "full_screen")
_MODEL = ("add_layer", "auto_layout", "", "align_left", "align_right", "align_top",
          "align_bottom")
_TRAIN = ("start", "start_fresh", "pause", "stop", "", "training_settings", "import_data")
_HELP = ("welcome", "shortcuts", "", "about")

#: Left out of the toolbar where the page itself has them.
TRAINING = ("start", "pause", "stop")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)


class Menus:
    """Owns the menus that change while the program runs: recent files, panels.

    Attributes:
        recent: Menu of recent projects.
        examples: Menu of the examples.
        panels: Menu of the panels that can be shown and hidden.
    """

    def __init__(self, window: QMainWindow, actions: Actions, settings: Settings) -> None:
        self._actions = actions
        self._settings = settings
        bar = window.menuBar()
        self.recent = QMenu(_tr("Open &Recent"), window)
        self.examples = QMenu(_tr("E&xamples"), window)
        self.panels = QMenu(_tr("&Panels"), window)
        self._fill_file(bar.addMenu(_tr("&File")))
        self._fill(bar.addMenu(_tr("&Edit")), _EDIT)
        view = bar.addMenu(_tr("&View"))
        self._fill(view, _VIEW)
        view.addMenu(self.panels)
        view.addAction(actions["reset_layout"])
        self._fill(bar.addMenu(_tr("&Model")), _MODEL)
        self._fill(bar.addMenu(_tr("&Train")), _TRAIN)
        self._fill(bar.addMenu(_tr("&Help")), _HELP)

    def _fill(self, menu: QMenu, keys: tuple[str, ...]) -> None:
        menu.setToolTipsVisible(False)
        for key in keys:
            if key:
                menu.addAction(self._actions[key])
            else:
                menu.addSeparator()

    def _fill_file(self, menu: QMenu) -> None:
        self._fill(menu, ("new_sequential", "new_functional", "open"))
        menu.addMenu(self.recent)
        menu.addMenu(self.examples)
        menu.addSeparator()
        self._fill(menu, ("save", "save_as", "", "export", "export_picture", "", "welcome",
                          "preferences", "", "quit"))

    def fill_recent(self, choose) -> None:  # type: ignore[no-untyped-def]
        """List the recent projects; ``choose(path)`` opens one."""
        self.recent.clear()
        paths: list[Path] = self._settings.recent_files
        for path in paths:
            action = self.recent.addAction(path.stem)
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _=False, chosen=path: choose(chosen))
        if paths:
            self.recent.addSeparator()
            self.recent.addAction(_tr("&Clear List"), self._settings.clear_recent)
        self.recent.setEnabled(bool(paths))

    def fill_examples(self, choose) -> None:  # type: ignore[no-untyped-def]
        """List the examples; ``choose(key)`` opens one."""
        for example in examples():
            action = self.examples.addAction(example.title)
            action.setStatusTip(example.summary)
            action.triggered.connect(lambda _=False, key=example.key: choose(key))


def make_toolbar(window: QMainWindow, actions: Actions) -> QToolBar:
    """Files and undo at the left, the four steps in the middle, training at the right."""
    bar = QToolBar(_tr("Toolbar"), window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    for key in ("open", "save", "", "undo", "redo"):
        if key:
            bar.addAction(actions[key])
        else:
            bar.addSeparator()
    bar.addWidget(_spring())
    bar.addWidget(ModeSwitch([actions[key] for key in ("design", "data", "train", "judge")]))
    bar.addWidget(_spring())
    for key in ("training_settings", *TRAINING, "export"):
        bar.addAction(actions[key])
    button = bar.widgetForAction(actions["start"])
    if isinstance(button, QToolButton):
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("primary", True)
    return bar


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
