"""Tables of text (CSV and its relatives) to fields: a preview at once, then one pass in
bounded memory.

Missing numbers stay NaN and missing classes -1 in the table: what replaces a
mean or a median is fitted by ``prepare`` on the training rows only.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

import numpy as np

from app.data import csv_format as form
from app.data.csv_columns import (
    MISSING,
    TYPES,
    ColumnGuess,
    guess_columns,
    is_missing,
    parse_date,
)
from app.data.errors import DataError
from app.data.spec import Field, Table
from app.data.words import translate

#: Rows looked at to guess types, and classes allowed in one column.
SAMPLE_ROWS = 2000
MAX_CLASSES = 2000


@dataclass
class CsvOptions:
    """How to read a table; empty values are guessed from the file.

    Attributes:
        encoding: Codec name, "" to guess.
        separator: One character, "" to guess.
        decimal: "." or ",", "" to guess.
        header: Whether the first row names the columns, None to guess.
        missing_words: Cells that mean "no value" beside the usual ones (any case).
        columns: Column name -> {"type", "missing", "fill", "encode", "date_format"},
            where the user departed from the guess.
    """

    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    header: bool | None = None
    missing_words: list[str] = field(default_factory=list)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> CsvOptions:
        known = {f.name for f in dataclass_fields(cls)}
        return cls(**{k: v for k, v in values.items() if k in known})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def words(self) -> frozenset[str]:
        return frozenset((*form.MISSING_WORDS, *(w.strip().lower() for w in self.missing_words)))


@dataclass
class CsvPreview:
    """The first rows of a file and what is guessed from them.

    ``options`` is complete: nothing in it is left to guess.
    """

    options: CsvOptions
    names: list[str]
    columns: list[ColumnGuess]
    rows: list[list[str]]


@dataclass
class Column:
    """One column as it will be read."""

    name: str
    type: str
    role: str
    missing: str
    fill: Any
    encode: str
    date_format: str


def preview(path: Path, options: CsvOptions | None = None) -> CsvPreview:
    """Look at the beginning of a file.

    Raises:
        DataError: when it is no table, or is not written in the given encoding.
    """
    given = options or CsvOptions()
    head = form.read_head(path)
    encoding = given.encoding or form.guess_encoding(head)
    text = form.decode(head, encoding, path)
    separator = given.separator or form.guess_separator(text)
    try:
        rows = form.parse(text, separator, SAMPLE_ROWS + 1)
    except csv.Error as error:
        raise _broken(path, error) from error
    if not rows:
        raise DataError(translate("data", "There is no row of data."), path=path)
    decimal = given.decimal or form.guess_decimal(rows[:200], separator)
    header = form.guess_header(rows, decimal) if given.header is None else given.header
    names = form.column_names(rows[0], header)
    complete = CsvOptions(
        encoding, separator, decimal, header, list(given.missing_words), dict(given.columns)
    )
    data = rows[1:] if header else rows
    columns = guess_columns(names, data, decimal, complete.words())
    return CsvPreview(complete, names, columns, data)


def columns_of(seen: CsvPreview, roles: dict[str, str]) -> list[Column]:
    """Merge what the user chose into what was guessed."""
    result = []
    for guess in seen.columns:
        chosen = seen.options.columns.get(guess.name, {})
        kind = chosen.get("type", guess.type)
        if kind not in TYPES:
            kind = guess.type
        missing = chosen.get("missing", "drop")
        result.append(
            Column(
                name=guess.name,
                type=kind,
                role=roles.get(guess.name, guess.role),
                missing=missing if missing in MISSING[kind] else "drop",
                fill=chosen.get("fill"),
                encode=chosen.get("encode", "onehot"),
                date_format=chosen.get("date_format") or guess.date_format or "%Y-%m-%d",
            )
        )
    return result


def load_csv(path: Path, options: CsvOptions, roles: dict[str, str], title: str = "") -> Table:
    """Read the whole file.

    Args:
        roles: Column name -> role where the user changed the proposal.

    Raises:
        DataError: naming line, column and value of the first cell that does not
            fit its column's type, or of a row with another number of cells.
    """
    seen = preview(path, options)
    columns = columns_of(seen, roles)
    reader = _Reader(path, seen, columns)
    return reader.read(title or path.name)


class _Reader:
    """One pass over a file, appending each used cell to a typed array."""

    def __init__(self, path: Path, seen: CsvPreview, columns: list[Column]) -> None:
        self.path = path
        self.options = seen.options
        self.decimal = seen.options.decimal
        self.words = seen.options.words()
        self.columns = columns
        self.used = [(i, c) for i, c in enumerate(columns) if c.role != "ignore"]
        self.stores: list[array[Any]] = [
            array("q" if c.type == "category" else "d") for _, c in self.used
        ]
        self.codes: list[dict[str, int]] = [{} for _ in self.used]
        self.lines = array("q")
        self.dropped = 0

    def read(self, title: str) -> Table:
        self._refuse_text()
        for line, row in self._rows():
            values = [
                self._cell(slot, column, row[i].strip(), line)
                for slot, (i, column) in enumerate(self.used)
            ]
            if None in values:
                self.dropped += 1
                continue
            for store, value in zip(self.stores, values, strict=True):
                store.append(value)
            self.lines.append(line)
        if not self.lines:
            raise self._no_rows()
        fields = [self._field(slot) for slot in range(len(self.used))]
        notes = []
        if self.dropped:
            notes.append(
                translate("data", "{count} rows with missing values were left out.").format(
                    count=self.dropped
                )
            )
        lines = np.frombuffer(self.lines, dtype=np.int64)
        return Table(title, fields, len(lines), notes, lines)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (first line, cells) of each data row."""
        width = len(self.columns)
        try:
            with open(self.path, encoding=self.options.encoding, newline="") as file:
                reader = csv.reader(file, delimiter=self.options.separator)
                skip = bool(self.options.header)
                line = 1
                for row in reader:
                    start, line = line, reader.line_num + 1
                    if not row or (len(row) != width and not any(c.strip() for c in row)):
                        continue
                    if skip:
                        skip = False
                        continue
                    if len(row) != width:
                        row = self._even(row, start)
                    if width > 1 and not any(row):
                        continue
                    yield start, row
        except UnicodeError as error:
            raise form.wrong_encoding(self.path, self.options.encoding) from error
        except csv.Error as error:
            raise _broken(self.path, error, line) from error
        except OSError as error:
            raise DataError(
                translate("data", "The file cannot be read ({reason}).").format(
                    reason=error.strerror or error
                ),
                path=self.path,
            ) from error

    def _even(self, row: list[str], line: int) -> list[str]:
        width = len(self.columns)
        if len(row) > width and not any(c.strip() for c in row[width:]):
            return row[:width]  # separators left at the end of a line
        raise DataError(
            translate("data", "The row has {count} values, expected {width}.").format(
                count=len(row), width=width
            ),
            path=self.path,
            row=line,
            advice=translate(
                "data", "Check the separator and quotes in this line, or choose another separator."
            ),
        )

    def _cell(self, slot: int, column: Column, cell: str, line: int) -> float | int | None:
        """Return the value of a cell, a mark for a missing one, or None to drop the row."""
        if is_missing(cell, self.words):
            if column.missing == "drop":
                return None
            if column.type != "category":
                return float("nan")
            if column.missing != "category":
                return -1
            cell = translate("data", "(missing)")
        if column.type == "category":
            return self._code(slot, column, cell)
        try:
            if column.type == "date":
                return parse_date(cell, column.date_format)
            return form.parse_number(cell, self.decimal)
        except ValueError:
            raise self._wrong_cell(column, cell, line) from None

    def _code(self, slot: int, column: Column, cell: str) -> int:
        codes = self.codes[slot]
        code = codes.setdefault(cell, len(codes))
        if code >= MAX_CLASSES:
            raise DataError(
                translate("data", "There are more than {count} different values.").format(
                    count=MAX_CLASSES
                ),
                path=self.path,
                column=column.name,
                advice=translate(
                    "data", "This is no column of classes: set it to Ignore, or to Number."
                ),
            )
        return code

    def _wrong_cell(self, column: Column, cell: str, line: int) -> DataError:
        shown = cell if len(cell) <= 40 else cell[:39] + "…"
        if column.type == "date":
            text = translate("data", "“{value}” is not a date of the form {form}.")
            text = text.format(value=shown, form=column.date_format)
        else:
            text = translate("data", "“{value}” is not a number.").format(value=shown)
        return DataError(
            text,
            path=self.path,
            row=line,
            column=column.name,
            value=cell,
            advice=translate(
                "data",
                "Correct the cell, add “{value}” to the words that mean a missing value, "
                "or make the column a Category.",
            ).format(value=shown),
        )

    def _refuse_text(self) -> None:
        for _, column in self.used:
            if column.type == "text":
                raise DataError(
                    translate("data", "Running text cannot be used as {role}.").format(
                        role=translate("data", "a target")
                        if column.role == "target"
                        else translate("data", "an input")
                    ),
                    path=self.path,
                    column=column.name,
                    advice=translate(
                        "data",
                        "Set the column to Ignore, or to Category if few texts repeat. To learn "
                        "from sentences, turn them into word numbers first and load them as .npz.",
                    ),
                )

    def _no_rows(self) -> DataError:
        if not self.used:
            return DataError(
                translate("data", "Every column is ignored."),
                path=self.path,
                advice=translate("data", "Give at least one column the role Input."),
            )
        if self.dropped:
            return DataError(
                translate("data", "Every row has a missing value, so no row is left."),
                path=self.path,
                advice=translate("data", "Fill missing values, or ignore the emptiest columns."),
            )
        return DataError(translate("data", "There is no row of data."), path=self.path)

    def _field(self, slot: int) -> Field:
        column, store = self.used[slot][1], self.stores[slot]
        if column.type != "category":
            values: np.ndarray = np.frombuffer(store, dtype=np.float64)
            absent = int(np.isnan(values).sum())
            classes = None
        else:
            classes, values = sort_classes(self.codes[slot], np.frombuffer(store, dtype=np.int64))
            absent = int((values < 0).sum())
        missing = column.missing
        if missing in ("drop", "category"):
            missing = "most_frequent" if classes is not None else "mean"
        return Field(
            name=column.name,
            shape=(),
            dtype="int64" if classes is not None else "float64",
            role=column.role,
            values=values,
            classes=classes,
            encode=column.encode,
            missing=missing,
            fill=column.fill,
            missing_count=absent,
        )


def sort_classes(codes: dict[str, int], values: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Put classes met in file order into a lasting order: numbers by size, else by text."""

    def key(name: str) -> tuple[int, float, str]:
        number = form.parse_number(name, ".") if form.is_number(name, ".") else None
        return (1, 0.0, name) if number is None else (0, number, name)

    classes = sorted(codes, key=key)
    new = np.full(len(codes) + 1, -1, np.int64)  # the last entry keeps -1 (missing) as -1
    for position, name in enumerate(classes):
        new[codes[name]] = position
    return classes, new[values]


def _broken(path: Path, error: csv.Error, line: int | None = None) -> DataError:
    return DataError(
        translate("data", "The table cannot be read ({reason}).").format(reason=error),
        path=path,
        row=line,
        advice=translate("data", "Look for a quotation mark that is never closed."),
    )
