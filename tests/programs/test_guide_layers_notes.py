"""The same notes on activations, layers and losses, with a demo for each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as keras
import engine as tf

X = np.array([-3.0, -0.5, 0.0, 0.5, 3.0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sigmoid", 1 / (1 + np.exp(-X))),
        ("tanh", (np.exp(X) - np.exp(-X)) / (np.exp(X) + np.exp(-X))),
        ("relu", np.maximum(X, 0)),
        ("elu", np.where(X < 0, np.exp(X) - 1, X)),
        ("softmax", np.exp(X) / np.exp(X).sum()),
        ("softplus", np.log(1 + np.exp(X))),
        ("swish", X / (1 + np.exp(-X))),
    ],
)
def test_activations_by_formula(notes: Any, name: str, expected: np.ndarray) -> None:
    # "Two ways to use them": by name in a layer, or as a function.
    x = X[None].astype("f")
    by_name = tf.keras.layers.Activation(name)(x)
    by_function = getattr(tf.keras.activations, name)(x)
    assert by_name.numpy()[0] == pytest.approx(expected, rel=1e-5, abs=1e-6)
    assert np.array_equal(by_name, by_function)


def test_activations_used_as_the_notes_write_them(notes: Any) -> None:
    ran = notes.run(
        """
        layer = tf.keras.layers.Conv2D(64, (3, 3), activation='elu')
        y = tf.keras.activations.elu(x, alpha=1.0)
        leaky = tf.keras.layers.LeakyReLU(0.01)(x)
        """,
        tf=tf,
        x=tf.constant([[-1.0, 2.0]]),
    )
    assert ran.layer(np.ones((1, 4, 4, 1), "f")).shape == (1, 2, 2, 64)
    assert ran.y.numpy()[0] == pytest.approx([np.exp(-1) - 1, 2.0], rel=1e-6)
    assert ran.leaky.numpy()[0] == pytest.approx([-0.01, 2.0], rel=1e-6)  # "0.01x"


def test_dense(notes: Any) -> None:
    ran = notes.run(
        """
        # demo
        import tensorflow as tf
        model = tf.keras.models.Sequential()
        model.add(tf.keras.Input(shape=(16,)))
        model.add(tf.keras.layers.Dense(32, activation='relu'))
        model.add(tf.keras.layers.Dense(32))
        print(model.output_shape)  # (None, 32)
        """
    )
    assert ran.printed == "(None, 32)\n"


def test_convolutions(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        input_shape = (4, 10, 128)
        x = tf.random.normal(input_shape)
        y = tf.keras.layers.Conv1D(32, 3, activation='relu', input_shape=input_shape[1:])(x)
        print(y.shape)  # (4,8,32)
        """
    )
    assert ran.printed == "(4, 8, 32)\n"
    ran = notes.run(
        """
        import tensorflow as tf

        # The inputs are 28x28 RGB images with `channels_last` and the batch size is 4.
        input_shape = (4, 28, 28, 3)
        x = tf.random.normal(input_shape)
        y = tf.keras.layers.Conv2D(2, 3, activation='relu', input_shape=input_shape[1:])(x)
        print(y.shape)

        # With `padding` as "same".
        input_shape = (4, 28, 28, 3)
        x = tf.random.normal(input_shape)
        y = tf.keras.layers.Conv2D(2, 3, activation='relu', padding="same", input_shape=input_shape[1:])(x)
        print(y.shape)  # (4,28,28,2)
        """  # noqa: E501
    )
    # A kernel of 3 leaves 26 of 28 rows; the (4,24,24,2) of the notes is a slip.
    assert ran.printed == "(4, 26, 26, 2)\n(4, 28, 28, 2)\n"


def test_flatten(notes: Any) -> None:
    # The notes set image_data_format to 'channels_first' for it.
    keras.backend.set_image_data_format("channels_first")
    try:
        ran = notes.run(
            """
            from tensorflow.keras.models import Sequential
            from tensorflow.keras.layers import Conv2D, Flatten
            model = Sequential()
            model.add(Conv2D(64, (3, 3), input_shape=(3, 32, 32), padding='same',))
            first = model.output_shape

            model.add(Flatten())
            """
        )
    finally:
        keras.backend.set_image_data_format("channels_last")
    assert ran.first == (None, 64, 32, 32)
    assert ran.model.output_shape == (None, 65536)


def test_reshape(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf

        model = tf.keras.Sequential()
        model.add(tf.keras.layers.Reshape((3, 4), input_shape=(12,)))
        print(model.output_shape)  # shape=(None,3,4)
        """
    )
    assert ran.printed == "(None, 3, 4)\n"


def test_embedding(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf
        import numpy as np

        model = tf.keras.Sequential()
        model.add(tf.keras.layers.Embedding(1000, 64, input_length=10))
        input_array = np.random.randint(1000, size=(32, 10))
        model.compile('rmsprop', 'mse')
        output_array = model.predict(input_array)
        print(output_array.shape)  # (32, 10, 64)
        """
    )
    assert ran.model.output_shape == (None, 10, 64)
    assert ran.printed.endswith("(32, 10, 64)\n")
    table = ran.model.get_weights()[0]
    assert np.array_equal(ran.output_array, table[ran.input_array])


