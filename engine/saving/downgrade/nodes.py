"""Calls of layers as the nested lists of Keras 2."""

from __future__ import annotations

import inspect
from typing import Any

from engine import registry
from engine.saving.common.words import MODELS, TENSOR


def downgraded_calls(calls: list[Any], layers: list[Any], class_name: str) -> list[Any]:
    """Return a layer's calls as Keras 2 wrote them.

    Args:
        calls: Its ``inbound_nodes`` with args and kwargs.
        layers: All entries of the model; nested models count their calls from 1.
        class_name: The layer's class, whose arguments after the first go by name.
    """
    return [_call(call, offsets(layers), class_name) for call in calls]


def downgraded_ends(ends: Any, layers: list[Any]) -> Any:
    """Return ``input_layers`` or ``output_layers``, always a list or a dict.

    Keras 3 counts a Functional model's own making here too, but not a Sequential one's.
    """
    shifted = {layer["name"]: 1 for layer in layers if layer["class_name"] == "Sequential"}

    def place(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: place(v) for k, v in value.items()}
        if isinstance(value, list) and value and isinstance(value[0], str):
            return [value[0], value[1] + shifted.get(value[0], 0), value[2]]
        return [place(v) for v in value]

    result = place(ends)
    flat = isinstance(result, list) and result and isinstance(result[0], str)
    return [result] if flat else result


def offsets(layers: list[Any]) -> dict[str, int]:
    """A nested model's own making was its call 0."""
    return {layer["name"]: 1 for layer in layers if layer["class_name"] in MODELS}


def is_tensor(value: Any) -> bool:
    return isinstance(value, dict) and value.get("class_name") == TENSOR


def place_of(value: dict[str, Any], shifted: dict[str, int]) -> list[Any]:
    """``[layer, call, tensor]`` of a tensor in a call."""
    name, call, tensor = value["config"]["keras_history"]
    return [name, call + shifted.get(name, 0), tensor]


def keyword(value: Any, shifted: dict[str, int]) -> Any:
    """A keyword argument: tensors as places, everything else as it is."""
    if is_tensor(value):
        return place_of(value, shifted)
    if isinstance(value, dict):
        return {k: keyword(v, shifted) for k, v in value.items()}
    return [keyword(v, shifted) for v in value] if isinstance(value, list) else value


def _call(call: dict[str, Any], shifted: dict[str, int], class_name: str) -> Any:
    first, *others = call["args"]
    named = dict(zip(_argument_names(class_name)[1:], others, strict=False))
    kwargs = {k: keyword(v, shifted) for k, v in {**named, **call["kwargs"]}.items()}

    def argument(value: Any) -> Any:
        if is_tensor(value):
            return [*place_of(value, shifted), kwargs]
        if isinstance(value, dict):
            return {k: argument(v) for k, v in value.items()}
        return [argument(v) for v in value]

    result = argument(first)
    return [result] if is_tensor(first) else result


def _argument_names(class_name: str) -> list[str]:
    """Names of the arguments of a layer's call."""
    if not registry.is_known("layer", class_name):
        return ["inputs"]
    return list(inspect.signature(registry.find("layer", class_name).target.call).parameters)[1:]
