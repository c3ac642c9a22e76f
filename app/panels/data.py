"""The data page: what is learned from, how it is prepared, and where it goes in the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QUndoStack
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.commands import SetData, push
from app.data.assign import complete, effective
from app.data.errors import DataError
from app.data.load import load, resolve
from app.data.match import match
from app.data.spec import DataProblem, DataSpec, PortSpec, Table
from app.data.weights import choose_weight
from app.document.document import Document
from app.document.ports import input_ports, output_ports
from app.panels.data_assign import AssignBox
from app.panels.data_empty import EmptyData
from app.panels.data_fixes import apply_fix, can_fix
from app.panels.data_prepare import PrepareBox
from app.panels.data_source import SourceCard
from app.panels.failure_card import FailureCard
from app.previews.preview import DataPreview
from app.training.failure import Failure

#: Files up to this many bytes are read at once, without the worker.
SMALL = 2_000_000


class DataPanel(QWidget):
    """Shows and changes ``document.data``; every change is one ``SetData`` command.

    Signals:
        importWanted(str): The user wants to read a file of their own: "file",
            "folder", "edit" (the present one, otherwise), or a path that was dropped.

    Args:
        worker: Reads large files: an object with ``submit(title, function, done=,
            failed=, owner=, key=)``.
    """

    importWanted = Signal(str)

    def __init__(
        self, document: Document, stack: QUndoStack, worker: Any, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.stack = stack
        self.worker = worker
        self.table: Table | None = None
        self._source: Any = None  # what ``table`` was read from; see _source_of
        self.setAcceptDrops(True)
        self._make()
        self._connect()
        self.refresh()

    # -- construction -----------------------------------------------------

    def _make(self) -> None:
        self.empty = EmptyData()
        self.source = SourceCard()
        self.assign = AssignBox()
        self.prepare = PrepareBox()
        self.preview = DataPreview()
        self.failure = FailureCard()
        self.loading = QLabel(self.tr("Reading the data…"))
        self.loading.setProperty("role", "muted")
        self.loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.right = QStackedWidget()
        self.right.setContentsMargins(4, 16, 16, 16)
        self.right.addWidget(self.preview)
        self.right.addWidget(self.loading)
        self.right.addWidget(self._failure_page())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._controls())
        self.splitter.addWidget(self.right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([400, 800])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def _failure_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 20, 20, 20)
        column.addWidget(self.failure)
        column.addStretch()
        return page

    def _controls(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 12, 16)
        column.setSpacing(14)
        column.addWidget(self.source)
        self.cards = [
            _card(self.tr("Where it goes"), self.assign),
            _card(self.tr("How it is prepared"), self.prepare),
        ]
        for card in self.cards:
            column.addWidget(card)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(340)
        scroll.setWidget(page)
        return scroll

    def _connect(self) -> None:
        for part in (self.empty, self.source):
            part.builtinChosen.connect(self.choose_builtin)
            part.fileWanted.connect(lambda: self.importWanted.emit("file"))
            part.folderWanted.connect(lambda: self.importWanted.emit("folder"))
        self.source.editWanted.connect(lambda: self.importWanted.emit("edit"))
        self.source.removeWanted.connect(lambda: self._set(None))
        self.prepare.changed.connect(self._change)
        self.assign.assigned.connect(self._assign)
        self.assign.weightChosen.connect(self._weigh)
        self.assign.fixWanted.connect(self._fix)
        document = self.document
        document.dataChanged.connect(self.refresh)
        document.reset.connect(self.refresh)
        document.checked.connect(self._show_model)
        document.setupChanged.connect(self._show_model)

    # -- showing ----------------------------------------------------------

    def refresh(self) -> None:
        """Show the document's data, reading it when it is other data than before."""
        spec = self.document.data
        self.pages.setCurrentWidget(self.empty if spec is None else self.splitter)
        if spec is None:
            self._source, self.table = None, None
            return
        source = _source_of(spec, self.document.path)
        if source != self._source:
            self._source = source
            self._read(spec)
        self._show_spec()

    def _read(self, spec: DataSpec) -> None:
        """Read small data at once and large data in the worker."""
        self.table = None
        base = self.document.path

        def read(_: object = None) -> Table | DataError:
            try:
                return load(spec, base)
            except DataError as error:
                return error

        if spec.kind == "builtin" or _is_small(spec, base):
            self._take(read(), self._source)
            return
        self.right.setCurrentWidget(self.loading)
        source = self._source
        self.worker.submit(
            self.tr("Reading data"),
            read,
            done=lambda result: self._take(result, source),
            failed=lambda failure: self._fail(failure, source),
            owner=self,
            key="data-panel",
        )

    def _take(self, result: Table | DataError, source: Any) -> None:
        if source != self._source:
            return  # other data was chosen meanwhile
        if isinstance(result, DataError):
            self._fail(Failure(self.tr("The data cannot be read"), str(result)), source)
            return
        self.table = result
        self.preview.show_table(result)
        self.right.setCurrentWidget(self.preview)
        self._show_spec()

    def _fail(self, failure: Failure, source: Any) -> None:
        if source != self._source:
            return
        self.failure.show_failure(failure)
        self.right.setCurrentIndex(2)
        self._show_spec()

    def _show_spec(self) -> None:
        spec = self.document.data
        if spec is None:
            return
        for card in self.cards:  # without a table they would speak of other data
            card.setVisible(self.table is not None)
        self.source.show_source(spec, self.table)
        self.prepare.show_spec(spec, self.table)
        self._show_model()

    def ports(self) -> tuple[list[PortSpec], list[PortSpec]]:
        """The model's inputs and outputs as last checked."""
        document = self.document
        return (
            input_ports(document.graph, document.report),
            output_ports(document.graph, document.setup, document.report),
        )

    def problems(self) -> list[DataProblem]:
        """What keeps the data from fitting the model; empty without data."""
        spec, table = self.document.data, self.table
        return match(table, spec, *self.ports()) if spec is not None and table else []

    def _show_model(self, _: object = None) -> None:
        spec, table = self.document.data, self.table
        if spec is None or table is None:
            return
        inputs, outputs = self.ports()
        shown = effective(table, spec, inputs, outputs)
        problems = match(table, spec, inputs, outputs)
        mendable = {id(p) for p in problems if can_fix(self.document, p)}
        self.assign.show_state(table, shown, inputs, outputs, problems, mendable)

    # -- changing ---------------------------------------------------------

    def choose_builtin(self, key: str) -> None:
        """Take a built-in set, with what suits it."""
        self.take(DataSpec("builtin", key, test=0.1))

    def take(self, spec: DataSpec, table: Table | None = None) -> None:
        """Make a spec the document's data, completed by what suits its table.

        Raises:
            DataError: when a spec without a table cannot be read.
        """
        table = table or load(spec, self.document.path)
        self._set(complete(spec, table, *self.ports()))

    def _set(self, spec: DataSpec | None) -> None:
        push(self.stack, SetData(self.document, spec))

    def _change(self, changes: dict[str, Any]) -> None:
        if self.document.data is not None:
            self._set(self.document.data.replace(**changes))

    def _assign(self, port: str, names: list[str]) -> None:
        spec = self.document.data
        if spec is not None:
            self._set(spec.replace(assign={**spec.assign, port: names}))

    def _weigh(self, name: str) -> None:
        if self.document.data is not None:
            self._set(choose_weight(self.document.data, name))

    def _fix(self, problem: DataProblem) -> None:
        apply_fix(self.document, self.stack, problem)

    # -- dropped files ----------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path:
            event.acceptProposedAction()
            self.importWanted.emit(path)


def _card(title: str, body: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "card")
    heading = QLabel(title)
    heading.setProperty("role", "heading")
    column = QVBoxLayout(frame)
    column.setContentsMargins(14, 12, 14, 14)
    column.setSpacing(10)
    column.addWidget(heading)
    column.addWidget(body)
    return frame


def _source_of(spec: DataSpec, base: Path | None) -> Any:
    """Return what decides about the table: equal for specs that read the same."""
    return spec.kind, spec.name, spec.path, repr(spec.options), repr(spec.roles), base


def _is_small(spec: DataSpec, base: Path | None) -> bool:
    """Whether reading takes no time: a small file, or one that is not there."""
    try:
        path = resolve(spec, base)
        return path.is_file() and path.stat().st_size <= SMALL
    except (DataError, OSError):
        return True


def _dropped(event: QDropEvent) -> str:
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if path.is_dir() or path.suffix.lower() in (".csv", ".tsv", ".txt", ".npz", ".npy"):
            return str(path)
    return ""
