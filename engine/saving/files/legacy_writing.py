"""Writing Keras's older HDF5 layout, for Keras 3 or for Keras 2.

Both generations share the layout; they differ in how the configuration is said,
in the names of weights and in the optimizer's state.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from engine.saving.description.model import VERSIONS, compile_config, model_config
from engine.saving.downgrade import downgraded, downgraded_training
from engine.saving.downgrade.differences import tell_differences, tell_of_rules
from engine.saving.downgrade.training import optimizer_arrays
from engine.saving.files.legacy_reading import legacy_order
from engine.saving.hdf5.access import write_names
from engine.saving.hdf5.library import h5py

_BACKENDS = {2: "tensorflow", 3: "jax"}


def write_model(
    file: h5py.File, model: Any, include_optimizer: bool = True, generation: int = 3
) -> None:
    """Write architecture, weights and (if compiled) the state of training.

    Args:
        file: An empty file.
        model: A Sequential or Functional model.
        include_optimizer: Whether to write the settings and the state of training.
        generation: 3 for Keras 3, 2 for TensorFlow 2.4 to 2.15.

    Raises:
        ValueError: for what Keras 2 has no words for.
    """
    config = model_config(model, with_compile=False)
    _write_version(file, generation)
    written = downgraded(config) if generation == 2 else tell_differences(config)
    file.attrs["model_config"] = json.dumps(written)
    write_layers(file.create_group("model_weights"), model, generation)
    if include_optimizer and model.compiled:
        _write_training(file, model, generation)


def write_layers(group: h5py.Group, model: Any, generation: int = 3) -> None:
    """Write a group per layer, weights named by their paths."""
    layers = model.layers
    write_names(group, "layer_names", [layer.name for layer in layers])
    _write_version(group, generation)
    ending = ":0" if generation == 2 else ""
    for layer in layers:
        inner = group.create_group(layer.name)
        weights = legacy_order(layer)
        names = [name + ending for name in _apart([w.path for w in weights])]
        write_names(inner, "weight_names", names)
        for name, weight in zip(names, weights, strict=True):
            inner[name] = weight.value
    top = group.create_group("top_level_model_weights")
    write_names(top, "weight_names", [])


def _apart(names: list[str]) -> list[str]:
    """Names with a number where models inside one another use one twice."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        result.append(f"{name}_{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return result


def _write_version(group: Any, generation: int) -> None:
    group.attrs["keras_version"] = VERSIONS[generation]
    group.attrs["backend"] = _BACKENDS[generation]


def _write_training(file: h5py.File, model: Any, generation: int) -> None:
    settings = compile_config(model)
    if generation == 2:
        settings = downgraded_training(settings)
    else:
        optimizer = settings.pop("optimizer")
        tell_of_rules(optimizer)
        settings["optimizer_config"] = {k: optimizer[k] for k in ("class_name", "config")}
    file.attrs["training_config"] = json.dumps(settings)
    if not model.optimizer.built:
        return
    if generation == 2:
        state = optimizer_arrays(model.optimizer)
    else:
        state = [(v.path, v.value) for v in model.optimizer.variables]
    group = file.create_group("optimizer_weights")
    names = _apart([name for name, _ in state])
    write_names(group, "weight_names", names)
    for name, (_, array) in zip(names, state, strict=True):
        group[name] = array
