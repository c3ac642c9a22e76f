"""Weights in several files: ``name.weights.json`` says which file holds which layer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.common.json_text import parse_json
from engine.saving.files.beside import beside
from engine.saving.hdf5.access import open_file
from engine.saving.hdf5.tree import Tree, file_tree
from engine.saving.weights.reading import read_tree


def read_weights(path: Path, model: Any, skip_mismatch: bool = False) -> None:
    """Read a model's weights from the files an index names.

    Raises:
        LoadError: for files elsewhere, missing ones, and weights that do not fit.
    """
    index = parse_json(path.read_bytes())
    places = index.get("weight_map")
    if not isinstance(places, dict):
        raise LoadError(f"{path} does not say which file holds which weights.")
    names: list[str] = []
    for value in places.values():
        names += value if isinstance(value, list) else [value]
    with _joined(path.parent, sorted(set(names), key=names.index)) as tree:
        read_tree(tree, model, skip_mismatch=skip_mismatch)


@contextmanager
def _joined(folder: Path, names: list[str]) -> Iterator[Tree]:
    """The trees of several files as one."""
    with ExitStack() as files:
        whole: Tree = {}
        for name in names:
            _merge(whole, file_tree(files.enter_context(open_file(beside(folder, name)))))
        yield whole


def _merge(into: Tree, tree: Tree) -> None:
    for name, inner in tree.items():
        if isinstance(inner, dict) and isinstance(into.get(name), dict):
            _merge(into[name], inner)
        else:
            into[name] = inner
