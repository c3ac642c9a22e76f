"""The steps that make masks, as Keras keeps them in files.

Here masks travel with their tensors. Keras writes every mask a layer is given, and the steps
that made it; without them it makes them anew while it reads, under names that may be taken.
"""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.layers.masks import put_symbolic_masks, take_masks
from engine.layers.operation import OpLayer
from engine.symbolic import KerasTensor, symbolic_leaves
from engine.tree import flatten, map_structure

#: What an entry of such a step says beside its configuration.
MASK = "mask"
#: What a mask is that cannot be said in a file: Keras makes it while it reads.
_UNSAID = object()


class MaskSteps:
    """The masks of a model's calls.

    Attributes:
        steps: The operations that make them, in order, each with a name of its own.
    """

    def __init__(self, model: Any) -> None:
        self.steps: list[OpLayer] = []
        self._taken = {layer.name for layer in model.operations}
        self._known = {id(layer) for layer in model.operations}
        self._masks: dict[int, Any] = {}
        self._given: dict[int, dict[str, Any]] = {}
        for call in model.calls:
            if not isinstance(call.layer, OpLayer) and call.inputs:
                self._follow(call)

    def given(self, call: Any) -> dict[str, Any]:
        """The masks that a call is given beside its own arguments, by the argument's name."""
        return self._given.get(id(call), {})

    def _follow(self, call: Any) -> None:
        """Note what masks a call takes, and those of what comes out."""
        if any(self._masks.get(id(t)) is _UNSAID for t in call.inputs):
            self._set(call, _UNSAID)
            return
        kwargs = dict(call.kwargs)
        with put_symbolic_masks(call.inputs, self._masks):
            previous = take_masks(type(call.layer), call.args, kwargs)
        try:
            made = call.layer.compute_mask(*call.args[:1], previous)
        except Exception:  # a user's own layer, or a mask that needs the batch's size
            made = _UNSAID
        if made is None or isinstance(made, (KerasTensor, list, tuple)):
            self._keep(call, made)
            self._given[id(call)] = {
                name: mask for name, mask in kwargs.items() if call.kwargs.get(name) is None
            }
        else:
            self._set(call, _UNSAID)

    def _keep(self, call: Any, made: Any) -> None:
        for mask in symbolic_leaves(made):
            self._name(mask, call.layer.name)
        masks = made if isinstance(made, (list, tuple)) else [made]
        for tensor, mask in zip(call.outputs, masks, strict=False):
            self._masks[id(tensor)] = mask

    def _set(self, call: Any, mask: Any) -> None:
        self._masks.update({id(tensor): mask for tensor in call.outputs})

    def _name(self, mask: KerasTensor, origin: str) -> None:
        """Number the steps that lead to a mask, the first ones first."""
        step = mask.keras_history.layer
        if not isinstance(step, OpLayer) or id(step) in self._known:
            return
        self._known.add(id(step))
        for before in step._inbound_nodes[0].inputs:
            self._name(before, origin)
        number = 0
        while (name := f"{origin}_mask" + (f"_{number}" if number else "")) in self._taken:
            number += 1
        step.name = name
        self._taken.add(name)
        self.steps.append(step)


def as_written(masks: dict[str, Any], value: Any) -> dict[str, Any]:
    """Masks with each tensor replaced by its reference."""
    return {
        name: map_structure(value, list(mask) if isinstance(mask, tuple) else mask)
        for name, mask in masks.items()
        if any(m is not None for m in flatten(mask))
    }


def without_steps(config: dict[str, Any]) -> dict[str, Any]:
    """A Functional model's configuration without what ``MaskSteps`` put there."""
    entries = config["layers"]
    steps = {e["name"] for e in entries if e.get(registry.OWN, {}).get(MASK)}
    if not steps:
        return config

    def kept(call: dict[str, Any]) -> dict[str, Any]:
        kwargs = {k: v for k, v in call["kwargs"].items() if not _names(v) & steps}
        return {**call, "kwargs": kwargs}

    layers = [
        {**entry, "inbound_nodes": [kept(call) for call in entry["inbound_nodes"]]}
        for entry in entries
        if entry["name"] not in steps
    ]
    return {**config, "layers": layers}


def _names(value: Any) -> set[str]:
    """The layers that give the tensors in an argument."""
    if isinstance(value, list):
        return set().union(*map(_names, value))
    history = value.get("config", {}).get("keras_history") if isinstance(value, dict) else None
    return {history[0]} if history else set()
