"""Which rows train, which watch and which judge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.data.errors import DataError
from app.data.spec import DataSpec, Field, Table
from app.data.words import translate


@dataclass(frozen=True)
class Split:
    """Row numbers of the three parts; they do not overlap."""

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray


def split(table: Table, spec: DataSpec, classes: Field | None = None) -> Split:
    """Divide the rows as the spec says.

    Shuffled rows are divided with each class in its proportion when ``classes``
    is given. In order, training comes first, then validation, then test: what
    judges a forecast lies in its future. Rows that the source set aside for
    testing are the test part, whatever fraction was asked for.

    Raises:
        DataError: when no row would be left for training.
    """
    own = table.own_test
    rows = np.arange(table.rows - own)
    train_count, validation_count, test_count = part_sizes(table, spec)
    test_count -= own
    if train_count < 1:
        raise DataError(translate("data", "There is no row to train on."))
    if spec.shuffle:
        rng = np.random.default_rng(spec.seed)
        held = test_count + validation_count
        order = _mixed(rows, classes, rng) if held else rng.permutation(rows)
        test, rest = order[:test_count], order[test_count:]
        validation, train = rest[:validation_count], rng.permutation(rest[validation_count:])
    else:
        train, rest = rows[:train_count], rows[train_count:]
        validation, test = rest[:validation_count], rest[validation_count:]
    if own:
        test = np.arange(table.rows - own, table.rows)
    return Split(train, validation, test)


def part_sizes(table: Table, spec: DataSpec) -> tuple[int, int, int]:
    """Return how many rows train, validate and test; one row at least is left for training."""
    own = table.own_test
    rows = table.rows - own
    test = 0 if own else min(_part(rows, spec.test), max(rows - 1, 0))
    validation = min(_part(rows, spec.validation), max(rows - test - 1, 0))
    return rows - test - validation, validation, test + own


def _part(rows: int, fraction: float) -> int:
    """Return how many rows a fraction is: at least one when there is any to spare."""
    return max(1, round(rows * fraction)) if fraction > 0 and rows > 2 else 0


def _mixed(rows: np.ndarray, classes: Field | None, rng: np.random.Generator) -> np.ndarray:
    """Shuffle rows so that every stretch holds each class in proportion.

    Each row gets a random place between 0 and 1 among its own class; sorting all
    rows by that place interleaves the classes evenly.
    """
    shuffled = rng.permutation(rows)
    if classes is None:
        return shuffled
    codes = classes.values[shuffled]
    place = np.empty(len(shuffled))
    for code in np.unique(codes):
        members = np.flatnonzero(codes == code)
        place[members] = (np.arange(len(members)) + rng.random()) / len(members)
    return shuffled[np.argsort(place, kind="stable")]