def test_dropout_with_the_same_mask_for_all_steps(notes: Any) -> None:
    ran = notes.run(
        "y = tf.keras.layers.Dropout(rate=0.5, noise_shape=(4, 1, 16), seed=3)(x, training=True)",
        tf=tf,
        x=np.ones((4, 6, 16), "f"),
    )
    y = ran.y.numpy()
    assert set(np.unique(y)) == {0.0, 2.0}
    assert (y == y[:, :1]).all()


def test_max_pooling_of_series(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf

        # demo1
        x = tf.constant([1., 2., 3., 4., 5.])
        x = tf.reshape(x, [1, 5, 1])
        max_pool_1d = tf.keras.layers.MaxPooling1D(pool_size=2, strides=1, padding='valid')
        print(max_pool_1d(x))  # shape = (1,4,1)  array=[[[2],[3],[4],[5]]]
        first = max_pool_1d(x)

        # demo2
        x = tf.constant([1., 2., 3., 4., 5.])
        x = tf.reshape(x, [1, 5, 1])
        max_pool_1d = tf.keras.layers.MaxPooling1D(pool_size=2, strides=1, padding='same')
        print(max_pool_1d(x))  # shape = (1,5,1)  array=[[[2],[3],[4],[5],[5]]]
        second = max_pool_1d(x)
        """
    )
    assert ran.first.numpy().tolist() == [[[2], [3], [4], [5]]]
    assert ran.second.numpy().tolist() == [[[2], [3], [4], [5], [5]]]
    assert ran.printed.count("shape=(1, 4, 1)") == 1
    assert ran.printed.count("shape=(1, 5, 1)") == 1


def test_max_pooling_of_images(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf

        x = tf.constant([[1., 2., 3.],
                         [4., 5., 6.],
                         [7., 8., 9.]])
        x = tf.reshape(x, [1, 3, 3, 1])
        max_pool_2d = tf.keras.layers.MaxPooling2D(pool_size=(2, 2), strides=(1, 1), padding='valid')
        y = max_pool_2d(x)
        """  # noqa: E501
    )
    # The remark of the notes, (1,1,2,1) and [[[[6],[8]]]], belongs to another example.
    assert ran.y.numpy().tolist() == [[[[5], [6]], [[8], [9]]]]


def test_average_pooling(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf

        x = tf.constant([1., 2., 3., 4., 5.])
        x = tf.reshape(x, [1, 5, 1])
        avg_pool_1d = tf.keras.layers.AveragePooling1D(pool_size=2, strides=1, padding='valid')
        first = avg_pool_1d(x)  # shape=(1,4,1) array=[[[1.5],[2.5],[3.5],[4.5]]]

        x = tf.constant([[1., 2., 3., 4.],
                         [5., 6., 7., 8.],
                         [9., 10., 11., 12.]])
        x = tf.reshape(x, [1, 3, 4, 1])
        avg_pool_2d = tf.keras.layers.AveragePooling2D(pool_size=(2, 2), strides=(2, 2), padding='valid')
        second = avg_pool_2d(x)  # shape=(1,1,2,1) aaray=[[[[3.5],[5.5]]]]
        """  # noqa: E501
    )
    assert ran.first.numpy().tolist() == [[[1.5], [2.5], [3.5], [4.5]]]
    assert ran.second.numpy().tolist() == [[[[3.5], [5.5]]]]


def test_gru(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf

        inputs = tf.random.normal([32, 10, 8])
        gru = tf.keras.layers.GRU(4)
        output = gru(inputs)
        print(output.shape)  # shape=(32,4)

        gru = tf.keras.layers.GRU(4, return_sequences=True, return_state=True)
        whole_sequence_output, final_state = gru(inputs)
        print(whole_sequence_output.shape)  # shape=(32,10,4)

        print(final_state.shape)  # shape=(32,4)
        """
    )
    assert ran.printed == "(32, 4)\n(32, 10, 4)\n(32, 4)\n"
    assert np.array_equal(ran.whole_sequence_output.numpy()[:, -1], ran.final_state)


