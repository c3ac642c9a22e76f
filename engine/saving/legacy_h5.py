"""Whole models and weights in Keras's older HDF5 layout: ``model.h5``.

Root attributes hold the configuration; ``model_weights`` has a group per layer
in the model's order, and ``optimizer_weights`` the optimizer's state. Arrays
are matched to layers by order, as Keras itself does.
"""

from __future__ import annotations

import json
from typing import Any

import h5py

from engine.saving.errors import LoadError
from engine.saving.generation import generation_of
from engine.saving.hdf5 import member, read_array, read_names, text, write_names
from engine.saving.model_config import (
    KERAS_VERSION,
    compile_config,
    compile_from_config,
    model_config,
    model_from_config,
    parse_json,
)
from engine.saving.report import current, note
from engine.saving.upgrade.optimizer_state import arranged
from engine.saving.upgrade.training import is_older, upgraded_training


def write_model(file: h5py.File, model: Any, include_optimizer: bool = True) -> None:
    """Write architecture, weights and (if compiled) the state of training."""
    file.attrs["keras_version"] = KERAS_VERSION
    file.attrs["backend"] = "jax"
    file.attrs["model_config"] = json.dumps(model_config(model, with_compile=False))
    write_layers(file.create_group("model_weights"), model)
    if not include_optimizer or not model.compiled:
        return
    settings = compile_config(model)
    optimizer = settings.pop("optimizer")
    settings["optimizer_config"] = {
        "class_name": optimizer["class_name"],
        "config": optimizer["config"],
    }
    file.attrs["training_config"] = json.dumps(settings)
    if model.optimizer.built:
        group = file.create_group("optimizer_weights")
        names = [v.path for v in model.optimizer.variables]
        write_names(group, "weight_names", names)
        for name, variable in zip(names, model.optimizer.variables, strict=True):
            group[name] = variable.value


def write_layers(group: h5py.Group, model: Any) -> None:
    """Write a group per layer, weights named by their paths."""
    layers = model.layers
    write_names(group, "layer_names", [layer.name for layer in layers])
    group.attrs["backend"] = "jax"
    group.attrs["keras_version"] = KERAS_VERSION
    for layer in layers:
        inner = group.create_group(layer.name)
        weights = _legacy_order(layer)
        write_names(inner, "weight_names", [w.path for w in weights])
        for weight in weights:
            inner[weight.path] = weight.value
    top = group.create_group("top_level_model_weights")
    write_names(top, "weight_names", [])


def _legacy_order(layer: Any) -> list[Any]:
    return layer.trainable_weights + layer.non_trainable_weights


def read_model(file: h5py.File, compile: bool = True) -> Any:  # noqa: A002 (Keras's name)
    """Make the model a file describes, with its weights and state of training."""
    if "model_config" not in file.attrs:
        raise LoadError(
            "The file holds no architecture, only weights. Build the model first, then load the "
            "weights into it."
        )
    report = current()
    report.generation = generation_of(
        text(file.attrs.get("keras_version", "")), text(file.attrs.get("backend", ""))
    )
    config = parse_json(text(file.attrs["model_config"]))
    model = model_from_config(config)
    read_layers(member(file, "model_weights", h5py.Group), model)
    if compile and "training_config" in file.attrs:
        settings = parse_json(text(file.attrs["training_config"]))
        compile_from_config(model, upgraded_training(settings, report.generation))
        _read_optimizer(file, model, is_older(settings.get("optimizer_config"), report.generation))
    return model


def _read_optimizer(file: h5py.File, model: Any, older: bool) -> None:
    if "optimizer_weights" not in file or model.optimizer is None:
        return
    group = member(file, "optimizer_weights", h5py.Group)
    names = read_names(group, "weight_names")
    model.optimizer.build(model.trainable_weights)
    variables = model.optimizer.variables
    arrays: Any
    if current().generation.major == 3:
        if len(names) != len(variables):
            return _forget_state()
        arrays = [read_array(group, n, v.shape) for n, v in zip(names, variables, strict=True)]
    else:
        stored = [read_array(group, name) for name in names]
        arrays = arranged(model.optimizer, stored, names, older)
    if arrays is None:
        return _forget_state()
    for variable, array in zip(variables, arrays, strict=True):
        variable.set_value(array)


def _forget_state() -> None:
    note("lost", "", "The optimizer's state does not fit it here; training goes on without it.")


def read_layers(group: h5py.Group, model: Any) -> None:
    """Read the layers' weights by their order.

    Raises:
        LoadError: naming the layer whose weights do not fit. Nothing is changed then.
    """
    stored = []
    for name in read_names(group, "layer_names"):
        inner = member(group, name, h5py.Group)
        weights = read_names(inner, "weight_names")
        if weights:
            stored.append((name, inner, weights))
    layers = [layer for layer in model.layers if layer.weights]
    if len(stored) != len(layers):
        raise LoadError(
            f"The file holds weights for {len(stored)} layers, the model has {len(layers)} layers "
            "with weights."
        )
    found: list[tuple[Any, Any]] = []
    for (name, inner, names), layer in zip(stored, layers, strict=True):
        own = _legacy_order(layer)
        if len(names) != len(own):
            raise LoadError(
                f"'{name}' has {len(names)} weights in the file, the layer '{layer.name}' "
                f"has {len(own)}."
            )
        pairs = zip(own, names, strict=True)
        found += [(w, read_array(inner, n, w.shape)) for w, n in pairs]
    for weight, array in found:
        weight.set_value(array)
