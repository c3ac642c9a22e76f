"""Layers made of what a node says, and called as it says."""

from __future__ import annotations

import copy
from typing import Any

from app.document.graph import GROUP_KIND, arity
from engine import registry
from engine.layers.layer import Layer
from engine.layers.op_values import decode
from engine.layers.preprocessing.vocabulary import without_vocabulary_files
from engine.saving.common.report import LoadReport, reporting
from engine.saving.structure import reading


def is_known(kind: str) -> bool:
    """Whether there is a layer of that class, or it is a model inside the model."""
    return kind == GROUP_KIND or registry.is_known("layer", kind)


def unknown(kind: str) -> str:
    """The engine's words about a class it does not have."""
    try:
        registry.find("layer", kind)
    except ValueError as error:
        return str(error)
    return ""


def make_layer(kind: str, name: str, params: dict[str, Any]) -> Layer:
    """Make a node's layer, or the model inside the model.

    Raises:
        ValueError, TypeError: for arguments that it refuses.
    """
    with without_vocabulary_files():  # a project may come from anywhere
        if kind != GROUP_KIND:
            return registry.find("layer", kind).target(**params, name=name)
        entry = copy.deepcopy(params.get("entry"))
        if not isinstance(entry, dict) or not isinstance(entry.get("config"), dict):
            raise ValueError("The description of the model inside is damaged.")
        entry["config"]["name"] = name
        with reporting(LoadReport(placeholders=True)):
            return reading.make_layer(entry)


def call_layer(
    layer: Layer, kind: str, values: list[Any], call: dict[str, Any] | None
) -> Any:
    """Call a layer with values in the order of its ports."""
    if call is None:
        return layer(values[0] if arity(kind) == "one" else values)
    args = [decode(value, values) for value in call["args"]]
    return layer(*args, **{key: decode(value, values) for key, value in call["kwargs"].items()})
