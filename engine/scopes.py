"""Whose weights are being made: the names that stand before a weight's own in its path."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Scopes(threading.local):
    def __init__(self) -> None:
        self.path: list[str] = []
        self.owner: Any = None


_open = _Scopes()


def current_path() -> str:
    """Return the names of what is being built or called, outermost first, joined by "/"."""
    return "/".join(_open.path)


@contextmanager
def scope(owner: Any) -> Iterator[None]:
    """Put the name of a layer behind the open ones, or behind those it was first met in."""
    before, outer = _open.path, _open.owner
    if owner is not outer:
        found = owner.__dict__.get("_parent_path")
        parent = before if found is None else found
        _open.path, _open.owner = [*parent, owner.name], owner
    try:
        yield
    finally:
        _open.path, _open.owner = before, outer


def enter(owner: Any) -> Any:
    """Open a layer's scope and remember where that was first; later ones are there too."""
    if owner.__dict__.get("_parent_path") is None:
        owner.__dict__["_parent_path"] = list(_open.path)
    return scope(owner)
