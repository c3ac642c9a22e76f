"""Loads a file's weights into the layers that are drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app import commands, weights_in
from app.plain import message_box
from app.training.failure import Failure
from app.training.recipe import graph_hash
from app.weights_in import Found

if TYPE_CHECKING:
    from app.main_window import MainWindow

#: Names told one by one; the rest is counted.
_NAMED = 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("LoadWeights", text)


def ask(window: MainWindow) -> None:
    """Choose a file and load its weights."""
    name, _ = QFileDialog.getOpenFileName(
        window,
        _tr("Load weights from a file"),
        window.settings.last_folder,
        f"{_tr('Weights and models of Keras')} (*.h5 *.hdf5 *.keras *.json *.zip);;"
        f"{_tr('All files')} (*)",
    )
    if name:
        load(window, Path(name))


def load(window: MainWindow, path: Path) -> None:
    """Load a file's weights into the drawing; one step that can be undone."""
    document = window.workspace.document
    if not document.graph.nodes:
        _say(window, _tr("There is no layer to load weights into. Draw or open the model first."))
        return
    graph = document.graph.copy()
    window.workspace.worker.submit(
        _tr("Load weights"),
        lambda _task: weights_in.read(graph, path),
        done=lambda found: _take(window, path, found, graph_hash(graph)),
        failed=lambda what: _fail(window, what.text, what.details),
        owner=window,
    )


def _take(window: MainWindow, path: Path, found: Found, key: str) -> None:
    work = window.workspace
    if work.job.running or graph_hash(work.document.graph) != key:
        _say(window, _tr("The model changed while its weights were read. Load them again."))
        return
    commands.push(work.stack, commands.LoadWeights(work.document, found.arrays))
    text = _tr("Layers that took their weights from {file}: {layers}.")
    window.say(text.format(layers=len(found.arrays), file=path.name))
    if found.kept:
        _say(
            window,
            _tr("Layers that took their weights from {file}, by name: {layers} of {all}.").format(
                layers=len(found.arrays),
                all=len(found.arrays) + len(found.kept),
                file=path.name,
            ),
            _tr("The file has no weights of their name and shapes for: {names}.").format(
                names=_names(found.kept)
            ),
        )


def _names(names: list[str]) -> str:
    told = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return told if more <= 0 else _tr("{names} and {count} more").format(names=told, count=more)


def _say(window: MainWindow, title: str, text: str = "") -> None:
    box = message_box(QMessageBox.Icon.Information, title, text, window)
    box.exec()
    box.deleteLater()


def _fail(window: MainWindow, text: str, details: str) -> None:
    from app.window import opening

    opening.failure(window, Failure(_tr("The weights cannot be loaded"), text, details))
