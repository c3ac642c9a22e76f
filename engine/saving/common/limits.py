"""How much a file may ask for; counted before anything is made or allocated.

The limits lie far above what fits into a laptop's memory or a drawing; a file
beyond them is damaged or means harm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from engine.saving.common.errors import LoadError

#: Longest text of a description, in bytes, and how deep its parts may lie in each other.
MAX_TEXT = 64 * 1024 * 1024
MAX_DEPTH = 200
#: Every list, object and entry of a text costs many times its length in memory.
_MOST_PARTS = 2_000_000
_MOST_ENTRIES = 10_000_000
MOST_LAYERS = 100_000
#: 8 GiB in float32.
MOST_PARAMETERS = 2**31
#: Numbers that a layer may give for one sample, or for a batch whose size is fixed.
MOST_VALUES = 2**31
_LONGEST_WHOLE = 2**64


def check_text(text: str | bytes, what: str = "The description", most: int = MAX_TEXT) -> None:
    """Refuse a text of JSON or YAML that would take too much memory when it is parsed.

    Raises:
        LoadError: naming what there is too much of.
    """
    if len(text) > most:
        raise LoadError(f"{what} is {len(text)} bytes long; at most {most} are read.")
    count = text.count if isinstance(text, str) else lambda part: text.count(part.encode())
    parts = count("[") + count("{")
    if parts > _MOST_PARTS:
        raise LoadError(f"{what} has {parts} lists and objects; at most {_MOST_PARTS} are read.")
    if count(",") > _MOST_ENTRIES:
        raise LoadError(f"{what} has {count(',')} entries; at most {_MOST_ENTRIES} are read.")


def check_parsed(value: Any, what: str = "The description") -> None:
    """Refuse parsed JSON or YAML that cannot describe a model.

    Raises:
        LoadError: for what lies too deep, too many classes, numbers that no computer counts
            with, and values that JSON does not have.
    """
    pending = [(value, 0)]
    classes = 0
    while pending:
        item, depth = pending.pop()
        if depth > MAX_DEPTH:
            raise LoadError(f"{what} is nested more than {MAX_DEPTH} levels deep.")
        if isinstance(item, dict):
            classes += "class_name" in item
            _check_keys(item, what)
            pending.extend((v, depth + 1) for v in item.values())
        elif isinstance(item, list):
            pending.extend((v, depth + 1) for v in item)
        elif isinstance(item, int):
            if abs(item) > _LONGEST_WHOLE:
                raise LoadError(f"{what} holds a whole number of {item.bit_length()} bits.")
        elif item is not None and not isinstance(item, (str, float)):
            raise LoadError(f"{what} holds a {type(item).__name__}, which JSON does not have.")
    if classes > MOST_LAYERS * 5:
        raise LoadError(f"{what} names {classes} objects; at most {5 * MOST_LAYERS} are read.")


def _check_keys(item: dict[Any, Any], what: str) -> None:
    wrong = next((key for key in item if not isinstance(key, str)), "")
    if wrong != "":
        raise LoadError(f"{what} holds the key {str(wrong)[:80]!r}, which is no text.")


def check_count(entries: list[Any]) -> None:
    """Refuse a model of too many layers before the first one is made."""
    if len(entries) > MOST_LAYERS:
        raise LoadError(f"The model has {len(entries)} layers; at most {MOST_LAYERS} are made.")


def check_model(model: Any) -> None:
    """Refuse a model that needs more memory than any laptop has; nothing is allocated yet.

    Raises:
        LoadError: with the number of parameters, or the layer whose result is too large.
    """
    count = parameters(model.weights)
    if count > MOST_PARAMETERS:
        largest = max(model.weights, key=lambda w: math.prod(w.shape))
        raise LoadError(
            f"The model '{model.name}' has {count:,} parameters ({_size(4 * count)} in memory); "
            f"at most {MOST_PARAMETERS:,} are loaded. The largest weight is '{largest.path}' with "
            f"the shape {largest.shape}."
        )
    for layer, shape in _results(model):
        values = math.prod(size for size in shape if size is not None)
        if values > MOST_VALUES:
            raise LoadError(
                f"The layer '{layer.name}' gives {values:,} numbers at a time (the shape "
                f"{shape}); at most {MOST_VALUES:,} can be computed with."
            )


def parameters(weights: Iterable[Any]) -> int:
    """How many numbers weights hold, as a whole number of any size."""
    return sum(math.prod(weight.shape) for weight in weights)


def _results(model: Any) -> Iterable[tuple[Any, tuple[Any, ...]]]:
    for layer in getattr(model, "layers", ()):
        for call in getattr(layer, "_inbound_nodes", ()):
            for tensor in call.outputs:
                yield layer, tuple(tensor.shape)


def _size(count: int) -> str:
    return f"{count / 2**30:,.1f} GiB"
