"""Configurations of models: how their layers are joined, as Keras 3 writes it."""

from __future__ import annotations

from collections import deque
from typing import Any

from engine import registry
from engine.layers.operation import OpLayer
from engine.layers.placeholder import Placeholder
from engine.layers.symbolic import KerasTensor, symbolic_leaves
from engine.op_names import is_op_entry
from engine.saving.common.errors import LoadError, reading
from engine.saving.common.limits import check_count
from engine.saving.common.report import current, note
from engine.saving.common.words import MODELS, TENSOR
from engine.saving.structure.mask_steps import MASK, MaskSteps, as_written
from engine.saving.structure.operations import op_config, op_node, read_op
from engine.saving.structure.own_masks import without_own_masks
from engine.saving.structure.tolerance import clean_config
from engine.tree import map_structure

#: Where an entry keeps the sizes that come out, while a model is made.
_RESULT = "result_shape"


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
    numbers = _call_numbers(model)
    masks = MaskSteps(model)

    def reference(tensor: Any) -> list[Any]:
        history = tensor.keras_history
        layer = history.layer
        call = layer._inbound_nodes[history.node_index]
        return [layer.name, numbers.get(id(call), 0), history.tensor_index]

    def end(tensor: Any) -> list[Any]:
        name, number, position = reference(tensor)
        return [name, number + _first_number(tensor.keras_history.layer), position]

    def value(leaf: Any) -> Any:
        if not isinstance(leaf, KerasTensor):
            return leaf
        return {
            "class_name": TENSOR,
            "config": {
                "shape": list(leaf.shape),
                "dtype": leaf.dtype,
                "keras_history": reference(leaf),
            },
        }

    def node(call: Any) -> dict[str, Any]:
        if isinstance(call.layer, OpLayer):
            return op_node(call.layer, [value(t) for t in call.inputs])
        return {
            "args": [_plain(map_structure(value, a)) for a in call.args],
            "kwargs": {k: map_structure(value, v) for k, v in call.kwargs.items()}
            | as_written(masks.given(call), value),
        }

    layers = []
    for layer in [*model.operations, *masks.steps]:
        entry = layer_config(layer)
        entry["name"] = layer.name
        counted = layer in masks.steps
        kept = [c for c in layer._inbound_nodes if (counted or id(c) in numbers) and c.inputs]
        entry["inbound_nodes"] = [node(call) for call in kept]
        if counted:
            entry[registry.OWN] = {MASK: True}
        layers.append(entry)
    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": layers,
        "input_layers": map_structure(end, model._input_structure),
        "output_layers": map_structure(end, model._output_structure),
    }


def _call_numbers(model: Any) -> dict[int, int]:
    inside = {id(c) for c in model.calls}
    numbers: dict[int, int] = {}
    for layer in model.operations:
        kept = [c for c in layer._inbound_nodes if id(c) in inside]
        numbers.update({id(c): i for i, c in enumerate(kept)})
    return numbers


def _first_number(layer: Any) -> int:
    """Keras counts a model's own graph as its first call, where it names a model's ends."""
    return 1 if hasattr(layer, "calls") else 0


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _json_shape(shape: Any) -> Any:
    if isinstance(shape, dict):
        return {k: _json_shape(v) for k, v in shape.items()}
    return [_json_shape(s) if isinstance(s, (list, tuple)) else s for s in shape]


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
    kept = {k: v for k, v in entry.items() if k not in ("inbound_nodes", "name", _RESULT)}
    told = entry.get(_RESULT)
    known = {"last_size": told} if isinstance(told, int) else {"result_shape": told}
    return Placeholder(kept, **known, name=None if name == "?" else name)


