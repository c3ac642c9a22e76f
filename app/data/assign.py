"""Which field goes to which input and output: a proposal, by name first and by shape then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.data.shapes import fits, input_shape, target_shape
from app.data.spec import DataSpec, Field, PortSpec, Table
from app.data.weights import guess_weight


def auto_assign(
    table: Table,
    spec: DataSpec,
    inputs: Sequence[PortSpec],
    outputs: Sequence[PortSpec],
) -> dict[str, list[str]]:
    """Propose an assignment; a port for which nothing fits is left out.

    Only fields with the role "input" go to inputs and only those with the role
    "target" to outputs. A choice the user made stays where its fields still exist.
    """
    kept = {
        port.name: spec.assign[port.name]
        for port in (*inputs, *outputs)
        if spec.assign.get(port.name) and all(table.find(name) for name in spec.assign[port.name])
    }
    result = dict(kept)
    used = {name for names in kept.values() for name in names} | {spec.weight}
    free = [f for f in table.by_role("input") if f.name not in used]
    _assign_inputs(result, free, [p for p in inputs if p.name not in kept])
    targets = [f for f in table.by_role("target") if f.name not in used]
    _assign_outputs(result, targets, [p for p in outputs if p.name not in kept], spec)
    return result


def effective(
    table: Table,
    spec: DataSpec,
    inputs: Sequence[PortSpec],
    outputs: Sequence[PortSpec],
) -> DataSpec:
    """Return the spec with an assignment for every port that something fits.

    What the user assigned stays, even where the data lacks it now: that is an
    error to show, not to guess away.
    """
    proposed = auto_assign(table, spec, inputs, outputs)
    return spec.replace(assign={**proposed, **{k: v for k, v in spec.assign.items() if v}})


def complete(
    spec: DataSpec, table: Table, inputs: Sequence[PortSpec], outputs: Sequence[PortSpec]
) -> DataSpec:
    """Return a new source's spec with the scale, labels, order and assignment that suit it."""
    spec = spec.replace(**propose_choices(table), weight=spec.weight or guess_weight(table))
    return spec.replace(assign=auto_assign(table, spec, inputs, outputs))


def propose_choices(table: Table) -> dict[str, Any]:
    """Return the scale, labels and shuffle that suit a table (keys of ``DataSpec``)."""
    inputs = [f for f in table.by_role("input") if f.classes is None]
    scale = "none"
    if any(f.values.dtype == np.uint8 for f in inputs):
        top = max(int(f.values.max(initial=0)) for f in inputs if f.values.dtype == np.uint8)
        scale = "1/255" if top > 16 else "minmax"
    elif inputs and all(len(f.shape) < 2 and f.values.dtype.kind == "f" for f in inputs):
        scale = "standard"
    targets = table.by_role("target")
    numeric = bool(targets) and all(f.classes is None for f in targets)
    return {
        "scale": scale,
        "labels": "numeric" if numeric else "integer",
        "shuffle": not table.ordered,
    }


def _same_name(field: Field, port: PortSpec) -> bool:
    return _plain(field.name) == _plain(port.name)


def _plain(name: str) -> str:
    text = name.lower()
    for end in ("_input", "_output", "input_", "output_"):
        text = text.removesuffix(end).removeprefix(end)
    return "".join(c for c in text if c.isalnum())


def _assign_inputs(result: dict[str, list[str]], free: list[Field], ports: list[PortSpec]) -> None:
    waiting = _by_name(result, free, ports)
    for port in list(waiting):
        field = next((f for f in free if f.shape and _enters([f], port)), None)
        if field is not None:
            result[port.name] = [field.name]
            free.remove(field)
            waiting.remove(port)
    columns = [f for f in free if len(f.shape) < 2]
    for port in list(waiting):
        if columns and (_enters(columns, port) or len(waiting) == 1):
            result[port.name] = [f.name for f in columns]
            waiting.remove(port)
            columns = []
    if len(waiting) == 1 and len(free) == 1 and not columns:
        result[waiting[0].name] = [free[0].name]  # the wrong shape, but it is what there is


def _by_name(
    result: dict[str, list[str]], free: list[Field], ports: list[PortSpec]
) -> list[PortSpec]:
    """Assign fields that are called like a port; return the ports still without one."""
    waiting = []
    for port in ports:
        field = next((f for f in free if _same_name(f, port)), None)
        if field is None:
            waiting.append(port)
        else:
            result[port.name] = [field.name]
            free.remove(field)
    return waiting


def _enters(fields: list[Field], port: PortSpec) -> bool:
    whole = port.dtype.startswith(("int", "uint"))
    if whole and any(f.values.dtype.kind == "f" for f in fields):
        return False
    shape = input_shape(fields, port)
    return shape is not None and fits(shape, port.shape)


def _assign_outputs(
    result: dict[str, list[str]], free: list[Field], ports: list[PortSpec], spec: DataSpec
) -> None:
    waiting = _by_name(result, free, ports)
    for port in list(waiting):
        field = next((f for f in free if fits(target_shape([f], spec, port), port.shape)), None)
        if field is not None:
            result[port.name] = [field.name]
            free.remove(field)
            waiting.remove(port)
    numbers = [f for f in free if f.classes is None and not f.shape]
    if len(waiting) == 1 and len(numbers) > 1 and waiting[0].shape == (len(numbers),):
        result[waiting[0].name] = [f.name for f in numbers]
        return
    for port, field in zip(waiting, list(free), strict=False):
        result[port.name] = [field.name]
