"""``keras.optimizers.legacy``: the optimizers of before Keras 2.11, by the rules of then."""

from __future__ import annotations

from typing import Any

from engine.optimizers import adam_family, rare_features, rmsprop
from engine.optimizers.adam import Adam
from engine.optimizers.adam_family import Adamax
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.rare_features import Adadelta, Ftrl
from engine.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "Adamax",
    "Ftrl",
    "Nadam",
    "Optimizer",
    "RMSprop",
]


def Adagrad(*args: Any, **kwargs: Any) -> Optimizer:
    """Return Adagrad with epsilon outside the root."""
    return rare_features.Adagrad(*args, keras2=True, **kwargs)


def Nadam(*args: Any, **kwargs: Any) -> Optimizer:
    """Return Nadam with the slower schedule of its momentum."""
    return adam_family.Nadam(*args, keras2=True, **kwargs)


def RMSprop(*args: Any, **kwargs: Any) -> Optimizer:
    """Return RMSprop with epsilon outside the root where there is no momentum."""
    return rmsprop.RMSprop(*args, keras2=True, **kwargs)
