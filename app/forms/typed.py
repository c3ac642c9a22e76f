"""Editors that show None themselves, and among them those of a typed text."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.forms import wording
from app.forms.editor import Editor
from app.forms.stored import MIXED, UNSET
from engine import kinds


class NullableEditor(Editor):
    """An editor whose value may be None where ``nullable`` says so."""

    def __init__(
        self,
        kind: kinds.Kind,
        parent: QWidget | None = None,
        *,
        nullable: bool = False,
        none_label: str = "",
    ) -> None:
        super().__init__(kind, parent)
        self._nullable = nullable
        self._none_label = wording.none_word(none_label) if nullable else ""

    def normalise(self, value: Any) -> Any:
        if value is None and self._nullable:
            return None
        return super().normalise(value)


class TypedEditor(NullableEditor):
    """An editor of a text that stands for a value; empty means None where that is allowed."""

    def parse(self, text: str) -> Any:
        """Return the value a text stands for, or ValueError."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Return the text of a value."""
        raise NotImplementedError

    def show_text(self, text: str, hint: str) -> None:
        """Show a text, and what is to be read where it is empty."""
        raise NotImplementedError

    def show_hint(self, hint: str) -> None:
        """Show what is to be read while nothing is typed."""
        raise NotImplementedError

    def present(self, value: Any) -> None:
        mixed = value is MIXED
        blank = value is None or mixed or value is UNSET
        hint = wording.several_word() if mixed else self._none_label
        self.show_text("" if blank else self.write(value), hint)

    def typed(self, text: str) -> None:
        """The user is typing."""
        if not text.strip() and self._nullable:
            self.show_hint(self._none_label)
            self.take_typed(None)
            return
        try:
            value = self.parse(text)
        except ValueError:
            self.refuse()
            return
        self.take_typed(value)

    def tidy(self) -> None:
        """The typing is over: show the value as it is usually written."""
        self.settle()
        if self.accepts() and self._value is not MIXED:
            self.present(self._value)
