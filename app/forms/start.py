"""A sensible first value for an argument that has none yet."""

from __future__ import annotations

from typing import Any

from engine import kinds, registry


def starting_value(kind: kinds.Kind) -> Any:
    """Return a value the kind accepts, near where people start."""
    for cls, make in _STARTS.items():
        if isinstance(kind, cls):
            return make(kind)
    return None


def _int(kind: kinds.Int) -> int:
    value = kind.low if kind.low is not None else 0
    return min(value, kind.high) if kind.high is not None else value


def _float(kind: kinds.Float) -> float:
    for value in (0.1, 0.0, 0.5, 1.0, kind.low, kind.high):
        try:
            return kind.validate(value)
        except ValueError:
            continue
    low = kind.low or 0.0
    return low + (kind.step or 1.0)


def _object(kind: kinds.Object) -> Any:
    shown = [e for e in registry.entries(kind.category) if not e.hidden]
    if not shown:
        return None
    needed = {
        p.name: starting_value(p.kind)
        for p in getattr(shown[0].target, "params", {}).values()
        if p.required
    }
    name = shown[0].name
    return {"class_name": name, "config": needed} if needed else registry.snake_case(name)


_STARTS: dict[type, Any] = {
    kinds.Int: _int,
    kinds.Float: _float,
    kinds.Bool: lambda kind: False,
    kinds.Text: lambda kind: "" if kind.allow_empty else "name",
    kinds.Choice: lambda kind: kind.options[0],
    kinds.IntTuple: lambda kind: [kind.low] * kind.rank,
    kinds.Shape: lambda kind: [1],
    kinds.IntList: lambda kind: [kind.low if kind.low is not None else 0],
    kinds.Optional: lambda kind: None,
    kinds.Either: lambda kind: starting_value(kind.kinds[0]),
    kinds.Object: _object,
}
