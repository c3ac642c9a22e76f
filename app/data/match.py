"""Do the data and the model fit together? Found out before training, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from app.data.assign import effective
from app.data.shapes import (
    assigned,
    fits,
    input_shape,
    shape_text,
    target_shape,
    wants_class_numbers,
)
from app.data.spec import DataProblem, DataSpec, Field, PortSpec, Table
from app.data.weights import match_weight
from app.data.words import translate


def match(
    table: Table, spec: DataSpec, inputs: Sequence[PortSpec], outputs: Sequence[PortSpec]
) -> list[DataProblem]:
    """Compare every assignment with the model.

    Ports the user assigned nothing to get what ``auto_assign`` finds for them.

    Returns:
        Problems, errors first; empty when training can start.
    """
    spec = effective(table, spec, inputs, outputs)
    problems: list[DataProblem] = []
    for port, is_input in [*((p, True) for p in inputs), *((p, False) for p in outputs)]:
        fields = assigned(table, spec, port)
        missing = _missing_fields(table, spec, port, is_input)
        if missing:
            problems += missing
            continue
        problems += [p for f in fields for p in _field_problems(table, f, port, is_input)]
        compare = _match_input if is_input else _match_output
        problems += compare(fields, spec, port)
    problems += match_weight(table, spec)
    problems += _leaks(table, spec, inputs, outputs)
    if table.rows < 10:
        problems.append(
            DataProblem(
                translate("data", "There are only {rows} rows; nothing can be learned.").format(
                    rows=table.rows
                ),
                "warning",
            )
        )
    return sorted(problems, key=lambda p: p.severity != "error")


def data_shapes(
    table: Table, spec: DataSpec, inputs: Sequence[PortSpec], outputs: Sequence[PortSpec]
) -> dict[str, tuple[int, ...]]:
    """Return the shape of one sample for each port that has data."""
    spec = effective(table, spec, inputs, outputs)
    shapes = {}
    for port in inputs:
        fields = assigned(table, spec, port)
        shape = input_shape(fields, port) if fields else None
        if shape is not None:
            shapes[port.name] = shape
    for port in outputs:
        fields = assigned(table, spec, port)
        if fields:
            shapes[port.name] = target_shape(fields, spec, port)
    return shapes


def _missing_fields(
    table: Table, spec: DataSpec, port: PortSpec, is_input: bool
) -> list[DataProblem]:
    names = spec.assign.get(port.name, [])
    if not names:
        text = (
            translate("data", "No data is assigned to the input “{port}”.")
            if is_input
            else translate("data", "No target is assigned to the output “{port}”.")
        )
        return [DataProblem(text.format(port=port.name), port=port.name)]
    return [
        DataProblem(
            translate(
                "data", "“{port}” asks for “{field}”, which the data lacks (it has {known})."
            ).format(port=port.name, field=name, known=_listed(table.names())),
            port=port.name,
            field=name,
        )
        for name in names
        if table.find(name) is None
    ]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:6])
    return f"{shown}, …" if len(names) > 6 else shown


def _field_problems(
    table: Table, field: Field, port: PortSpec, is_input: bool
) -> list[DataProblem]:
    problems = []

    def add(text: str, severity: str = "error") -> None:
        problems.append(DataProblem(text, severity, port.name, field.name))

    if len(field.values) != table.rows:
        add(
            translate(
                "data",
                "“{field}” has {count} rows, the other data has {rows}. "
                "Every input and output needs one row per sample.",
            ).format(field=field.name, count=len(field.values), rows=table.rows)
        )
    if field.missing_count and not is_input:
        add(
            translate(
                "data",
                "{count} values are missing in the target “{field}”. "
                "Leave those rows out: a target must be known.",
            ).format(count=field.missing_count, field=field.name)
        )
    elif field.missing_count >= field.values.size > 0:
        add(translate("data", "“{field}” is empty.").format(field=field.name))
    if field.has_infinite:
        add(
            translate(
                "data", "“{field}” holds infinite values; training would fail at once."
            ).format(field=field.name)
        )
    return problems


def _match_input(fields: list[Field], spec: DataSpec, port: PortSpec) -> list[DataProblem]:
    shape = input_shape(fields, port)
    names = _listed([f.name for f in fields])
    if shape is None:
        text = translate(
            "data", "{fields} cannot be put side by side: only columns can. Choose one."
        )
        return [DataProblem(text.format(fields=names), port=port.name)]
    if not fits(shape, port.shape):
        text = _shape_problem(names, shape, port)
        return [DataProblem(text, port=port.name, fix=("shape", shape))]
    if port.dtype.startswith(("int", "uint")):
        return _whole_numbers(fields, port)
    return []


def _shape_problem(names: str, shape: tuple[int, ...], port: PortSpec) -> str:
    flat = port.shape == (int(np.prod(shape)),)
    advice = (
        translate("data", "Set the input's shape to {shape} and put a Flatten layer behind it.")
        if flat
        else translate("data", "Set the input's shape to {shape}, or choose other data.")
    )
    text = translate("data", "{fields} has the shape {shape}, the input “{port}” expects {wanted}.")
    text = text.format(
        fields=names, shape=shape_text(shape), port=port.name, wanted=shape_text(port.shape)
    )
    return f"{text} {advice.format(shape=shape_text(shape))}"


def _whole_numbers(fields: list[Field], port: PortSpec) -> list[DataProblem]:
    for field in fields:
        if field.missing_count:
            continue  # filled in later; checked again by ``prepare``
        if field.fraction is not None:
            text = translate(
                "data",
                "“{field}” holds fractions such as {value}, “{port}” takes whole numbers.",
            )
            text = text.format(field=field.name, value=f"{field.fraction:g}", port=port.name)
            return [DataProblem(text, port=port.name, field=field.name)]
        low, high = field.bounds
        limit = port.vocabulary
        if limit is not None and (low < 0 or high >= limit):
            wrong = int(low) if low < 0 else int(high)
            text = (
                translate(
                    "data",
                    "“{field}” holds {value}, the Embedding behind “{port}” knows 0 to {last}. "
                    "Raise its input_dim to {needed} or more.",
                )
                if low >= 0
                else translate(
                    "data",
                    "“{field}” holds {value}, the Embedding behind “{port}” knows 0 to {last}: "
                    "negative numbers stand for no word.",
                )
            )
            text = text.format(
                field=field.name, value=wrong, port=port.name, last=limit - 1, needed=wrong + 1
            )
            fix = ("input_dim", wrong + 1) if low >= 0 else None
            return [DataProblem(text, port=port.name, field=field.name, fix=fix)]
    return []


def _match_output(fields: list[Field], spec: DataSpec, port: PortSpec) -> list[DataProblem]:
    if len(fields) == 1 and fields[0].classes is not None:
        return _match_classes(fields[0], spec, port)
    if any(f.classes is not None for f in fields):
        text = translate(
            "data", "“{port}” mixes classes with numbers. Give each class target its own output."
        )
        return [DataProblem(text.format(port=port.name), port=port.name)]
    if wants_class_numbers(port) and len(fields) == 1:
        return _match_label_numbers(fields[0], port)
    shape = target_shape(fields, spec, port)
    if fits(shape, port.shape):
        return []
    text = translate(
        "data",
        "The target {fields} has the shape {shape}, the output “{port}” gives {wanted}. "
        "Change the units of the output layer to {units}.",
    )
    relu = port.activation == "relu"  # what a new Dense layer has, and wrong at the end
    if relu:
        more = translate("data", "Give it no activation (linear): relu never answers below 0.")
        text = f"{text} {more}"
    text = text.format(
        fields=_listed([f.name for f in fields]),
        shape=shape_text(shape),
        port=port.name,
        wanted=shape_text(port.shape),
        units=shape[-1],
    )
    kind = "linear" if relu else "units"
    fix = (kind, shape[-1]) if len(shape) == len(port.shape) else None
    return [DataProblem(text, port=port.name, field=fields[0].name, fix=fix)]


def _match_classes(field: Field, spec: DataSpec, port: PortSpec) -> list[DataProblem]:
    count = len(field.classes or [])
    units = port.shape[-1] if port.shape else 1

    def problem(text: str, fix: tuple[str, Any] | None = None) -> list[DataProblem]:
        text = text.format(
            field=field.name, count=count, port=port.name, units=units, loss=port.loss
        )
        return [DataProblem(text, port=port.name, field=field.name, fix=fix)]

    if len(port.shape) != 1:
        text = translate(
            "data",
            "“{field}” is one class per sample, the output “{port}” gives {wanted}. "
            "Put a Flatten layer and a Dense layer of {count} units at the end.",
        )
        return problem(text.replace("{wanted}", shape_text(port.shape)))
    if units == 1 or spec.labels == "numeric":
        if units != 1:
            return problem(translate(
                "data",
                "The labels of “{field}” are set to Number, one value per sample, the output "
                "layer “{port}” has {units} units. Set the labels to Integer or One-hot.",
            ), ("labels", "integer"))  # fmt: skip
        if count > 2 and spec.labels != "numeric":
            return problem(translate(
                "data",
                "The data has {count} classes, the output layer “{port}” has 1 unit. Give it "
                "{count} units and the activation softmax.",
            ), ("softmax", count))  # fmt: skip
        return []
    if units != count and port.activation == "relu":
        return problem(translate(
            "data",
            "The data has {count} classes, the output layer “{port}” has {units} units. "
            "Give it {count} units and the activation softmax.",
        ), ("softmax", count))  # fmt: skip
    if units != count:
        return problem(translate(
            "data",
            "The data has {count} classes, the output layer “{port}” has {units} units. "
            "Give it {count} units.",
        ), ("units", count))  # fmt: skip
    return _match_loss(spec, port, problem)


def _match_loss(
    spec: DataSpec,
    port: PortSpec,
    problem: Callable[[str, tuple[str, Any] | None], list[DataProblem]],
) -> list[DataProblem]:
    if spec.labels == "onehot" and wants_class_numbers(port):
        return problem(translate(
            "data",
            "The loss {loss} of “{port}” takes class numbers, the labels are one-hot. "
            "Set the labels to Integer, or use CategoricalCrossentropy.",
        ), ("labels", "integer"))  # fmt: skip
    if spec.labels == "integer" and port.loss and not wants_class_numbers(port):
        return problem(translate(
            "data",
            "The loss {loss} of “{port}” compares {units} numbers, the labels are class numbers. "
            "Set the labels to One-hot, or use SparseCategoricalCrossentropy.",
        ), ("labels", "onehot"))  # fmt: skip
    return []


def _match_label_numbers(field: Field, port: PortSpec) -> list[DataProblem]:
    """Numbers that are not known as classes, under a loss that reads them as class numbers."""
    units = port.shape[-1] if port.shape else 1
    if units is None or not field.values.size or field.missing_count:
        return []
    low, high = field.bounds
    if field.fraction is None and low >= 0 and high < units:
        return []
    wrong = low if low < 0 else high if high >= units else field.fraction
    text = translate(
        "data",
        "The label {value} of “{field}” is out of range: the output layer “{port}” has {units} "
        "units, so labels go from 0 to {last}.",
    )
    text = text.format(
        value=f"{wrong:g}", field=field.name, port=port.name, units=units, last=units - 1
    )
    return [DataProblem(text, port=port.name, field=field.name)]


def _leaks(
    table: Table, spec: DataSpec, inputs: Sequence[PortSpec], outputs: Sequence[PortSpec]
) -> list[DataProblem]:
    shown = {n for p in inputs for n in spec.assign.get(p.name, [])}
    asked = {n for p in outputs for n in spec.assign.get(p.name, [])}
    return [
        DataProblem(
            translate(
                "data",
                "“{field}” is both an input and a target: the model can simply copy it.",
            ).format(field=name),
            "warning",
            field=name,
        )
        for name in table.names()
        if name in shown & asked
    ]
