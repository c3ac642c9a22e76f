"""The groups of an HDF5 file as plain dictionaries, with every way out of the file refused."""

from __future__ import annotations

import re
from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.hdf5.checks import child
from engine.saving.hdf5.library import h5py

#: More objects or levels than any model has.
_MOST_OBJECTS = 200_000
_DEEPEST = 64

Tree = dict[str, Any]  # name -> Tree or h5py.Dataset


def file_tree(group: h5py.Group) -> Tree:
    """Return what a group holds; backslashes in names, which Windows wrote, part them too.

    Raises:
        LoadError: for links, for what lies too deep, and for too many objects.
    """
    root: Tree = {}
    pending: list[tuple[h5py.Group, Tree, int]] = [(group, root, 0)]
    count, seen = 0, {_address(group)}
    while pending:
        here, tree, depth = pending.pop()
        if depth > _DEEPEST:
            raise LoadError(f"The file's groups lie more than {_DEEPEST} levels deep.")
        for name in here:
            count += 1
            if count > _MOST_OBJECTS:
                raise LoadError(f"The file holds more than {_MOST_OBJECTS} objects.")
            item = child(here, name)
            if isinstance(item, h5py.Group):
                if _address(item) in seen:
                    raise LoadError(f"The group '{name}' lies in two places of the file.")
                seen.add(_address(item))
                pending.append((item, _inside(tree, name), depth + 1))
            elif isinstance(item, h5py.Dataset):
                *groups, last = re.split(r"[\\/]", name)
                _inside(tree, "/".join(groups))[last] = item
    return root


def _address(group: h5py.Group) -> int:
    return h5py.h5o.get_info(group.id).addr


def _inside(tree: Tree, name: str) -> Tree:
    for part in re.split(r"[\\/]", name):
        if part:
            tree = tree.setdefault(part, {})
            if not isinstance(tree, dict):
                raise LoadError(f"'{name}' is both a group and numbers in the file.")
    return tree


def holds_numbers(tree: Any) -> bool:
    """Whether there is a data set at or below this place."""
    return not isinstance(tree, dict) or any(holds_numbers(inner) for inner in tree.values())


def by_class(tree: Tree) -> dict[str, list[Tree]]:
    """Groups with numbers in them, by the class their names begin with, in their order.

    "dense", "dense_1" and "dense_10" are the first, second and last "dense";
    Keras 2.12 left numbers out, so only their order counts.
    """
    numbered: dict[str, list[tuple[int, str]]] = {}
    for name, inner in tree.items():
        if isinstance(inner, dict) and holds_numbers(inner):
            found = re.fullmatch(r"(.*?)(?:_(\d+))?", name)
            base, number = (found[1], int(found[2] or 0)) if found else (name, 0)
            numbered.setdefault(base, []).append((number, name))
    return {base: [tree[name] for _, name in sorted(places)] for base, places in numbered.items()}
