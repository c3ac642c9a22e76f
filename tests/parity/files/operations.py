"""Operations between layers, each generation's own way of saying the same."""

from __future__ import annotations

from typing import Any


def in_keras2(k: Any, tf: Any) -> Any:
    """Arithmetic, functions of TensorFlow and slices on symbolic tensors."""
    a, b = k.Input((4,)), k.Input((4,))
    x = tf.nn.relu(a * 2.0 + b) - tf.reduce_mean(b, axis=-1, keepdims=True)
    y = tf.concat([1.0 - x, b], axis=-1)[:, 1:5]
    y = tf.transpose(tf.reshape(y, (-1, 2, 2)), [0, 2, 1])
    y = tf.reshape(tf.matmul(y, y), [-1, 4]) / 3.0
    y = tf.squeeze(tf.expand_dims(tf.sigmoid(y), 1), 1)
    y = tf.clip_by_value(tf.exp(-y) + tf.nn.softmax(tf.abs(y)), 0.1, 2.0)
    return k.Model([a, b], k.layers.Dense(2)(tf.stack([y, tf.maximum(y, b)], axis=1)[:, 0]))


def in_keras3(k: Any) -> Any:
    """The same with ``keras.ops``."""
    ops = k.ops
    a, b = k.Input((4,)), k.Input((4,))
    x = ops.relu(a * 2.0 + b) - ops.mean(b, axis=-1, keepdims=True)
    y = ops.concatenate([1.0 - x, b], axis=-1)[:, 1:5]
    y = ops.transpose(ops.reshape(y, (-1, 2, 2)), [0, 2, 1])
    y = ops.reshape(ops.matmul(y, y), [-1, 4]) / 3.0
    y = ops.squeeze(ops.expand_dims(ops.sigmoid(y), 1), 1)
    y = ops.clip(ops.exp(-y) + ops.softmax(ops.abs(y)), 0.1, 2.0)
    return k.Model([a, b], k.layers.Dense(2)(ops.stack([y, ops.maximum(y, b)], axis=1)[:, 0]))
