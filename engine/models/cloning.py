"""A second model of the same architecture."""

from __future__ import annotations

from typing import Any

from engine.custom_objects import custom_object_scope


def clone_model(model: Any) -> Any:
    """Return a model of the same layers and connections; its weights start anew.

    Raises:
        ValueError: for a subclassed model whose ``get_config`` does not describe it.
    """
    with custom_object_scope(_own_objects(model)):
        return type(model).from_config(model.get_config())


def _own_objects(model: Any) -> dict[str, Any]:
    """Classes and functions that the model's configuration refers to by name."""
    from engine import registry

    found: dict[str, Any] = {}
    for layer in model._flatten_layers():
        for value in (layer, *vars(layer).values()):
            target = value if hasattr(value, "__name__") else type(value)
            nameable = hasattr(value, "get_config") or callable(value)
            if nameable and registry.entry_of(target) is None:
                found[target.__name__] = target
    return found
