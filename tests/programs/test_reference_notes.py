"""Notes that go through Keras's modules name by name: data, layers, models made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine as keras
import engine as tf

layers, models = keras.layers, keras.models


def test_the_mnist_data_set(notes: Any, blank_mnist: Path) -> None:
    ran = notes.run("(x, y), (u, v) = tf.keras.datasets.mnist.load_data(path='mnist.npz')", tf=tf)
    assert (ran.x.shape, ran.y.shape) == ((60000, 28, 28), (60000,))
    assert (ran.u.shape, ran.v.shape) == ((10000, 28, 28), (10000,))
    # "A relative path is taken below ~/.keras/datasets", another as it is
    moved = blank_mnist.parents[2] / "mine.npz"
    blank_mnist.rename(moved)
    assert tf.keras.datasets.mnist.load_data(path=moved)[1][1].tolist()[:3] == [0, 1, 2]


CHAINS = {
    "dense": (
        """
        model = models.Sequential([
            layers.Dense(16, activation='relu', input_shape=(16,)),
            layers.Dense(4, activation='relu'),
            layers.Dense(1),
        ])
        model.summary()
        """,
        """
Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #
=================================================================
dense (Dense)                (None, 16)                272           # 16*16+16 = 272
_________________________________________________________________
dense_1 (Dense)              (None, 4)                 68            # 16*4+4 = 68
_________________________________________________________________
dense_2 (Dense)              (None, 1)                 5             # 4*1+1 = 5
=================================================================
Total params: 345
Trainable params: 345
Non-trainable params: 0
        """,
    ),
    "convolution": (
        """
        model = keras.models.Sequential()
        model.add(keras.layers.Conv2D(32, (3, 3), activation='relu', input_shape=(32, 32, 3)))
        model.add(keras.layers.MaxPooling2D((2, 2)))
        model.add(keras.layers.Conv2D(64, (3, 3), (2, 2), activation='relu'))
        model.add(keras.layers.MaxPooling2D((2, 2)))
        model.summary()
        """,
        """
# _________________________________________________________________
# Layer (type)                 Output Shape              Param #
# =================================================================
# conv2d (Conv2D)              (None, 30, 30, 32)        896
# _________________________________________________________________
# max_pooling2d (MaxPooling2D) (None, 15, 15, 32)        0
# _________________________________________________________________
# conv2d_1 (Conv2D)            (None, 7, 7, 64)          18496
# _________________________________________________________________
# max_pooling2d_1 (MaxPooling2 (None, 3, 3, 64)          0
# =================================================================
# Total params: 19,392
# Trainable params: 19,392
# Non-trainable params: 0
        """,
    ),
    "recurrent": (
        """
        model = keras.Sequential()
        model.add(keras.layers.Embedding(10000, 32))
        model.add(keras.layers.SimpleRNN(32))
        model.summary()
        """,
        """
# Model: "sequential"
# embedding (Embedding)        (None, None, 32)          320000
# simple_rnn (SimpleRNN)       (None, 32)                2080
# Total params: 322,080
# Trainable params: 322,080
# Non-trainable params: 0
        """,
    ),
    "recurrent sequences": (
        """
        model = keras.Sequential()
        model.add(keras.layers.Embedding(10000, 32))
        model.add(keras.layers.SimpleRNN(32, return_sequences=True))
        model.summary()
        """,
        """
# Model: "sequential"
# embedding (Embedding)        (None, None, 32)          320000
# simple_rnn (SimpleRNN)       (None, None, 32)          2080
# Total params: 322,080
# Trainable params: 322,080
# Non-trainable params: 0
        """,
    ),
    "stacked recurrent": (
        """
        model = keras.Sequential()
        model.add(keras.layers.Embedding(10000, 32))
        model.add(keras.layers.SimpleRNN(32, return_sequences=True))
        model.add(keras.layers.SimpleRNN(32, return_sequences=True))
        model.add(keras.layers.SimpleRNN(32, return_sequences=True))
        model.add(keras.layers.SimpleRNN(32))
        model.summary()
        """,
        """
# Model: "sequential"
# embedding (Embedding)        (None, None, 32)          320000
# simple_rnn (SimpleRNN)       (None, None, 32)          2080
# simple_rnn_1 (SimpleRNN)     (None, None, 32)          2080
# simple_rnn_2 (SimpleRNN)     (None, None, 32)          2080
# simple_rnn_3 (SimpleRNN)     (None, 32)                2080
# Total params: 328,320
# Trainable params: 328,320
# Non-trainable params: 0
        """,
    ),
    "lstm": (
        """
        model = keras.Sequential()
        model.add(keras.layers.Embedding(10000, 16))
        model.add(keras.layers.LSTM(64))
        model.add(keras.layers.Dense(16, activation='relu'))
        model.add(keras.layers.Dense(1, activation='sigmoid'))
        model.summary()
        """,
        """