@pytest.mark.parametrize(
    "signature",
    [
        "layers.Dense(3, activation=None, use_bias=True, kernel_initializer='glorot_uniform',"
        "bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None,"
        "activity_regularizer=None, kernel_constraint=None, bias_constraint=None)",
        "layers.Conv1D(3, 2, strides=1, padding='valid', data_format='channels_last',"
        "dilation_rate=1, groups=1, activation=None, use_bias=True,"
        "kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,"
        "bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,"
        "bias_constraint=None)",
        "layers.Conv2D(3, 2, strides=(1, 1), padding='valid', data_format=None,"
        "dilation_rate=(1, 1), groups=1, activation=None, use_bias=True,"
        "kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None,"
        "bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,"
        "bias_constraint=None)",
        "layers.Dropout(0.5, noise_shape=None, seed=None)",
        "layers.Flatten(data_format=None)",
        "layers.Reshape((6,))",
        "layers.Embedding(9, 4, embeddings_initializer='uniform', embeddings_regularizer=None,"
        "activity_regularizer=None, embeddings_constraint=None, mask_zero=False,"
        "input_length=None)",
        "layers.MaxPool1D(pool_size=2, strides=None, padding='valid',"
        "data_format='channels_last')",
        "layers.MaxPool2D(pool_size=(2, 2), strides=None, padding='valid', data_format=None)",
        "layers.AveragePooling1D(pool_size=2, strides=None, padding='valid',"
        "data_format='channels_last')",
        "layers.AveragePooling2D(pool_size=(2, 2), strides=None, padding='valid',"
        "data_format=None)",
        "layers.GRU(3, activation='tanh', recurrent_activation='sigmoid', use_bias=True,"
        "kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',"
        "bias_initializer='zeros', kernel_regularizer=None, recurrent_regularizer=None,"
        "bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,"
        "recurrent_constraint=None, bias_constraint=None, dropout=0.0, recurrent_dropout=0.0,"
        "return_sequences=False, return_state=False, go_backwards=False, stateful=False,"
        "unroll=False, time_major=False, reset_after=True)",
        "losses.BinaryCrossentropy(from_logits=False, label_smoothing=0, axis=-1,"
        "reduction=losses.Reduction.AUTO, name='binary_crossentropy')",
        "losses.CategoricalCrossentropy(from_logits=False, label_smoothing=0, axis=-1,"
        "reduction=losses.Reduction.AUTO, name='categorical_crossentropy')",
    ],
)
def test_the_signatures_of_the_notes(notes: Any, signature: str) -> None:
    made = notes.run(signature, layers=keras.layers, losses=keras.losses).values[0]
    default = type(made).from_config(made.get_config()).get_config()
    assert default == made.get_config()


def test_binary_crossentropy(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf

        y_true = [[[0.]]]
        y_pred = [[[0.5]]]
        loss = tf.keras.losses.binary_crossentropy(y_true, y_pred, from_logits=True)
        loss.numpy()  # 0.974077

        # (batch_size = 1, number of samples = 4)
        y_true = [0, 1, 0, 0]
        y_pred = [-18.6, 0.51, 2.94, -12.8]
        bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
        bce(y_true, y_pred).numpy()  # 0.865

        # (batch_size = 2, number of samples = 4)
        y_true = [[0, 1], [0, 0]]
        y_pred = [[-18.6, 0.51], [2.94, -12.8]]
        # Using default 'auto'/'sum_over_batch_size' reduction type.
        bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
        bce(y_true, y_pred).numpy()  # 0.865

        # Using 'sample_weight' attribute
        bce(y_true, y_pred, sample_weight=[0.8, 0.2]).numpy()  # 0.243

        # Using 'sum' reduction` type.
        bce = tf.keras.losses.BinaryCrossentropy(from_logits=True, reduction=tf.keras.losses.Reduction.SUM)
        bce(y_true, y_pred).numpy()  # 1.730

        # Using 'none' reduction type.
        bce = tf.keras.losses.BinaryCrossentropy(from_logits=True, reduction=tf.keras.losses.Reduction.NONE)
        bce(y_true, y_pred).numpy()  # array=[[0.235],[1.496]]
        """  # noqa: E501
    )
    alone, *reduced, each = ran.values
    assert alone.shape == (1, 1)
    assert alone.item() == pytest.approx(0.974077, abs=1e-6)
    assert reduced == pytest.approx([0.865, 0.865, 0.243, 1.730], abs=1e-3)
    assert each == pytest.approx([0.235, 1.496], abs=1e-3)


def test_categorical_crossentropy(notes: Any) -> None:
    ran = notes.run(
        """
        import tensorflow as tf

        y_true = [[[0.,1.]]]
        y_pred = [[[0.4,0.6]]]
        loss = tf.keras.losses.categorical_crossentropy(y_true, y_pred)
        loss.numpy() # 0.5108256

        y_true = [[0, 1, 0], [0, 0, 1]]
        y_pred = [[0.05, 0.95, 0], [0.1, 0.8, 0.1]]
        # Using 'auto'/'sum_over_batch_size' reduction type.
        cce = tf.keras.losses.CategoricalCrossentropy()
        cce(y_true, y_pred).numpy()

        # Calling with 'sample_weight'.
        cce(y_true, y_pred, sample_weight=tf.constant([0.3, 0.7])).numpy() # 0.814

        # Using 'sum' reduction type.
        cce = tf.keras.losses.CategoricalCrossentropy(reduction=tf.keras.losses.Reduction.SUM)
        cce(y_true, y_pred).numpy() # 2.354
        """
    )
    assert ran.values[0].item() == pytest.approx(0.5108256, abs=1e-6)
    # The notes drop a digit of 1.177: half of the sum 2.354 below.
    assert ran.values[1:] == pytest.approx([1.177, 0.814, 2.354], abs=1e-3)
