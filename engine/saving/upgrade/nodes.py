"""How layers are joined: Keras 2's nested lists, as Keras 3's calls.

Keras 2 wrote one entry per call of a layer, each a list of
``[layer, call, tensor, keyword arguments]``, one per tensor that goes in.
"""

from __future__ import annotations

from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.common.words import MODELS, TENSOR

_CONSTANT = "_CONSTANT_VALUE"


def upgraded_calls(calls: list[Any], layers: list[Any], class_name: str) -> list[dict[str, Any]]:
    """Return a layer's calls in the present form.

    Args:
        calls: Its ``inbound_nodes`` as Keras 2 wrote them.
        layers: All layers' entries of the model, older form; nested models count calls from 1.
        class_name: Class of the layer that is called.
    """
    offsets = _offsets(layers)
    return [_call(call, offsets) for call in calls]


def is_present(call: Any) -> bool:
    """Whether a call has Keras 3's form already; one of Keras 2 may be a dict of tensors."""
    return isinstance(call, dict) and isinstance(call.get("kwargs"), dict) and "args" in call


def upgraded_ends(ends: Any, layers: list[Any]) -> Any:
    """Return ``input_layers`` or ``output_layers`` with calls counted from 0.

    Keras 2 wrote a list even for one tensor, and gave that tensor alone back.
    """
    offsets = _offsets(layers)

    def place(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: place(v) for k, v in value.items()}
        if _is_reference(value):
            return [value[0], _index(value, offsets), value[2]]
        if isinstance(value, list):
            return [place(v) for v in value]
        raise LoadError(
            "A model's inputs and outputs are told as [layer, call, tensor], in lists or dicts; "
            f"got {str(value)[:80]!r}."
        )

    result = place(ends)
    if isinstance(result, list) and len(result) == 1 and isinstance(result[0], list):
        return result[0]
    return result


def reference(name: str, call: int, tensor: int) -> dict[str, Any]:
    """A tensor inside a call's arguments, in the present form."""
    return {
        "class_name": TENSOR,
        "config": {"shape": None, "dtype": None, "keras_history": [name, call, tensor]},
    }


def _offsets(layers: list[Any]) -> dict[str, int]:
    """Where each layer's calls begin to count: a model's own making was its call 0."""
    return {
        _name(layer): 1
        for layer in layers
        if isinstance(layer, dict) and layer.get("class_name") in MODELS
    }


def _name(layer: dict[str, Any]) -> str:
    config = layer.get("config")
    inner = config.get("name") if isinstance(config, dict) else None
    return str(layer.get("name") or inner)


def _is_reference(value: Any) -> bool:
    """Whether a value is ``[layer, call, tensor]``, with or without keyword arguments."""
    return (
        isinstance(value, list)
        and len(value) in (3, 4)
        and isinstance(value[0], str)
        and all(isinstance(number, int) and not isinstance(number, bool) for number in value[1:3])
        and (len(value) == 3 or isinstance(value[3], dict))
    )


def _is_constant(value: Any) -> bool:
    return isinstance(value, list) and len(value) in (3, 4) and value[0] == _CONSTANT


def _index(value: list[Any], offsets: dict[str, int]) -> int:
    return max(value[1] - offsets.get(value[0], 0), 0)


def _call(call: Any, offsets: dict[str, int]) -> dict[str, Any]:
    """One call: the structure of its first argument, and the keyword arguments beside it."""
    keywords: dict[str, Any] = {}

    def argument(value: Any) -> Any:
        if _is_constant(value):
            keywords.update(value[3] if len(value) == 4 else {})
            return value[2]
        if _is_reference(value):
            keywords.update(value[3] if len(value) == 4 else {})
            return reference(value[0], _index(value, offsets), value[2])
        if isinstance(value, dict):
            return {k: argument(v) for k, v in value.items()}
        if isinstance(value, list):
            return [argument(v) for v in value]
        return value

    inputs = argument(call)
    if isinstance(inputs, list) and len(inputs) == 1:
        inputs = inputs[0]
    kwargs = {k: _keyword(v, offsets) for k, v in keywords.items() if k != "name" and v is not None}
    return {"args": [inputs], "kwargs": kwargs}


def _keyword(value: Any, offsets: dict[str, int]) -> Any:
    """A keyword argument: a tensor where it refers to one, else the value itself."""
    if _is_reference(value):
        return reference(value[0], _index(value, offsets), value[2])
    if isinstance(value, dict):
        return {k: _keyword(v, offsets) for k, v in value.items()}
    if isinstance(value, list):
        return [_keyword(v, offsets) for v in value]
    return value
