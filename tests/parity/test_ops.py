"""Every name of keras.ops: values, types, the same in a compiled plan, and open sizes."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

import keras
import numpy as np
import pytest

import engine.ops
from engine.graph import trace
from engine.plan import Plan
from engine.tensor import Spec, Tensor
from engine.tree import flatten
from tests.op_parity import gathered
from tests.op_parity.control import OWN_TESTS
from tests.op_parity.differences import NOT_OFFERED, VALUES_NEEDED, WITHOUT_OPEN_SIZES

CASES = gathered()
SPACES = ("image", "linalg", "nn", "numpy")
#: float32 in another order of additions.
CLOSE = {"rtol": 2e-5, "atol": 2e-6}


def names(space: Any) -> set[str]:
    found = vars(space).items()
    return {n for n, v in found if not n.startswith("_") and not isinstance(v, ModuleType)}


def test_every_name_is_compared_or_listed() -> None:
    wanted = names(keras.ops) | {f"image.{n}" for n in names(keras.ops.image)}
    compared = {case.split(" ")[0] for case in CASES} | set(OWN_TESTS)
    assert wanted - compared - set(NOT_OFFERED) == set()
    assert set(NOT_OFFERED) & compared == set()


@pytest.mark.parametrize("space", SPACES)
def test_namespaces_hold_keras_names(space: str) -> None:
    ours, theirs = getattr(engine.ops, space), getattr(keras.ops, space)
    assert [n for n in names(theirs) - set(NOT_OFFERED) if not hasattr(ours, n)] == []


def leaves(result: Any) -> list[Any]:
    return [r for r in flatten(result) if r is not None]


def tensors(result: Any) -> list[Tensor]:
    return [r for r in flatten(result) if isinstance(r, Tensor)]


def compare(name: str, ours: Any, theirs: Any) -> None:
    a, b = leaves(ours), leaves(theirs)
    assert len(a) == len(b), name
    for mine, other in zip(a, b, strict=True):
        assert not hasattr(other, "dtype") or mine.dtype == str(other.dtype)
        mine, other = np.asarray(mine), np.asarray(other)
        assert mine.shape == other.shape
        if other.dtype.kind in "fc":
            scale = np.abs(other[np.isfinite(other)]).max(initial=1.0)
            np.testing.assert_allclose(
                mine, other, rtol=CLOSE["rtol"], atol=CLOSE["atol"] * max(scale, 1.0)
            )
        else:
            np.testing.assert_array_equal(mine, other)


@functools.cache
def eager(name: str) -> Any:
    function, arrays = CASES[name]
    return function(engine.ops, *(engine.ops.convert_to_tensor(a) for a in arrays))


@pytest.mark.parametrize("name", CASES)
def test_values_and_types_are_those_of_keras(name: str) -> None:
    function, arrays = CASES[name]
    with np.errstate(all="ignore"):
        theirs = function(keras.ops, *(keras.ops.convert_to_tensor(a) for a in arrays))
    compare(name, eager(name), theirs)


@pytest.mark.parametrize("name", [n for n in CASES if n not in VALUES_NEEDED])
def test_a_plan_gives_the_same_as_running_at_once(name: str) -> None:
    function, arrays = CASES[name]
    specs = [Spec(a.shape, a.dtype.name) for a in arrays]
    graph = trace(lambda *given: function(engine.ops, *given), specs)
    plan = Plan(graph)
    for place, array in zip(plan.inputs, arrays, strict=True):
        place[...] = array
    plan.run()
    wanted = tensors(eager(name))
    assert len(plan.outputs) == len(wanted)
    for found, tensor in zip(plan.outputs, wanted, strict=True):
        np.testing.assert_array_equal(found, tensor.numpy())


OPEN = [n for n in CASES if n not in VALUES_NEEDED and n not in WITHOUT_OPEN_SIZES and CASES[n][1]]


@pytest.mark.parametrize("name", OPEN)
def test_shapes_are_inferred_with_an_open_batch(name: str) -> None:
    function, arrays = CASES[name]
    size = arrays[0].shape[0] if arrays[0].ndim else None
    specs = [
        Spec((None, *a.shape[1:]) if a.ndim and a.shape[0] == size else a.shape, a.dtype.name)
        for a in arrays
    ]
    inferred = tensors(trace(lambda *given: function(engine.ops, *given), specs).outputs)
    known = tensors(eager(name))
    for found, real in zip(inferred, known, strict=True):
        assert found.dtype == real.dtype
        assert len(found.shape) == len(real.shape)
        for open_size, given in zip(found.shape, real.shape, strict=True):
            assert open_size in (None, given)
