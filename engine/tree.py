"""Nested structures of lists, tuples and dicts, as ``keras.tree`` treats them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any


def flatten(structure: Any) -> list[Any]:
    """Return the leaves in order; dicts are read in the order of their sorted keys."""
    if isinstance(structure, dict):
        return [leaf for key in sorted(structure) for leaf in flatten(structure[key])]
    if isinstance(structure, (list, tuple)):
        return [leaf for item in structure for leaf in flatten(item)]
    return [structure]


def pack_like(structure: Any, leaves: Sequence[Any]) -> Any:
    """Return ``leaves`` in the form of ``structure``."""
    return _pack(structure, iter(leaves))


def map_structure(function: Callable[[Any], Any], structure: Any) -> Any:
    """Apply a function to every leaf."""
    return pack_like(structure, [function(leaf) for leaf in flatten(structure)])


def _pack(structure: Any, leaves: Iterator[Any]) -> Any:
    if isinstance(structure, dict):
        packed = {key: _pack(structure[key], leaves) for key in sorted(structure)}
        return {key: packed[key] for key in structure}
    if isinstance(structure, tuple):
        items = [_pack(item, leaves) for item in structure]
        return type(structure)(*items) if hasattr(structure, "_fields") else tuple(items)
    if isinstance(structure, list):
        return [_pack(item, leaves) for item in structure]
    return next(leaves)
