"""Settings of training, and the optimizer's state, as Keras 2.11 to 2.15 kept them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import registry
from engine.saving.report import note

#: Settings of optimizers that came with Keras 3.
_NEWER = ("loss_scale_factor", "gradient_accumulation_steps")


def downgraded_training(settings: dict[str, Any]) -> dict[str, Any]:
    """Return compile settings in Keras 3's form as ``training_config`` of Keras 2."""
    optimizer = settings["optimizer"]
    config = {k: _plain(v) for k, v in optimizer["config"].items() if k not in _NEWER}
    config |= {"jit_compile": False, "is_legacy_optimizer": False}
    if registry.OWN in optimizer:
        note("changed", "", "The optimizer will compute by the rules of Keras 2.11 and later.")
    lost = [k for k in _NEWER if optimizer["config"].get(k)]
    if lost:
        note("lost", "", f"Keras 2's optimizers have no {' or '.join(lost)}.")
    return {
        "loss": _plain(settings["loss"]),
        "metrics": _plain(settings["metrics"]),
        "weighted_metrics": _plain(settings["weighted_metrics"]),
        "loss_weights": settings["loss_weights"],
        "optimizer_config": {"class_name": optimizer["class_name"], "config": config},
    }


def optimizer_arrays(optimizer: Any) -> list[tuple[str, np.ndarray]]:
    """Return names and arrays of an optimizer's state in Keras 2's order.

    The learning rate is not among them, Nadam's product neither; SGD has its
    momentum even where it uses none.
    """
    found = [("iteration:0", np.array(optimizer.iterations.numpy(), "int64"))]
    for variable in optimizer.variables:
        if variable.name not in ("iteration", "learning_rate", "u_product"):
            found.append((f"{variable.path}:0", variable.value))
    if type(optimizer).__name__ == "SGD" and not optimizer.momentum:
        found += [
            (f"SGD/m/{trained.path}:0", np.zeros(trained.shape, trained.dtype))
            for trained in optimizer._trained
        ]
    return found


def _plain(value: Any) -> Any:
    """Losses, metrics and schedules as class and configuration alone; functions as names."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == "function":
        return value["config"]
    if "class_name" in value and "config" in value:
        return {"class_name": value["class_name"], "config": _plain(value["config"])}
    return {key: _plain(item) for key, item in value.items()}
