"""The one error of reading and preparing data."""

from __future__ import annotations

from pathlib import Path

from app.data.words import translate


class DataError(Exception):
    """Something in the data cannot be used; says what, where and what to try.

    Attributes:
        text: What was found and what was expected.
        path: File or folder, or None.
        row: Line of the file counted from 1 as an editor shows it, or None.
        column: Column or array name, "" if none.
        value: The offending value as it stands in the file, or None.
        advice: What to try, "" if there is nothing to say.
    """

    def __init__(
        self,
        text: str,
        *,
        path: Path | str | None = None,
        row: int | None = None,
        column: str = "",
        value: str | None = None,
        advice: str = "",
    ) -> None:
        self.text = text
        self.path = Path(path) if path is not None else None
        self.row = row
        self.column = column
        self.value = value
        self.advice = advice
        super().__init__(str(self))

    def where(self) -> str:
        """The place in words: "prices.csv, line 12, column 'area'", or ""."""
        parts = []
        if self.path is not None:
            parts.append(self.path.name or str(self.path))
        if self.row is not None:
            parts.append(translate("data", "line {row}").format(row=self.row))
        if self.column:
            parts.append(translate("data", "column “{name}”").format(name=self.column))
        return ", ".join(parts)

    def __str__(self) -> str:
        where = self.where()
        head = f"{where}: {self.text}" if where else self.text
        return f"{head} {self.advice}" if self.advice else head

    def __reduce__(self) -> tuple:
        # Exceptions are rebuilt from args by default, which would lose the place.
        details = {k: v for k, v in vars(self).items() if k != "text"}
        return _rebuild, (self.text, details)


def _rebuild(text: str, details: dict) -> DataError:
    return DataError(text, **details)
