"""Layers and models out of their configurations, in the form of Keras 3."""

from __future__ import annotations

from collections import deque
from typing import Any

from engine import registry
from engine.layers.placeholder import Placeholder
from engine.layers.symbolic import symbolic_leaves
from engine.op_names import is_op_entry
from engine.saving.common.errors import LoadError, reading
from engine.saving.common.limits import check_count
from engine.saving.common.report import current, note
from engine.saving.common.words import MODELS, TENSOR
from engine.saving.structure.operations import read_op
from engine.saving.structure.own_masks import without_own_masks
from engine.saving.structure.result_shapes import RESULT, in_a_row, with_results
from engine.saving.structure.tolerance import clean_config
from engine.saving.structure.writing import first_number


def make_layer(entry: Any) -> Any:
    """Make a layer (or a model inside a model) from its entry.

    Raises:
        LoadError: naming a class that does not exist here or arguments it refuses.
    """
    if not isinstance(entry, dict) or not isinstance(entry.get("class_name"), str):
        raise LoadError(f"A layer's entry needs a 'class_name', got {str(entry)[:80]!r}.")
    name, config = entry["class_name"], entry.get("config")
    label = config.get("name", "?") if isinstance(config, dict) else "?"
    with reading(f"The layer '{label}' of class {name} cannot be made"):
        if name in MODELS:
            return registry.find("model", name).target.from_config(config)
        called = registry.name_in(entry)
        if current().placeholders and _holds_code(entry):
            note(
                "lost",
                label,
                "It holds Python code, which is never run. Its place, settings and weights are "
                "kept; replace it to run the model.",
            )
            return _placeholder(entry, label)
        if current().placeholders and not registry.is_known("layer", called):
            note(
                "lost",
                label,
                "The class {layer} does not exist here. Its place, settings and weights are "
                "kept; replace it to run the model.",
                layer=name,
            )
            return _placeholder(entry, label)
        cls = registry.find("layer", called).target
        return cls.from_config(clean_config(cls, registry.whole_config(entry)))


def _holds_code(entry: dict[str, Any]) -> bool:
    """Whether a layer's function stands in the file itself instead of being named."""
    config = entry.get("config")
    function = config.get("function") if isinstance(config, dict) else None
    named = isinstance(function, dict) and function.get("class_name") == "function"
    return entry["class_name"] == "Lambda" and isinstance(function, (list, dict)) and not named


def _placeholder(entry: dict[str, Any], name: str) -> Placeholder:
    kept = {k: v for k, v in entry.items() if k not in ("inbound_nodes", "name", RESULT)}
    told = entry.get(RESULT)
    known = {"last_size": told} if isinstance(told, int) else {"result_shape": told}
    return Placeholder(kept, **known, name=None if name == "?" else name)


def functional_from_config(config: dict[str, Any]) -> Any:
    """Make a Functional model from its configuration."""
    from engine.models.functional import Functional

    layers: dict[str, Any] = {}
    waiting: list[tuple[Any, deque[Any]]] = []
    for entry in with_results(_list(config, "layers")):
        if is_op_entry(entry):
            layer, call = read_op(entry)
            nodes = [call]
        else:
            layer, nodes = make_layer(entry), entry.get("inbound_nodes", ())
            if isinstance(entry.get("name"), str):
                layer.name = entry["name"]  # a user's own configuration may leave it out
        layers[layer.name] = layer
        waiting.append((layer, deque(nodes)))
    _call_all(waiting, layers)
    inputs = _resolve(config.get("input_layers"), layers)
    outputs = _resolve(config.get("output_layers"), layers)
    model = Functional(inputs, outputs, name=config.get("name"))
    if config.get("trainable") is False:
        model.trainable = False
    return model


