"""Nested structures and element types against keras.tree and keras.backend."""

from __future__ import annotations

import itertools
from typing import Any

import keras
import numpy as np
import pytest

import engine
from engine import tree

NESTED = {"b": [1, (2, None)], "a": {"x": 3, "c": (4,)}, "d": 5}
SHALLOW = {"b": [0, 0], "a": 0, "d": 0}

CALLS = {
    "flatten": lambda t: t.flatten(NESTED),
    "flatten_with_path": lambda t: t.flatten_with_path(NESTED),
    "pack_sequence_as": lambda t: t.pack_sequence_as(NESTED, list("abcdef")),
    "map_structure": lambda t: t.map_structure(lambda v: v and v * 2, NESTED),
    "map_structure two": lambda t: t.map_structure(lambda a, b: (a, b), [1, [2]], [3, [4]]),
    "map_structure none": lambda t: t.map_structure(lambda v: v + 1, [1, None], none_is_leaf=False),
    "map_structure_up_to": lambda t: t.map_structure_up_to(SHALLOW, lambda v: [v], NESTED),
    "map_shape_structure": lambda t: t.map_shape_structure(
        lambda s: len(s), {"a": (1, None), "b": [(2, 3, 4), (5,)]}
    ),
    "is_nested": lambda t: [t.is_nested(v) for v in (1, [1], (1,), {"a": 1}, "ab", None)],
    "lists_to_tuples": lambda t: t.lists_to_tuples(NESTED),
    "traverse": lambda t: t.traverse(
        lambda v: len(v) if isinstance(v, tuple) else t.MAP_TO_NONE if v == 3 else None, NESTED
    ),
    "traverse up": lambda t: t.traverse(
        lambda v: sum(v) if isinstance(v, list) else None, [[1, 2], [3, [4]]], top_down=False
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_structures_are_those_of_keras(name: str) -> None:
    assert CALLS[name](tree) == CALLS[name](keras.tree)


@pytest.mark.parametrize(
    "call",
    [
        lambda t: t.assert_same_structure([1, 2], [1]),
        lambda t: t.assert_same_structure({"a": 1}, {"b": 1}),
        lambda t: t.assert_same_paths([1, 2], [1, [2]]),
        lambda t: t.pack_sequence_as([1, 2], [1]),
    ],
)
def test_differences_are_errors_as_in_keras(call: Any) -> None:
    for library in (tree, keras.tree):
        with pytest.raises(ValueError):
            call(library)


TYPES = "bool uint8 int8 uint16 int16 uint32 int32 int64 float16 float32".split()  # noqa: SIM905


@pytest.mark.parametrize("pair", list(itertools.product([*TYPES, int, float], repeat=2)), ids=str)
def test_mixed_types_are_promoted_as_in_keras(pair: tuple[Any, Any]) -> None:
    assert engine.backend.result_type(*pair) == keras.backend.result_type(*pair)


@pytest.mark.parametrize("dtype", [None, "float32", int, float, bool, np.float64, np.dtype("i2")])
def test_names_of_types_are_those_of_keras(dtype: Any) -> None:
    for name in ("standardize_dtype", "is_float_dtype", "is_int_dtype"):
        if dtype is not None or name == "standardize_dtype":
            ours, theirs = (getattr(m.backend, name)(dtype) for m in (engine, keras))
            assert ours == theirs


def test_batch_dot_sums_over_one_axis_of_each_sample() -> None:
    x, y = np.random.default_rng(0).normal(size=(2, 3, 4, 5)).astype("f"), np.ones((3, 5, 2), "f")
    k = engine.backend
    np.testing.assert_allclose(
        k.batch_dot(x[0], x[1], axes=2), x[0] @ x[1].swapaxes(1, 2), rtol=1e-5
    )
    assert k.batch_dot(x[0], y).shape == (3, 4, 2)
    rows = k.batch_dot(x[0, :, 0], x[1, :, 0], axes=1).numpy()
    np.testing.assert_allclose(rows, (x[0, :, 0] * x[1, :, 0]).sum(1, keepdims=True), rtol=1e-5)
