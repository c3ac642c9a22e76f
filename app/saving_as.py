"""Asking where a file is to be written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.plain import message_box


def ask_where(
    parent: QWidget, title: str, proposal: Path, filters: str, endings: Sequence[str]
) -> Path | None:
    """The file a person chose, None when they thought better of it.

    Args:
        endings: One of them it has to have; without it gets the first.
    """
    name, _ = QFileDialog.getSaveFileName(parent, title, str(proposal), filters)
    if not name:
        return None
    chosen = Path(name)
    path = chosen
    if not chosen.name.endswith(tuple(endings)):
        path = chosen.with_name(chosen.name + endings[0])
    # the dialog asked about the name that was typed, not about this one
    if path != chosen and path.exists() and not _may_replace(parent, path):
        return None
    return path


def _may_replace(parent: QWidget, path: Path) -> bool:
    box = message_box(
        QMessageBox.Icon.Warning,
        _tr("{file} exists already. Replace it?").format(file=path.name),
        _tr("What it holds now is lost."),
        parent,
    )
    replace = box.addButton(_tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.exec()
    answer = box.clickedButton() is replace
    box.deleteLater()
    return answer


def _tr(text: str) -> str:
    return QCoreApplication.translate("SavingAs", text)
