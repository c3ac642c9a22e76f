"""From a table to the arrays that ``fit`` takes: split, fill, scale, shape.

Whatever is learned from the data here (means that replace missing values, the
scaling) is learned from the training rows alone, so that validation and test
tell the truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from app.data.assign import effective
from app.data.errors import DataError
from app.data.match import match
from app.data.shapes import assigned, input_shape, wants_class_numbers
from app.data.spec import DataSpec, Field, PortSpec, Prepared, Scaler, Table
from app.data.split import Split, split
from app.data.weights import sample_weights
from app.data.words import translate

_BLOCK = 4096


def prepare(
    table: Table, spec: DataSpec, inputs: Sequence[PortSpec], outputs: Sequence[PortSpec]
) -> Prepared:
    """Make the training, validation and test arrays.

    Inputs come as float32 (or whole numbers where the port asks for them) in the
    port's shape. Class targets come as (n,) int32 class numbers, as (n, classes)
    float32 one-hot rows, or as (n, 1) float32 for an output of one unit; numeric
    targets as (n, k) float32.

    Raises:
        DataError: with the first problem ``match`` finds, or when a filled or
            scaled value cannot be used.
    """
    errors = [p for p in match(table, spec, inputs, outputs) if p.severity == "error"]
    if errors:
        raise DataError(errors[0].text, column=errors[0].field)
    spec = effective(table, spec, inputs, outputs)
    targets = [f for port in outputs for f in assigned(table, spec, port)]
    parts = split(table, spec, next((f for f in targets if f.is_class), None))
    result = Prepared({}, {}, rows=parts.train, rows_val=parts.validation, rows_test=parts.test)
    result.notes = list(table.notes)
    result.weights = sample_weights(table, spec)
    for port in inputs:
        _put(result, port.name, _input(result, table, spec, port, parts), parts, "x")
    for port in outputs:
        _put(result, port.name, _target(result, table, spec, port, parts), parts, "y")
    return result


def _put(result: Prepared, name: str, values: np.ndarray, parts: Split, axis: str) -> None:
    getattr(result, axis)[name] = values[parts.train]
    if len(parts.validation):
        getattr(result, f"{axis}_val")[name] = values[parts.validation]
    if len(parts.test):
        getattr(result, f"{axis}_test")[name] = values[parts.test]


def _input(
    result: Prepared, table: Table, spec: DataSpec, port: PortSpec, parts: Split
) -> np.ndarray:
    fields = assigned(table, spec, port)
    whole = port.dtype.startswith(("int", "uint"))
    blocks = []
    numeric: list[bool] = []  # which of the last axis are numbers to scale, not classes
    for field in fields:
        block, is_number = _input_block(field, whole, parts)
        blocks.append(block)
        numeric += [is_number] * (block.shape[-1] if block.ndim > 1 else 1)
    values = blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=1)
    values = values.reshape(len(values), *(input_shape(fields, port) or ()))
    if whole:
        return _whole(values, port)
    scaler = fit_scaler(values, spec.scale, parts.train, np.array(numeric))
    if scaler is not None:
        result.scalers[port.name] = scaler
        values = scaler.apply(values)
    return values.astype(np.float32, copy=False)


def _input_block(field: Field, whole: bool, parts: Split) -> tuple[np.ndarray, bool]:
    """Return one field as (n, ..., k) and whether it holds numbers rather than classes."""
    values = fill_missing(field, parts.train)
    if field.classes is not None and field.encode == "onehot" and not whole:
        return np.eye(len(field.classes), dtype=np.float32)[values], False
    if values.ndim == 1:
        values = values[:, None]
    return values, field.classes is None


def _whole(values: np.ndarray, port: PortSpec) -> np.ndarray:
    if values.dtype.kind == "f" and not (values == np.floor(values)).all():
        raise DataError(
            translate(
                "data", "The input “{port}” takes whole numbers; a mean that fills a gap is none."
            ).format(port=port.name),
            advice=translate("data", "Fill missing values with the most frequent one instead."),
        )
    if port.vocabulary is not None and values.size:
        low, high = values.min(), values.max()
        if low < 0 or high >= port.vocabulary:
            raise DataError(
                translate("data", "The input “{port}” holds {value}, expected 0 to {last}.").format(
                    port=port.name, value=int(low if low < 0 else high), last=port.vocabulary - 1
                )
            )
    return values.astype(port.dtype, copy=False)


def fill_missing(field: Field, train: np.ndarray) -> np.ndarray:
    """Return the values with nothing missing, as ``field.missing`` says.

    Means, medians and the most frequent value are those of the rows ``train``.
    """
    values = field.values
    if field.classes is not None:
        gaps = values < 0
        if not gaps.any():
            return values
        return np.where(gaps, _class_fill(field, values[train]), values)
    if values.dtype.kind != "f" or not np.isnan(values).any():
        return values
    fill = _number_fill(field, values[train])
    return np.where(np.isnan(values), fill, values)


def _class_fill(field: Field, train: np.ndarray) -> int:
    classes = field.classes or []
    if field.missing == "constant":
        if str(field.fill) not in classes:
            raise DataError(
                translate("data", "“{value}” is none of the classes.").format(value=field.fill),
                column=field.name,
                advice=translate("data", "Choose one of: {names}.").format(
                    names=", ".join(classes[:12])
                ),
            )
        return classes.index(str(field.fill))
    known = train[train >= 0]
    return int(np.bincount(known, minlength=1).argmax()) if known.size else 0


def _number_fill(field: Field, train: np.ndarray) -> np.ndarray | float:
    if field.missing == "constant":
        try:
            return float(field.fill)
        except (TypeError, ValueError):
            raise DataError(
                translate("data", "“{value}” is not a number to fill gaps with.").format(
                    value=field.fill
                ),
                column=field.name,
            ) from None
    axes = tuple(range(train.ndim - 1)) if train.ndim > 1 else (0,)
    gaps = np.isnan(train)
    if gaps.all(axis=axes).any():
        raise DataError(
            translate("data", "There is no value in the training rows to fill gaps from."),
            column=field.name,
            advice=translate("data", "Fill with a constant, or ignore the column."),
        )
    if field.missing == "median":
        return np.nanmedian(train, axis=axes)
    if field.missing == "most_frequent" and train.ndim == 1:
        found, counts = np.unique(train[~gaps], return_counts=True)
        return float(found[counts.argmax()])
    return np.nanmean(train, axis=axes, dtype=np.float64)


def fit_scaler(
    values: np.ndarray, scale: str, train: np.ndarray, numeric: np.ndarray
) -> Scaler | None:
    """Learn a scaling of the last axis from the rows ``train``; None for "none".

    Args:
        values: (n, ..., k).
        numeric: Truth values, one for each of the k numbers; what is False stays
            as it is. One of another length stands for "all".
    """
    if scale == "none":
        return None
    size = values.shape[-1]
    if scale == "1/255":
        shift, factor = np.zeros(size), np.full(size, 255.0)
    elif scale == "minmax":
        axes = tuple(range(values.ndim - 1))
        low = np.min([b.min(axis=axes) for b in _blocks(values, train)], axis=0)
        high = np.max([b.max(axis=axes) for b in _blocks(values, train)], axis=0)
        shift, factor = low, high - low
    else:
        shift, factor = _mean_and_deviation(values, train)
    factor = np.where(factor == 0.0, 1.0, factor)  # a constant column becomes 0
    if len(numeric) == size:
        shift, factor = np.where(numeric, shift, 0.0), np.where(numeric, factor, 1.0)
    return Scaler(shift, factor)


def _blocks(values: np.ndarray, rows: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the chosen rows in float64 pieces small enough for any machine."""
    for start in range(0, len(rows), _BLOCK):
        yield values[rows[start : start + _BLOCK]].astype(np.float64)


