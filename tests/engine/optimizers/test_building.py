"""When an optimizer makes its variables."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from engine import optimizers, registry
from engine.optimizers import LossScaleOptimizer, Optimizer
from engine.optimizers.extending import extend
from engine.tensor import Variable

NAMES = sorted(
    {e.name for e in registry.entries("optimizer") if hasattr(keras.optimizers, e.name)}
    - {"Optimizer", "LossScaleOptimizer", "MultiOptimizer"}
)
START = [np.ones((2, 3), "float32"), np.ones(3, "float32")]
GRADIENTS = [np.full((2, 3), 0.5, "float32"), np.full(3, -0.25, "float32")]


def state(optimizer: Any) -> list[np.ndarray]:
    return [np.asarray(v) for v in optimizer.variables]


@pytest.mark.parametrize("name", NAMES)
def test_building_again_changes_nothing_as_in_real_keras(name: str) -> None:
    theirs = getattr(keras.optimizers, name)()
    ours = getattr(optimizers, name)()
    counts = []
    for optimizer, kind in ((theirs, keras.Variable), (ours, Variable)):
        weights = [kind(a, name=n) for a, n in zip(START, "ab", strict=True)]
        optimizer.build(weights)
        optimizer.apply(GRADIENTS, weights)
        before = state(optimizer)
        optimizer.build(weights)
        optimizer.build([kind(np.ones(4, "float32"), name="c")])
        for old, new in zip(before, state(optimizer), strict=True):
            np.testing.assert_array_equal(new, old)
        optimizer.apply(GRADIENTS, weights)
        counts.append(len(state(optimizer)))
    assert counts[0] == counts[1] > 1


def test_an_optimizer_of_the_users_own_is_built_once() -> None:
    class Signs(Optimizer):
        def build(self, variables: Any) -> None:
            super().build(variables)
            self.counts = self.add_optimizer_variables(variables, "count")

        def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
            raise NotImplementedError

    optimizer = Signs(0.1)
    weights = [Variable(a, name=n) for a, n in zip(START, "ab", strict=True)]
    optimizer.build(weights)
    optimizer.build(variables=weights)
    assert len(optimizer.variables) == 4  # the iteration, the rate and two counts


@pytest.mark.parametrize("wrapped", [False, True])
def test_what_is_extended_keeps_its_state_and_nothing_twice(wrapped: bool) -> None:
    inner = optimizers.Adam(0.1)
    optimizer = LossScaleOptimizer(inner, initial_scale=1.0) if wrapped else inner
    first, second = (Variable(a, name=n) for a, n in zip(START, "ab", strict=True))
    optimizer.apply(GRADIENTS[:1], [first])
    momentum = inner.variables[2].numpy()
    np.testing.assert_allclose(momentum, 0.1 * GRADIENTS[0], rtol=1e-6)
    extend(optimizer, [first, second])
    assert len(inner.variables) == 6  # the iteration, the rate and two for each weight
    np.testing.assert_array_equal(inner.variables[2].numpy(), momentum)
    optimizer.apply(GRADIENTS, [first, second])
    assert int(inner.iterations) == 2
