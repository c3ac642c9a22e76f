"""The sets that come with the program: the catalogue, and reading one."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources

import numpy as np

from app.data import generated
from app.data.csv_format import parse
from app.data.errors import DataError
from app.data.spec import Field, Table
from app.data.words import translate


@dataclass(frozen=True)
class BuiltinSet:
    """One line of the catalogue.

    Attributes:
        key: ``DataSpec.name``.
        title: Name for people.
        summary: What it holds and what can be learned from it.
        rows: Number of samples.
        task: "classes" or "numbers": what the target is.
        scale: How its inputs are best scaled.
        origin: Where it comes from and its licence.
    """

    key: str
    title: str
    summary: str
    rows: int
    task: str
    scale: str
    origin: str


def catalogue() -> list[BuiltinSet]:
    """Return the sets in the order they are shown."""
    uci = translate("data", "UCI Machine Learning Repository, licence CC BY 4.0.")
    made = translate("data", "Made by Layerloom from a fixed seed.")
    return [
        BuiltinSet(
            "digits",
            translate("data", "Handwritten digits"),
            translate("data", "Pictures of 8 x 8 grey pixels of the digits 0 to 9."),
            1797, "classes", "minmax", uci,
        ),
        BuiltinSet(
            "iris",
            translate("data", "Iris flowers"),
            translate("data", "Four lengths of a flower tell its species, one of three."),
            150, "classes", "standard",
            translate("data", "R. A. Fisher, 1936; UCI Machine Learning Repository, CC BY 4.0."),
        ),
        BuiltinSet(
            "wine",
            translate("data", "Wine"),
            translate("data", "Thirteen chemical measurements tell which of three growers it is."),
            178, "classes", "standard", uci,
        ),
        BuiltinSet(
            "breast_cancer",
            translate("data", "Breast cancer"),
            translate("data", "Thirty measurements of cells tell harmful lumps from harmless."),
            569, "classes", "standard", uci,
        ),
        BuiltinSet(
            "diabetes",
            translate("data", "Diabetes"),
            translate("data", "Ten measurements predict how the illness stands a year later."),
            442, "numbers", "standard",
            translate("data", "B. Efron and others, Least Angle Regression, 2004."),
        ),
        BuiltinSet(
            "series",
            translate("data", "Noisy waves"),
            translate("data", "32 past values of a noisy time series predict the next one."),
            2000, "numbers", "none", made,
        ),
        BuiltinSet(
            "headlines",
            translate("data", "Headlines"),
            translate("data", "Headlines as word numbers with five facts; two yes/no questions."),
            2000, "classes", "none", made,
        ),
        BuiltinSet(
            "digit_pairs",
            translate("data", "Pairs of digits"),
            translate("data", "Two handwritten digits: are they the same, and which is larger?"),
            4000, "classes", "minmax",
            translate("data", "Pairs drawn by Layerloom from Handwritten digits (CC BY 4.0)."),
        ),
        BuiltinSet(
            "moons",
            translate("data", "Two moons"),
            translate("data", "Points in two half circles that no straight line can part."),
            1000, "classes", "none", made,
        ),
        BuiltinSet(
            "spirals",
            translate("data", "Three spirals"),
            translate("data", "Points in three winding arms: a hard toy for small networks."),
            1500, "classes", "none", made,
        ),
    ]  # fmt: skip


def find(key: str) -> BuiltinSet:
    """Return one line of the catalogue.

    Raises:
        DataError: for an unknown key.
    """
    for entry in catalogue():
        if entry.key == key:
            return entry
    known = ", ".join(e.key for e in catalogue())
    raise DataError(
        translate("data", "There is no built-in set “{key}”.").format(key=key),
        advice=translate("data", "Known: {known}.").format(known=known),
    )


def load_builtin(key: str) -> Table:
    """Return the table of a built-in set.

    Raises:
        DataError: for an unknown key.
    """
    entry = find(key)
    fields = _MAKERS[key]()
    return Table(entry.title, fields, len(fields[0].values), ordered=key == "series")


def _bytes(name: str) -> bytes:
    return (resources.files("resources.datasets") / name).read_bytes()


def _digit_arrays() -> tuple[np.ndarray, np.ndarray]:
    with np.load(io.BytesIO(_bytes("digits.npz")), allow_pickle=False) as archive:
        return archive["image"][..., None], archive["digit"].astype(np.int64)


def _digits() -> list[Field]:
    images, digits = _digit_arrays()
    return [
        Field("image", (8, 8, 1), "uint8", "input", images),
        Field("digit", (), "int64", "target", digits, classes=[str(d) for d in range(10)]),
    ]


def _pairs() -> list[Field]:
    return generated.digit_pairs(*_digit_arrays())


def _table(name: str, numbers: bool = False) -> Callable[[], list[Field]]:
    """Return a reader of a table whose last column is the target."""

    def read() -> list[Field]:
        header, *rows = parse(_bytes(f"{name}.csv").decode("utf-8"), ",", 1_000_000)
        features = np.array([row[:-1] for row in rows], np.float64).astype(np.float32)
        columns = header[:-1]
        x = Field("features", (len(columns),), "float32", "input", features, columns=columns)
        last = [row[-1] for row in rows]
        if numbers:
            y = np.array(last, np.float32)
            return [x, Field(header[-1], (), "float32", "target", y)]
        classes = sorted(set(last))
        codes = np.array([classes.index(c) for c in last], np.int64)
        return [x, Field(header[-1], (), "int64", "target", codes, classes=classes)]

    return read


_MAKERS: dict[str, Callable[[], list[Field]]] = {
    "digits": _digits,
    "iris": _table("iris"),
    "wine": _table("wine"),
    "breast_cancer": _table("breast_cancer"),
    "diabetes": _table("diabetes", numbers=True),
    "series": generated.series,
    "headlines": generated.headlines,
    "digit_pairs": _pairs,
    "moons": generated.moons,
    "spirals": generated.spirals,
}
