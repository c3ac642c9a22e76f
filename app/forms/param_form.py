"""A form made from declared params, the advanced ones folded away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.forms.field import Field
from app.forms.fold import Fold
from app.forms.stored import MIXED, UNSET, default_of, is_blank, same, stored, stored_or_raw
from engine.param import Param

#: Labels longer than this break into two lines, so that a form fits a narrow dock.
_LABEL_WIDTH = 108


class ParamForm(QWidget):
    """Edits the arguments of a Configurable class.

    ``edited(name, value)`` is emitted for each change the user makes, with a
    value the param accepts, in JSON-able form. Values the form does not show
    (hidden, skipped or unknown arguments) are kept as they are.

    Args:
        owner: The class, or a mapping of argument names to definitions.
        values: Argument name -> value; what is missing has its default.
        skip: Names that are not shown.
        labels: Labels that replace the ones made from the names.
        label_width: Width of the label column; by default as narrow as the labels allow.
    """

    edited = Signal(str, object)
    stateChanged = Signal()

    def __init__(
        self,
        owner: Any,
        values: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
        *,
        skip: Iterable[str] = (),
        labels: Mapping[str, str] | None = None,
        label_width: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._params: dict[str, Param] = owner if isinstance(owner, dict) else owner.params
        self._values = dict(values or {})
        self._labels = dict(labels or {})
        self._label_width = label_width
        self._fields: dict[str, Field] = {}
        skipped = set(skip)
        shown = [p for p in self._params.values() if not p.hidden and p.name not in skipped]
        self._plain = [p for p in shown if not p.advanced]
        self._advanced = [p for p in shown if p.advanced]
        self._fold: Fold | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if self._plain:
            column.addWidget(self._make_rows(self._plain))
        if self._advanced:
            column.addWidget(self._make_fold())
        self._align_labels()

    # -- values -----------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """The values that differ from the defaults, refused and unknown ones from before too."""
        result: dict[str, Any] = {}
        for name, value in self._values.items():
            param = self._params.get(name)
            if param is None:
                result[name] = value
            elif not is_blank(value):
                value = stored_or_raw(param.kind, value)
                if not same(value, default_of(param)):
                    result[name] = value
        return result

    def value(self, name: str) -> Any:
        """The value of an argument: its default if it was not given."""
        if name in self._values:
            return self._values[name]
        return default_of(self._params[name])

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show other values; emits nothing and moves no focus."""
        self._values = dict(values)
        for name, field in self._fields.items():
            field.set_value(self.value(name))
        self._follow()

    def set_mixed(self, names: Iterable[str]) -> None:
        """Show that the edited things differ in these arguments."""
        self.set_values({**self._values, **dict.fromkeys(names, MIXED)})

    # -- fields -----------------------------------------------------------------------------

    def field(self, name: str) -> Field:
        """The row of an argument; unfolds it where it is folded away."""
        if name not in self._fields and any(p.name == name for p in self._advanced):
            assert self._fold is not None
            self._fold.set_open(True)
        return self._fields[name]

    def first_input(self) -> QWidget | None:
        """The first editor that is not folded away."""
        return self._fields[self._plain[0].name].editor if self._plain else None

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self._plain or self._advanced)

    def names(self) -> list[str]:
        """Arguments shown, the advanced ones last."""
        return [p.name for p in (*self._plain, *self._advanced)]

    def errors(self) -> dict[str, str]:
        """Argument -> why what is on screen is refused."""
        return {n: f.editor.error() for n, f in self._fields.items() if not f.editor.accepts()}

    # -- inside -----------------------------------------------------------------------------

    def _make_rows(self, params: list[Param]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        row = 0
        for param in params:
            field = Field(param, self.value(param.name), holder, self._labels.get(param.name, ""))
            field.edited.connect(self._edited)
            field.stateChanged.connect(self._follow)
            row = field.place(grid, row)
            self._fields[param.name] = field
        return holder

    def _make_fold(self) -> Fold:
        self._fold = Fold("", self._make_advanced, is_open=False)
        self._follow()
        if any(self._is_refused(p) for p in self._advanced):
            self._fold.set_open(True)
        return self._fold

    def _make_advanced(self) -> QWidget:
        holder = self._make_rows(self._advanced)
        self._align_labels()
        return holder

    def _align_labels(self) -> None:
        """Give all label columns one width, also those of a part unfolded later."""
        if not self._fields:
            return
        width = max(field.label.full_width() for field in self._fields.values())
        for field in self._fields.values():
            field.label.setFixedWidth(self._label_width or min(width, _LABEL_WIDTH))

    def _is_refused(self, param: Param) -> bool:
        value = self.value(param.name)
        if value is MIXED:
            return False
        if value is UNSET:
            return True
        try:
            stored(param.kind, value)
        except (ValueError, TypeError):
            return True
        return False

    def _edited(self, name: str, value: Any) -> None:
        self._values[name] = value
        self._follow()
        self.edited.emit(name, value)

    def _follow(self) -> None:
        """Say on the fold how many of the folded arguments are not at their default."""
        self.stateChanged.emit()
        if self._fold is None:
            return
        known = {p.name for p in self._advanced}
        count = len(known & set(self.values()))
        if count:
            title = self.tr("Advanced ({count} changed)").format(count=count)
        else:
            title = self.tr("Advanced")
        self._fold.set_title(title)
