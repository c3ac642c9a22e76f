"""The list of runs beside the plots: which are shown, their names, deleting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.document.document import Document
from app.document.run import Run
from app.panels.wording import log_value
from app.plain import caption, tip
from app.training.runs import delete_run, rename_run, restore_run, run_name, runs_of

_ID = Qt.ItemDataRole.UserRole


class RunList(QWidget):
    """Check boxes show and hide, the selected run is in focus, F2 renames, Delete deletes.

    Signals:
        changed(): Another run is in focus, or others are shown.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._hidden: set[str] = set()
        self._live: Run | None = None
        self._deleted: tuple[int, Run] | None = None
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.list = QListWidget()
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(lambda *_: self.changed.emit())
        self.list.itemChanged.connect(self._item_changed)
        self.undo = QPushButton()
        self.undo.clicked.connect(self._restore)
        theme.set_icon(self.undo, "undo")
        self._make_actions()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 13, 8, 8)  # the heading level with the controls
        for widget in (self.heading, self.list, self.undo):
            layout.addWidget(widget)
        document.runsChanged.connect(self.refresh)
        document.reset.connect(self._reset)
        self._translate()
        self._reset()

    def _make_actions(self) -> None:
        self.rename_action = QAction(self.list)
        self.rename_action.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self.rename_action.triggered.connect(lambda: self.list.editItem(self.list.currentItem()))
        self.delete_action = QAction(self.list)
        self.delete_action.setShortcut(QKeySequence.StandardKey.Delete)
        self.delete_action.triggered.connect(self.delete_current)
        for action in (self.rename_action, self.delete_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.list.addAction(action)

    # -- what others ask --------------------------------------------------

    def set_live(self, run: Run | None) -> None:
        """The run that is being trained: listed last, and in focus when it begins."""
        new = run is not None and (self._live is None or run.id != self._live.id)
        self._live = run
        self.refresh()
        if new:
            self.list.setCurrentRow(self.list.count() - 1)

    def runs(self) -> list[Run]:
        """The project's runs and the live one, oldest first."""
        runs = runs_of(self.document)
        if self._live is not None and all(run.id != self._live.id for run in runs):
            runs.append(self._live)
        return runs

    def named(self) -> list[tuple[str, Run]]:
        return [(run_name(run, index), run) for index, run in enumerate(self.runs())]

    def shown(self) -> list[Run]:
        return [run for run in self.runs() if run.id not in self._hidden]

    def focus(self) -> Run | None:
        item = self.list.currentItem()
        wanted = item.data(_ID) if item else None
        runs = self.shown()
        return next((r for r in runs if r.id == wanted), runs[-1] if runs else None)

    # -- changes ----------------------------------------------------------

    def refresh(self) -> None:
        focus = self.focus()
        self.list.blockSignals(True)
        self.list.clear()
        for name, run in self.named():
            item = QListWidgetItem(name)
            item.setData(_ID, run.id)
            item.setToolTip(tip(self._describe(run)))
            item.setFlags(
                item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
            )
            hidden = run.id in self._hidden
            item.setCheckState(Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked)
            self.list.addItem(item)
            if focus is not None and run.id == focus.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self.undo.setVisible(self._deleted is not None)
        self.changed.emit()

    def _describe(self, run: Run) -> str:
        optimizer = str((run.setup.get("optimizer") or {}).get("class_name", ""))
        lines = [run.started.replace("T", " "), optimizer]
        lines.append(self.tr("Epochs: {count}").format(count=len(run.epochs)))
        if run.best_epoch is not None and run.monitor:
            value = run.epochs[run.best_epoch].get(run.monitor)
            if value is not None:
                lines.append(f"{run.monitor} {log_value(run.monitor, value)}")
        return "\n".join(line for line in lines if line)

    def _item_changed(self, item: QListWidgetItem) -> None:
        run_id = item.data(_ID)
        if item.checkState() == Qt.CheckState.Checked:
            self._hidden.discard(run_id)
        else:
            self._hidden.add(run_id)
        for name, run in self.named():
            if run.id == run_id and item.text() != name:
                rename_run(self.document, run_id, item.text())
                return
        self.changed.emit()

    def delete_current(self) -> None:
        """Remove the selected run; a button offers to put it back."""
        item = self.list.currentItem()
        if item is None:
            return
        index = self.list.row(item)
        deleted = delete_run(self.document, item.data(_ID))
        if deleted is not None:
            self._deleted = deleted
            name = run_name(deleted[1], index)
            self.undo.setText(caption(self.tr("Put back “{name}”").format(name=name)))
            self.undo.setVisible(True)

    def _restore(self) -> None:
        if self._deleted is not None:
            (index, run), self._deleted = self._deleted, None
            restore_run(self.document, index, run)

    def _reset(self) -> None:
        self._hidden.clear()
        self._deleted = self._live = None
        self.refresh()

    def _translate(self) -> None:
        self.heading.setText(self.tr("Runs"))
        self.list.setAccessibleName(self.tr("Training runs"))
        self.rename_action.setText(self.tr("Rename"))
        self.delete_action.setText(self.tr("Delete"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self.refresh()
        super().changeEvent(event)
