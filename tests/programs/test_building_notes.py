"""Notes on building models: a chain, a graph, Flatten, initializers, from_tensor_slices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as tf


def test_a_chain_of_layers_given_as_a_list(notes: Any) -> None:
    # The notes misspell tf.keras as tf.kears.
    ran = notes.run(
        """
        model = tf.keras.Sequential(
            [
                tf.keras.layers.Flatten(),
                tf.keras.layers.Dense(100, activation=tf.nn.relu)
            ]
        )
        """,
        tf=tf,
    )
    # "Flatten flattens data of several axes and leaves the size of the batch as it is."
    y = ran.model(np.ones((3, 4, 5), "float32"))
    assert y.shape == (3, 100)
    assert [tuple(w.shape) for w in ran.model.weights] == [(20, 100), (100,)]
    assert (y.numpy() >= 0).all()


def test_a_graph_with_two_inputs_two_outputs_and_shared_weights(notes: Any) -> None:
    # The notes list the steps; this program does each of them.
    ran = notes.run(
        """
        import tensorflow as tf

        shared = tf.keras.layers.Dense(8, activation='relu')
        a, b = tf.keras.Input(shape=(4,)), tf.keras.Input(shape=(4,))
        both = tf.keras.layers.concatenate([shared(a), shared(b)])
        first, second = tf.keras.layers.Dense(1)(both), tf.keras.layers.Dense(2)(both)
        model = tf.keras.Model(inputs=[a, b], outputs=[first, second])
        model.compile(optimizer='adam', loss='mse', metrics=[['mae'], ['mae']])
        history = model.fit(x=x, y=y, epochs=2, batch_size=8, validation_data=(x, y), verbose=0)
        result = model.evaluate(x, y, verbose=0)
        """,
        x=[np.ones((16, 4), "float32"), np.zeros((16, 4), "float32")],
        y=[np.ones((16, 1), "float32"), np.zeros((16, 2), "float32")],
    )
    assert ran.model.count_params() == (4 * 8 + 8) + (16 * 1 + 1) + (16 * 2 + 2)
    assert len(ran.history.history["val_loss"]) == 2
    assert ran.result[0] == pytest.approx(ran.history.history["val_loss"][-1], rel=1e-5)


def test_the_initializer_of_a_kernel(notes: Any) -> None:
    # Repaired: the notes write kernel_initialize and tf.keras.initializer.
    ran = notes.run(
        """
        model = tf.keras.Sequential()
        model.add(Dense(64, kernel_initializer=tf.keras.initializers.RandomNormal))
        model.build((None, 400))
        """,
        tf=tf,
        Dense=tf.keras.layers.Dense,
    )
    kernel = ran.model.layers[0].kernel.numpy()
    assert kernel.mean() == pytest.approx(0.0, abs=0.002)  # mean 0, stddev 0.05 unless given
    assert kernel.std() == pytest.approx(0.05, rel=0.02)


def test_the_initializers_of_the_list(notes: Any) -> None:
    ran = notes.run(
        """
        from tensorflow.keras import initializers

        zeros = initializers.Zeros()(shape)
        ones = initializers.Ones()(shape)
        constant = initializers.Constant(3.)(shape)
        normal = initializers.RandomNormal(mean=1., stddev=0.5, seed=1)(shape)
        uniform = initializers.RandomUniform(minval=-1., maxval=2., seed=1)(shape)
        truncated = initializers.TruncatedNormal(mean=0., stddev=1., seed=1)(shape)
        identity = initializers.Identity()((3, 3))
        """,
        shape=(200, 100),
    )
    assert np.unique(ran.zeros).tolist() == [0.0]
    assert np.unique(ran.ones).tolist() == [1.0]
    assert np.unique(ran.constant).tolist() == [3.0]
    assert np.mean(ran.normal) == pytest.approx(1.0, abs=0.02)
    assert np.std(ran.normal) == pytest.approx(0.5, rel=0.02)
    assert -1 <= np.min(ran.uniform) < -0.99
    assert 1.99 < np.max(ran.uniform) < 2
    assert 1.9 < np.max(np.abs(ran.truncated)) <= 2.0  # cut off at two deviations
    assert np.array_equal(ran.identity, np.eye(3))


def test_slices_of_nested_tensors(notes: Any) -> None:
    # "Each has the same size in axis 0; it is a nested structure of tensors;
    # what comes is the data without the first axis."
    ran = notes.run(
        """
        import tensorflow as tf

        dataset = tf.data.Dataset.from_tensor_slices(({'a': first, 'b': second}, labels))
        elements = list(dataset)
        """,
        first=np.arange(6).reshape(3, 2),
        second=np.zeros((3, 4, 5)),
        labels=np.array([0, 1, 2]),
    )
    assert len(ran.elements) == 3
    inputs, label = ran.elements[2]
    assert np.asarray(inputs["a"]).tolist() == [4, 5]
    assert inputs["b"].shape == (4, 5)
    assert int(label) == 2
    with pytest.raises(ValueError, match=r"3.*2|2.*3"):
        tf.data.Dataset.from_tensor_slices((np.zeros(3), np.zeros(2)))
