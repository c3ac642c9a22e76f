"""TensorFlow's names for filling, cutting, picking and sorting, against NumPy.

The whole list was compared with TensorFlow 2.21 as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as tf

A = np.array([[3.0, 1.0, 2.0], [-1.0, 5.0, 0.5]], "f")
X = tf.constant(A)
CASES: dict[str, tuple[Any, Any]] = {
    "fill": (tf.fill([2, 3], 7), np.full((2, 3), 7)),
    "linspace": (tf.linspace(0.0, 1.0, 5), np.linspace(0, 1, 5)),
    "identity": (tf.identity(X), A),
    "rank": (tf.rank(X), 2),
    "size": (tf.size(X), 6),
    "split": (tf.split(X, 3, axis=1)[2], A[:, 2:]),
    "split by sizes": (tf.split(X, [1, 2], 1)[1], A[:, 1:]),
    "unstack": (tf.unstack(X, axis=1)[0], A[:, 0]),
    "tile": (tf.tile(X, tf.constant([2, 1])), np.tile(A, (2, 1))),
    "repeat": (tf.repeat(X, 2, axis=0), A.repeat(2, 0)),
    "gather": (tf.gather(X, [2, 0], axis=1), A[:, [2, 0]]),
    "boolean_mask": (tf.boolean_mask(X, [False, True]), A[1:]),
    "reverse": (tf.reverse(X, [1]), A[:, ::-1]),
    "cumsum": (tf.cumsum(X, 1), A.cumsum(1)),
    "argmin": (tf.argmin(X, 1), A.argmin(1)),
    "sort": (tf.sort(X), np.sort(A)),
    "sort falling": (tf.sort(X, direction="DESCENDING"), -np.sort(-A)),
    "argsort falling": (tf.argsort(X, direction="DESCENDING"), np.argsort(-A)),
    "clip_by_value": (tf.clip_by_value(X, 0.0, 2.0), A.clip(0, 2)),
    "norm": (tf.norm(X), np.linalg.norm(A)),
    "norm 1": (tf.norm(X, 1, axis=1), np.abs(A).sum(1)),
    "norm inf": (tf.norm(X, np.inf), 5.0),
    "reduce_prod": (tf.reduce_prod(X, 1), A.prod(1)),
    "logical_and": (tf.logical_and(X > 1, X < 3), (A > 1) & (A < 3)),
    "einsum": (tf.einsum("ij,kj->ik", X, X), A @ A.T),
    "cast": (tf.cast(X, tf.bool), A.astype(bool)),
    "l2_normalize": (tf.nn.l2_normalize(X, 1), A / np.linalg.norm(A, axis=1, keepdims=True)),
}


@pytest.mark.parametrize("case", CASES)
def test_values(case: str) -> None:
    ours, expected = CASES[case]
    assert np.shape(ours) == np.shape(expected)
    assert np.asarray(ours) == pytest.approx(np.asarray(expected), rel=1e-6)


def test_gradients_flow_through_them() -> None:
    v = tf.Variable(A)
    with tf.GradientTape() as tape:
        first, _ = tf.split(tf.clip_by_value(v, -10.0, 4.0), [1, 2], axis=1)
        y = tf.norm(tf.gather(first, [0])) * 2.0
    assert tape.gradient(y, v).numpy().tolist() == [[2.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


def test_what_is_a_tensor_and_what_is_refused() -> None:
    assert tf.is_tensor(X)
    assert tf.is_tensor(tf.Variable(1.0))
    assert not tf.is_tensor(A)
    with pytest.raises(ValueError, match="DESCENDING"):
        tf.sort(X, direction="down")
    with pytest.raises(ValueError, match="euclidean"):
        tf.norm(X, "fro2")
    assert float(tf.constant_initializer(3.0)((2,))[0]) == 3.0
    drawn = np.asarray(tf.random_uniform_initializer(1.0, 2.0, seed=1)((50,)))
    assert 1.0 <= drawn.min() <= drawn.max() < 2.0


def test_falling_positions_of_unsigned_numbers_and_equal_ones() -> None:
    """TensorFlow's answers: unsigned numbers have no negative ones to sort by."""
    found = tf.argsort(np.array([0, 5, 3], np.uint8), direction="DESCENDING")
    assert found.numpy().tolist() == [1, 2, 0]
    equal = tf.argsort([3.0, 5.0, 3.0, 5.0], direction="DESCENDING")
    assert equal.numpy().tolist() == [1, 3, 0, 2]


def test_a_mask_of_several_axes_picks_single_elements() -> None:
    mask = A > 1
    assert tf.boolean_mask(X, mask).numpy().tolist() == A[mask].tolist()
    with pytest.raises(ValueError, match="mask of shape"):
        tf.boolean_mask(X, [True, False, True])


def test_numbers_keep_their_size_and_kind() -> None:
    assert tf.constant(2**40).dtype == "int64"
    assert int(tf.constant(2**40)) == 2**40
    assert tf.range(0).dtype == "int32"
    assert tf.identity(tf.constant([True])).dtype == "bool"
    assert tf.linspace(0.0, 1.0, 3).dtype == "float32"
    assert tf.linspace(np.float64(0), 1.0, 3).dtype == "float64"


def test_the_norm_of_matrices_is_not_that_of_vectors() -> None:
    assert float(tf.norm(X, 1, axis=(0, 1))) == pytest.approx(np.linalg.norm(A, 1))


def test_a_tensor_does_not_change_with_the_array_it_was_made_of() -> None:
    given = np.zeros(3, "f")
    tensors = tf.constant(given), tf.convert_to_tensor(given)
    given[0] = 5
    assert [t.numpy().tolist() for t in tensors] == [[0, 0, 0]] * 2
