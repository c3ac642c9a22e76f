"""Models: Sequential, Functional and subclassed."""

from __future__ import annotations

from typing import Any

from engine.models.cloning import clone_model
from engine.models.function import Function
from engine.models.functional import Functional
from engine.models.model import Model
from engine.models.sequential import Sequential


def model_from_json(json_string: str, custom_objects: Any = None) -> Model:
    """Make a model from ``to_json``'s text; its weights start anew."""
    from engine import saving

    return saving.model_from_json(json_string, custom_objects)


def model_from_yaml(yaml_string: str, custom_objects: Any = None) -> Model:
    """Make a model from ``to_yaml``'s text; its weights start anew."""
    from engine import saving

    return saving.model_from_yaml(yaml_string, custom_objects)


def model_from_config(config: Any, custom_objects: Any = None) -> Model:
    """Make a model from a dict with its ``class_name`` and ``config``; its weights start anew."""
    from engine import saving

    return saving.model_from_config(config, custom_objects)


def load_model(
    filepath: Any,
    custom_objects: Any = None,
    compile: bool = True,  # noqa: A002 (Keras's name)
    safe_mode: bool = True,
) -> Model:
    """Read a model from a file."""
    from engine import saving

    return saving.load_model(filepath, custom_objects, compile)


def save_model(model: Model, filepath: Any, overwrite: bool = True, **options: Any) -> None:
    """Write a model to a file; ``options`` are those of ``Model.save``."""
    model.save(filepath, overwrite=overwrite, **options)


__all__ = [
    "Function",
    "Functional",
    "Model",
    "Sequential",
    "clone_model",
    "load_model",
    "model_from_config",
    "model_from_json",
    "model_from_yaml",
    "save_model",
]
