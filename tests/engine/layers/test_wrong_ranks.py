"""Inputs of every rank: a layer computes, or says in plain words what it got."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine import registry
from tests.layer_cases import Cases, gathered, made

CASES: Cases = gathered("CASES")
#: Layers of texts and lookups take any rank but no numbers; the input takes nothing.
NAMES = [
    e.name
    for e in registry.entries("layer")
    if e.name in CASES and e.family != "preprocessing" and e.name != "InputLayer"
]


FLAT = [
    pytest.param(name, config, arrays, id=f"{name}-{i}")
    for name in NAMES
    for i, (config, arrays) in enumerate(CASES[name])
]


@pytest.mark.parametrize(("name", "config", "arrays"), FLAT)
def test_a_rank_is_taken_or_refused_by_name_and_shape(
    name: str, config: dict[str, Any], arrays: list[np.ndarray]
) -> None:
    for rank in range(1, 7):
        layer: Any = registry.find("layer", name).target(**made(engine.layers, config))
        sample = (4,) * (rank - 1)
        inputs = [engine.Input(sample, dtype=a.dtype.name) for a in arrays]
        try:
            layer(inputs if len(inputs) > 1 else inputs[0])
        except ValueError as error:
            text = str(error)
            assert f"'{layer.name}' ({type(layer).__name__})" in text
            assert str((None, *sample)) in text or str(sample) in text
        else:
            assert layer.built
