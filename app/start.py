"""From the command line to a window on the screen."""

from __future__ import annotations

import signal
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from app import i18n, importing, recovery, theme
from app.data import words
from app.document.project_file import ProjectError
from app.environment import cache_folder
from app.main_window import MainWindow
from app.plain import message_box
from app.recovery import Leftover, Recovery
from app.settings import Settings
from app.terminal import complain
from app.training import checkpoint
from app.unexpected import Unexpected
from app.window import opening
from app.window.inside import lay_out
from app.window.project_files import SUFFIX
from app.window.workspace import Workspace

#: Milliseconds of quiet after which a window counts as settled.
QUIET = 250


class Program(QObject):
    """The running program: the workspace and the window on it.

    Attributes:
        window: The window of the moment; another language makes a new one.
    """

    def __init__(self, app: QApplication, settings: Settings, look: str | None = None) -> None:
        super().__init__(app)
        self.app = app
        self.settings = settings
        words.set_translator(QCoreApplication.translate)
        app.setDesktopFileName("layerloom")
        app.setWindowIcon(theme.app_icon())
        theme.apply(app, look or settings.theme)
        self.workspace = Workspace(parent=self, rates=cache_folder() / "machine.json")
        self.recovery = Recovery(
            self.workspace.document, recovery.root(), settings.autosave_minutes, self
        )
        self.workspace.job.recovery = self.recovery.folder
        self.workspace.job.started.connect(self.recovery.keep_for_training)
        self.window = self._make_window()

    def _make_window(self) -> MainWindow:
        seen = QGuiApplication.platformName() != "offscreen"
        window = MainWindow(self.workspace, self.settings, remember=seen)
        window.languageChosen.connect(self.change_language)
        window.preferencesChanged.connect(
            lambda: self.recovery.set_minutes(self.settings.autosave_minutes)
        )
        self.recovery.failed.connect(window.say)
        return window

    def change_language(self, language: str) -> None:
        """Switch to a language: a new window takes the old one's place."""
        old = self.window
        mode = old.mode
        i18n.install(self.app, language)
        self.window = self._make_window()
        self.window.restoreGeometry(old.saveGeometry())
        self.window.design.restore_layout(old.design.saveState())
        self.window.show_mode(mode)
        self.window.show()
        self.window.design.canvas.look_at(*old.design.canvas.look())
        old.step_aside()
        old.deleteLater()

    def open(self, path: Path) -> bool:
        return self.window.files.open(path)

    def close(self) -> None:
        """End the worker's thread and clear what was kept for a crash."""
        self.workspace.close()
        self.recovery.close()

    # -- after a crash ----------------------------------------------------

    def offer_recovery(self) -> None:
        """Ask about work that a crash left behind; one question each, nothing is lost by Later."""
        for kept in recovery.leftovers(recovery.root()):
            answer = self._ask(kept)
            if answer == "restore":
                self.restore(kept)
                return
            if answer == "discard":
                kept.discard()

    def _ask(self, kept: Leftover) -> str:
        name = kept.title or self.tr("Untitled")
        when = kept.when.strftime("%Y-%m-%d %H:%M")
        text = self.tr("The program did not end properly. This was kept at {time}.")
        box = message_box(
            QMessageBox.Icon.Question,
            self.tr("Restore the unsaved work on “{name}”?").format(name=name),
            text.format(time=when),
            self.window,
        )
        roles = QMessageBox.ButtonRole
        restore = box.addButton(self.tr("Restore"), roles.AcceptRole)
        discard = box.addButton(self.tr("Discard"), roles.DestructiveRole)
        box.addButton(self.tr("Later"), roles.RejectRole)
        box.setDefaultButton(restore)
        box.exec()
        chosen = box.clickedButton()
        return "restore" if chosen is restore else "discard" if chosen is discard else "later"

    def restore(self, kept: Leftover) -> bool:
        """Open what a crash left behind, and go on with its training if one was interrupted."""
        try:
            record = kept.read()
        except ProjectError as error:
            self.window.say(str(error))
            return False
        training = checkpoint.pending(kept.folder)
        if not self.window.files.show_record(record, kept.path):
            return False  # the open project stays, and so does what was kept
        self.workspace.document.set_modified(True)
        self.recovery.keep()
        self.recovery.wait()
        if training is not None:
            self.window.show_mode("train")
            self.workspace.job.take_up(self.workspace.document, training)
        kept.discard()
        return True


def window(project: Path | None, screenshot: Path | None, look: str | None) -> int:
    """Show the window until it is closed, or take its picture; return the exit code."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    program = Program(app, Settings(), look)
    opened = project is None or _open(program, project, quiet=screenshot is not None)
    if not opened and screenshot is not None:
        program.close()
        return 1
    program.window.show()
    if screenshot is not None:
        settle()
        saved = picture(program.window, screenshot)
        program.close()
        return 0 if saved else 1
    _close_on_interrupt(program)
    Unexpected(lambda what: opening.failure(program.window, what), program).install()
    QTimer.singleShot(0, program, program.offer_recovery)
    code = app.exec()
    program.close()
    return code


def _close_on_interrupt(program: Program) -> None:
    """Ctrl+C in the terminal closes the window, with its question about unsaved changes."""
    signal.signal(signal.SIGINT, lambda *_: program.window.close())
    awake = QTimer(program)  # Python sees the signal only when some Python code runs
    awake.timeout.connect(lambda: None)
    awake.start(300)


def _open(program: Program, project: Path, quiet: bool) -> bool:
    if not quiet:
        return program.open(project)
    try:
        if importing.is_meant(project) and project.suffix != SUFFIX:
            record = importing.read(project, importing.weights_beside(project))
            lay_out(record.graph)
            program.workspace.take(record, None)
        else:
            program.workspace.open(project)
    except (ProjectError, ValueError, OSError) as error:
        complain(str(error))
        return False
    program.window.project_opened()
    return True


def settle() -> None:
    """Let the window finish what it does after opening: layout, checks, first paint."""
    loop = QEventLoop()  # not the application's own: to end that one closes all windows
    QTimer.singleShot(QUIET, loop.quit)
    loop.exec()


def picture(window: MainWindow, file: Path) -> bool:
    """Save the window's picture; says on the terminal when that fails."""
    with suppress(OSError):  # saving then fails, which is told
        file.parent.mkdir(parents=True, exist_ok=True)
    if window.grab().save(str(file)):
        return True
    text = QCoreApplication.translate(
        "Start",
        "{file}: the picture could not be written. Use a name that ends in .png, in a folder "
        "where you may write.",
    )
    complain(text.format(file=file))
    return False
