"""Notes that walk through Keras's modules and classes: data, layers, settings, Model, Input."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine as keras
import engine as tf


@pytest.fixture
def blank_clothes(keras_home: Path) -> None:
    """The four files of Fashion-MNIST in their own form and size, the images empty."""
    folder = keras_home / "fashion-mnist"
    folder.mkdir()
    for part, count in (("train", 60000), ("t10k", 10000)):
        images = struct.pack(">4B3i", 0, 0, 8, 3, count, 28, 28) + bytes(count * 28 * 28)
        labels = struct.pack(">4Bi", 0, 0, 8, 1, count) + bytes(i % 10 for i in range(count))
        for name, content in (("images-idx3", images), ("labels-idx1", labels)):
            with gzip.open(folder / f"{part}-{name}-ubyte.gz", "wb", 1) as file:
                file.write(content)


def test_a_data_set_that_comes_with_keras(notes: Any, blank_clothes: None) -> None:
    ran = notes.run(
        """
        from tensorflow import keras
        (train_images,train_labels),(test_images,test_labels)= keras.datasets.fashion_mnist.load_data()
        """  # noqa: E501
    )
    assert ran.train_images.shape == (60000, 28, 28)
    assert ran.test_images.shape == (10000, 28, 28)  # "[10000*28*28], 28*28 pixels an image"
    assert ran.test_images[0].ndim == 2
    assert ran.train_images.dtype == np.uint8
    assert sorted(set(ran.test_labels.tolist())) == list(range(10))


def test_the_layers_of_the_list(notes: Any) -> None:
    # The notes leave the layers' arguments out.
    ran = notes.run(
        """
        from tensorflow.keras import layers
        x = layers.Conv2D(4, 3, activation='relu')(images)
        y = layers.MaxPool2D()(x)
        z = layers.Flatten()(y)
        p = layers.Dense(10, activation='softmax')(z)
        """,
        images=np.ones((2, 8, 8, 1), "f"),
    )
    assert [t.shape for t in (ran.x, ran.y, ran.z, ran.p)] == [
        (2, 6, 6, 4),
        (2, 3, 3, 4),
        (2, 36),
        (2, 10),
    ]
    assert ran.p.numpy().sum(1) == pytest.approx([1, 1], abs=1e-5)


def test_optimizers_by_object(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        from tensorflow.keras.optimizers import SGD, RMSprop, Adagrad, Adam
        optimizers = tf.keras.optimizers.Adam()
        optimizers = tf.keras.optimizers.SGD()
        sgd = SGD(lr=0.01, momentum=0.0, decay=0.0, nesterov=False)
        rmsprop = RMSprop(lr=0.001, rho=0.9, epsilon=None, decay=0.0)
        adagrad = Adagrad(lr=0.01, epsilon=None, decay=0.0)
        adam = Adam(lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0, amsgrad=False)
        """
    )
    rates = [float(getattr(ran, n).learning_rate) for n in ("sgd", "rmsprop", "adagrad", "adam")]
    assert rates == pytest.approx([0.01, 0.001, 0.01, 0.001])
    assert ran.adam.epsilon == 1e-7  # what None stood for
    assert float(ran.adam.lr) == pytest.approx(0.001)


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adagrad", "adam", "RMSprop", "SGD"])
def test_optimizers_by_name(notes: Any, optimizer: str) -> None:
    model = keras.Sequential([keras.layers.Dense(1, input_shape=(2,))])
    model.compile(optimizer, "mse")
    assert type(model.optimizer).__name__.lower() == optimizer.lower()


def test_losses_by_object_and_function(notes: Any) -> None:
    # The notes call the function without its arguments.
    ran = notes.run(
        """
        import tensorflow as tf
        loss = tf.keras.losses.SparseCategoricalCrossentropy()
        value = loss([0, 1], [[0.5, 0.5], [0.25, 0.75]])
        squares = tf.keras.losses.mean_squared_error([[0., 2.]], [[0., 0.]])
        """
    )
    assert float(ran.value) == pytest.approx(-(np.log(0.5) + np.log(0.75)) / 2, rel=1e-6)
    assert ran.squares.numpy().tolist() == [2.0]


