"""The controls of splitting, scaling and labels, and a bar that shows the split."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from app import theme
from app.data.spec import DataSpec, Table
from app.data.split import part_sizes
from app.forms.choices import Combo
from app.forms.editor import INPUT_HEIGHT
from app.forms.level import level_labels

#: Most of the rows that may be held out together, in percent.
MOST_HELD = 90


class Percent(QSpinBox):
    """A whole percentage; typing counts when it is finished."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, MOST_HELD)
        self.setSuffix(" %")
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.setFixedHeight(INPUT_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SplitBar(QWidget):
    """Training, validation and test parts as one bar with their row counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: list[tuple[str, int, str]] = []
        theme.notifier().changed.connect(self.update)

    def show_parts(self, train: int, validation: int, test: int) -> None:
        self.parts = [
            (self.tr("Training"), train, "train"),
            (self.tr("Validation"), validation, "validation"),
            (self.tr("Test"), test, "muted"),
        ]
        self.updateGeometry()
        self.setAccessibleName(self.tr("Division of the rows"))
        self.setAccessibleDescription(", ".join(f"{n}: {count}" for n, count, _ in self.parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 12 + 2 * self._line() + 10)

    def _line(self) -> int:
        """Height of a line of words; Chinese ones are taller than the font says."""
        names = (name for name, _, _ in self.parts)
        heights = (self.fontMetrics().boundingRect(name).height() for name in names)
        return max(self.fontMetrics().height(), *heights, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        total = sum(count for _, count, _ in self.parts)
        if not total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, line = theme.current(), self._line()
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(0, 0, self.width(), 10), 5, 5)
        painter.save()
        painter.setClipPath(outline)
        left = 0.0
        for _, count, color in self.parts:
            width = self.width() * count / total
            painter.fillRect(QRectF(left, 0, width, 10), colors.color(color))
            left += width
        painter.restore()
        column = self.width() / 3
        for number, (name, count, color) in enumerate(self.parts):
            where = QRectF(number * column, 18, column, line)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color(color))
            painter.drawEllipse(QRectF(where.left(), where.center().y() - 4, 8, 8))
            painter.setPen(colors.color("muted"))
            painter.drawText(where.adjusted(14, 0, 0, 0), name)
            painter.setPen(colors.color("text"))
            painter.drawText(where.adjusted(14, line, 0, line), f"{count:,}")


class PrepareBox(QWidget):
    """Shows a spec's choices.

    Signals:
        changed(dict): Attributes of the spec that the user changed, with their values.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make()
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("Validation"), self.validation)
        form.addRow(self.tr("Test"), self.test)
        form.addRow("", self.shuffle)
        form.addRow(self.tr("Seed"), self.seed)
        form.addRow(self.tr("Scale inputs"), self.scale)
        form.addRow(self.tr("Class labels"), self.labels)
        form.addRow("", self.scale_targets)
        level_labels(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addWidget(self.bar_note)
        column.addLayout(form)

    def _make(self) -> None:
        self.bar = SplitBar()
        self.bar_note = QLabel()
        self.bar_note.setProperty("role", "muted")
        self.bar_note.setWordWrap(True)
        self.validation, self.test = Percent(), Percent()
        self.validation.setToolTip(
            self.tr("Rows that do not train but are judged after every epoch.")
        )
        self.test.setToolTip(self.tr("Rows kept aside until the end, for the final judgement."))
        self.shuffle = QCheckBox(self.tr("Mix the rows before splitting"))
        self.shuffle.setToolTip(
            self.tr("Switch off for time series: then the last rows validate and test.")
        )
        self.seed = Percent()
        self.seed.setSuffix("")
        self.seed.setRange(0, 999_999)
        self.seed.setToolTip(self.tr("The same seed splits the same way every time."))
        self.scale = Combo()
        for key, text in (
            ("none", self.tr("None")),
            ("standard", self.tr("Standard (mean 0, deviation 1)")),
            ("minmax", self.tr("Min–max (0 to 1)")),
            ("1/255", self.tr("Divide by 255")),
        ):
            self.scale.addItem(text, key)
        self.scale.setToolTip(self.tr("Fitted on the training rows only."))
        self.labels = Combo()
        for key, text in (
            ("integer", self.tr("Integer (class number)")),
            ("onehot", self.tr("One-hot (a column per class)")),
            ("numeric", self.tr("Number (one value)")),
        ):
            self.labels.addItem(text, key)
        self.labels.setToolTip(
            self.tr("Integer goes with sparse categorical, One-hot with categorical crossentropy.")
        )
        self.scale_targets = QCheckBox(self.tr("Scale numeric targets too"))
        for name, control in self.controls().items():
            control.setObjectName(name)
        self.validation.valueChanged.connect(lambda v: self._emit("validation", v / 100))
        self.test.valueChanged.connect(lambda v: self._emit("test", v / 100))
        self.seed.valueChanged.connect(lambda v: self._emit("seed", v))
        self.shuffle.toggled.connect(lambda on: self._emit("shuffle", on))
        self.scale_targets.toggled.connect(lambda on: self._emit("scale_targets", on))
        self.scale.activated.connect(lambda _: self._emit("scale", self.scale.currentData()))
        self.labels.activated.connect(lambda _: self._emit("labels", self.labels.currentData()))

    def controls(self) -> dict[str, QWidget]:
        """The controls by the spec's attribute."""
        return {
            "validation": self.validation, "test": self.test, "shuffle": self.shuffle,
            "seed": self.seed, "scale": self.scale, "labels": self.labels,
            "scale_targets": self.scale_targets,
        }  # fmt: skip

    def _emit(self, name: str, value: Any) -> None:
        self.changed.emit({name: value})

    def show_spec(self, spec: DataSpec, table: Table | None) -> None:
        """Show the choices, and what they do to this table."""
        blockers = [QSignalBlocker(control) for control in self.controls().values()]
        validation, test = round(spec.validation * 100), round(spec.test * 100)
        self.validation.setMaximum(max(validation, MOST_HELD - test))
        self.test.setMaximum(max(test, MOST_HELD - validation))
        self.validation.setValue(validation)
        self.test.setValue(test)
        self.seed.setValue(spec.seed)
        self.shuffle.setChecked(spec.shuffle)
        self.seed.setEnabled(spec.shuffle)
        self.scale_targets.setChecked(spec.scale_targets)
        self.scale.setCurrentIndex(self.scale.findData(spec.scale))
        self.labels.setCurrentIndex(self.labels.findData(spec.labels))
        del blockers
        own = table.own_test if table else 0
        self.test.setEnabled(not own)
        self.bar_note.setVisible(bool(own))
        self.bar_note.setText(self.tr("The file brings its own test rows; they are used."))
        targets = table.by_role("target") if table else []
        self.labels.setEnabled(any(f.classes is not None for f in targets) or not table)
        self.scale_targets.setEnabled(any(f.classes is None for f in targets) or not table)
        self.bar.show_parts(*(part_sizes(table, spec) if table else (0, 0, 0)))
