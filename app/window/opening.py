"""Opens the dialogs for the main window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from app import exporting, i18n, importing
from app.canvas.picture import ENDINGS
from app.document.record import ProjectRecord
from app.panels.opened import account_line
from app.plain import message_box
from app.saving_as import ask_where
from app.training.failure import Failure
from app.weights_in import holds_only_weights
from app.window import weights_loading
from app.window.inside import lay_out

if TYPE_CHECKING:
    from app.main_window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("Opening", text)


def _show(dialog: QDialog) -> int:
    answer = dialog.exec()
    dialog.deleteLater()
    return answer


def export(window: MainWindow) -> None:
    """Take the model away as a file."""
    from app.dialogs.export_dialog import ExportDialog

    work = window.workspace
    _show(ExportDialog(work.document, work.worker, window.settings, window))


def import_model(window: MainWindow) -> None:
    """Choose a Keras file; its model becomes a project of its own."""
    endings = " ".join(f"*{suffix}" for suffix in importing.SUFFIXES)
    name, _ = QFileDialog.getOpenFileName(
        window,
        _tr("Import a Keras model"),
        window.settings.last_folder,
        f"{_tr('Keras models')} ({endings});;{_tr('All files')} (*)",
    )
    if name:
        read_model(window, Path(name))


def open_folder(window: MainWindow) -> None:
    """Choose a folder with the parts of a model: an unzipped archive, or one for TensorFlow.js."""
    name = QFileDialog.getExistingDirectory(
        window,
        _tr("Open the folder of a model: an unzipped .keras archive or TensorFlow.js"),
        window.settings.last_folder,
    )
    if name:
        read_model(window, Path(name))


def read_model(window: MainWindow, path: Path) -> None:
    """Read a Keras file on the worker and show what is in it.

    Mere weights are loaded into what is drawn, if anything is.
    """
    if window.workspace.document.graph.nodes and holds_only_weights(path):
        weights_loading.load(window, path)
        return
    weights = importing.weights_beside(path)
    if weights is not None and not _take_along(window, path, weights):
        weights = None
    window.workspace.worker.submit(
        _tr("Import"),
        lambda _task: importing.read(path, weights),
        done=lambda record: _show_imported(window, record, path),
        failed=lambda what: failure(
            window, Failure(_tr("This model cannot be imported"), what.text, what.details)
        ),
        owner=window,
    )


def _take_along(window: MainWindow, path: Path, weights: Path) -> bool:
    """Ask whether the weights that lie beside a description are its own."""
    text = _tr("Beside it lies {weights}. Load its weights into the model?")
    box = message_box(
        QMessageBox.Icon.Question,
        _tr("{file} describes a model without its weights.").format(file=path.name),
        text.format(weights=weights.name),
        window,
    )
    load = box.addButton(_tr("Load Weights"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_tr("Start Anew"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(load)
    box.exec()
    chosen = box.clickedButton() is load
    box.deleteLater()
    return chosen


def _show_imported(window: MainWindow, record: ProjectRecord, path: Path) -> None:
    lay_out(record.graph)
    if not window.files.show_record(record):
        return
    window.files.remember(path)
    window.design.show_account()
    if record.account is not None:
        window.say(account_line(record.account))


def export_picture(window: MainWindow) -> None:
    """Save the drawing as PNG, SVG or PDF."""
    folder = Path(window.settings.last_folder)
    path = ask_where(
        window,
        _tr("Export picture"),
        folder / f"{exporting.file_name(window.files.name())}.png",
        _tr("Pictures") + " (*.png *.svg *.pdf)",
        ENDINGS,
    )
    if path is None:
        return
    try:
        window.design.canvas.export_picture(path)
    except (OSError, ValueError) as error:
        failure(window, Failure(_tr("The picture was not saved"), str(error)))
    else:
        window.say(_tr("Saved {path}").format(path=path))


def preferences(window: MainWindow) -> None:
    """Language, theme, autosave; a new language opens the window anew."""
    from app.dialogs.preferences_dialog import PreferencesDialog

    _show(PreferencesDialog(window.settings, window))
    window.preferencesChanged.emit()
    if i18n.resolve(window.settings.language) != i18n.language():
        window.languageChosen.emit(window.settings.language)


def import_data(window: MainWindow, start: str = "") -> None:
    """Read the user's own data, then show it; ``start`` as in ``ImportDataDialog.begin``."""
    from app.dialogs.import_data_dialog import ImportDataDialog

    work = window.workspace
    dialog = ImportDataDialog(work.document, work.stack, work.worker, window)
    if not dialog.begin(start):
        dialog.deleteLater()
    elif _show(dialog):
        window.show_mode("data")


def shortcuts(window: MainWindow) -> None:
    """All keys on one page."""
    from app.dialogs.shortcuts_dialog import ShortcutsDialog

    _show(ShortcutsDialog(window.menuBar(), window))


def about(window: MainWindow) -> None:
    """Version and licence."""
    from app.dialogs.about_dialog import AboutDialog

    _show(AboutDialog(window))


def failure(window: MainWindow, what: Failure) -> None:
    """Say what went wrong; the technical part is folded away."""
    box = message_box(QMessageBox.Icon.Warning, what.title, what.text, window)
    box.setWindowTitle(what.title)
    if what.details:
        box.setDetailedText(what.details)
    box.exec()
    box.deleteLater()
