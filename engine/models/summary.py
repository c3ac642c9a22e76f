"""The summary() table, as Keras 2 draws it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.layers.core import Embedding, InputLayer
from engine.models.cloning import clone_model
from engine.param import suggest
from engine.random import separate_seeds

if TYPE_CHECKING:
    from engine.models.model import Model


#: Where the columns end, in Keras's own width; wider when a name needs it.
_CHAIN = (29, 55, 65)
_GRAPH = (33, 54, 66, 98)
_SHOWN = 11  # width of the column that says what is trained


class Row(NamedTuple):
    """A layer's line, and what its inputs are connected to (None in a chain)."""

    name: str
    shape: str
    parameters: int
    joined: list[str] | None
    trained: str


def print_summary(
    model: Model,
    line_length: int | None = None,
    positions: Sequence[float] | None = None,
    print_fn: Callable[[str], Any] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Sequence[str] | None = None,
) -> None:
    """Print a line per layer: name and type, output shape, parameters, for graphs the inputs.

    Raises:
        ValueError: when no layer answers to a name of ``layer_range``.
    """
    show = print_fn or print
    shown = _with_open_sizes(model)
    rows = _within(_rows(shown, expand_nested), layer_range)
    branched = any(row.joined is not None for row in rows)
    head = ["Layer (type)", "Output Shape", "Param #"] + (["Connected to"] if branched else [])
    table = [_lines(row, branched, show_trainable) for row in rows]
    ends = _ends(positions, line_length, _GRAPH if branched else _CHAIN)
    if show_trainable:
        head.append("Trainable")
        ends.append(ends[-1] + _SHOWN)
    widths = _widths([head, *(line for lines in table for line in lines)], ends, line_length)
    total = sum(widths)
    show(f'Model: "{model.name}"')
    show("_" * total)
    show(_line(head, widths))
    show("=" * total)
    for i, lines in enumerate(table):
        for line in lines:
            show(_line(line, widths))
        if i + 1 < len(table):
            show("_" * total)
    show("=" * total)
    for label, weights in (
        ("Total params", shown.weights),
        ("Trainable params", shown.trainable_weights),
        ("Non-trainable params", shown.non_trainable_weights),
    ):
        show(f"{label}: {sum(w.size for w in weights):,}")
    show("_" * total)


def _ends(
    positions: Sequence[float] | None, line_length: int | None, usual: Sequence[int]
) -> list[int]:
    if positions is None or len(positions) < len(usual):
        return list(usual)
    whole = line_length or usual[-1]
    share = whole if positions[-1] <= 1 else 1
    return [int(share * position) for position in positions[: len(usual)]]


def _within(rows: list[Row], layer_range: Sequence[str] | None) -> list[Row]:
    """The rows from the first layer of a range to its last."""
    if layer_range is None:
        return rows
    names = [row.name.strip().split(" (")[0] for row in rows]
    places = []
    for pattern in layer_range:
        found = [i for i, name in enumerate(names) if re.match(pattern, name)]
        if not found:
            raise ValueError(
                f"layer_range: no layer is called '{pattern}'.{suggest(pattern, names)}"
            )
        places.append((found[0], found[-1]))
    return rows[min(first for first, _ in places) : max(last for _, last in places) + 1]


def _lines(row: Row, branched: bool, trained: bool) -> list[list[str]]:
    """A row's lines: one, and one more for each further input."""
    joined = row.joined or [""]
    first = [row.name, row.shape, str(row.parameters)]
    return [
        [*(first if i == 0 else [""] * 3)]
        + ([source] if branched else [])
        + ([row.trained if i == 0 else ""] if trained else [])
        for i, source in enumerate(joined)
    ]


def _widths(lines: list[list[str]], ends: list[int], line_length: int | None) -> list[int]:
    starts = [0, *ends[:-1]]
    widths = [
        max(end - start, *(len(line[i]) + 1 for line in lines))
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    widths[0] += max(0, (line_length or 0) - sum(widths))
    return widths


def _with_open_sizes(model: Any) -> Any:
    """A chain that begins with word numbers, built for texts of any length to be shown.

    Keras 2 took an Embedding without a given shape so; the model itself stays unbuilt.
    """
    if model.built or not model.layers or not isinstance(model.layers[0], Embedding):
        return model
    try:
        with separate_seeds():
            shown = clone_model(model)
            shown.build((None, None))
    except ValueError:  # a later layer needs the length
        return model
    return shown


def _rows(model: Any, expand: bool, prefix: str = "") -> list[Row]:
    graph = getattr(model, "_functional", None) or model
    calls = getattr(graph, "calls", None)
    layers = model.layers
    if calls and graph is model:
        layers = list(dict.fromkeys(c.layer for c in calls))
    chain = calls is None or all(
        i == 0 or [t.keras_history.layer for t in c.inputs] == [calls[i - 1].layer]
        for i, c in enumerate(calls)
    )
    rows: list[Row] = []
    for layer in layers:
        own = [] if calls is None else [c for c in calls if c.layer is layer]
        rows.append(
            Row(
                f"{prefix}{layer.name} ({getattr(layer, 'class_name', type(layer).__name__)})",
                _shape(own[0]) if own else "?",
                layer.count_params() if layer.built and not isinstance(layer, InputLayer) else 0,
                None if chain else [_source(t) for c in own for t in c.inputs],
                "Y" if layer.trainable else "N",
            )
        )
        if expand and hasattr(layer, "layers"):
            rows.extend(_rows(layer, expand, prefix + "  "))
    return rows


def _source(tensor: Any) -> str:
    """The layer a tensor comes from, which of its calls and which of its outputs."""
    layer, call, output = tensor.keras_history
    return f"{layer.name}[{call}][{output}]"


def _shape(call: Any) -> str:
    shapes = [str(t.shape) for t in call.outputs]
    return shapes[0] if len(shapes) == 1 else "[" + ", ".join(shapes) + "]"


def _line(cells: list[str], widths: list[int]) -> str:
    return "".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
