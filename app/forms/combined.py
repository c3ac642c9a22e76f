"""Editors made of other editors: a value or none, and one kind or another."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.forms import wording
from app.forms.editor import Editor
from app.forms.stored import MIXED, UNSET, is_blank
from engine import kinds, registry


class _Holder(Editor):
    """An editor whose value comes from an inner one."""

    def adopt(self, inner: Editor) -> None:
        """Follow an inner editor's values and messages."""
        inner.valueChanged.connect(self._inner_changed)
        inner.errorChanged.connect(lambda _text: self._inner_error(inner))

    def current(self) -> Editor | None:
        """The inner editor in use."""
        raise NotImplementedError

    def error(self) -> str:
        inner = self.current()
        return (inner.error() if inner else "") or super().error()

    def accepts(self) -> bool:
        inner = self.current()
        return super().accepts() and (inner is None or inner.accepts())

    def nudge(self, steps: int) -> bool:
        inner = self.current()
        return inner.nudge(steps) if inner else False

    def restore(self) -> None:
        inner = self.current()
        if inner is not None:
            inner.restore()

    def _inner_changed(self, value: Any) -> None:
        self.commit(value)

    def _inner_error(self, inner: Editor) -> None:
        if inner is self.current():
            self.errorChanged.emit(self.error())


class CheckedEditor(_Holder):
    """A value behind a check box; unchecked means None."""

    def __init__(self, kind: kinds.Optional, inner: Editor, parent: QWidget | None = None) -> None:
        super().__init__(kind, parent)
        self.inner = inner
        self.extra = inner.extra
        self.box = QCheckBox()
        self._none = QLabel(wording.none_word(kind.none_label))
        self._none.setEnabled(False)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._none)
        self._stack.addWidget(inner)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addLayout(self._stack, 1)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(self._toggled)
        self.adopt(inner)

    def normalise(self, value: Any) -> Any:
        return None if value is None else self.inner.normalise(value)

    def current(self) -> Editor | None:
        return self.inner if self.box.checkState() == Qt.CheckState.Checked else None

    def inputs(self) -> list[QWidget]:
        return [self.box]

    def describe(self, name: str, help_text: str) -> None:
        super().describe(name, help_text)
        self.inner.describe(name, help_text)
        text = QCoreApplication.translate("Forms", "{name}: set a value")
        self.box.setAccessibleName(text.format(name=name))

    def present(self, value: Any) -> None:
        if value is MIXED:
            self.box.setTristate(True)
            self.box.setCheckState(Qt.CheckState.PartiallyChecked)
            self._none.setText(wording.several_word())
            self._stack.setCurrentIndex(0)
            return
        self._show_checked(value is not None and value is not UNSET)
        if self.box.isChecked():
            self.inner.set_value(value)

    def present_refused(self, value: Any) -> None:
        self._show_checked(True)
        self.inner.set_value(value)

    def activate(self) -> None:
        self.box.click()

    def _show_checked(self, checked: bool) -> None:
        self.box.setTristate(False)
        self.box.setChecked(checked)
        self._none.setText(wording.none_word(getattr(self.kind, "none_label", "")))
        self._stack.setCurrentIndex(int(checked))

    def _toggled(self) -> None:
        checked = self.box.checkState() != Qt.CheckState.Unchecked
        self._show_checked(checked)
        if not checked:
            self.commit(None)
            self.errorChanged.emit(self.error())
            return
        if is_blank(self.inner.value()) or self.inner.value() is None:
            self.inner.set_value(self.inner.kind.start())
        self.commit(self.inner.value())


class EitherEditor(_Holder):
    """An editor of the kind in use, and a menu beside it to choose another kind."""

    def __init__(
        self,
        kind: kinds.Either,
        inners: list[Editor],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(kind, parent)
        self.inners = inners
        self._index = 0
        self.extra = QWidget()
        self._extras = QVBoxLayout(self.extra)
        self._extras.setContentsMargins(0, 0, 0, 0)
        self.button = self._make_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for inner in inners:
            row.addWidget(inner, 1)
            if inner.extra is not None:
                self._extras.addWidget(inner.extra)
            self.adopt(inner)
        row.addWidget(self.button)
        self._show_index(0)

    def normalise(self, value: Any) -> Any:
        for inner in self.inners:
            try:
                return inner.normalise(value)
            except (ValueError, TypeError):
                continue
        raise ValueError

    def current(self) -> Editor | None:
        return self.inners[self._index]

    def inputs(self) -> list[QWidget]:
        return [self.button]

    def describe(self, name: str, help_text: str) -> None:
        for inner in self.inners:
            inner.describe(name, help_text)
        text = QCoreApplication.translate("Forms", "{name}: kind of value")
        self.button.setAccessibleName(text.format(name=name))

    def choose_kind(self, index: int) -> None:
        """Use the editor of another kind; its last or a first value becomes the value."""
        self._show_index(index)
        inner = self.inners[index]
        if is_blank(inner.value()):
            inner.set_value(inner.kind.start())
        self.commit(inner.value())

    def present(self, value: Any) -> None:
        index = 0 if is_blank(value) else self._index_for(value)
        self._show_index(index)
        self.inners[index].set_value(value)

    def present_refused(self, value: Any) -> None:
        self._show_index(0)
        self.inners[0].set_value(value)

    def _make_button(self) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(28, 28)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_icon(button, "more")
        menu = QMenu(button)
        group = QActionGroup(menu)
        for index, inner in enumerate(self.inners):
            action = menu.addAction(wording.kind_name(inner.kind))
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, index=index: self.choose_kind(index))
            group.addAction(action)
        button.setMenu(menu)
        return button

    def _index_for(self, value: Any) -> int:
        for index, inner in enumerate(self.inners):
            try:
                inner.normalise(value)
                return index
            except (ValueError, TypeError):
                continue
        return 0

    def _show_index(self, index: int) -> None:
        self._index = index
        for number, inner in enumerate(self.inners):
            inner.setVisible(number == index)
            if inner.extra is not None and number != index:
                inner.extra.hide()
        self.setFocusProxy(self.inners[index])
        self.button.menu().actions()[index].setChecked(True)
        name = wording.kind_name(self.inners[index].kind)
        text = QCoreApplication.translate("Forms", "Kind of value: {kind}")
        self.button.setToolTip(text.format(kind=name))
        assert self.extra is not None
        self.extra.setVisible(self.inners[index].extra is not None)


def usable_kinds(kind: kinds.Either) -> list[kinds.Kind]:
    """The alternatives a person can choose: categories without entries are left out."""
    return [
        k
        for k in kind.kinds
        if not isinstance(k, kinds.Object)
        or any(not e.hidden for e in registry.entries(k.category))
    ]