# Model: "sequential"
# embedding (Embedding)        (None, None, 16)          160000
# lstm (LSTM)                  (None, 64)                20736
# dense (Dense)                (None, 16)                1040
# dense_1 (Dense)              (None, 1)                 17
# Total params: 181,793
# Trainable params: 181,793
# Non-trainable params: 0
        """,
    ),
    "named": (
        """
        model = keras.Sequential([
            keras.layers.Dense(5, activation="relu", name="layer1", input_shape=(4,)),
            keras.layers.Dense(3, activation="relu", name="layer2"),
            keras.layers.Dense(1, name="layer3"),
        ])
        model.summary()
        """,
        """
Model: "sequential"                                                 # 模型名称
_________________________________________________________________
Layer (type)                 Output Shape              Param #
=================================================================
layer1 (Dense)               (None, 5)                 25           # 层名称,类型,输出形状和参数数量
_________________________________________________________________   # None表示输入的样本数量
layer2 (Dense)               (None, 3)                 18
_________________________________________________________________
layer3 (Dense)               (None, 1)                 4
=================================================================
Total params: 47                                                    # 参数总数
Trainable params: 47                                                # 可训练的参数总数
Non-trainable params: 0                                             # 不可训练的参数总数
        """,
    ),
}


@pytest.mark.parametrize("chain", CHAINS)
def test_summary_tables(notes: Any, chain: str) -> None:
    program, table = CHAINS[chain]
    ran = notes.run(program, keras=keras, models=models, layers=layers)
    notes.assert_same_table(ran.printed, table)


def test_max_pooling(notes: Any) -> None:
    ran = notes.run(
        """
        >>> x = tf.constant([[1., 2., 3.],
                             [4., 5., 6.],
                             [7., 8., 9.]])
        >>> x = tf.reshape(x, [1, 3, 3, 1])
        >>> max_pool_2d = tf.keras.layers.MaxPool2D(pool_size=(2, 2), strides=(1, 1), padding='valid')
        >>> max_pool_2d(x)
        >>> x = tf.constant([[1., 2., 3., 4.],
                             [5., 6., 7., 8.],
                             [9., 10., 11., 12.]])
        >>> x = tf.reshape(x, [1, 3, 4, 1])
        >>> max_pool_2d = tf.keras.layers.MaxPool2D(pool_size=(2, 2), strides=(2, 2), padding='valid')
        >>> max_pool_2d(x)
        >>> max_pool_2d = tf.keras.layers.MaxPool2D(pool_size=(2, 2), strides=(1, 1), padding='same')
        >>> max_pool_2d(x)
        >>> max_pool_2d = tf.keras.layers.MaxPool2D(pool_size=(2, 2), strides=(2, 2), padding='same')
        >>> max_pool_2d(x)
        """,  # noqa: E501
        tf=tf,
    )
    assert [v.numpy().tolist() for v in ran.values] == [
        [[[[5.0], [6.0]], [[8.0], [9.0]]]],
        [[[[6.0], [8.0]]]],
        [
            [
                [[6.0], [7.0], [8.0], [8.0]],
                [[10.0], [11.0], [12.0], [12.0]],
                [[10.0], [11.0], [12.0], [12.0]],
            ]
        ],
        [[[[6.0], [8.0]], [[10.0], [12.0]]]],
    ]
    assert repr(ran.values[1]).startswith("<tf.Tensor: shape=(1, 1, 2, 1), dtype=float32, numpy=")


def test_stacked_lstms_with_dropout(notes: Any) -> None:
    ran = notes.run(
        """
        model = keras.Sequential()
        model.add(keras.layers.LSTM(64,
                                    dropout=0.2,
                                    recurrent_dropout=0.2,
                                    return_sequences=True,
                                    input_shape=(None, df.shape[-1])))
        model.add(keras.layers.LSTM(64,
                                    activation='relu',
                                    dropout=0.2,
                                    recurrent_dropout=0.2))
        model.add(keras.layers.Dense(1))
        """,
        keras=keras,
        df=np.zeros((500, 14)),
    )
    assert [layer.output.shape for layer in ran.model.layers] == [
        (None, None, 64),
        (None, 64),
        (None, 1),
    ]
    assert ran.model.count_params() == 4 * 64 * (14 + 64 + 1) + 4 * 64 * (64 + 64 + 1) + 65
    assert ran.model.predict(np.ones((3, 7, 14), "f"), verbose=0).shape == (3, 1)


def test_bidirectional(notes: Any) -> None:
    ran = notes.run(
        """
        model = keras.Sequential()
        model.add(keras.layers.Embedding(max_features, 32))
        model.add(keras.layers.Bidirectional(keras.layers.LSTM(32)))
        model.add(keras.layers.Dense(1, activation='sigmoid'))
        y = model(np.array([[1, 5, 2], [3, 0, 0]]))
        """,
        keras=keras,
        np=np,
        max_features=10000,
    )
    assert ran.y.shape == (2, 1)
    assert ran.model.count_params() == 320000 + 2 * 4 * 32 * (32 + 32 + 1) + 65


def test_dropout_between_layers(notes: Any) -> None:
    ran = notes.run(
        """
        model = models.Sequential()
        model.add(layers.Dense(16, activation='relu', input_shape=(10000,)))
        model.add(layers.Dropout(0.5))
        model.add(layers.Dense(16, activation='relu'))
        model.add(layers.Dropout(0.5))
        model.add(layers.Dense(1, activation='sigmoid'))
        """,
        layers=layers,
        models=models,
    )
    assert ran.model.count_params() == 160016 + 272 + 17
    x = np.ones((2, 10000), "f")
    assert not np.array_equal(ran.model(x, training=True), ran.model(x, training=True))
    assert np.array_equal(ran.model(x), ran.model(x))


def test_a_chain_equals_its_layers_called_one_after_the_other(notes: Any) -> None:
    ran = notes.run(
        """
        model = keras.Sequential([
            keras.layers.Dense(5, activation="relu", name="layer1"),
            keras.layers.Dense(3, activation="relu", name="layer2"),
            keras.layers.Dense(1, name="layer3"),
        ])
        # Call model on a test input
        x = tf.ones((4, 10))
        y = model(x)

        # Create 3 layers
        layer1 = keras.layers.Dense(5, activation="relu", name="layer1")
        layer2 = keras.layers.Dense(3, activation="relu", name="layer2")
        layer3 = keras.layers.Dense(1, name="layer3")

        # Call layers on a test input
        x = tf.ones((4, 10))
        y2 = layer3(layer2(layer1(x)))
        for one, other in zip([layer1, layer2, layer3], model.layers):
            one.set_weights(other.get_weights())
        y2 = layer3(layer2(layer1(x)))

        added = keras.Sequential()
        added.add(keras.layers.Dense(5, activation="relu"))
        added.add(keras.layers.Dense(3, activation="relu"))
        added.add(keras.layers.Dense(1))
        added.build((None, 10))
        added.set_weights(model.get_weights())
        y3 = added(x)
        """,
        keras=keras,
        tf=tf,
    )
    assert ran.y.shape == (4, 1)
    assert np.array_equal(ran.y, ran.y2)
    assert np.array_equal(ran.y, ran.y3)


def test_a_convolutional_network(notes: Any) -> None:
    ran = notes.run(
        """
        model = models.Sequential()
        model.add(layers.Conv2D(32, (3, 3), activation='relu', input_shape=(32, 32, 3)))
        model.add(layers.MaxPooling2D((2, 2)))
        model.add(layers.Conv2D(64, (3, 3), activation='relu'))
        model.add(layers.MaxPooling2D((2, 2)))
        model.add(layers.Conv2D(64, (3, 3), activation='relu'))
        model.add(layers.Flatten())
        model.add(layers.Dense(64, activation='relu'))

        model.add(layers.Dense(10))
        """,
        models=models,
        layers=layers,
    )
    assert ran.model.count_params() == 896 + 18496 + 36928 + 1024 * 64 + 64 + 650
    assert ran.model.output_shape == (None, 10)


def test_a_linear_model_of_ones_own(notes: Any) -> None:
    ran = notes.run(
        """
        class Linear(tf.keras.Model):
            def __init__(self):
                super().__init__()
                self.dense = tf.keras.layers.Dense(
                    units=1,
                    activation=None,
                    kernel_initializer=tf.zeros_initializer(),
                    bias_initializer=tf.zeros_initializer()
                )

            def call(self, input):
                output = self.dense(input)
                return output

        model = Linear()
        y = model(tf.ones((4, 2)))
        """,
        tf=tf,
    )
    assert ran.y.numpy().tolist() == [[0.0]] * 4
    ran.model.compile(tf.keras.optimizers.SGD(0.1), "mse")
    x = np.linspace(-1, 1, 40, dtype="f")[:, None]
    ran.model.build((None, 1))
    x = np.concatenate([x, x[::-1] ** 2], 1)
    history = ran.model.fit(x, 3 * x[:, :1] + 2, epochs=60, verbose=0)
    assert history.history["loss"][-1] < 0.01 * history.history["loss"][0]
