"""Masks among the arguments of calls in a file.

Keras writes every mask that a layer was given, also those that came with its
tensors; here such masks need no place in the graph.
"""

from __future__ import annotations

from typing import Any

from engine.layers.masks import call_takes
from engine.layers.operation import OpLayer
from engine.symbolic import KerasTensor, symbolic_leaves


def without_own_masks(
    layer: Any, args: list[Any], kwargs: dict[str, Any], layers: dict[str, Any]
) -> dict[str, Any]:
    """Return a call's keyword arguments without the masks that its tensors bring anyway.

    Args:
        layer: The layer that is called.
        args, kwargs: The call's arguments, symbolic tensors among them.
        layers: The model's layers by name.
    """
    names = list(call_takes(type(layer)))
    given = {**dict(zip(names, args, strict=False)), **kwargs}

    def own(name: str) -> bool:
        if not names or not name.endswith("mask"):
            return False
        owner = names[0] if name == "mask" else name.removesuffix("_mask")
        bring = any(t.masked is not None for t in symbolic_leaves(given.get(owner)))
        return bring and all(_made_by_a_layer(m, layers) for m in symbolic_leaves(kwargs[name]))

    return {name: value for name, value in kwargs.items() if not own(name)}


def _made_by_a_layer(mask: KerasTensor, layers: dict[str, Any]) -> bool:
    """Whether a mask may be an Embedding's, a Masking layer's, or made of such."""
    step = mask.keras_history.layer
    if not isinstance(step, OpLayer):
        return True
    if step.op == "any":
        return _made_by_a_layer(step.input, layers)
    if step.op != "not_equal":
        return True
    constant = step.arguments.get("x2")
    return any(
        call.inputs[:1]
        and call.inputs[0] is step.input
        and (getattr(layer, "mask_value", None) == constant or _skips_zero(layer, constant))
        for layer in layers.values()
        for call in layer._inbound_nodes
    )


def _skips_zero(layer: Any, constant: Any) -> bool:
    return getattr(layer, "mask_zero", False) and constant == 0
