"""How much each sample counts: a column of numbers, chosen beside inputs and targets."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.data.spec import DataProblem, DataSpec, Field, Table
from app.data.words import translate

#: What a column is called that was made to be one, as Keras's argument is.
_NAMES = ("sample_weight", "sample_weights")


def candidates(table: Table) -> list[Field]:
    """The fields that can say how much a sample counts: one number each."""
    return [f for f in table.fields if not f.shape and f.classes is None and f.role != "ignore"]


def guess_weight(table: Table) -> str:
    """The name of the field that is called as Keras calls sample weights, "" without one."""
    named = (f.name for f in candidates(table) if f.name.lower() in _NAMES)
    return next(named, "")


def choose_weight(spec: DataSpec, name: str) -> DataSpec:
    """Return the spec with another field as weights, which is then no input any more."""
    assign = {port: [n for n in names if n != name] for port, names in spec.assign.items()}
    kept: dict[str, Any] = {port: names for port, names in assign.items() if names}
    return spec.replace(weight=name, assign=kept)


def sample_weights(table: Table, spec: DataSpec) -> np.ndarray | None:
    """Each row's weight as float32, None when all rows count the same."""
    field = table.find(spec.weight) if spec.weight else None
    return None if field is None else field.values.astype(np.float32)


def match_weight(table: Table, spec: DataSpec) -> list[DataProblem]:
    """What keeps the chosen field from being weights."""
    if not spec.weight:
        return []
    field = table.find(spec.weight)
    text = _wrong(field) if field else translate("data", "The data lacks the column “{field}”.")
    if not text:
        return []
    advice = translate("data", "Choose another column for the sample weights, or none.")
    given = field.bounds[0] if field else ""
    told = text.format(field=spec.weight, value=f"{given:g}" if field else "")
    return [DataProblem(f"{told} {advice}", field=spec.weight)]


def _wrong(field: Field) -> str:
    if field.shape or field.classes is not None:
        return translate("data", "“{field}” is not one number for each sample.")
    if field.missing_count:
        return translate("data", "“{field}” lacks values: every sample needs its weight.")
    if field.has_infinite:
        return translate("data", "“{field}” holds infinite values.")
    low, high = field.bounds
    if low < 0:
        return translate("data", "“{field}” holds {value}: a weight is 0 or more.")
    if high == 0:
        return translate("data", "“{field}” is 0 everywhere: no sample would count.")
    return ""
