"""``==`` and ``!=`` on tensors and variables: element by element, as in TensorFlow and Keras."""

from __future__ import annotations

import numpy as np
import pytest

import engine as tf

LEFT, RIGHT = np.array([[1, 2], [3, 0]]), np.array([[1, 0], [3, 4]])


@pytest.mark.parametrize("make", [tf.constant, tf.Variable])
@pytest.mark.parametrize(
    "other", [tf.constant(RIGHT), tf.Variable(RIGHT), RIGHT, RIGHT.tolist(), 3]
)
def test_elements_are_compared(make, other):
    truth = np.asarray(other)
    np.testing.assert_array_equal(make(LEFT) == other, truth == LEFT)
    np.testing.assert_array_equal(make(LEFT) != other, truth != LEFT)


def test_texts_are_compared():
    found = tf.constant(["cat", "dog"]) == ["cat", "bird"]
    np.testing.assert_array_equal(found, [True, False])
    np.testing.assert_array_equal(tf.constant(["cat", "dog"]) != "dog", [True, False])


@pytest.mark.parametrize("other", [None, [1.0, 2.0, 3.0], object()])
def test_what_cannot_be_compared_is_not_equal(other):
    x = tf.constant([1.0, 2.0])
    assert (x == other) is False
    assert (x != other) is True


def test_tensors_are_still_keys_by_identity():
    one, same = tf.constant(1.0), tf.constant(1.0)
    kept = {one: "first", same: "second"}
    assert kept[one] == "first"
    assert kept[same] == "second"


def _masked_loss(label, pred):
    mask = label != 0
    loss = tf.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")(label, pred)
    mask = tf.cast(mask, loss.dtype)
    return tf.reduce_sum(loss * mask) / tf.reduce_sum(mask)


def _masked_accuracy(label, pred):
    pred = tf.argmax(pred, axis=2)
    label = tf.cast(label, pred.dtype)
    mask = label != 0
    match = tf.cast((label == pred) & mask, tf.float32)
    return tf.reduce_sum(match) / tf.reduce_sum(tf.cast(mask, tf.float32))


@pytest.mark.parametrize("eagerly", [True, False])
def test_a_loss_that_compares_leaves_the_padding_out(eagerly):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 4, 3)).astype("float32")
    y = np.array([[1, 2, 0, 0], [2, 2, 1, 0], [1, 0, 0, 0]] * 2)
    model = tf.Sequential([tf.Input((4, 3)), tf.layers.Dense(3)])
    model.compile(loss=_masked_loss, metrics=[_masked_accuracy], run_eagerly=eagerly)
    loss, accuracy = model.evaluate(x, y, batch_size=6, verbose=0)
    kernel, bias = (w.astype("float64") for w in model.get_weights())
    scores = x @ kernel + bias
    logs = scores - np.log(np.exp(scores).sum(-1, keepdims=True))
    held = y != 0
    taken = np.take_along_axis(logs, y[..., None], -1)[..., 0]
    assert loss == pytest.approx(-taken[held].mean(), rel=1e-5)
    assert accuracy == pytest.approx((scores.argmax(-1) == y)[held].mean())