def _mean_and_deviation(values: np.ndarray, train: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    axes = tuple(range(values.ndim - 1))
    count = len(train) * int(np.prod(values.shape[1:-1], dtype=np.int64))
    mean = sum(b.sum(axis=axes) for b in _blocks(values, train)) / count
    square = sum(((b - mean) ** 2).sum(axis=axes) for b in _blocks(values, train)) / count
    return mean, np.sqrt(square)


def _target(
    result: Prepared, table: Table, spec: DataSpec, port: PortSpec, parts: Split
) -> np.ndarray:
    fields = assigned(table, spec, port)
    first = fields[0]
    if len(fields) == 1 and first.classes is not None:
        result.class_names[port.name] = list(first.classes)
        return _class_target(first, spec, port)
    if wants_class_numbers(port):
        return first.values.astype(np.int32)
    blocks = [f.values.reshape(len(f.values), -1) if not f.shape else f.values for f in fields]
    values = blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=1)
    if spec.scale_targets:
        scaler = fit_scaler(values, "standard", parts.train, np.ones(values.shape[-1], bool))
        if scaler is not None:
            result.scalers[port.name] = scaler
            values = scaler.apply(values)
    return values.astype(np.float32)


def _class_target(field: Field, spec: DataSpec, port: PortSpec) -> np.ndarray:
    codes = field.values
    if spec.labels == "numeric" or port.shape[-1:] == (1,):
        return codes.astype(np.float32)[:, None]
    if spec.labels == "onehot":
        return np.eye(len(field.classes or []), dtype=np.float32)[codes]
    return codes.astype(np.int32)
