"""Chains that begin by merging models, as Keras 1 and the first of Keras 2 allowed.

``Sequential([Merge([left, right], mode="concat"), Dense(1)])`` became a model whose layers
are joined one by one. Its weights lie in the file as if the models were laid open, so they
are laid open here too.
"""

from __future__ import annotations

from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.common.words import MODELS

#: Where a tensor comes from: a layer's name, its call and the tensor's place.
_Place = list[Any]


def begins_with_merge(entry: dict[str, Any]) -> bool:
    """Whether an entry is a chain whose first layer merges models of its own."""
    layers = _chain(entry) if entry.get("class_name") == "Sequential" else []
    return bool(layers) and _branches(layers[0]) is not None


def laid_open(entry: dict[str, Any]) -> dict[str, Any]:
    """Return such a chain as a model whose layers are joined by calls."""
    graph = _Graph()
    end = graph.chain(entry)
    config = entry["config"]
    name = config.get("name") if isinstance(config, dict) else None
    described = {"layers": list(graph.layers.values()), "input_layers": list(graph.inputs.values())}
    named = {"name": name} if name else {}
    return {**entry, "class_name": "Model",
            "config": {**named, **described, "output_layers": [end]}}  # fmt: skip


def first_shape(config: dict[str, Any], embeds: bool = False) -> list[Any] | None:
    """The shape a first layer's settings tell of its inputs, also in Keras 1's words."""
    if config.get("batch_input_shape") is not None:
        return list(config["batch_input_shape"])
    size, length = config.get("input_dim"), config.get("input_length")
    if embeds:
        return [None, length]
    if size is None:
        return None
    return [None, *([length] if length is not None else []), size]


def _chain(entry: dict[str, Any]) -> list[Any]:
    config = entry.get("config")
    layers = config.get("layers") if isinstance(config, dict) else config
    return layers if isinstance(layers, list) else []


def _branches(entry: Any) -> list[dict[str, Any]] | None:
    """The models that a Merge layer holds; None for every other layer."""
    if not isinstance(entry, dict) or entry.get("class_name") != "Merge":
        return None
    config = entry.get("config")
    found = config.get("layers") if isinstance(config, dict) else None
    return found if isinstance(found, list) and found else None


class _Graph:
    """Layers by name, each with its calls; a layer that stands in two chains is one."""

    def __init__(self) -> None:
        self.layers: dict[str, dict[str, Any]] = {}
        self.inputs: dict[str, _Place] = {}
        self._calls: dict[tuple[str, str], int] = {}

    def chain(self, entry: dict[str, Any]) -> _Place:
        """Add a chain's layers; return what comes out of it."""
        first, *others = _chain(entry) or [None]
        branches = _branches(first)
        if branches is not None:
            settings = {k: v for k, v in first["config"].items() if k != "layers"}
            end = self._call({**first, "config": settings}, [self._branch(b) for b in branches])
        else:
            end = self._first(first)
        for layer in others:
            end = self._call(layer, [end])
        return end

    def _branch(self, entry: Any) -> _Place:
        kind = entry.get("class_name") if isinstance(entry, dict) else None
        if kind == "Sequential":
            return self.chain(entry)
        if kind in MODELS:
            return self._model(entry["config"])
        return self._first(entry)

    def _model(self, config: dict[str, Any]) -> _Place:
        for layer in config["layers"]:
            if self.layers.setdefault(_name(layer), layer) != layer:
                raise LoadError(f"Two layers of merged models have the name '{_name(layer)}'.")
        self.inputs |= {str(place): place for place in config["input_layers"]}
        return list(config["output_layers"][0][:3])

    def _first(self, entry: Any) -> _Place:
        """Add a layer that says itself what goes into it."""
        name = _name(entry)
        if name in self.layers:
            return [name, 0, 0]
        config = entry["config"]
        if entry["class_name"] == "InputLayer":
            self.layers[name] = {**entry, "name": name, "inbound_nodes": []}
            return self._input(name)
        embeds = entry["class_name"] == "Embedding"
        shape = first_shape(config, embeds)
        if shape is None:
            raise LoadError(f"The first layer '{name}' of a merged model needs an input's shape.")
        source = f"{name}_input"
        kind = config.get("input_dtype") or config.get("dtype")
        settings = {"name": source, "batch_input_shape": shape, "dtype": kind or "float32"}
        self.layers[source] = {"class_name": "InputLayer", "name": source, "config": settings,
                               "inbound_nodes": []}  # fmt: skip
        return self._call(entry, [self._input(source)])

    def _input(self, name: str) -> _Place:
        place = [name, 0, 0]
        return self.inputs.setdefault(str(place), place)

    def _call(self, entry: Any, places: list[_Place]) -> _Place:
        name = _name(entry)
        layer = self.layers.setdefault(name, {**entry, "name": name, "inbound_nodes": []})
        if layer["config"] != entry["config"]:
            raise LoadError(f"Two layers of merged models have the name '{name}'.")
        calls = layer["inbound_nodes"]
        call = self._calls.setdefault((name, str(places)), len(calls))
        if call == len(calls):
            calls.append(places)
        return [name, call + (1 if entry["class_name"] in MODELS else 0), 0]


def _name(entry: Any) -> str:
    """A layer's name; a nested chain of Keras 1 has none, so its layers' names are joined."""
    if not isinstance(entry, dict) or not isinstance(entry.get("class_name"), str):
        raise LoadError(f"A layer's entry needs a 'class_name', got {str(entry)[:80]!r}.")
    config = entry.get("config")
    found = entry.get("name") or (config.get("name") if isinstance(config, dict) else None)
    if found:
        return str(found)
    inner = [_name(layer) for layer in _chain(entry)]
    return "_".join(["chain", *inner])[:200]
