"""Functions in files: Keras writes their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.custom_objects import lookup
from engine.param import suggest
from engine.registry import name_in


def named_function(
    known: Mapping[str, Callable[..., Any]], reference: Any, what: str
) -> Callable[..., Any]:
    """Return the function of a name or of Keras's form of a reference.

    Raises:
        ValueError: for a function that is neither built in nor given by the reader.
    """
    name = name_in(reference) if isinstance(reference, dict) else str(reference)
    found = lookup(name) or known.get(name)
    if not callable(found):
        raise ValueError(
            f"The {what} '{name}' is a function that does not exist here.{suggest(name, known)} "
            f"A function of your own is not kept in a file: pass custom_objects={{'{name}': ...}} "
            "when loading, or load with compile=False and compile the model again."
        )
    return found
