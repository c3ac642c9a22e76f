"""Every op's gradient against central differences in float64."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import engine.ops as ops
from engine.op import Node, Op, Recorder, WithoutGradient, pop_recorder, push_recorder
from engine.ops.random import key_state
from engine.tape import GradientTape
from engine.tensor import Tensor, Variable
from engine.tree import flatten
from tests.op_cases import gathered

CASES, ONCE = gathered()


class Seen(Recorder):
    """Notes which ops are applied."""

    def __init__(self) -> None:
        self.ops: set[int] = set()

    def record(self, node: Node) -> None:
        self.ops.add(id(node.op))


def weighted_sum(function: Callable[..., Any], arrays: list[np.ndarray]) -> Any:
    """One number from all float outputs, each element with a weight of its own."""
    total = None
    for i, output in enumerate(flatten(function(*arrays))):
        if output.dtype != "float64":
            continue
        weights = np.random.default_rng(i).uniform(0.5, 1.5, output.shape)
        part = ops.sum(ops.multiply(output, weights))
        total = part if total is None else ops.add(total, part)
    return total


def gradients(function: Callable[..., Any], arrays: tuple[np.ndarray, ...]) -> list[Any]:
    variables = [Variable(a, dtype="float64") for a in arrays]
    with GradientTape() as tape:
        total = weighted_sum(function, variables)  # type: ignore[arg-type]
    return tape.gradient(total, variables)


def differences(
    function: Callable[..., Any], arrays: tuple[np.ndarray, ...], step: float = 1e-6
) -> list[np.ndarray]:
    result = []
    for which, array in enumerate(arrays):
        slope = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            values = []
            for sign in (1, -1):
                moved = [a.copy() for a in arrays]
                moved[which][place] += sign * step
                values.append(float(weighted_sum(function, moved)))
            slope[place] = (values[0] - values[1]) / (2 * step)
        result.append(slope)
    return result


@pytest.mark.parametrize("name", CASES)
def test_gradient_equals_central_differences(name: str) -> None:
    function, arrays = CASES[name]
    for found, wanted in zip(
        gradients(function, arrays), differences(function, arrays), strict=True
    ):
        np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", [n for n in CASES if n not in ONCE])
def test_second_derivative_equals_differences_of_the_first(name: str) -> None:
    function, arrays = CASES[name]

    def slopes(*inputs: Any) -> Any:
        with GradientTape() as tape:
            variables = [
                i if isinstance(i, Variable) else Variable(i, dtype="float64") for i in inputs
            ]
            total = weighted_sum(function, variables)  # type: ignore[arg-type]
        return [g for g in tape.gradient(total, variables) if g is not None]

    variables = [Variable(a, dtype="float64") for a in arrays]
    with GradientTape() as outer:
        total = weighted_sum(slopes, variables)  # type: ignore[arg-type]
    found = outer.gradient(total, variables)
    for slope, wanted in zip(found, differences(slopes, arrays, 1e-5), strict=True):
        value = np.zeros_like(wanted) if slope is None else slope.numpy()
        np.testing.assert_allclose(value, wanted, rtol=1e-5, atol=1e-6)


def all_ops() -> dict[int, Op]:
    found: dict[int, Op] = {}
    for module in pkgutil.iter_modules(ops.__path__):
        held = list(vars(importlib.import_module(f"engine.ops.{module.name}")).values())
        tables = [list(v.values()) for v in held if isinstance(v, dict)]
        for value in (*held, *(v for table in tables for v in table)):
            if isinstance(value, Op):
                found[id(value)] = value
    return found


def without_gradient(op: Op) -> bool:
    """Ops that declare none, elementwise ones without a rule, and those that write to variables."""
    return isinstance(op, WithoutGradient) or getattr(op, "rule", "own") is None or bool(op.mutates)


def test_every_op_has_a_gradient_case() -> None:
    seen = Seen()
    push_recorder(seen)
    try:
        for name, (function, arrays) in CASES.items():
            variables = [Variable(a, dtype="float64") for a in arrays]
            with GradientTape() as outer:
                with GradientTape() as tape:
                    total = weighted_sum(function, variables)  # type: ignore[arg-type]
                first = [g for g in tape.gradient(total, variables) if g is not None]
                again = weighted_sum(lambda *a: list(a), first)
            if name not in ONCE:
                outer.gradient(again, variables)
        ops.cast(Tensor((1,), "float32", np.ones(1, np.float32)), "float64")
    finally:
        pop_recorder(seen)
    missing = [op.name for key, op in all_ops().items() if key not in seen.ops]
    assert [
        n
        for n, op in ((o.name, o) for o in all_ops().values())
        if n in missing and not without_gradient(op)
    ] == []


def test_drawing_a_key_advances_the_generator() -> None:
    state = key_state(9)
    first, second = ops.draw_key(state).numpy(), ops.draw_key(state).numpy()
    assert first.tolist() == [9, 0]
    assert second.tolist() == [9, 1]


def test_a_power_of_0_is_flat_everywhere() -> None:
    x = Variable(np.array([0.0, 2.0, 0.0]))
    with GradientTape() as tape:
        y = ops.sum(ops.power(x, np.array([0.0, 0.0, 1.0])))
    assert tape.gradient(y, x).numpy().tolist() == [0.0, 0.0, 1.0]


def test_the_size_of_a_complex_zero_is_flat() -> None:
    """As in JAX: the spectrum of silence must not make every weight NaN."""
    (gradient,) = gradients(
        lambda x: ops.absolute(ops.view_as_complex(x)), (np.array([[0.0, 0.0], [3.0, 4.0]]),)
    )
    weights = np.random.default_rng(0).uniform(0.5, 1.5, 2)
    np.testing.assert_allclose(gradient, [[0.0, 0.0], [0.6 * weights[1], 0.8 * weights[1]]])


def test_complex_numbers_keep_infinite_parts() -> None:
    pairs = np.array([[1.0, np.inf], [np.inf, 1.0], [2.0, -np.inf]])
    np.testing.assert_array_equal(ops.view_as_real(ops.view_as_complex(pairs)), pairs)


def test_bessel_functions_of_what_is_no_usual_number() -> None:
    x = np.array([1e30, -np.inf, np.nan, 0.0, 700.0])
    wanted = [np.inf, np.inf, np.nan, 1.0, 1.5295933476718737e302]
    np.testing.assert_allclose(ops.i0(x), wanted, rtol=1e-12)
