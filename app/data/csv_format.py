"""How a table of text is written: its encoding, separator, decimal mark and header.

Everything here looks at the beginning of a file only, so that a file of any
size answers at once.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.data.errors import DataError
from app.data.words import translate

#: How much of a file is looked at.
HEAD = 1 << 20
SEPARATORS = (",", ";", "\t", "|")  # the first one wins where nothing decides
MISSING_WORDS = ("", "na", "n/a", "nan", "null", "none", "?", "-", "--", "#n/a", "missing", "缺失")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_THOUSANDS = {
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?\Z"),
    ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?\Z"),
}
_DECIMAL_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+\Z")


def read_head(path: Path) -> bytes:
    """Return the first ``HEAD`` bytes, cut after a line end when there is more.

    Raises:
        DataError: when the file is missing, unreadable, empty or not text.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD + 1)
    except OSError as error:
        raise DataError(
            translate("data", "The file cannot be read ({reason}).").format(
                reason=error.strerror or error
            ),
            path=path,
            advice=translate("data", "Check that it still exists and that you may read it."),
        ) from error
    if not head.strip():
        raise DataError(translate("data", "The file is empty."), path=path)
    if b"\0" in head[:4096] and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DataError(
            translate("data", "This is not a text file."),
            path=path,
            advice=translate("data", "Export the table as CSV (for example from a spreadsheet)."),
        )
    if len(head) > HEAD:
        head = head[: head.rfind(b"\n", 0, HEAD) + 1 or HEAD]
    return head


def guess_encoding(head: bytes) -> str:
    """Return "utf-8", "utf-8-sig", "utf-16", "gbk" or "latin-1" for the bytes of a text."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        return "gbk" if _looks_chinese(head) else "latin-1"


def _looks_chinese(head: bytes) -> bool:
    """Whether high bytes stand in GB 2312 pairs.

    GBK decodes most western text too (an accented letter and the letter behind
    it make a pair), so decoding alone proves nothing. In Chinese text nearly
    every pair has both bytes from A1 up and a first byte below F8.
    """
    pairs = strange = i = 0
    while i < len(head) - 1:
        if head[i] < 0x80:
            i += 1
        elif 0xA1 <= head[i] <= 0xF7 and head[i + 1] >= 0xA1:
            pairs += 1
            i += 2
        else:
            strange += 1
            i += 1
    return pairs > 4 * strange


def decode(head: bytes, encoding: str, path: Path) -> str:
    """Decode the head of a file, or raise DataError naming the encoding."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        return decoder.decode(head).removeprefix("\ufeff")
    except (UnicodeError, LookupError) as error:
        raise wrong_encoding(path, encoding) from error


def wrong_encoding(path: Path, encoding: str) -> DataError:
    return DataError(
        translate("data", "The text is not written in the encoding {encoding}.").format(
            encoding=encoding
        ),
        path=path,
        advice=translate(
            "data", "Choose another encoding; files from a Chinese Windows are often gbk."
        ),
    )


def parse(text: str, separator: str, limit: int) -> list[list[str]]:
    """Return up to ``limit`` rows that are not blank."""
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if any(cell.strip() for cell in row):
            rows.append([cell.strip() for cell in row])
        if len(rows) >= limit:
            break
    return rows


def guess_separator(text: str) -> str:
    """Return the separator that cuts the first rows into even columns.

    The comma comes last: it also stands in decimal numbers of tables that are
    separated by something else.
    """
    scores = {separator: _evenness(text, separator) for separator in SEPARATORS}
    for separator in ("\t", ";", "|", ","):
        if scores[separator] >= 0.9:
            return separator
    return max(SEPARATORS, key=lambda s: scores[s])


def _evenness(text: str, separator: str) -> float:
    """Return the part of the first rows that have the usual number of cells, 0 for one column."""
    try:
        counts = [len(row) for row in parse(text, separator, 60)]
    except csv.Error:
        return 0.0
    usual = max(set(counts), key=counts.count, default=0)
    return counts.count(usual) / len(counts) if usual > 1 else 0.0


def guess_decimal(rows: Iterable[Sequence[str]], separator: str) -> str:
    """Return "," when the numbers are written 3,14 and "." otherwise."""
    commas = points = 0
    for row in rows:
        for cell in row:
            if _DECIMAL_COMMA.match(cell):
                commas += not _THOUSANDS["."].match(cell) or separator != ","
            elif "." in cell and is_number(cell, "."):
                points += 1
    return "," if commas > points else "."


def parse_number(text: str, decimal: str) -> float:
    """Return the number a cell holds.

    Accepts thousands marks ("1,234.5" or, with a decimal comma, "1.234,5").

    Raises:
        ValueError: for anything else, infinities and NaN included.
    """
    plain = text
    if decimal == ",":
        if "." in plain:
            if not _THOUSANDS[","].match(plain):
                raise ValueError(text)
            plain = plain.replace(".", "")
        plain = plain.replace(",", ".")
    elif "," in plain:
        if not _THOUSANDS["."].match(plain):
            raise ValueError(text)
        plain = plain.replace(",", "")
    value = float(plain)
    if "_" in plain or value - value != 0.0:  # inf - inf and nan - nan are not 0
        raise ValueError(text)
    return value


def is_number(text: str, decimal: str) -> bool:
    try:
        parse_number(text, decimal)
    except ValueError:
        return False
    return True


def guess_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first row names the columns rather than being data."""
    if not rows:
        return False
    first, rest = rows[0], rows[1:]
    if any(cell and is_number(cell, decimal) for cell in first):
        return False
    if not any(first):
        return False
    if not rest:
        return True
    for position, name in enumerate(first):
        column = [row[position] for row in rest if position < len(row) and row[position]]
        if column and sum(is_number(c, decimal) for c in column) > len(column) / 2:
            return True
        if name and name in column:
            return False
    named = [name for name in first if name]
    return len(set(named)) == len(named)


def column_names(first: Sequence[str], header: bool) -> list[str]:
    """Return unique names, made from the header or counted from 1."""
    names: list[str] = []
    for position, cell in enumerate(first, start=1):
        name = cell if header and cell else f"column {position}"
        unique, copy = name, 2
        while unique in names:
            unique, copy = f"{name} ({copy})", copy + 1
        names.append(unique)
    return names
