"""Whole models and weights in Keras's older HDF5 layout: ``model.h5``.

Root attributes hold the configuration; ``model_weights`` has a group per layer
in the model's order, and ``optimizer_weights`` the optimizer's state. Arrays
are matched to layers by order, as Keras itself does.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from engine.layers.placeholder import Placeholder
from engine.saving.common.errors import LoadError
from engine.saving.common.generation import generation_of
from engine.saving.common.json_text import parse_json
from engine.saving.common.report import current
from engine.saving.description.model import compile_from_config, model_from_config
from engine.saving.hdf5.access import member, read_array, read_names, read_text
from engine.saving.hdf5.checks import child
from engine.saving.hdf5.library import h5py
from engine.saving.structure.result_shapes import note_last_sizes
from engine.saving.upgrade.arrays import legacy_order, told_by_names, upgraded_arrays
from engine.saving.upgrade.optimizer_state import arranged, take_over
from engine.saving.upgrade.training import is_older, upgraded_training

#: How many names of layers a message tells.
_TOLD = 4


def read_model(file: h5py.File, compile: bool = True) -> Any:  # noqa: A002 (Keras's name)
    """Make the model a file describes, with its weights and state of training."""
    if "model_config" not in file.attrs:
        raise LoadError(
            "The file holds no architecture, only weights. Build the model first, then load the "
            "weights into it."
        )
    report = current()
    read_generation(file)
    config = parse_json(read_text(file, "model_config"))
    weights = file_weights(file)
    if weights is not None and report.placeholders:
        note_last_sizes(config, _first_weights(weights))
    model = model_from_config(config)
    if weights is not None:
        read_layers(weights, model)
    if compile and "training_config" in file.attrs:
        settings = parse_json(read_text(file, "training_config"))
        upgraded = upgraded_training(settings, report.generation)
        for key in ("metrics", "weighted_metrics"):
            upgraded[key] = _by_output(upgraded.get(key), model)
        compile_from_config(model, upgraded)
        _read_optimizer(file, model, is_older(settings.get("optimizer_config"), report.generation))
    return model


def _by_output(metrics: Any, model: Any) -> Any:
    """Metrics by their outputs' names where a model gives a dict; files list them in its order."""
    outputs = getattr(model, "_output_structure", None)
    if not isinstance(outputs, dict) or not isinstance(metrics, list):
        return metrics
    fitting = len(metrics) == len(outputs)
    return dict(zip(sorted(outputs), metrics, strict=True)) if fitting else metrics


def read_generation(file: h5py.File) -> None:
    """Note in the report who wrote the file, as its root or its weights say."""
    weights = file_weights(file)
    places = [file] if weights is None else [file, weights]
    telling = next((p for p in places if "keras_version" in p.attrs), file)
    current().generation = generation_of(
        read_text(telling, "keras_version"), read_text(telling, "backend")
    )


def file_weights(file: h5py.File) -> Any:
    """The group of all layers' weights; None in a file without one."""
    return (
        None if child(file, "model_weights") is None else member(file, "model_weights", h5py.Group)
    )


def _read_optimizer(file: h5py.File, model: Any, older: bool) -> None:
    if child(file, "optimizer_weights") is None or model.optimizer is None:
        return
    group = member(file, "optimizer_weights", h5py.Group)
    names = read_names(group, "weight_names")
    model.optimizer.build(model.trainable_weights)
    arrays: Any = [read_array(group, name) for name in names]
    if current().generation.major < 3:
        arrays = arranged(model.optimizer, arrays, names, older)
    take_over(model.optimizer, arrays)


def read_layers(group: h5py.Group, model: Any, skip_mismatch: bool = False) -> None:
    """Read the layers' weights by their order.

    Args:
        group: Where the layers lie.
        model: The model, built.
        skip_mismatch: Whether layers that do not fit are left out, with a warning.

    Raises:
        LoadError: naming the layer whose weights do not fit. Nothing is changed then.
    """
    stored = _adopt([found for found in _stored(group) if found[2]], model)
    layers = [
        layer for layer in model.layers if layer.weights and not isinstance(layer, Placeholder)
    ]
    if len(stored) != len(layers):
        raise LoadError(
            f"The file holds weights for {len(stored)} layers ({_few(s[0] for s in stored)}), the "
            f"model has {len(layers)} layers with weights ({_few(own.name for own in layers)}). "
            "Take the model that the weights are of, or load them by name."
        )
    _fill(zip(_as_stored(layers, stored), stored, strict=True), skip_mismatch)


