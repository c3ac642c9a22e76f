"""A user's own classes and functions, known by name while a file is read.

A file only names them; what a name stands for comes from the program that reads
the file: given to the reading function, to ``custom_object_scope``, or
registered. Nothing is imported because a file asks for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

#: Registered name ("package>name") -> class or function; for the whole process.
_registered: dict[str, Any] = {}
#: Identity of a registered class or function -> its registered name.
_names: dict[int, str] = {}


class _Scopes(threading.local):
    def __init__(self) -> None:
        self.stack: list[Mapping[str, Any]] = []


_scopes = _Scopes()


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[Any], Any]:
    """Class (or function) decorator that makes files know the target by "package>name".

    Raises:
        ValueError: for a class without ``get_config``, which could not be written.
    """

    def enter(target: Any) -> Any:
        if isinstance(target, type) and not hasattr(target, "get_config"):
            raise ValueError(
                f"Only classes with get_config() can be registered, {target.__name__} has none."
            )
        full = f"{package}>{name or target.__name__}"
        _registered[full] = target
        _names[id(target)] = full
        return target

    return enter


def get_registered_name(target: Any) -> str:
    """Return the name a class or function is registered under, else its own."""
    return _names.get(id(target)) or str(getattr(target, "__name__", target))


def get_registered_object(name: str, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Return what a name stands for, None when it is unknown."""
    with custom_object_scope(custom_objects):
        return lookup(name)


def get_custom_objects() -> dict[str, Any]:
    """Return the table of registered names, which may be added to."""
    return _registered


@contextmanager
def custom_object_scope(objects: Mapping[str, Any] | None) -> Iterator[None]:
    """Let this thread's reading know further names inside the block.

    Raises:
        TypeError: when ``objects`` is no mapping of names.
    """
    if objects is not None and not isinstance(objects, Mapping):
        raise TypeError(
            "custom_objects must be a dict of names and the classes or functions they stand for, "
            f"got {type(objects).__name__}."
        )
    _scopes.stack.append(objects or {})
    try:
        yield
    finally:
        _scopes.stack.pop()


def lookup(name: str) -> Any:
    """Return a user's own class or function of a name, the innermost scope's first."""
    plain = name.rsplit(">", 1)[-1]
    for scope in reversed(_scopes.stack):
        for key in (name, plain):
            if key in scope:
                return scope[key]
    if name in _registered:
        return _registered[name]
    matching = [t for key, t in _registered.items() if key.rsplit(">", 1)[-1] == name]
    return matching[0] if len(matching) == 1 else None
