"""What the columns of a table are: numbers, classes, dates or running text, and their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.data.csv_format import is_number, parse_number

TYPES = ("number", "category", "date", "text")
#: What may happen to a missing value; which of them suit which type.
MISSING = {
    "number": ("drop", "mean", "median", "most_frequent", "constant"),
    "date": ("drop", "mean", "median", "most_frequent", "constant"),
    "category": ("drop", "most_frequent", "constant", "category"),
    "text": ("drop",),
}
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%Y年%m月%d日",
)
_TARGET_NAMES = {
    "target", "targets", "label", "labels", "class", "y", "output", "outcome", "species",
    "diagnosis", "category", "目标", "标签", "类别", "分类",
}  # fmt: skip
_ID_NAMES = {"id", "index", "no", "no.", "nr", "row", "unnamed: 0", "编号", "序号"}
#: More distinct texts than this in a sample, on nearly every row, are no classes.
_MANY = 50


@dataclass
class ColumnGuess:
    """What a column seems to be from the first rows.

    Attributes:
        name: Column name.
        type: One of ``TYPES``.
        role: "input", "target" or "ignore".
        date_format: ``strptime`` form for dates, else "".
        missing: Number of missing cells among the rows looked at.
        distinct: Number of distinct values among them.
    """

    name: str
    type: str
    role: str = "input"
    date_format: str = ""
    missing: int = 0
    distinct: int = 0


def parse_date(text: str, form: str) -> float:
    """Return days since 1970-01-01 (with fractions), or raise ValueError."""
    moment = datetime.strptime(text, form).replace(tzinfo=UTC)
    return moment.timestamp() / 86400.0


def is_missing(cell: str, words: frozenset[str]) -> bool:
    return not cell or cell.lower() in words


def guess_columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], decimal: str, words: frozenset[str]
) -> list[ColumnGuess]:
    """Guess types from the cells and roles from types and names."""
    guesses = []
    for position, name in enumerate(names):
        cells = [row[position] for row in rows if position < len(row)]
        present = [c for c in cells if not is_missing(c, words)]
        guess = _guess_type(name, present, decimal)
        guess.missing = len(cells) - len(present)
        if _counts_rows(name, present, guess, decimal):
            guess.role = "ignore"
        guesses.append(guess)
    _choose_target(guesses, rows, decimal, words)
    return guesses


def _guess_type(name: str, cells: list[str], decimal: str) -> ColumnGuess:
    distinct = len(set(cells))
    guess = ColumnGuess(name, "number", distinct=distinct)
    if not cells:
        guess.role = "ignore"
        return guess
    numbers = sum(is_number(c, decimal) for c in cells)
    if numbers >= 0.8 * len(cells):
        return guess  # a few stray texts are an error to show, not a reason to make classes
    guess.date_format = next((f for f in DATE_FORMATS if _all_dates(cells, f)), "")
    if guess.date_format:
        guess.type = "date"
    elif _is_running_text(cells, distinct):
        guess.type, guess.role = "text", "ignore"
    else:
        guess.type = "category"
    return guess


def _is_running_text(cells: list[str], distinct: int) -> bool:
    long = sum(map(len, cells)) > 40 * len(cells)
    return long or distinct > max(_MANY, 0.5 * len(cells)) or distinct == len(cells) > 12


def _all_dates(cells: list[str], form: str) -> bool:
    try:
        for cell in cells:
            parse_date(cell, form)
    except ValueError:
        return False
    return True


def _counts_rows(name: str, cells: list[str], guess: ColumnGuess, decimal: str) -> bool:
    """Whether the column only numbers the rows."""
    if guess.type != "number" or name.lower() not in _ID_NAMES and name != "column 1":
        return False
    if not all(is_number(c, decimal) for c in cells) or len(cells) < 3:
        return False
    values = [parse_number(c, decimal) for c in cells]
    return all(b - a == 1 for a, b in zip(values, values[1:], strict=False))


def _choose_target(
    guesses: list[ColumnGuess],
    rows: Sequence[Sequence[str]],
    decimal: str,
    words: frozenset[str],
) -> None:
    able = [g for g in guesses if g.role != "ignore"]
    if len(able) < 2:
        return
    named = [g for g in able if g.name.strip().lower() in _TARGET_NAMES]
    target = named[0] if named else able[-1]
    target.role = "target"
    if target.type == "number":
        position = guesses.index(target)
        cells = [r[position] for r in rows if position < len(r)]
        present = [c for c in cells if not is_missing(c, words)]
        if _few_whole_numbers(present, decimal):
            target.type = "category"


def _few_whole_numbers(cells: list[str], decimal: str) -> bool:
    """Whether a number column looks like class numbers: 0/1, 1..10, each several times."""
    if not all(is_number(c, decimal) for c in cells):
        return False
    values = {parse_number(c, decimal) for c in cells}
    few = 2 <= len(values) <= 20 and len(cells) >= 4 * len(values)
    return few and all(v.is_integer() for v in values) and min(values) in (0, 1)
