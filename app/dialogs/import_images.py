"""How a folder of pictures is read: size and colour, with samples and the classes found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.data.errors import DataError
from app.data.images import ImageOptions, class_folders, guess_options, read_picture
from app.data.spec import DataSpec, Field, Table
from app.forms.choices import Combo
from app.forms.editor import INPUT_HEIGHT
from app.plain import Label
from app.previews.distribution import Bars, Distribution
from app.previews.samples import SampleGrid

#: Pictures decoded for the preview.
MOST_SAMPLES = 24


class ImagesPage(QWidget):
    """Options of one folder with a live preview.

    Signals:
        changed(): Something was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = Path()
        self.found: dict[str, list[Path]] = {}
        self.error = ""
        self.height_box, self.width_box = self._box(), self._box()
        self.height_box.setAccessibleName(self.tr("Height"))
        self.width_box.setAccessibleName(self.tr("Width"))
        self.color = Combo()
        self.color.addItem(self.tr("Grey (1 channel)"), "grey")
        self.color.addItem(self.tr("Colour (3 channels)"), "rgb")
        self.color.activated.connect(lambda _: self._look())
        self.color.setMinimumWidth(190)
        form = QHBoxLayout()
        form.setSpacing(8)
        for text, control in (
            (self.tr("Height"), self.height_box),
            (self.tr("Width"), self.width_box),
            (self.tr("Colour"), self.color),
        ):
            label = Label(text)
            label.setBuddy(control)
            form.addWidget(label)
            form.addWidget(control)
            form.addSpacing(12)
        form.addStretch()
        self.message = Label()
        self.message.setWordWrap(True)
        self.samples = SampleGrid()
        self.classes = Distribution()
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.samples)
        halves.addWidget(self.classes)
        halves.setSizes([460, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(form)
        column.addWidget(self.message)
        column.addWidget(halves, 1)

    def _box(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(1, 1024)
        box.setSuffix(self.tr(" px"))
        box.setKeyboardTracking(False)
        box.setFixedHeight(INPUT_HEIGHT)
        box.lineEdit().setTextMargins(4, 0, 0, 0)
        box.setMinimumWidth(110)
        box.valueChanged.connect(lambda _: self._look())
        return box

    def open(self, path: Path, spec: DataSpec | None = None) -> None:
        """Show a folder, with the choices of a spec when it was read before."""
        self.path = path
        try:
            self.found, self.error = class_folders(path), ""
        except DataError as error:
            self.found, self.error = {}, str(error)
        files = [p for paths in self.found.values() for p in paths]
        options = ImageOptions.from_json(spec.options) if spec else guess_options(files)
        for control, value in ((self.height_box, options.height), (self.width_box, options.width)):
            with QSignalBlocker(control):
                control.setValue(value)
        self.color.setCurrentIndex(self.color.findData(options.color))
        names = list(self.found)
        counts = [len(paths) for paths in self.found.values()]
        self.classes.canvas.show_sections([Bars(self.tr("Classes"), names, counts)])
        self._look()

    def options(self) -> ImageOptions:
        return ImageOptions(
            self.height_box.value(), self.width_box.value(), self.color.currentData()
        )

    def spec(self) -> DataSpec:
        return DataSpec("images", self.path.name, str(self.path), self.options().to_json())

    def _look(self) -> None:
        """Decode some pictures of every class as they would be learned from."""
        options = self.options()
        pixels, codes, unreadable = [], [], 0
        each = max(1, MOST_SAMPLES // max(1, len(self.found)))
        for code, paths in enumerate(list(self.found.values())[:MOST_SAMPLES]):
            for path in paths[:each]:
                try:
                    pixels.append(read_picture(path, options))
                    codes.append(code)
                except (OSError, ValueError):
                    unreadable += 1
        self.samples.show_table(self._table(pixels, codes) if pixels else None)
        self._say(unreadable)
        self.changed.emit()

    def _table(self, pixels: list[np.ndarray], codes: list[int]) -> Table:
        values = np.stack(pixels)
        label = np.array(codes, np.int64)
        fields = [
            Field("image", values.shape[1:], "uint8", "input", values),
            Field("class", (), "int64", "target", label, classes=list(self.found)),
        ]
        return Table(self.path.name, fields, len(values))

    def _say(self, unreadable: int) -> None:
        count = sum(len(paths) for paths in self.found.values())
        text = self.error or self.tr("{count} pictures in {classes} classes").format(
            count=f"{count:,}", classes=len(self.found)
        )
        if unreadable:
            text += " · " + self.tr(
                "{count} of those looked at cannot be read and will be skipped"
            ).format(count=unreadable)
        self.message.setText(text)
        role = "error" if self.error else "muted"
        if self.message.property("role") != role:
            self.message.setProperty("role", role)
            self.message.style().polish(self.message)