def _with_results(entries: list[Any]) -> list[Any]:
    """The entries with the shapes that come out of them, where calls of others tell these."""
    shapes: dict[str, Any] = {}
    pending = [entry.get("inbound_nodes") for entry in entries if isinstance(entry, dict)]
    while pending:
        value = pending.pop()
        if isinstance(value, dict) and value.get("class_name") == TENSOR:
            config = value["config"]
            if config.get("shape"):
                shapes[config["keras_history"][0]] = config["shape"][1:]
        elif isinstance(value, (dict, list)):
            pending.extend(value.values() if isinstance(value, dict) else value)
    return [
        {**entry, _RESULT: shapes[entry["name"]]} if entry.get("name") in shapes else entry
        for entry in entries
    ]


def _in_a_row(entries: list[Any]) -> list[Any]:
    """The entries of a chain, each with the shape that the next was built for."""
    result = []
    for entry, following in zip(entries, [*entries[1:], {}], strict=True):
        built = following.get("build_config") if isinstance(following, dict) else None
        shape = built.get("input_shape") if isinstance(built, dict) else None
        told = isinstance(entry, dict) and isinstance(shape, list)
        result.append({**entry, _RESULT: shape[1:]} if told and shape else entry)
    return result


def note_last_sizes(config: Any, first_weights: dict[str, tuple[int, ...]]) -> None:
    """Tell unknown layers the size of their last axis, from the weights after them.

    Args:
        config: A model's description; changed in place.
        first_weights: Layer's name -> shape of its first weight in the file.
    """
    inner = config.get("config") if isinstance(config, dict) else None
    entries = inner.get("layers") if isinstance(inner, dict) else inner
    if not isinstance(entries, list):
        return
    named = [(str(entry.get("config", {}).get("name")), entry) for entry in entries]
    if config.get("class_name") == "Sequential":
        following = [[name] for name, _ in named[1:]]
        after = dict(zip([name for name, _ in named], following, strict=False))
    else:
        after = _followers(named)
    for name, entry in named:
        if not registry.is_known("layer", registry.name_in(entry)):
            size = _size_wanted(after.get(name, []), after, first_weights)
            if size is not None:
                entry.setdefault(_RESULT, size)


def _followers(named: list[tuple[str, Any]]) -> dict[str, list[str]]:
    """Layer's name -> names of the layers that take its value alone."""
    after: dict[str, list[str]] = {}
    for name, entry in named:
        for call in entry.get("inbound_nodes") or ():
            if isinstance(call, list) and len(call) == 1 and isinstance(call[0], list):
                after.setdefault(str(call[0][0]), []).append(name)
    return after


def _size_wanted(
    names: list[str], after: dict[str, list[str]], first_weights: dict[str, tuple[int, ...]]
) -> int | None:
    """The size that the next layers with weights take."""
    seen: set[str] = set()
    while names:
        shapes = [first_weights[name] for name in names if first_weights.get(name)]
        if shapes:
            return shapes[0][0] if len(shapes[0]) < 3 else shapes[0][-2]
        seen.update(names)
        names = [n for name in names for n in after.get(name, []) if n not in seen]
    return None


def functional_from_config(config: dict[str, Any]) -> Any:
    """Make a Functional model from its configuration."""
    from engine.models.functional import Functional

    layers: dict[str, Any] = {}
    waiting: list[tuple[Any, deque[Any]]] = []
    for entry in _with_results(_list(config, "layers")):
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
    return Sequential([make_layer(entry) for entry in _in_a_row(entries)], name=name)


def _list(config: Any, key: str) -> list[Any]:
    found = config.get(key) if isinstance(config, dict) else None
    if not isinstance(found, list):
        raise LoadError(f"A model's configuration needs the list '{key}'.")
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
            first = _first_number(layers.get(name))
            return _output([name, max(number - first, 0), position], layers)
        except _NotYetError:
            raise LoadError(
                f"The model's input or output {structure!r} is call {number} of the layer "
                f"'{name}', which is called {len(layers[name]._inbound_nodes)} times only."
            ) from None
    if isinstance(structure, list):
        return [_resolve(s, layers) for s in structure]
    raise LoadError(f"The model's inputs or outputs are described as {str(structure)[:80]!r}.")
