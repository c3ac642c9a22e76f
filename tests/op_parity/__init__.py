"""Calls to compare every op with Keras by, one file per family.

A family's ``CASES``: name of the op, a space and a remark if there are several -> calls. A
call is (function of the ops module and arrays, arrays); it is written once and run with
Keras and with the engine.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np

Call = tuple[Callable[..., Any], tuple[np.ndarray, ...]]

RNG = np.random.default_rng(7)


def words(text: str) -> list[str]:
    """Names, one after the other."""
    return text.split()


def real(*shape: int) -> np.ndarray:
    return RNG.normal(size=shape).astype("float32")


def positive(*shape: int) -> np.ndarray:
    return RNG.uniform(0.2, 2.0, shape).astype("float32")


def whole(*shape: int, low: int = -5, high: int = 6, dtype: str = "int32") -> np.ndarray:
    return RNG.integers(low, high, shape).astype(dtype)


def yes_no(*shape: int) -> np.ndarray:
    return RNG.random(shape) < 0.5


def holed(*shape: int) -> np.ndarray:
    """Numbers with some NaN among them."""
    values = real(*shape)
    values[RNG.random(shape) < 0.25] = np.nan
    return values


def plain(name: str, *arrays: np.ndarray, **arguments: Any) -> Call:
    """The op called with the arrays and the arguments."""
    path = name.split(" ")[0].split(".")

    def call(ops: Any, *values: Any) -> Any:
        function = ops
        for part in path:
            function = getattr(function, part)
        return function(*values, **arguments)

    return call, arrays


def gathered() -> dict[str, Call]:
    """All families' cases."""
    cases: dict[str, Call] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        family = importlib.import_module(f"{__name__}.{module.name}")
        assert not set(family.CASES) & set(cases), module.name
        cases.update(family.CASES)
    return cases
