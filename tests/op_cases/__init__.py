"""Inputs to check every op's gradient with, one file per family.

A family file holds ``CASES``: name -> (function of arrays, float64 arrays), and
``ONCE``: names of cases whose gradient rule is not itself differentiable.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np

Cases = dict[str, tuple[Callable[..., Any], tuple[np.ndarray, ...]]]

RNG = np.random.default_rng(20)


def real(*shape: int) -> np.ndarray:
    """Numbers away from 0, where kinks would spoil a difference quotient."""
    values = RNG.uniform(0.2, 1.5, shape)
    return values * RNG.choice([-1.0, 1.0], shape)


def positive(*shape: int) -> np.ndarray:
    return RNG.uniform(0.3, 2.0, shape)


def distinct(*shape: int) -> np.ndarray:
    """No two elements close together: maxima stay where they are."""
    values = np.linspace(-2.0, 2.0, int(np.prod(shape)))
    return RNG.permutation(values).reshape(shape)


def gathered() -> tuple[Cases, tuple[str, ...]]:
    """All families' cases, and the names of those that are differentiable once."""
    cases: Cases = {}
    once: tuple[str, ...] = ()
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        family = importlib.import_module(f"{__name__}.{module.name}")
        assert not set(family.CASES) & set(cases), module.name
        cases.update(family.CASES)
        once += tuple(getattr(family, "ONCE", ()))
    return cases, once
