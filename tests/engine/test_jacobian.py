"""Derivatives of every element by every element, against differences in float64."""

from __future__ import annotations

import numpy as np
import pytest

import engine as tf

POINT = np.array([[0.3, -1.2], [0.7, 0.4], [2.0, -0.1]])


def _function(x):
    return tf.stack([tf.sin(x[:, 0]) * x[:, 1], tf.exp(x[:, 1]), x[:, 0] ** 3], axis=1)


def _differences(function, at, step=1e-6):
    found = []
    for place in range(at.size):
        moved = np.zeros(at.size)
        moved[place] = step
        moved = moved.reshape(at.shape)
        above, below = (np.asarray(function(tf.constant(at + m))) for m in (moved, -moved))
        found.append((above - below) / (2 * step))
    return np.stack(found, -1).reshape(*found[0].shape, *at.shape)


def test_every_element_by_every_element():
    x = tf.constant(POINT)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = _function(x)
    found = tape.jacobian(y, x)
    assert found.shape == (3, 3, 3, 2)
    np.testing.assert_allclose(found, _differences(_function, POINT), rtol=1e-7, atol=1e-9)


def test_each_sample_by_its_own_source():
    x = tf.constant(POINT)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = _function(x)
    found = tape.batch_jacobian(y, x)
    whole = _differences(_function, POINT)
    np.testing.assert_allclose(found, np.einsum("bibj->bij", whole), rtol=1e-7, atol=1e-9)


def test_structures_and_sources_without_influence():
    w, b, other = tf.Variable(POINT), tf.Variable(np.ones(2)), tf.Variable(np.ones(3))
    with tf.GradientTape(persistent=True) as tape:
        y = tf.reduce_sum(w * b, axis=1)
    found = tape.jacobian(y, {"w": w, "b": b, "other": other})
    np.testing.assert_allclose(found["b"], POINT)
    np.testing.assert_allclose(found["w"], np.einsum("ij,k->ijk", np.eye(3), np.ones(2)))
    assert found["other"] is None
    zeros = tape.jacobian(y, other, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    np.testing.assert_array_equal(zeros, np.zeros((3, 3)))
    assert tape.gradient(y, other, unconnected_gradients=tf.UnconnectedGradients.ZERO).shape == (3,)


def test_second_derivatives():
    x = tf.Variable([1.0, -2.0])
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            y = x[0] ** 2 * x[1] + x[1] ** 3
        first = inner.gradient(y, x)
    np.testing.assert_allclose(outer.jacobian(first, x), [[-4, 2], [2, -12]], rtol=1e-6)


def test_samples_must_go_together():
    with tf.GradientTape() as tape:
        x = tf.Variable(POINT)
        y = tf.reduce_sum(x)
    with pytest.raises(ValueError, match="same first size"):
        tape.batch_jacobian(y, x)


def test_whole_numbers_have_no_gradient():
    x = tf.constant(10)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
    assert tape.gradient(y, x) is None


def test_variables_are_remembered_after_the_gradient():
    used, fixed = tf.Variable(3.0), tf.Variable(2.0, trainable=False)
    with tf.GradientTape() as tape:
        y = used**2 + fixed
    tape.gradient(y, used)
    assert [v is used for v in tape.watched_variables()] == [True]
