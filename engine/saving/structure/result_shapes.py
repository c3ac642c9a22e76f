"""What comes out of layers that do not exist here, told by the entries around them."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.saving.common.words import TENSOR

#: Where an entry keeps the sizes that come out, while a model is made.
RESULT = "result_shape"


def with_results(entries: list[Any]) -> list[Any]:
    """The entries with the shapes that come out of them, where calls of others tell these."""
    shapes: dict[str, Any] = {}
    pending = [entry.get("inbound_nodes") for entry in entries if isinstance(entry, dict)]
    while pending:
        value = pending.pop()
        if isinstance(value, dict) and value.get("class_name") == TENSOR:
            config = value["config"]
            if config.get("shape"):
                shapes[config["keras_history"][0]] = config["shape"][1:]
        elif isinstance(value, (dict, list)):
            pending.extend(value.values() if isinstance(value, dict) else value)
    return [
        {**entry, RESULT: shapes[entry["name"]]} if entry.get("name") in shapes else entry
        for entry in entries
    ]


def in_a_row(entries: list[Any]) -> list[Any]:
    """The entries of a chain, each with the shape that the next was built for."""
    result = []
    for entry, following in zip(entries, [*entries[1:], {}], strict=True):
        built = following.get("build_config") if isinstance(following, dict) else None
        shape = built.get("input_shape") if isinstance(built, dict) else None
        told = isinstance(entry, dict) and isinstance(shape, list)
        result.append({**entry, RESULT: shape[1:]} if told and shape else entry)
    return result


def note_last_sizes(config: Any, first_weights: dict[str, tuple[int, ...]]) -> None:
    """Tell unknown layers the size of their last axis, from the weights after them.

    Args:
        config: A model's description; changed in place.
        first_weights: Layer's name -> shape of its first weight in the file.
    """
    inner = config.get("config") if isinstance(config, dict) else None
    entries = inner.get("layers") if isinstance(inner, dict) else inner
    if not isinstance(entries, list):
        return
    named = [(str(entry.get("config", {}).get("name")), entry) for entry in entries]
    if config.get("class_name") == "Sequential":
        following = [[name] for name, _ in named[1:]]
        after = dict(zip([name for name, _ in named], following, strict=False))
    else:
        after = _followers(named)
    for name, entry in named:
        if not registry.is_known("layer", registry.name_in(entry)):
            size = _size_wanted(after.get(name, []), after, first_weights)
            if size is not None:
                entry.setdefault(RESULT, size)


def _followers(named: list[tuple[str, Any]]) -> dict[str, list[str]]:
    """Layer's name -> names of the layers that take its value alone."""
    after: dict[str, list[str]] = {}
    for name, entry in named:
        for call in entry.get("inbound_nodes") or ():
            if isinstance(call, list) and len(call) == 1 and isinstance(call[0], list):
                after.setdefault(str(call[0][0]), []).append(name)
    return after


def _size_wanted(
    names: list[str], after: dict[str, list[str]], first_weights: dict[str, tuple[int, ...]]
) -> int | None:
    """The size that the next layers with weights take."""
    seen: set[str] = set()
    while names:
        shapes = [first_weights[name] for name in names if first_weights.get(name)]
        if shapes:
            return shapes[0][0] if len(shapes[0]) < 3 else shapes[0][-2]
        seen.update(names)
        names = [n for name in names for n in after.get(name, []) if n not in seen]
    return None
