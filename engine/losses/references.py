"""Functions in files: Keras writes their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.param import suggest


def function_reference(function: Any) -> dict[str, Any]:
    """Return Keras's form of a reference to a function."""
    name = getattr(function, "__name__", str(function))
    return {
        "module": "builtins",
        "class_name": "function",
        "config": name,
        "registered_name": "function",
    }


def named_function(
    known: Mapping[str, Callable[..., Any]], name: str, what: str
) -> Callable[..., Any]:
    """Return the function of a name; ValueError says what to do about one that is not known."""
    if name not in known:
        raise ValueError(
            f"The {what} '{name}' is a function that does not exist here.{suggest(name, known)} "
            "A function of your own is not kept in a file: load the model with compile=False and "
            "compile it with the function again."
        )
    return known[name]
