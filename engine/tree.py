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


class MAP_TO_NONE:  # noqa: N801 (Keras's name)
    """What a function of ``traverse`` returns to put None in the place of a part."""


def is_nested(structure: Any) -> bool:
    """Return whether something is a list, a tuple or a dict."""
    return isinstance(structure, (list, tuple, dict))


def pack_sequence_as(structure: Any, flat_sequence: Any) -> Any:
    """Return the leaves of a flat sequence in the form of a structure.

    Raises:
        ValueError: when there are more or fewer of them.
    """
    leaves = list(flat_sequence)
    wanted = len(flatten(structure))
    if len(leaves) != wanted:
        raise ValueError(f"The structure has {wanted} leaves, the sequence {len(leaves)}.")
    return pack_like(structure, leaves)


def map_structure(func: Callable[..., Any], *structures: Any, none_is_leaf: bool = True) -> Any:
    """Apply a function to every leaf, or to the leaves at the same place of several structures."""
    if not structures:
        raise ValueError("map_structure: at least one structure is needed.")
    if len(structures) == 1 and not is_nested(structures[0]):
        leaf = structures[0]
        return None if leaf is None and not none_is_leaf else func(leaf)
    for other in structures[1:]:
        assert_same_structure(structures[0], other)
    rows = zip(*(flatten(s) for s in structures), strict=True)
    keep = not none_is_leaf
    found = [None if keep and all(v is None for v in row) else func(*row) for row in rows]
    return pack_like(structures[0], found)


def map_structure_up_to(shallow_structure: Any, func: Callable[..., Any], *structures: Any) -> Any:
    """Apply a function to the parts of structures at the places of a shallow one's leaves."""
    rows = zip(*(_parts_at(shallow_structure, s) for s in structures), strict=True)
    return pack_like(shallow_structure, [func(*row) for row in rows])


def map_shape_structure(func: Callable[[Any], Any], structure: Any) -> Any:
    """Apply a function to every shape (a tuple or list of numbers and None)."""
    if isinstance(structure, (list, tuple)) and all(
        s is None or isinstance(s, int) for s in structure
    ):
        return func(tuple(structure))
    if isinstance(structure, dict):
        return {k: map_shape_structure(func, v) for k, v in structure.items()}
    if isinstance(structure, (list, tuple)):
        return type(structure)(map_shape_structure(func, s) for s in structure)
    raise ValueError(f"Shapes are tuples of numbers and None, got {structure!r}.")


def flatten_with_path(structure: Any) -> list[tuple[tuple[Any, ...], Any]]:
    """Return every leaf with the keys and positions that lead to it, in ``flatten``'s order."""
    if not is_nested(structure):
        return [((), structure)]
    return [
        ((key, *path), leaf)
        for key, part in _parts(structure)
        for path, leaf in flatten_with_path(part)
    ]


def assert_same_paths(a: Any, b: Any) -> None:
    """Raise a ValueError unless both have leaves at the same paths."""
    left, right = ({path for path, _ in flatten_with_path(s)} for s in (a, b))
    if left != right:
        raise ValueError(
            f"Only one of the structures has the paths {sorted(map(str, left ^ right))}."
        )


def assert_same_structure(a: Any, b: Any, check_types: Any = None) -> None:
    """Raise a ValueError unless both are nested alike."""
    if is_nested(a) != is_nested(b) or is_nested(a) and type(a) is not type(b):
        raise ValueError(f"The structures differ: {a!r} and {b!r}.")
    if not is_nested(a):
        return
    left, right = _parts(a), _parts(b)
    if [k for k, _ in left] != [k for k, _ in right]:
        raise ValueError(f"The structures differ: {a!r} and {b!r}.")
    for (_, first), (_, second) in zip(left, right, strict=True):
        assert_same_structure(first, second)


def lists_to_tuples(structure: Any) -> Any:
    """Return a structure with tuples in the place of lists."""
    return traverse(
        lambda part: tuple(part) if isinstance(part, list) else None, structure, top_down=False
    )


def traverse(func: Callable[[Any], Any], structure: Any, top_down: bool = True) -> Any:
    """Apply a function to every part and leaf; what it returns (but None) takes the part's place.

    Args:
        func: Gives None to leave a part as it is, MAP_TO_NONE to put None there.
        structure: Any nesting.
        top_down: Whether a part comes before what is in it; a replaced part is not entered.
    """
    if top_down:
        found = func(structure)
        if found is not None:
            return None if found is MAP_TO_NONE else found
    if is_nested(structure):
        parts = {key: traverse(func, part, top_down) for key, part in _parts(structure)}
        structure = _rebuilt(structure, parts)
    if top_down:
        return structure
    found = func(structure)
    return structure if found is None else None if found is MAP_TO_NONE else found


def _parts(structure: Any) -> list[tuple[Any, Any]]:
    """The parts of a list, tuple or dict with their keys, in the order of ``flatten``."""
    if isinstance(structure, dict):
        return [(key, structure[key]) for key in sorted(structure)]
    return list(enumerate(structure))


def _rebuilt(structure: Any, parts: dict[Any, Any]) -> Any:
    """A structure of the same kind with other parts."""
    if isinstance(structure, dict):
        return {key: parts[key] for key in structure}
    if hasattr(structure, "_fields"):
        return type(structure)(*parts.values())
    return type(structure)(parts.values())


def _parts_at(shallow: Any, structure: Any) -> list[Any]:
    if not is_nested(shallow):
        return [structure]
    inner = dict(_parts(structure))
    if [k for k, _ in _parts(shallow)] != list(inner):
        raise ValueError(f"{structure!r} is not nested like {shallow!r}.")
    return [leaf for key, part in _parts(shallow) for leaf in _parts_at(part, inner[key])]


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
