"""What the user chose about the data, and the shapes it takes on the way to a model.

``DataSpec`` is the choice (saved with the project). ``load`` turns it into a
``Table`` of named ``Field`` values, and ``prepare`` turns a table into the
arrays that ``fit`` takes: ``Prepared``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from app.data.errors import DataError
from app.data.words import translate

KINDS: tuple[str, ...] = ("builtin", "arrays", "csv", "images")
SCALES: tuple[str, ...] = ("none", "standard", "minmax", "1/255")
LABELS: tuple[str, ...] = ("integer", "onehot", "numeric")
ROLES: tuple[str, ...] = ("input", "target", "ignore")


@dataclass
class DataSpec:
    """Where the data comes from and how it becomes training data; JSON-able.

    Attributes:
        kind: What kind of source it is.
        name: Key of a built-in set; else a title for people (file name).
        path: File or folder, absolute or relative to the project file; "" for built-in sets.
        options: Options of the source; see ``csv_table.CsvOptions``,
            ``images.ImageOptions`` and ``arrays.load_arrays``.
        roles: Field name -> "input", "target" or "ignore", where the user changed it.
        assign: Model input or output name -> field names. More than one field
            (columns of a table) are put side by side in that order.
        validation: Part of the rows held out to watch training, 0 to 0.9.
        test: Part of the rows held out to judge the result, 0 to 0.9.
        seed: Seed of the shuffle.
        shuffle: Mix the rows before splitting; False keeps the order (time series).
        scale: How inputs are scaled; fitted on the training rows only.
        scale_targets: Scale numeric targets too (standard); predictions are un-scaled.
        labels: Form of class targets.
        weight: Field that says how much each sample counts; "" when all count the same.
    """

    kind: str
    name: str = ""
    path: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    assign: dict[str, list[str]] = field(default_factory=dict)
    validation: float = 0.2
    test: float = 0.0
    seed: int = 0
    shuffle: bool = True
    scale: str = "none"
    scale_targets: bool = False
    labels: str = "integer"
    weight: str = ""

    def __post_init__(self) -> None:
        self.assign = {
            port: [names] if isinstance(names, str) else list(names)
            for port, names in self.assign.items()
        }
        for name, value, known in (
            ("kind", self.kind, KINDS),
            ("scale", self.scale, SCALES),
            ("labels", self.labels, LABELS),
        ):
            if value not in known:
                raise DataError(
                    translate("data", "{name} is {value}, expected one of {known}.").format(
                        name=name, value=repr(value), known=", ".join(known)
                    )
                )
        fractions = (self.validation, self.test)
        if not all(0.0 <= f <= 0.9 for f in fractions) or sum(fractions) > 0.9:
            raise DataError(
                translate(
                    "data",
                    "The validation part ({validation}) and the test part ({test}) must each be "
                    "from 0 to 0.9 and leave at least a tenth of the rows for training.",
                ).format(validation=self.validation, test=self.test)
            )

    def replace(self, **changes: Any) -> DataSpec:
        """Return a copy with some attributes changed."""
        return dataclasses.replace(DataSpec.from_json(self.to_json()), **changes)

    def to_json(self) -> dict[str, Any]:
        """Return a dict of JSON values from which ``from_json`` makes an equal spec."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> DataSpec:
        """Make a spec from ``to_json``'s dict; unknown keys of newer versions are dropped.

        Raises:
            DataError: for something else than such a dict.
        """
        if not isinstance(values, dict) or "kind" not in values:
            raise DataError(translate("data", "This is not a description of a data source."))
        known = {f.name for f in dataclasses.fields(cls)}
        copied = {k: _copy(v) for k, v in values.items() if k in known}
        try:
            return cls(**copied)
        except (TypeError, AttributeError, ValueError) as error:
            raise DataError(
                translate("data", "This is not a description of a data source.")
            ) from error


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return [_copy(v) for v in value] if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True)
class PortSpec:
    """An input or output of the model, as data must fit it.

    Attributes:
        name: Name of the input or output layer.
        shape: Shape of one sample; None for a size that may vary.
        dtype: "float32", "int32", ...
        vocabulary: For an input that goes into an Embedding: its ``input_dim``.
        loss: For an output: class name of its loss, "" when not known.
        activation: For an output: its layer's activation, "" when not known.
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: str = "float32"
    vocabulary: int | None = None
    loss: str = ""
    activation: str = ""


@dataclass
class Field:
    """One named part of the data.

    Attributes:
        name: Column, array or part name.
        shape: Shape of one sample; () for a plain column.
        dtype: NumPy's name of the values' type.
        role: What it is for; a proposal until the user decides.
        values: Array (rows, *shape). Classes are whole numbers from 0; a missing
            value is NaN, or -1 in a class field.
        classes: Names of the classes in order, or None for numbers.
        columns: Names along the last axis, when it has some ("alcohol", ...).
        encode: How classes become an *input* of floats: "onehot" or "integer".
        missing: What ``prepare`` does about missing values: "mean", "median",
            "most_frequent" or "constant" ("drop" and "category" are done by loading).
        fill: The value for "constant" (a class name for class fields).
        missing_count: How many values are missing.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    role: str
    values: np.ndarray
    classes: list[str] | None = None
    columns: list[str] | None = None
    encode: str = "onehot"
    missing: str = "mean"
    fill: Any = None
    missing_count: int = 0

    @property
    def is_class(self) -> bool:
        return self.classes is not None

    @property
    def is_image(self) -> bool:
        """Whether a sample can be shown as a picture: (height, width[, 1 or 3])."""
        rank = len(self.shape)
        return (rank == 3 and self.shape[-1] in (1, 3) and min(self.shape[:2]) >= 4) or (
            rank == 2 and min(self.shape) >= 8 and not self.is_class
        )

    # The next three look at every value, and the data page asks after each change of
    # the model: they are computed once. Nobody changes the values of a field.

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Least and greatest value; (0, 0) without any."""
        known = self.values
        if known.dtype.kind == "f":
            known = known[np.isfinite(known)]
        return (known.min().item(), known.max().item()) if known.size else (0, 0)

    @cached_property
    def fraction(self) -> float | None:
        """The first value that is no whole number, None when all are."""
        if self.values.dtype.kind != "f":
            return None
        known = self.values[np.isfinite(self.values)]
        wrong = known[known != np.floor(known)]
        return wrong[0].item() if wrong.size else None

    @cached_property
    def has_infinite(self) -> bool:
        return self.values.dtype.kind == "f" and bool(np.isinf(self.values).any())

    def counts(self) -> list[int]:
        """Number of samples of each class; empty for numbers."""
        if self.classes is None:
            return []
        codes = self.values.reshape(-1)
        counted = np.bincount(codes[codes >= 0].astype(np.int64), minlength=len(self.classes))
        return [int(n) for n in counted]


@dataclass
class Table:
    """Data in memory: fields with the same number of rows.

    Attributes:
        title: Name for people.
        fields: The fields by position.
        rows: Number of samples.
        notes: What loading did that the user should know (skipped files, dropped rows).
        lines: For a text file, the line each row came from; else None.
        ordered: Whether the rows follow one another in time (keep the order).
        own_test: Number of rows at the end that the source itself set aside for testing.
    """

    title: str
    fields: list[Field]
    rows: int
    notes: list[str] = field(default_factory=list)
    lines: np.ndarray | None = None
    ordered: bool = False
    own_test: int = 0

    @property
    def whole_rows(self) -> int:
        """Rows that every field has; arrays of one file may differ, which ``match`` tells."""
        return min([self.rows, *(len(f.values) for f in self.fields)])

    def names(self) -> list[str]:
        return [f.name for f in self.fields]

    def find(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)

    def by_role(self, role: str) -> list[Field]:
        return [f for f in self.fields if f.role == role]


@dataclass(frozen=True)
class Scaler:
    """``(value - shift) / factor`` along the last axis, fitted on the training rows.

    ``shift`` and ``factor`` broadcast against (rows, *shape).
    """

    shift: np.ndarray
    factor: np.ndarray

    def apply(self, values: np.ndarray) -> np.ndarray:
        return ((np.asarray(values, np.float64) - self.shift) / self.factor).astype(np.float32)

    def undo(self, values: np.ndarray) -> np.ndarray:
        return (np.asarray(values, np.float64) * self.factor + self.shift).astype(np.float32)


@dataclass
class Prepared:
    """Arrays by model input and output name, ready for fit, evaluate and predict.

    ``x``/``y`` train, ``*_val`` watch, ``*_test`` judge; parts that were not
    asked for are empty dicts. ``rows``, ``rows_val``, ``rows_test`` tell which
    rows of the table they are. ``weights`` says how much each row of the table counts.
    """

    x: dict[str, np.ndarray]
    y: dict[str, np.ndarray]
    x_val: dict[str, np.ndarray] = field(default_factory=dict)
    y_val: dict[str, np.ndarray] = field(default_factory=dict)
    x_test: dict[str, np.ndarray] = field(default_factory=dict)
    y_test: dict[str, np.ndarray] = field(default_factory=dict)
    rows: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    rows_val: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    rows_test: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    class_names: dict[str, list[str]] = field(default_factory=dict)
    scalers: dict[str, Scaler] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    weights: np.ndarray | None = None

    @property
    def validation_data(self) -> tuple[dict, dict] | None:
        """What ``fit(validation_data=...)`` takes, or None."""
        return (self.x_val, self.y_val) if self.x_val else None


@dataclass(frozen=True)
class DataProblem:
    """Why the data and the model do not fit together, found before training.

    Attributes:
        text: What, with both sides named, and what to do.
        severity: "error" stops training; "warning" does not.
        port: Model input or output concerned, or "".
        field: Field concerned, or "".
        fix: What would mend it, where one change does: ("shape", shape of the input),
            ("units", number of units of the output), ("softmax" or "linear", the same with
            the activation), ("input_dim", size of the vocabulary), ("labels", form of the
            labels); else None.
    """

    text: str
    severity: str = "error"
    port: str = ""
    field: str = ""
    fix: tuple[str, Any] | None = None
