"""Settings of training, and the optimizer's state, as Keras 2.11 to 2.15 kept them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import registry
from engine.saving.common.report import note
from engine.saving.downgrade.differences import tell_of_rules
from engine.saving.downgrade.plain import plain
from engine.saving.upgrade.optimizer_state import slot_names, slot_place

#: Settings of optimizers that came with Keras 3.
_NEWER = ("loss_scale_factor", "gradient_accumulation_steps")
#: Settings that came with Keras 2.11.
_NOT_LEGACY = (
    "weight_decay", "use_ema", "ema_momentum", "ema_overwrite_frequency", "jit_compile",
    "is_legacy_optimizer",
)  # fmt: skip


def downgraded_training(settings: dict[str, Any]) -> dict[str, Any]:
    """Return compile settings in Keras 3's form as ``training_config`` of Keras 2."""
    optimizer = settings["optimizer"]
    config = {k: plain(v) for k, v in _optimizer_settings(optimizer).items()}
    if registry.OWN in optimizer:  # an older one is told by the lack of these keys
        config = {k: v for k, v in config.items() if k not in _NOT_LEGACY and v is not None}
    return {
        "loss": plain(settings["loss"]),
        "metrics": plain(settings["metrics"]),
        "weighted_metrics": plain(settings["weighted_metrics"]),
        "loss_weights": settings["loss_weights"],
        "optimizer_config": {"class_name": optimizer["class_name"], "config": config},
    }


def archive_training(settings: dict[str, Any]) -> dict[str, Any]:
    """Return compile settings in Keras 3's form as an archive of Keras 2.15 has them."""
    optimizer = {k: v for k, v in settings["optimizer"].items() if k != registry.OWN}
    tell_of_rules(settings["optimizer"])
    return {**settings, "optimizer": {**optimizer, "config": _optimizer_settings(optimizer)}}


def _optimizer_settings(optimizer: dict[str, Any]) -> dict[str, Any]:
    """An optimizer's configuration without what came with Keras 3."""
    lost = [k for k in _NEWER if optimizer["config"].get(k)]
    if lost:
        note("lost", "", "Keras 2's optimizers lack {settings}.", settings=", ".join(lost))
    config = {k: v for k, v in optimizer["config"].items() if k not in _NEWER}
    return {**config, "jit_compile": False, "is_legacy_optimizer": False}


def optimizer_arrays(optimizer: Any) -> list[tuple[str, np.ndarray]]:
    """Return names and arrays of an optimizer's state in Keras 2's order.

    The learning rate is not among them, Nadam's product only before Keras 2.11; SGD
    has its momentum even where it uses none.
    """
    if getattr(optimizer, "keras2", False):
        return _older_arrays(optimizer)
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


def _older_arrays(optimizer: Any) -> list[tuple[str, np.ndarray]]:
    """The state as before Keras 2.11: the first slots of all weights, then the second ones."""
    found = [("iter:0", np.array(optimizer.iterations.numpy(), "int64"))]
    found += [("momentum_cache:0", v.value) for v in optimizer.variables if v.name == "u_product"]
    placed = [(slot_place(v, optimizer), v) for v in optimizer.variables]
    for slot in slot_names(optimizer):
        found += [
            (f"{type(optimizer).__name__}/{v.name}:0", v.value)
            for place, v in placed
            if place is not None and place[0] == slot
        ]
    return found
