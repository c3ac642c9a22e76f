"""Settings of training as older files keep them, in the present form."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.saving.common.generation import Generation
from engine.saving.common.report import note

#: Keys of optimizers of old that now go by another name.
_KEYS = {"lr": "learning_rate", "schedule_decay": "decay"}


def upgraded_training(settings: dict[str, Any], generation: Generation) -> dict[str, Any]:
    """Return the compile settings of an HDF5 file's ``training_config``, or of an archive.

    Args:
        settings: ``optimizer_config`` (or ``optimizer``), ``loss``, ``metrics`` and so on.
        generation: Who wrote it.
    """
    result = dict(settings)
    optimizer = result.pop("optimizer_config", result.get("optimizer"))
    result["optimizer"] = optimizer
    if generation.major < 3:
        optimizer = _unwrapped(optimizer)
    if isinstance(optimizer, dict) and isinstance(optimizer.get("config"), dict):
        result["optimizer"] = _optimizer(optimizer, generation)
    if generation.major < 3:
        result["loss"] = _without_function(result.get("loss"))
        for key in ("metrics", "weighted_metrics"):
            result[key] = _without_function(_flat(result.get(key)))
    if result.pop("sample_weight_mode", None):
        note("info", "", "Weights per time step are recognised by their shape now.")
    return result


def _without_function(value: Any) -> Any:
    """Losses and metrics without the function that Keras 2.12 to 2.15 told beside the class."""
    if isinstance(value, list):
        return [_without_function(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "class_name" not in value or not isinstance(value.get("config"), dict):
        return {key: _without_function(item) for key, item in value.items()}
    if str(value["class_name"]).endswith("Wrapper"):  # nothing else tells what it computes
        return value
    return {**value, "config": {k: v for k, v in value["config"].items() if k != "fn"}}


def _unwrapped(optimizer: Any) -> Any:
    """The optimizer inside one that scales the loss; single precision needs no scale."""
    config = optimizer.get("config") if isinstance(optimizer, dict) else None
    if not isinstance(config, dict) or not str(optimizer["class_name"]).startswith("LossScale"):
        return optimizer
    inner = config.get("inner_optimizer", config.get("optimizer"))
    return inner if isinstance(inner, dict) else optimizer


def _optimizer(optimizer: dict[str, Any], generation: Generation) -> dict[str, Any]:
    """The optimizer, marked when it computes by the formulas of Keras before 2.11."""
    name = str(optimizer.get("class_name", "")).removeprefix("Custom>")
    config = {_KEYS.get(key, key): value for key, value in optimizer["config"].items()}
    older = is_older(optimizer, generation)
    if older and name == "Nadam":
        config.pop("decay", None)  # its momentum's schedule, not the learning rate's
    if older:
        config |= _older_rules(name)
    if older and config.get("epsilon", 0) is None:
        config.pop("epsilon")
    if isinstance(config.get("learning_rate"), dict):  # a schedule
        config["learning_rate"] = _without_none(config["learning_rate"], "name")
    for key in ("learning_rate", "beta_1", "beta_2", "rho", "momentum", "decay"):
        if isinstance(config.get(key), float):
            config[key] = _decimal(config[key])
    return {**optimizer, "class_name": name, "registered_name": None, "config": config}


def is_older(optimizer: dict[str, Any], generation: Generation) -> bool:
    """Whether an optimizer is of the kind before Keras 2.11 (its ``legacy`` since then)."""
    if generation.major == 3:
        return False
    optimizer = _unwrapped(optimizer)
    if "legacy" in str(optimizer.get("module")):
        return True
    config = optimizer.get("config")
    return not isinstance(config, dict) or bool(config.get("is_legacy_optimizer", True))


def _older_rules(name: str) -> dict[str, Any]:
    """What makes an optimizer compute as before Keras 2.11, where that differs."""
    try:
        params = registry.find("optimizer", name).target.params
    except ValueError:
        return {}
    return {key: p.keras2 for key, p in params.items() if p.own}


def _without_none(entry: dict[str, Any], key: str) -> dict[str, Any]:
    """The entry of an object without an argument that holds nothing."""
    config = entry.get("config")
    if not isinstance(config, dict) or config.get(key, "") is not None:
        return entry
    return {**entry, "config": {k: v for k, v in config.items() if k != key}}


def _decimal(value: float) -> float:
    """0.001 where a file says 0.0010000000474974513, its nearest number in single precision."""
    short = float(f"{value:.7g}")
    return short if abs(short - value) <= 1e-7 * abs(value) else value


def _flat(metrics: Any) -> Any:
    """Metrics of a single output, which Keras 2 wrote as a list in a list."""
    if isinstance(metrics, list) and len(metrics) == 1 and isinstance(metrics[0], list):
        return metrics[0]
    return metrics
