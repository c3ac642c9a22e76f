"""Arguments and inputs to test every layer with, one file per family.

A family file holds

* ``CASES``: layer class -> argument sets, each with one array per input (batch
  of 4), for the contract every layer keeps;
* ``DRAWN``: layer class -> a function that draws a configuration and the
  inputs' shapes from a random generator, to compare with real Keras;
* ``INSIDE``: layer class -> the layer whose cases cover it;
* ``BY_CHANCE``: layers that no configuration makes repeatable while training;
* ``NOT_RUN``: layers that compute nothing, with the reason;
* ``NOT_IN_KERAS``: layers that have no counterpart to compare with, with the reason.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

Cases = dict[str, list[tuple[dict[str, Any], list[np.ndarray]]]]
Draws = dict[str, Callable[[np.random.Generator], tuple[dict[str, Any], list[Any]]]]

_rng = np.random.default_rng(4)


class Inner(NamedTuple):
    """A layer among another one's arguments, made in the library under test."""

    name: str
    config: dict[str, Any]


def made(layers: Any, config: Any) -> Any:
    """A configuration with the layers in it made by ``layers`` (a module like keras.layers)."""
    if isinstance(config, Inner):
        return getattr(layers, config.name)(**made(layers, config.config))
    if isinstance(config, dict):
        return {key: made(layers, value) for key, value in config.items()}
    if isinstance(config, list):
        return [made(layers, value) for value in config]
    return config


def real(*shape: int) -> np.ndarray:
    """Normal numbers, float32."""
    return _rng.normal(size=shape).astype("float32")


def whole(high: int, *shape: int) -> np.ndarray:
    """Whole numbers below ``high``, int32."""
    return _rng.integers(0, high, shape).astype("int32")


def pick(rng: np.random.Generator, *options: Any) -> Any:
    """One of the options."""
    return options[rng.integers(len(options))]


def gathered(name: str) -> dict[str, Any]:
    """The families' tables of a name, merged."""
    merged: dict[str, Any] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        table = getattr(importlib.import_module(f"{__name__}.{module.name}"), name, {})
        assert not set(table) & set(merged), f"{module.name} repeats {set(table) & set(merged)}"
        merged.update(table)
    return merged


def gathered_names(name: str) -> set[str]:
    """The families' lists of layers of a name, together."""
    modules = [
        importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__)
    ]
    return {layer for module in modules for layer in getattr(module, name, ())}