def _few(names: Iterable[str]) -> str:
    """The first names, so that one sees where two lists part."""
    first = list(itertools.islice(names, _TOLD + 1))
    return ", ".join(first[:_TOLD]) + (", ..." if len(first) > _TOLD else "")


def _as_stored(layers: list[Any], stored: list[_Stored]) -> list[Any]:
    """The layers in the file's order.

    Keras 1 wrote merged chains one after the other, not by their distance from the end as
    models have their layers now. Where all names are the same, they tell the order.
    """
    names = {layer.name: layer for layer in layers}
    known = current().generation.major == 1 and set(names) == {name for name, _, _ in stored}
    return [names[name] for name, _, _ in stored] if known else layers


def read_layers_by_name(group: h5py.Group, model: Any, skip_mismatch: bool = False) -> None:
    """Read the weights of the layers that have the same name in the file; see ``read_layers``."""
    layers = {layer.name: layer for layer in model.layers}
    _fill([(layers[s[0]], s) for s in _stored(group) if s[0] in layers], skip_mismatch)


#: A layer in a file: its name, its group and its weights' names.
_Stored = tuple[str, "h5py.Group", list[str]]


def _stored(group: h5py.Group) -> list[_Stored]:
    inner = {n: member(group, n, h5py.Group) for n in read_names(group, "layer_names")}
    return [(name, layer, read_names(layer, "weight_names")) for name, layer in inner.items()]


def _first_weights(group: h5py.Group) -> dict[str, tuple[int, ...]]:
    """The shape of every layer's first weight."""
    return {
        name: member(inner, names[0], h5py.Dataset).shape
        for name, inner, names in _stored(group)
        if names
    }


def _adopt(stored: list[_Stored], model: Any) -> list[_Stored]:
    """Give placeholders the weights of their name; return the other layers' places."""
    waiting = {
        layer.name: layer
        for layer in model.layers
        if isinstance(layer, Placeholder) and not layer.weights
    }
    for name, inner, names in stored:
        if name in waiting:
            waiting[name].adopt([read_array(inner, n) for n in names])
    return [found for found in stored if found[0] not in waiting]


def _fill(pairs: Iterable[tuple[Any, _Stored]], skip_mismatch: bool) -> None:
    """Read every pair of a layer and its place in the file, then set the weights."""
    found: list[tuple[Any, Any]] = []
    for layer, stored in pairs:
        arrays: list[tuple[Any, Any, str]] = []
        with _left_out(layer, skip_mismatch):
            arrays = _arrays(layer, *stored)
        for weight, array, label in arrays:  # each by itself, as Keras skips them
            with _left_out(layer, skip_mismatch):
                _require_shape(weight, array, label)
                found.append((weight, array))
    for weight, array in found:
        weight.set_value(array)


@contextmanager
def _left_out(layer: Any, skip: bool) -> Iterator[None]:
    """What does not fit is left out with a warning, if that was asked for."""
    try:
        yield
    except LoadError as error:
        if not skip:
            raise
        warnings.warn(f"Weights of '{layer.name}' are left out: {error}", stacklevel=6)


def _require_shape(weight: Any, array: Any, label: str) -> None:
    if array.shape != weight.shape:
        raise LoadError(f"'{label}' has the shape {array.shape}, the model needs {weight.shape}.")


def _arrays(
    layer: Any, name: str, group: h5py.Group, names: list[str]
) -> list[tuple[Any, Any, str]]:
    """Every weight of a layer with the file's array for it, and what that is called."""
    own = legacy_order(layer)
    generation = current().generation
    if generation.major < 3:
        stored = [read_array(group, n) for n in names]
        writer = told_by_names(generation, names)
        arrays = upgraded_arrays(layer, stored, [w.shape for w in own], writer)
    else:
        arrays = [read_array(group, n) for n in names]
    if len(arrays) != len(own):
        quantized = any(weight.endswith("_scale") for weight in names)
        advice = " Quantised weights are read from .keras files only." if quantized else ""
        raise LoadError(
            f"'{name}' has {len(names)} weights in the file, the layer '{layer.name}' "
            f"has {len(own)}.{advice}"
        )
    labels = names if len(names) == len(own) else [name] * len(own)
    return list(zip(own, arrays, labels, strict=True))