def test_a_metric_of_ones_own(notes: Any) -> None:
    # Repaired: the notes lose an indentation and have typographic quotes.
    ran = notes.run(
        """
        from tensorflow.keras import backend as K
        def mean_pred(y_true, y_pred):
            return K.mean(y_pred)
        model.compile(optimizer='sgd',
        loss='binary_crossentropy',
        metrics=['acc', mean_pred])
        history = model.fit(x, y, epochs=1, shuffle=False, verbose=0)
        found = model.evaluate(x, y, return_dict=True, verbose=0)
        """,
        model=keras.Sequential([keras.layers.Dense(1, activation="sigmoid", input_shape=(3,))]),
        x=np.eye(3, dtype="f"),
        y=np.array([[0.0], [1.0], [1.0]]),
    )
    assert list(ran.history.history) == ["acc", "loss", "mean_pred"]
    predicted = ran.model.predict(ran.x, verbose=0)
    assert ran.found["mean_pred"] == pytest.approx(predicted.mean(), rel=1e-5)
    assert ran.found["acc"] == pytest.approx(((predicted > 0.5) == ran.y).mean())


def test_a_model_between_tensors(notes: Any) -> None:
    # Repaired: activation=tf.nn.relu(inputs) of the notes is a slip for tf.nn.relu)(inputs).
    ran = notes.run(
        """
        import tensorflow as tf
        inputs = tf.keras.Input(shape=(3,))
        x=tf.keras.layers.Dense(4,activation=tf.nn.relu)(inputs)
        outputs=tf.keras.layers.Dense(5, activation=tf.nn.softmax)(x)
        model=tf.keras.Model(inputs=inputs, outputs=outputs)
        """
    )
    assert ran.model.output_shape == (None, 5)
    assert ran.model.count_params() == 3 * 4 + 4 + 4 * 5 + 5


def test_a_class_of_models(notes: Any) -> None:
    # Repaired: the notes' indentation.
    ran = notes.run(
        """
        import tensorflow as tf
        class MyModel(tf.keras.Model):
            def __init__(self):
                super(MyModel, self).__init__()
                self.dense1 = tf.keras.layers.Dense(4, activation=tf.nn.relu)
                self.dense2 = tf.keras.layers.Dense(5, activation=tf.nn.softmax)
            def call(self, inputs):
                x = self.dense1(inputs)
                return self.dense2(x)
        model = MyModel()
        """
    )
    y = ran.model(np.ones((2, 3), "f"))
    assert y.shape == (2, 5)
    assert y.numpy().sum(1) == pytest.approx([1, 1], abs=1e-5)
    assert ran.model.count_params() == 41
    ran.model.compile("adam", "sparse_categorical_crossentropy")
    history = ran.model.fit(np.eye(3, dtype="f"), np.array([0, 1, 2]), epochs=2, verbose=0)
    assert history.history["loss"][1] < history.history["loss"][0]


def test_a_chain_for_images_of_clothes(notes: Any) -> None:
    # Repaired: `model = model.add(...)` of the notes throws the model away, and a line break
    # is lost.
    ran = notes.run(
        """
        from tensorflow import keras
        from tensorflow.keras import layers
        model = keras.Sequential()

        model.add(layers.Conv2D(input_shape=(x_train.shape[1], x_train.shape[2],x_train.shape[3]),filters=32,kernel_size=(3,3), strides=(1,1), padding='valid',activation='relu'))

        model.add(layers.MaxPool2D(pool_size=(2,2)))

        model.add(layers.Flatten())
        model.add(layers.Dense(32,activation='relu'))

        model.add(layers.Dense(10, activation='softmax'))

        model.compile(optimizer=keras.optimizers.Adam(),loss=keras.losses.SparseCategoricalCrossentropy(),metrics=['accuracy'])
        """,  # noqa: E501
        x_train=np.zeros((8, 28, 28, 1), "f"),
    )
    assert [layer.output.shape for layer in ran.model.layers] == [
        (None, 26, 26, 32),
        (None, 13, 13, 32),
        (None, 5408),
        (None, 32),
        (None, 10),
    ]
    assert ran.model.count_params() == 320 + 5408 * 32 + 32 + 330
    values = ran.model.evaluate(ran.x_train, np.zeros(8), verbose=0)
    assert len(values) == 2


def test_the_function_that_makes_inputs(notes: Any) -> None:
    ran = notes.run(
        """
        from tensorflow.keras import Input, Model
        from tensorflow.keras.layers import Dense
        given = Input(
            shape=None,
            batch_size=None,
            name=None,
            dtype=None,
            sparse=False,
            tensor=existing
        )
        x = Input(shape=(32,))
        y = Dense(16, activation='softmax')(x)
        model = Model(x, y)
        """,
        existing=tf.keras.Input(shape=(3,), batch_size=2, name="words", dtype="int32"),
    )
    assert ran.given.shape == (2, 3)
    assert ran.given.dtype == "int32"
    assert ran.model.input_shape == (None, 32)
    assert ran.model.output_shape == (None, 16)
