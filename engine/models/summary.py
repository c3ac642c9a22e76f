"""The summary() table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.layers.core import InputLayer

if TYPE_CHECKING:
    from engine.models.model import Model


def print_summary(
    model: Model,
    line_length: int | None = None,
    print_fn: Callable[[str], Any] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
) -> None:
    """Print a line per layer: name and type, output shape, parameters, for graphs the inputs."""
    show = print_fn or print
    rows = _rows(model, expand_nested)
    branched = any(row[3] is not None for row in rows)
    head = ["Layer (type)", "Output Shape", "Param #"] + (["Connected to"] if branched else [])
    if show_trainable:
        head.append("Trainable")
    table = [
        [name, shape, f"{count:,}"]
        + ([joined or ""] if branched else [])
        + ([trained] if show_trainable else [])
        for name, shape, count, joined, trained in rows
    ]
    widths = [max(len(r[i]) for r in [head, *table]) + 2 for i in range(len(head))]
    spare = (line_length or max(65, sum(widths))) - sum(widths)
    widths[0] += max(0, spare)
    total = sum(widths)
    show(f'Model: "{model.name}"')
    show("_" * total)
    show(_line(head, widths))
    show("=" * total)
    for row in table:
        show(_line(row, widths))
    show("=" * total)
    for label, weights in (
        ("Total params", model.weights),
        ("Trainable params", model.trainable_weights),
        ("Non-trainable params", model.non_trainable_weights),
    ):
        show(f"{label}: {sum(w.size for w in weights):,}")
    show("_" * total)


Row = tuple[str, str, int, str | None, str]


def _rows(model: Any, expand: bool, prefix: str = "") -> list[Row]:
    graph = getattr(model, "_functional", None) or model
    calls = getattr(graph, "calls", None)
    layers = (
        model.layers
        if getattr(model, "_functional", None) is not None
        else (list(dict.fromkeys(c.layer for c in calls)) if calls else model.layers)
    )
    chain = calls is None or all(
        i == 0 or [t.keras_history.layer for t in c.inputs] == [calls[i - 1].layer]
        for i, c in enumerate(calls)
    )
    rows: list[Row] = []
    for layer in layers:
        own = [] if calls is None else [c for c in calls if c.layer is layer]
        joined = None
        if not chain:
            joined = ", ".join(t.keras_history.layer.name for c in own for t in c.inputs)
        rows.append(
            (
                f"{prefix}{layer.name} ({type(layer).__name__})",
                _shape(own[0]) if own else "?",
                layer.count_params() if layer.built and not isinstance(layer, InputLayer) else 0,
                joined,
                "Y" if layer.trainable else "N",
            )
        )
        if expand and hasattr(layer, "layers"):
            rows.extend(_rows(layer, expand, prefix + "  "))
    return rows


def _shape(call: Any) -> str:
    shapes = [str(t.shape) for t in call.outputs]
    return shapes[0] if len(shapes) == 1 else "[" + ", ".join(shapes) + "]"


def _line(cells: list[str], widths: list[int]) -> str:
    return "".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