def _call_all(waiting: list[tuple[Any, deque[Any]]], layers: dict[str, Any]) -> None:
    """Make all calls; they need not stand in the order they can be made in.

    A call whose input is not there waits for the layer that gives it and is tried again
    when that has been called, behind all others; so long files take no longer per layer.
    """
    ready = deque(waiting)
    blocked: dict[str, list[tuple[Any, deque[Any]]]] = {}
    while ready:
        layer, nodes = ready.popleft()
        while nodes:
            try:
                _call(layer, nodes[0], layers)
            except _NotYetError as missing:
                blocked.setdefault(missing.layer, []).append((layer, nodes))
                break
            nodes.popleft()
            ready.extend(blocked.pop(layer.name, ()))
    for name, held in blocked.items():
        raise LoadError(
            f"The call of the layer '{held[0][0].name}' refers to a tensor of '{name}' that no "
            "layer gives."
        )


def sequential_from_config(config: Any) -> Any:
    """Make a Sequential model from its configuration (in early Keras a plain list)."""
    from engine.models.sequential import Sequential

    entries = config if isinstance(config, list) else _list(config, "layers")
    check_count(entries)
    name = None if isinstance(config, list) else config.get("name")
    return Sequential([make_layer(entry) for entry in in_a_row(entries)], name=name)


def _list(config: Any, key: str) -> list[Any]:
    found = config.get(key) if isinstance(config, dict) else None
    if not isinstance(found, list):
        raise LoadError(
            f"A model's configuration needs the list '{key}', got {str(found or config)[:80]!r}."
        )
    check_count(found)
    return found


def _call(layer: Any, node: Any, layers: dict[str, Any]) -> None:
    """Make a layer call; _NotYetError while an input is not there."""
    if not isinstance(node, dict) or "args" not in node:
        raise LoadError(
            f"The call of the layer '{layer.name}' needs 'args' and 'kwargs', got "
            f"{str(node)[:80]!r}. Save the model again with Keras 3."
        )
    args = [_tensors(a, layers) for a in node["args"]]
    kwargs = {k: _tensors(v, layers) for k, v in node.get("kwargs", {}).items()}
    kwargs = {k: v for k, v in kwargs.items() if v is not None and not (k == "training" and not v)}
    if not symbolic_leaves((args, kwargs)):  # it would be computed with numbers of the file
        raise LoadError(f"The call of the layer '{layer.name}' takes nothing from another layer.")
    layer(*args, **without_own_masks(layer, args, kwargs, layers))


class _NotYetError(Exception):
    """A tensor that a call refers to is not made yet.

    Attributes:
        layer: Name of the layer that gives it.
    """

    def __init__(self, layer: str) -> None:
        super().__init__(layer)
        self.layer = layer


def _tensors(value: Any, layers: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if value.get("class_name") == TENSOR:
            return _output(value["config"]["keras_history"], layers)
        return {k: _tensors(v, layers) for k, v in value.items()}
    if isinstance(value, list):
        return [_tensors(v, layers) for v in value]
    return value


def _output(history: Any, layers: dict[str, Any]) -> Any:
    name, node, tensor = history[:3]
    if name not in layers:
        raise LoadError(f"A call refers to the layer '{name}', which the model does not hold.")
    calls = layers[name]._inbound_nodes
    if node >= len(calls):
        raise _NotYetError(name)
    return calls[node].outputs[tensor]


def _resolve(structure: Any, layers: dict[str, Any]) -> Any:
    if isinstance(structure, dict):
        return {k: _resolve(v, layers) for k, v in structure.items()}
    if isinstance(structure, list) and len(structure) == 3 and isinstance(structure[0], str):
        try:
            name, number, position = structure
            first = first_number(layers.get(name))
            return _output([name, max(number - first, 0), position], layers)
        except _NotYetError:
            raise LoadError(
                f"The model's input or output {structure!r} is call {number} of the layer "
                f"'{name}', which is called {len(layers[name]._inbound_nodes)} times only."
            ) from None
    if isinstance(structure, list):
        return [_resolve(s, layers) for s in structure]
    raise LoadError(
        "A model's inputs and outputs are told as [layer, call, tensor], in lists or dicts; got "
        f"{str(structure)[:80]!r}."
    )
