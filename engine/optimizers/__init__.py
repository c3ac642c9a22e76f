"""Optimizers: classes, and finding one by name."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.custom_objects import custom_object_scope
from engine.optimizers import legacy, schedules
from engine.optimizers.adam import Adam
from engine.optimizers.adam_family import (
    Adamax,
    AdamW,
    Lamb,
    Lion,
    Nadam,
    ScheduleFreeAdamW,
)
from engine.optimizers.factored import Adafactor
from engine.optimizers.loss_scale import LossScaleOptimizer
from engine.optimizers.multi import MultiOptimizer, OptimizerMap
from engine.optimizers.muon import Muon
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.rare_features import Adadelta, Adagrad, Ftrl
from engine.optimizers.rmsprop import RMSprop
from engine.optimizers.sgd import SGD


def get(identifier: Any) -> Any:
    """Return the optimizer of a name, a configuration, a class or an object; None for None."""
    return None if identifier is None else registry.get("optimizer", identifier)


def serialize(optimizer: Any) -> Any:
    """Return the JSON-able form of an optimizer."""
    return registry.serialize(optimizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make an optimizer from ``serialize``'s form."""
    with custom_object_scope(custom_objects):
        return registry.deserialize(config, "optimizer")


__all__ = [
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lamb",
    "Lion",
    "LossScaleOptimizer",
    "MultiOptimizer",
    "Muon",
    "Nadam",
    "Optimizer",
    "OptimizerMap",
    "RMSprop",
    "SGD",
    "ScheduleFreeAdamW",
    "deserialize",
    "get",
    "legacy",
    "schedules",
    "serialize",
]
