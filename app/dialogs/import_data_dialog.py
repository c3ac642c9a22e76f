"""One window to bring data in: where it is, how it is read, and what it looks like."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app import sizing
from app.commands import SetData, push
from app.data.arrays import read_arrays
from app.data.assign import auto_assign, complete
from app.data.errors import DataError
from app.data.load import load, resolve
from app.data.spec import DataSpec, Table
from app.dialogs.import_arrays import ArraysPage
from app.dialogs.import_csv import CsvPage
from app.dialogs.import_images import ImagesPage
from app.dialogs.import_start import StartPage
from app.document.document import Document
from app.document.ports import input_ports, output_ports
from app.plain import Label
from app.previews.preview import DataPreview

#: Files up to this many bytes are read at once, without the worker.
SMALL = 2_000_000
ARRAYS = (".npz", ".npy")


class ImportDataDialog(QDialog):
    """Chooses data and makes it the document's with one ``SetData`` command.

    Args:
        worker: Reads large files: an object with ``submit(title, function, done=,
            failed=, owner=, key=)``.
    """

    def __init__(
        self, document: Document, stack: QUndoStack, worker: Any, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.stack = stack
        self.worker = worker
        self._edited: DataSpec | None = None  # the spec whose reading is being changed
        self._builtin = ""
        self._busy = False
        self.setWindowTitle(self.tr("Import data"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._make()
        self._connect()
        sizing.resize(self, 860, 680)
        self.show_page(self.start)

    # -- construction -----------------------------------------------------

    def _make(self) -> None:
        self.start, self.csv = StartPage(), CsvPage()
        self.arrays, self.images, self.builtin = ArraysPage(), ImagesPage(), DataPreview()
        self.pages = QStackedWidget()
        for page in (self.start, self.csv, self.arrays, self.images, self.builtin):
            self.pages.addWidget(page)
        self.title, self.place = Label(), Label()
        self.title.setProperty("role", "title")
        self.place.setProperty("role", "muted")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message = Label()
        self.message.setProperty("role", "error")
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back_button = QPushButton(self.tr("Back"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.use_button = QPushButton(self.tr("Use this data"))
        self.use_button.setProperty("primary", "true")
        for button in (self.back_button, self.cancel_button, self.use_button):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.back_button)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.place)
        column.addSpacing(4)
        column.addWidget(self.pages, 1)
        column.addWidget(self.message)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.start.fileWanted.connect(self.choose_file)
        self.start.folderWanted.connect(self.choose_folder)
        self.start.builtinChosen.connect(self.open_builtin)
        self.back_button.clicked.connect(lambda: self.show_page(self.start))
        self.cancel_button.clicked.connect(self.reject)
        self.use_button.clicked.connect(self.finish)
        for page in (self.csv, self.arrays, self.images):
            page.changed.connect(self._changed)

    def show_page(self, page: QWidget, title: str = "", place: str = "") -> None:
        self.pages.setCurrentWidget(page)
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.place.setText(place)
        self.place.setVisible(bool(place))
        self._changed()

    def _changed(self) -> None:
        self._say("")
        page = self.pages.currentWidget()
        at_start = page is self.start
        self.back_button.setVisible(not at_start)
        self.use_button.setVisible(not at_start)
        self.use_button.setEnabled(not self._busy and not getattr(page, "error", ""))

    def _say(self, text: str, role: str = "error") -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().polish(self.message)

    # -- choosing ---------------------------------------------------------

    def begin(self, start: str) -> bool:
        """Go to the page for a wish; return False when the user thought better of it.

        Args:
            start: "" for the first page, "file" or "folder" to ask for one,
                "edit" for the document's present data, else a path.
        """
        if start == "file":
            return self.choose_file()
        if start == "folder":
            return self.choose_folder()
        if start == "edit" and self.document.data is not None:
            self.edit(self.document.data)
        elif start and start != "edit":
            self.open_path(Path(start))
        return True

    def choose_file(self) -> bool:
        """Ask for a file; return whether one was chosen."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open data"),
            self._folder(),
            self.tr("Data") + " (*.csv *.tsv *.txt *.npz *.npy);;" + self.tr("All files") + " (*)",
        )
        if name:
            self.open_path(Path(name))
        return bool(name)

    def choose_folder(self) -> bool:
        """Ask for a folder; return whether one was chosen."""
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Folder with one subfolder of pictures per class"), self._folder()
        )
        if name:
            self.open_path(Path(name))
        return bool(name)

    def _folder(self) -> str:
        return str(self.document.path.parent if self.document.path else Path.home())

    def open_path(self, path: Path, spec: DataSpec | None = None) -> None:
        """Show the options for a file or folder."""
        self._edited = spec
        if path.is_dir():
            self.images.open(path, spec)
            self.show_page(self.images, path.name, str(path))
        elif path.suffix.lower() in ARRAYS:
            self.show_page(self.arrays, path.name, str(path))
            self._run(
                path, lambda: read_arrays(path), lambda found: self.arrays.open(path, found, spec)
            )
        else:
            self.csv.open(path, spec)
            self.show_page(self.csv, path.name, str(path))

    def open_builtin(self, key: str) -> None:
        """Show a set that comes with the program."""
        self._edited, self._builtin = None, key
        table = load(DataSpec("builtin", key))
        self.builtin.show_table(table)
        rows = self.tr("{rows} rows").format(rows=f"{table.rows:,}")
        self.show_page(self.builtin, table.title, rows)

    def edit(self, spec: DataSpec) -> None:
        """Show how the present data is read, to change it."""
        if spec.kind == "builtin":
            self.open_builtin(spec.name)
            return
        try:
            path = resolve(spec, self.document.path)
        except DataError as error:
            self._say(str(error))
            return
        self.open_path(path, spec)

    # -- reading ----------------------------------------------------------

    def _run(self, path: Path, read: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Read at once when the file is small, else in the worker; show what goes wrong."""

        def work(_: object = None) -> Any:
            try:
                return read()
            except DataError as error:
                return error

        def take(result: Any) -> None:
            self._set_busy(False)
            if isinstance(result, DataError):
                self._say(str(result))
                self.use_button.setEnabled(False)
            else:
                done(result)

        if path.is_file() and path.stat().st_size <= SMALL:
            take(work())
            return
        self._set_busy(True)
        self._say(self.tr("Reading…"), "muted")
        self.worker.submit(
            self.tr("Reading data"), work, done=take, failed=self._failed, owner=self,
            key="import-data",
        )  # fmt: skip

    def _failed(self, failure: Any) -> None:
        self._set_busy(False)
        self._say(f"{failure.title}. {failure.text}")

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.pages.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self._changed()

    # -- finishing --------------------------------------------------------

    def spec(self) -> DataSpec:
        """The description of what is shown."""
        page = self.pages.currentWidget()
        if isinstance(page, (CsvPage, ArraysPage, ImagesPage)):
            return page.spec()
        return DataSpec("builtin", self._builtin)

    def finish(self) -> None:
        """Read everything; if it can be read make it the document's data and close."""
        spec, path = self.spec(), Path(self.place.text())
        if isinstance(self.pages.currentWidget(), ArraysPage) and self.arrays.table is not None:
            self._use(spec, self.arrays.table)
        elif spec.kind == "builtin":
            self._use(spec, load(spec))
        else:
            self._run(path, lambda: load(spec, None), lambda table: self._use(spec, table))

    def _use(self, spec: DataSpec, table: Table) -> None:
        document = self.document
        ports = (
            input_ports(document.graph, document.report),
            output_ports(document.graph, document.setup, document.report),
        )
        old = self._edited
        if old is None:
            spec = complete(spec.replace(test=0.1), table, *ports)
        else:  # only the reading changed: what was chosen about the use stays
            spec = old.replace(options=spec.options, roles=spec.roles, path=spec.path)
            spec = spec.replace(assign=auto_assign(table, spec, *ports))
        push(self.stack, SetData(document, spec))
        self.accept()
