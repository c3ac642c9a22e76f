"""Layers that compute with sizes which are open while a model is drawn."""

from __future__ import annotations

import numpy as np
import pytest

import engine as tf
from engine import keras, layers, ops


class Sampling(layers.Layer):
    """As the autoencoder of Keras's examples has it."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        mean, log_var = inputs
        batch, dim = ops.shape(mean)[0], ops.shape(mean)[1]
        epsilon = keras.random.normal(shape=(batch, dim), seed=self.seed_generator)
        return mean + ops.exp(0.5 * log_var) * epsilon


class SamplingByTensorFlow(layers.Layer):
    def call(self, inputs):
        mean, log_var = inputs
        size = tf.shape(mean)
        epsilon = keras.backend.random_normal(shape=(size[0], size[1]))
        return mean + tf.exp(0.5 * log_var) * epsilon


class Positions(layers.Layer):
    def __init__(self):
        super().__init__()
        self.table = layers.Embedding(20, 4)

    def call(self, x):
        length = tf.shape(x)[-1]
        return self.table(tf.range(start=0, limit=length, delta=1)) + tf.expand_dims(x, -1)


@pytest.mark.parametrize("layer", [Sampling, SamplingByTensorFlow])
def test_noise_of_the_batchs_size(layer):
    mean, log_var = tf.Input((3,)), tf.Input((3,))
    drawn = layer()([mean, log_var])
    assert drawn.shape == (None, 3)
    model = tf.Model([mean, log_var], drawn)
    ones = np.ones((5, 3), "float32")
    found = model.predict([ones, ones * -100], verbose=0)  # no variance: the mean itself
    np.testing.assert_allclose(found, ones, rtol=1e-6)
    spread = model.predict([ones, ones], verbose=0)
    assert spread.shape == (5, 3)
    assert spread.std() > 0.1


def test_positions_of_an_open_length():
    x = tf.Input((None,))
    layer = Positions()
    y = layer(x)
    assert y.shape == (None, None, 4)
    table = layer.table.get_weights()[0]
    data = np.arange(12.0).reshape(2, 6)
    np.testing.assert_allclose(tf.Model(x, y)(data), table[:6] + data[..., None], rtol=1e-6)


@pytest.mark.parametrize(
    ("function", "shape"),
    [
        (lambda x: tf.reshape(x, (tf.shape(x)[0] * 2, -1)), (None, 6)),
        (lambda x: tf.reshape(x, (-1, tf.shape(x)[1] // 2)), (None, 2)),
        (lambda x: tf.tile(x[:, None], [1, tf.shape(x)[0], 1, 1]), (None, None, 4, 3)),
        (lambda x: tf.zeros((tf.shape(x)[0], 7)) + 1.0, (None, 7)),
        (lambda x: ops.ones((ops.shape(x)[0] + 1, 2)), (None, 2)),
    ],
)
def test_shapes_of_computed_sizes(function, shape):
    class Own(layers.Layer):
        def call(self, x):
            return function(x)

    x = tf.Input((4, 3))
    y = Own()(x)
    assert y.shape == shape
    data = np.random.default_rng(0).normal(size=(5, 4, 3)).astype("float32")
    np.testing.assert_allclose(tf.Model(x, y)(data), function(tf.constant(data)))


def test_an_error_of_the_users_own_stays_what_it_is():
    class Wrong(layers.Layer):
        def call(self, x):
            raise ValueError("this is what is wrong")

    with pytest.raises(ValueError, match="this is what is wrong"):
        Wrong()(tf.Input((3,)))


def test_sizes_are_numbers_in_a_compiled_step():
    seen = []

    class Model(tf.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)

        def train_step(self, data):
            x, y = data
            count = tf.shape(x)[0]
            seen.append(int(count) + 1)
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum((self.dense(x) - y) ** 2) / tf.cast(count, tf.float32)
            grads = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(zip(grads, self.trainable_variables, strict=True))
            return {"total": loss}

    model = Model()
    model.compile("sgd")
    data = np.ones((8, 2), "float32")
    first = model.fit(data, data[:, :1], batch_size=4, epochs=5, verbose=0).history["total"]
    assert seen == [5]  # traced once for the batch's shape, not run anew for every batch
    assert first[-1] < first[0]


def test_metrics_of_a_layer_and_of_those_inside():
    class Endpoint(layers.Layer):
        def __init__(self):
            super().__init__()
            self.accuracy = keras.metrics.BinaryAccuracy()
            self.inner = [Inner(), layers.Dense(2)]

        def call(self, targets, logits):
            self.accuracy.update_state(targets, logits)
            return logits

    class Inner(layers.Layer):
        def __init__(self):
            super().__init__()
            self.mean = keras.metrics.Mean(name="mean")

    layer = Endpoint()
    layer(tf.ones((2, 2)), tf.ones((2, 2)))
    assert [m.name for m in layer.metrics] == ["binary_accuracy", "mean"]
    assert float(layer.metrics[0].result()) == 1
    assert len(layer.metrics_variables) == 4
