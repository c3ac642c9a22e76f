"""The training settings of a compiled model, as a project keeps them."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.document.graph import Graph
from app.document.train_setup import OutputSetup, TrainSetup
from engine import registry
from engine.saving.description.model import compile_config


def setup_of(model: Any, graph: Graph) -> TrainSetup:
    """Return the settings a model was compiled with; the default ones for one that was not.

    Args:
        model: The model.
        graph: Its drawing, whose outputs stand in the model's order.
    """
    setup = TrainSetup()
    if not model.compiled:
        return setup
    config = compile_config(model)
    setup.optimizer = _plain(config["optimizer"], "optimizer")
    names = [node.name for node in graph.outputs()]
    keys = list(model.output_names)
    losses = _each(config["loss"], keys)
    weights = _each(config["loss_weights"], keys)
    metrics = _lists(config["metrics"], keys)
    weighted = _lists(config["weighted_metrics"], keys)
    for i, name in enumerate(names[: len(keys)]):
        weight = weights[i]
        setup.outputs[name] = OutputSetup(
            "" if losses[i] is None else _named(losses[i], "loss"),
            1.0 if weight is None else float(weight),
            [_named(metric, "metric") for metric in metrics[i]],
            [_named(metric, "metric") for metric in weighted[i]],
        )
    return setup


def _each(value: Any, keys: list[str]) -> list[Any]:
    """One value per output, of one value for all, a list or a dict by name."""
    if isinstance(value, dict) and "class_name" not in value:
        return [value.get(key) for key in keys]
    if isinstance(value, (list, tuple)):
        return [*value, *[None] * len(keys)][: len(keys)]
    return [value] * len(keys)


def _lists(value: Any, keys: list[str]) -> list[list[Any]]:
    """The metrics of each output; a flat list belongs to the only one, or to all."""
    if isinstance(value, (list, tuple)) and not any(isinstance(v, (list, tuple)) for v in value):
        if len(value) == len(keys) > 1:
            value = [[each] for each in value]  # one for each output, as Keras reads it
        else:
            value = [list(value)] * len(keys)
    each = _each(value, keys)
    found = [e if isinstance(e, (list, tuple)) else [] if e is None else [e] for e in each]
    return [[metric for metric in metrics if metric is not None] for metrics in found]


def _named(value: Any, category: str) -> dict[str, Any] | str:
    """A mere name where all is as by default, which the settings show best."""
    if isinstance(value, str):
        return value
    if value["class_name"] == "MeanMetricWrapper":  # how Keras 2 kept the functions it was given
        return _function(value["config"])
    record = _plain(value, category)
    config = record["config"]
    if list(config) == ["name"] and registry.is_known(category, config["name"]):
        called = registry.find(category, config["name"]).name
        return str(config["name"]) if called == record["class_name"] else record
    return record if record["config"] else registry.snake_case(record["class_name"])


def _function(config: dict[str, Any]) -> str:
    """The name of a wrapped function; "accuracy" stands for the kind that fits the loss."""
    if config.get("name") in ("accuracy", "acc"):
        return "accuracy"
    function = config.get("fn")
    return str(function["config"] if isinstance(function, dict) else function)


def _plain(value: dict[str, Any], category: str) -> dict[str, Any]:
    """``{"class_name", "config"}`` with what differs from the defaults."""
    found = registry.find(category, value["class_name"])
    known = found.target.params
    config = {}
    for name, setting in (value.get("config") or {}).items():
        setting = _short(setting)
        if (name, setting) == ("dtype", "float32"):
            continue
        if name not in known or known[name].required or setting != known[name].default:
            config[name] = setting
    if category == "optimizer":
        config.pop("name", None)
    elif config.get("name") == registry.snake_case(found.name):
        del config["name"]
    return {"class_name": found.name, "config": config}


def _short(value: Any) -> Any:
    """A number that went through float32, as it was meant: 0.001 for 0.0010000000474974513."""
    if isinstance(value, dict):
        return {key: _short(each) for key, each in value.items()}
    if isinstance(value, float) and np.isfinite(value) and float(np.float32(value)) == value:
        return float(str(np.float32(value)))
    return value
