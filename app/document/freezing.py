"""Layers whose weights training leaves alone."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from app.document.graph import GROUP_KIND, INPUT_KIND, OP_KIND, PLACEHOLDER_KIND


def can_freeze(kind: str) -> bool:
    """Whether a node of that kind may hold weights that training changes."""
    return kind not in (INPUT_KIND, OP_KIND, PLACEHOLDER_KIND)


def frozen(kind: str, params: dict[str, Any]) -> bool:
    """Whether training leaves all of a layer alone; of a model inside, all its layers."""
    if kind != GROUP_KIND:
        return params.get("trainable") is False
    configs = list(_configs_inside(params.get("entry")))
    return bool(configs) and all(config.get("trainable") is False for config in configs)


def with_frozen(kind: str, params: dict[str, Any], on: bool) -> dict[str, Any]:
    """The arguments with the weights frozen, or free; in a model inside all of them.

    As in Keras, where ``model.trainable = False`` holds for every layer of the model.
    """
    if kind != GROUP_KIND:
        return {**params, "trainable": not on}
    entry = copy.deepcopy(params.get("entry"))
    for config in _configs_inside(entry):
        config["trainable"] = not on
    if isinstance(entry, dict) and "trainable" in entry.get("config", {}):
        entry["config"]["trainable"] = not on
    return {**params, "entry": entry}


def _configs_inside(entry: Any) -> Iterator[dict[str, Any]]:
    """The configurations of the layers of a model, those of models in it included."""
    config = entry.get("config") if isinstance(entry, dict) else None
    layers = config.get("layers") if isinstance(config, dict) else None
    for layer in layers if isinstance(layers, list) else []:
        inner = layer.get("config") if isinstance(layer, dict) else None
        if not isinstance(inner, dict) or layer.get("class_name") == INPUT_KIND:
            continue
        yield inner
        yield from _configs_inside(layer)
