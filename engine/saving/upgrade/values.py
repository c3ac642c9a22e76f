"""What stands in a layer's configuration: initializers, functions, types and shapes of old."""

from __future__ import annotations

import re
from typing import Any

from engine.saving.common.generation import Generation
from engine.saving.common.report import note

#: Activations whose formula changed, by the name under which the older one is kept.
HARD_SIGMOID = "hard_sigmoid_keras2"
_WRAPPED = ("layer", "backward_layer", "cell", "cells")


def upgraded_value(value: Any, generation: Generation, key: str = "") -> Any:
    """Return a value of a configuration in the present form."""
    if key in _WRAPPED:
        return value
    if key.endswith("activation") and generation.major < 3:
        return _activation(value)
    if key == "dtype":
        return _dtype(value)
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        return _object(value, generation)
    return value


def _activation(value: Any) -> Any:
    name = value.get("config") if isinstance(value, dict) else value
    if name == "hard_sigmoid":
        note(
            "info",
            "",
            "hard_sigmoid is computed as in Keras 2, max(0, min(1, 0.2x + 0.5)); Keras 3 changed "
            "its slope.",
        )
        return HARD_SIGMOID
    return value


def _dtype(value: Any) -> Any:
    """Policies become the name of their type; mixed precision computes in float32 here."""
    if isinstance(value, dict):
        config = value.get("config")
        value = config.get("name") if isinstance(config, dict) else "float32"
    if isinstance(value, str) and (value.startswith("mixed_") or value in ("float16", "bfloat16")):
        note("changed", "", "The precision {policy} became float32.", policy=value)
        return "float32"
    return value


def _object(value: dict[str, Any], generation: Generation) -> Any:
    """An initializer, regularizer, constraint or typed value written as an object."""
    name, config = value["class_name"], value.get("config")
    if name in ("__tuple__", "TensorShape"):
        return list(value.get("items", ()))
    if not isinstance(config, dict):
        return value
    if generation.major < 3 and name not in ("function", "Lambda"):
        name = re.sub(r"V2$", "", name)
        config = {k: v for k, v in config.items() if k not in ("dtype", "name")}
        if config.get("distribution") == "normal":
            config["distribution"] = "truncated_normal"
    kept = {k: v for k, v in value.items() if k not in ("shared_object_id", "registered_name")}
    return {**kept, "class_name": name, "config": config}
