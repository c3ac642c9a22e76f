"""How each input of a model is shown and typed: as a picture, a form, or a row of numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from app.data.match import assigned
from app.data.spec import Field, PortSpec
from app.panels.wording import number
from app.training.evaluate import Verdict

#: An input with more columns is typed as a row of numbers, not in a form.
MOST_COLUMNS = 60

PICTURE, FORM, ROW = "picture", "form", "row"


@dataclass(frozen=True)
class Column:
    """One value of a form: a number, or a class that takes ``width`` places (one-hot)."""

    name: str
    start: int
    width: int = 1
    classes: list[str] | None = None


@dataclass(frozen=True)
class InputView:
    """One input of the model.

    Attributes:
        name: Name of the input layer.
        kind: PICTURE, FORM or ROW.
        shape: Of one sample.
        whole: Whether the values are whole numbers.
        low, high: Range of the values in the data.
        columns: For a FORM.
    """

    name: str
    kind: str
    shape: tuple[int, ...]
    whole: bool
    low: float
    high: float
    columns: list[Column] = field(default_factory=list)


def views(verdict: Verdict) -> list[InputView]:
    """One for every input, in the model's order."""
    return [_view(verdict, port) for port in verdict.material.inputs]


def _view(verdict: Verdict, port: PortSpec) -> InputView:
    material = verdict.material
    fields = assigned(material.table, material.spec, port)
    values = verdict.x[port.name]
    shape = values.shape[1:]
    whole = port.dtype.startswith(("int", "uint"))
    edges = verdict.unscale(port.name, values[: min(len(values), 512)])
    low, high = (float(edges.min()), float(edges.max())) if edges.size else (0.0, 1.0)
    if len(shape) >= 2 and len(fields) == 1 and fields[0].is_image:
        return InputView(port.name, PICTURE, shape, whole, min(0.0, low), high or 1.0)
    columns = [] if whole else columns_of(fields, whole)
    size = sum(column.width for column in columns)
    fits = len(shape) == 1 and size == shape[0] <= MOST_COLUMNS
    kind = FORM if fits else ROW
    return InputView(port.name, kind, shape, whole, low, high, columns if fits else [])


def columns_of(fields: list[Field], whole: bool) -> list[Column]:
    """The values side by side that the fields become as one input."""
    columns: list[Column] = []
    for each in fields:
        start = columns[-1].start + columns[-1].width if columns else 0
        if each.classes is not None and each.encode == "onehot" and not whole:
            columns.append(Column(each.name, start, len(each.classes), list(each.classes)))
        elif each.shape:
            names = each.columns or [f"{each.name}[{i}]" for i in range(each.shape[-1])]
            columns += [Column(name, start + i) for i, name in enumerate(names)]
        else:
            columns.append(Column(each.name, start))
    return columns


def text_of(values: np.ndarray, most: int = 12) -> str:
    """A sample's numbers in one line, the later ones left out; padding reads "0 × 86"."""
    texts: list[str] = []
    groups = groupby(np.asarray(values).reshape(-1).tolist())
    for value, group in groups:
        count, text = len(list(group)), number_text(value)
        texts += [f"{text} × {count}"] if count > 3 else [text] * count
        if len(texts) >= most:
            break
    more = next(groups, None) is not None or len(texts) > most
    return ", ".join(texts[:most]) + (", …" if more else "")


def number_text(value: float) -> str:
    """Four significant digits without idle zeros; large numbers without an exponent."""
    value = float(value)
    if not math.isfinite(value) or abs(value) < 1e4 or abs(value) >= 1e9:
        return f"{value:.4g}" if math.isfinite(value) else number(value)
    return f"{value:.0f}"


def cell_texts(view: InputView, values: np.ndarray) -> list[str]:
    """One text for each column of a FORM; the whole input as one text otherwise."""
    if view.kind != FORM:
        return [text_of(values)]
    return [_cell(column, values) for column in view.columns]


def _cell(column: Column, values: np.ndarray) -> str:
    if column.classes is None:
        return number_text(values[column.start])
    chosen = int(values[column.start : column.start + column.width].argmax())
    return column.classes[chosen]
