"""The window's actions: words, shortcut, icon. One table; the canvas has its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app import i18n, theme


@dataclass(frozen=True)
class Spec:
    """One row of the table.

    Attributes:
        key: Name the program uses.
        text: Menu text, English; translated when the action is made.
        keys: Shortcuts, the first is shown.
        icon: Drawing, "" for none.
        tip: One sentence for the status bar and the tooltip, English.
        checkable: Whether it is a switch.
    """

    key: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checkable: bool = False


def _table() -> Iterator[Spec]:
    """The table in the language of the moment."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("Actions", text)

    yield Spec("new_sequential", tr("&New Sequential Model"), ("Ctrl+N",), "sequential",
               tr("Layers one after the other"))
    yield Spec("new_functional", tr("New &Functional Model"), ("Ctrl+Shift+N",), "functional",
               tr("Layers wired freely, with several inputs and outputs"))
    yield Spec("open", tr("&Open…"), ("Ctrl+O",), "open",
               tr("Open a project or a Keras model"))
    yield Spec("open_folder", tr("Open Model Fo&lder…"), ("Ctrl+Alt+O",), "folder",
               tr("Draw the model in a folder: an unzipped .keras archive or a model of "
                  "TensorFlow.js"))
    yield Spec("save", tr("&Save"), ("Ctrl+S",), "save", tr("Save the project"))
    yield Spec("save_as", tr("Save &As…"), ("Ctrl+Shift+S",), "save-as",
               tr("Save the project under another name"))
    yield Spec("export", tr("&Export…"), ("Ctrl+E",), "export",
               tr("Take the model away as a Keras file or a Python script"))
    yield Spec("import_model", tr("&Import Keras Model…"), ("Ctrl+Shift+O",), "import",
               tr("Draw the model of a .keras, .h5, .json or .yaml file of any Keras"))
    yield Spec("load_weights", tr("Load Wei&ghts…"), ("Ctrl+Alt+W",), "import",
               tr("Give the layers the weights of a file: all of them, or those of equal names"))
    yield Spec("export_picture", tr("Export &Picture…"), ("Ctrl+Shift+E",), "picture",
               tr("Save the drawing of the model as a picture"))
    yield Spec("welcome", tr("&Welcome Page"), ("Ctrl+Shift+W",), "home",
               tr("Examples, new models and recent projects"))
    yield Spec("preferences", tr("Preferen&ces…"), ("Ctrl+,",), "settings",
               tr("Language, theme and autosave"))
    yield Spec("quit", tr("&Quit"), ("Ctrl+Q",), "quit", tr("Leave the program"))

    yield Spec("undo", tr("&Undo"), ("Ctrl+Z",), "undo", tr("Take the last change back"))
    yield Spec("redo", tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo",
               tr("Make the change again"))

    yield Spec("design", tr("&Design"), ("Ctrl+1",), "design", tr("Draw the model"), True)
    yield Spec("data", tr("D&ata"), ("Ctrl+2",), "data",
               tr("Choose what the model learns from"), True)
    yield Spec("train", tr("&Train"), ("Ctrl+3",), "charts", tr("Train and watch"), True)
    yield Spec("judge", tr("&Judge"), ("Ctrl+4",), "judge",
               tr("See what the trained model gets right and wrong"), True)
    yield Spec("heat_time", tr("&Heat Map: Time"), ("Ctrl+H",), "",
               tr("Measure a step of training and colour each layer by its time"), True)
    yield Spec("heat_memory", tr("Heat Map: &Memory"), ("Ctrl+Shift+H",), "",
               tr("Measure a step of training and colour each layer by its memory"), True)
    yield Spec("full_screen", tr("F&ull Screen"), ("F11",), "", tr("Use the whole screen"), True)
    yield Spec("reset_layout", tr("&Reset Panels"), ("Ctrl+Alt+0",), "restart",
               tr("Put all panels back to their places"))

    yield Spec("convert", tr("Convert to &Functional"), ("Ctrl+Shift+F",), "functional",
               tr("Let layers be wired freely, or back to one after the other"))

    yield Spec("start", tr("Train &Now"), ("F5",), "train",
               tr("Train the model, going on from its present weights"))
    yield Spec("start_fresh", tr("Train from &Scratch"), ("Shift+F5",), "restart",
               tr("Forget the weights and train from new ones"))
    yield Spec("pause", tr("&Pause"), ("F6",), "pause",
               tr("Hold the training; press again to go on"), True)
    yield Spec("stop", tr("S&top"), ("Shift+F6",), "stop",
               tr("End the training and keep what was learned"))
    yield Spec("training_settings", tr("Training Settin&gs…"), ("Ctrl+T",), "settings",
               tr("Optimizer, losses, metrics, epochs and callbacks"))
    yield Spec("import_data", tr("&Import Data…"), ("Ctrl+I",), "data",
               tr("Read your own table, images or arrays"))

    yield Spec("shortcuts", tr("&Keyboard Shortcuts"), ("F1", "Ctrl+?"), "keyboard",
               tr("All keys on one page"))
    yield Spec("about", tr("&About Layerloom"), ("Ctrl+F1",), "info",
               tr("Version and licence"))


class Actions(QObject):
    """The actions by key: ``actions["save"]``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._made = {spec.key: self._make(spec) for spec in _table()}

    def __getitem__(self, key: str) -> QAction:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def enable(self, keys: tuple[str, ...], on: bool) -> None:
        for key in keys:
            self._made[key].setEnabled(on)

    def _make(self, spec: Spec) -> QAction:
        action = QAction(spec.text, self)
        action.setIconText(i18n.without_mnemonic(spec.text))
        action.setObjectName(spec.key)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if spec.icon:
            theme.set_icon(action, spec.icon)
        if spec.tip:
            action.setStatusTip(spec.tip)
            action.setToolTip(_tooltip(spec))
        return action


def _tooltip(spec: Spec) -> str:
    if not spec.keys:
        return spec.tip
    keys = QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{spec.tip} ({keys})"
