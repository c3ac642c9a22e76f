"""Configurations of layers and models: how they are joined, as Keras 3 writes it."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.layers.operation import OpLayer
from engine.layers.placeholder import Placeholder
from engine.layers.symbolic import KerasTensor
from engine.saving.common.words import TENSOR
from engine.saving.structure.mask_steps import MASK, MaskSteps, as_written
from engine.saving.structure.operations import op_config, op_node
from engine.tree import map_structure


def layer_config(layer: Any) -> dict[str, Any]:
    """Return a layer's entry in a model's configuration."""
    if isinstance(layer, OpLayer):
        return op_config(layer)
    if isinstance(layer, Placeholder):
        return dict(layer.entry)
    config = registry.serialize(layer)
    if hasattr(layer, "calls"):
        config |= {"module": "keras.src.models.functional", "registered_name": "Functional"}
        config["class_name"] = "Functional"
        config["build_config"] = {"input_shape": None}
    shape = layer._build_shape
    if shape is not None:
        config["build_config"] = {"input_shape": _json_shape(shape)}
    return config


def functional_config(model: Any) -> dict[str, Any]:
    """Return the configuration of a Functional model.

    Calls that other models made of a shared layer are left out, so calls are
    counted anew among those of this model.
    """
    calls = _Calls(model)
    steps = calls.masks.steps
    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": [
            *(calls.entry(layer) for layer in model.operations),
            *(calls.entry(step) | {registry.OWN: {MASK: True}} for step in steps),
        ],
        "input_layers": map_structure(calls.end, model._input_structure),
        "output_layers": map_structure(calls.end, model._output_structure),
    }


class _Calls:
    """The calls of a model's layers, and the tensors between them.

    Attributes:
        masks: The masks of the calls, and the steps that make them.
    """

    def __init__(self, model: Any) -> None:
        self.masks = MaskSteps(model)
        self._numbers = _call_numbers(model)
        self._steps = {id(step) for step in self.masks.steps}

    def entry(self, layer: Any) -> dict[str, Any]:
        """A layer's configuration with its calls."""
        entry = layer_config(layer)
        entry["name"] = layer.name
        whole = id(layer) in self._steps
        kept = [c for c in layer._inbound_nodes if (whole or id(c) in self._numbers) and c.inputs]
        entry["inbound_nodes"] = [self._node(call) for call in kept]
        return entry

    def end(self, tensor: Any) -> list[Any]:
        """An input or output of the model: layer, call and place among its tensors."""
        name, number, position = self._place(tensor)
        return [name, number + first_number(tensor.keras_history.layer), position]

    def _place(self, tensor: Any) -> list[Any]:
        history = tensor.keras_history
        call = history.layer._inbound_nodes[history.node_index]
        return [history.layer.name, self._numbers.get(id(call), 0), history.tensor_index]

    def _value(self, leaf: Any) -> Any:
        """An argument of a call: tensors become references."""
        if not isinstance(leaf, KerasTensor):
            return leaf
        place = self._place(leaf)
        config = {"shape": list(leaf.shape), "dtype": leaf.dtype, "keras_history": place}
        return {"class_name": TENSOR, "config": config}

    def _node(self, call: Any) -> dict[str, Any]:
        if isinstance(call.layer, OpLayer):
            return op_node(call.layer, [self._value(t) for t in call.inputs])
        return {
            "args": [_plain(map_structure(self._value, a)) for a in call.args],
            "kwargs": {k: map_structure(self._value, v) for k, v in call.kwargs.items()}
            | as_written(self.masks.given(call), self._value),
        }


def _call_numbers(model: Any) -> dict[int, int]:
    inside = {id(c) for c in model.calls}
    numbers: dict[int, int] = {}
    for layer in model.operations:
        kept = [c for c in layer._inbound_nodes if id(c) in inside]
        numbers.update({id(c): i for i, c in enumerate(kept)})
    return numbers


def first_number(layer: Any) -> int:
    """Keras counts a model's own graph as its first call, where it names a model's ends."""
    return 1 if hasattr(layer, "calls") else 0


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _json_shape(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {k: _json_shape(v) for k, v in shape.items()}
    return [_json_shape(s) if isinstance(s, (list, tuple)) else s for s in shape]
