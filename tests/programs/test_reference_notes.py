"""Notes that go through Keras's modules name by name: layers, losses, metrics, Model, files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
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


def test_losses(notes: Any) -> None:
    ran = notes.run(
        """
        >>> y_true = [0, 1, 0, 0]
        >>> y_pred = [-18.6, 0.51, 2.94, -12.8]
        >>> bce = tf.keras.losses.BinaryCrossentropy(from_logits=True)  # 对预测值应用logistic函数
        >>> bce(y_true, y_pred)
        >>> y_true = [[0, 1, 0], [0, 0, 1]]
        >>> y_pred = [[0.05, 0.95, 0], [0.1, 0.8, 0.1]]
        >>> cce = tf.keras.losses.CategoricalCrossentropy()
        >>> cce(y_true, y_pred)
        >>> y_true = [1., 1.]
        >>> y_pred = [2., 2.]
        >>> cosine_loss = tf.keras.losses.CosineSimilarity()
        >>> cosine_loss(y_true, y_pred)
        >>> y_true = [1., 1.]
        >>> y_pred = [2., -2.]
        >>> cosine_loss = tf.keras.losses.CosineSimilarity()
        >>> cosine_loss(y_true, y_pred)
        >>> y_true = [0., 1.]
        >>> y_pred = [0.1, 0.8]
        >>> mae = tf.keras.losses.MeanAbsoluteError()
        >>> mae(y_true, y_pred)
        >>> y_true = [0., 1.]
        >>> y_pred = [0.1, 0.8]
        >>> mse = tf.keras.losses.MeanSquaredError()
        >>> mse(y_true, y_pred)
        >>> y_true = [1, 2]
        >>> y_pred = [[0.05, 0.95, 0], [0.1, 0.8, 0.1]]
        >>> scce = tf.keras.losses.SparseCategoricalCrossentropy()
        >>> scce(y_true, y_pred)
        """,
        tf=tf,
    )
    assert all(v.shape == () and v.dtype == "float32" for v in ran.values)
    assert [float(v) for v in ran.values] == pytest.approx(
        [0.865458, 1.1769392, -0.99999994, -0.0, 0.14999999, 0.024999999, 1.1769392], abs=1e-6
    )


def test_metrics(notes: Any) -> None:
    ran = notes.run(
        """
        >>> m = tf.keras.metrics.Accuracy()
        >>> m.update_state([1, 2, 3, 4], [0, 2, 3, 4])
        >>> m.result().numpy()
        >>> m = tf.keras.metrics.CategoricalAccuracy()
        >>> m.update_state([[0, 0, 1], [0, 1, 0], [0, 1, 0]], [[0.1, 0.1, 0.8],
                        [0.05, 0.95, 0], [0.3, 0.3, 0.4]])
        >>> m.result().numpy()
        >>> m = tf.keras.metrics.Mean()
        >>> m.update_state([1, 3, 5, 7])
        >>> m.result().numpy()
        >>> m = tf.keras.metrics.Sum()
        >>> m.update_state([1, 2, 3, 4])
        >>> m.result().numpy()
        >>> m = tf.keras.metrics.TruePositives()
        >>> m.update_state([0, 1, 1, 1], [1, 0, 1, 1])
        >>> m.result().numpy()
        """,
        tf=tf,
    )
    assert ran.values == pytest.approx([0.75, 0.6666667, 4.0, 10.0, 2.0], abs=1e-7)
    ran.m.reset_state()
    assert float(ran.m.result()) == 0.0
    ran.m.update_state(y_true=[1, 1], y_pred=[1, 1], sample_weight=[0.5, 2.0])
    assert float(ran.m.result()) == 2.5
    total = tf.keras.metrics.Sum()
    total.update_state(values=[1, 2], sample_weight=[3, 0])
    assert float(total.result()) == 3.0


@pytest.mark.parametrize(
    ("name", "expected"),
    [("TrueNegatives", 1), ("FalsePositives", 2), ("FalseNegatives", 1), ("Precision", 0.5),
     ("Recall", 2 / 3), ("BinaryAccuracy", 0.5)],
)  # fmt: skip
def test_metrics_the_notes_only_name(notes: Any, name: str, expected: float) -> None:
    metric = getattr(tf.keras.metrics, name)()
    metric.update_state([0, 0, 0, 1, 1, 1], [0, 1, 1, 0, 1, 1])
    assert float(metric.result()) == pytest.approx(expected)


def test_compile_with_an_accuracy(notes: Any) -> None:
    ran = notes.run(
        """
        model.compile(optimizer='sgd',
                      loss='mse',
                      metrics=[tf.keras.metrics.Accuracy()])
        values = model.evaluate(x=x, y=y, batch_size=None, verbose=1, sample_weight=None,
                                steps=None, callbacks=None, return_dict=True)
        """,
        tf=tf,
        model=keras.Sequential([layers.Dense(1, kernel_initializer="ones", input_shape=(1,))]),
        x=np.array([[1.0], [2.0]]),
        y=np.array([[1.0], [3.0]]),
    )
    assert ran.scope["values"] == pytest.approx({"accuracy": 0.5, "loss": 0.5})


def test_a_model_is_described_and_made_again(notes: Any) -> None:
    ran = notes.run(
        """
        >>> model = keras.Sequential([
            keras.layers.Dense(5, activation="relu", name="layer1", input_shape=(4, )),
            keras.layers.Dense(3, activation="relu", name="layer2"),
            keras.layers.Dense(1, name="layer3"),
        ])
        >>> model.compile(
            optimizer='SGD',
            loss='mse',
            metrics=['mae'])
        >>> import numpy as np
        >>> x = np.random.randn(100, 4)
        >>> y = np.random.randn(100, 1)
        >>> model.fit(x, y, batch_size=5, epochs=5)
        >>> model.layers[0].weights
        >>> config_json = model.to_json()      # 返回包含模型配置的JSON字符串
        >>> model1 = keras.models.model_from_json(config_json)   # 从模型配置的JSON字符串初始化模型
        >>> model1.summary()                   # 模型的网络结构被还原
        >>> model1.optimizer                   # 模型的优化器为None,因为未被compile
        >>> model1.layers[0].weights           # 模型的网络参数为随机初始值
        """,
        keras=keras,
    )
    history, weights, *_, fresh = ran.values
    assert list(history.history) == ["loss", "mae"]
    assert len(history.history["mae"]) == 5
    assert ran.printed.count("20/20 [==============================]") == 5
    assert [f"Epoch {i}/5" in ran.printed for i in range(1, 6)] == [True] * 5
    notes.assert_same_table(ran.printed, CHAINS["named"][1])
    assert [(w.path, w.shape, w.dtype) for w in weights] == [
        ("layer1/kernel", (4, 5), "float32"),
        ("layer1/bias", (5,), "float32"),
    ]
    assert not np.array_equal(fresh[0], weights[0])
    assert fresh[1].numpy().tolist() == [0, 0, 0, 0, 0]
    # What the notes' text says about the layers, ours says too (in Keras 3's form).
    described = json.loads(ran.config_json)["config"]["layers"]
    assert [d["class_name"] for d in described] == ["InputLayer", "Dense", "Dense", "Dense"]
    for ours, noted in zip(described[1:], NOTED["config"]["layers"][1:], strict=True):
        for key in ("activation", "name", "trainable", "units", "use_bias"):
            assert ours["config"][key] == noted["config"][key]
        initializer = ours["config"]["kernel_initializer"]
        assert initializer["class_name"] == "GlorotUniform"
        assert initializer["config"]["seed"] is None


def _dense(name: str, activation: str, units: int, **first: Any) -> dict[str, Any]:
    return {
        "class_name": "Dense",
        "config": {
            "activation": activation,
            "activity_regularizer": None,
            "bias_constraint": None,
            "bias_initializer": {"class_name": "Zeros", "config": {}},
            "bias_regularizer": None,
            "dtype": "float32",
            "kernel_constraint": None,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
            "kernel_regularizer": None,
            "name": name,
            "trainable": True,
            "units": units,
            "use_bias": True,
            **first,
        },
    }


#: The description that the notes print, as Keras 2.4 wrote it.
NOTED = {
    "backend": "tensorflow",
    "class_name": "Sequential",
    "config": {
        "layers": [
            {
                "class_name": "InputLayer",
                "config": {
                    "batch_input_shape": [None, 4],
                    "dtype": "float32",
                    "name": "layer1_input",
                    "ragged": False,
                    "sparse": False,
                },
            },
            _dense("layer1", "relu", 5, batch_input_shape=[None, 4]),
            _dense("layer2", "relu", 3),
            _dense("layer3", "linear", 1),
        ],
        "name": "sequential_6",
    },
    "keras_version": "2.4.0",
}


def test_the_description_the_notes_print_is_read(notes: Any) -> None:
    from_json = models.model_from_json(json.dumps(NOTED))
    from_config = models.model_from_config(NOTED)
    for model in (from_json, from_config):
        assert model.name == "sequential_6"
        assert model.count_params() == 47
        assert model.input_shape == (None, 4)
        assert [layer.name for layer in model.layers] == ["layer1", "layer2", "layer3"]
    assert models.model_from_yaml(from_json.to_yaml()).to_json() == from_json.to_json()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [1, 2", "no valid YAML"),
        ("- 1\n- 2", "class_name"),
        ("a: &x [1]\nb: [*x, *x]", "refers"),
        ("!!python/object/apply:os.getcwd []", "no valid YAML"),
        ("[" * 5000 + "]" * 5000, "YAML|deep"),
    ],
)
def test_yaml_that_describes_no_model(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        models.model_from_yaml(text)


def test_models_are_saved_and_loaded(notes: Any, tmp_path: Path) -> None:
    # The signatures of the notes; TensorFlow's own folder format is not written here.
    model = keras.Sequential([layers.Dense(2, input_shape=(3,))])
    model.compile("adam", "mse")
    model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
    ran = notes.run(
        """
        model.save(first, overwrite=True, include_optimizer=True, save_format='h5',
                   signatures=None, options=None, save_traces=True)
        keras.models.save_model(model, second, overwrite=True, include_optimizer=True,
                   save_format=None, signatures=None, options=None, save_traces=True)
        again, other = keras.models.load_model(first), keras.models.load_model(second)
        """,
        keras=keras,
        model=model,
        first=tmp_path / "model.backup",
        second=tmp_path / "model.keras",
    )
    x = np.eye(3, dtype="f")
    for loaded in (ran.again, ran.other):
        assert np.array_equal(loaded.predict(x, verbose=0), model.predict(x, verbose=0))
        assert int(loaded.optimizer.iterations) == 1
    with pytest.raises(ValueError, match="save_format"):
        model.save(tmp_path / "folder", save_format="tf")


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


def test_regularizers(notes: Any) -> None:
    ran = notes.run(
        """
        model = models.Sequential()
        model.add(layers.Dense(16, kernel_regularizer=keras.regularizers.l2(0.001),
        activation='relu', input_shape=(10000,)))
        model.add(layers.Dense(16, kernel_regularizer=keras.regularizers.l1_l2(l1=0.001, l2=0.001),
        activation='relu'))
        model.add(layers.Dense(1, activation='sigmoid'))
        """,
        models=models,
        layers=layers,
        keras=keras,
    )
    first, second = (layer.kernel.numpy() for layer in ran.model.layers[:2])
    assert [float(loss) for loss in ran.model.losses] == pytest.approx(
        [
            0.001 * np.square(first).sum(),
            0.001 * np.abs(second).sum() + 0.001 * np.square(second).sum(),
        ],
        rel=1e-4,
    )


def test_pictures_and_arrays(notes: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Repaired: array_to_img(img) of the notes is a slip for array_to_img(array).
    shown: list[Any] = []
    monkeypatch.setattr(PIL.Image.Image, "show", lambda img: shown.append(img))
    ran = notes.run(
        """
        >>> from PIL import Image
        >>> import tensorflow as tf
        >>> import numpy as np
        >>> array = np.random.random(size=(100, 100, 3))
        >>> img = tf.keras.preprocessing.image.array_to_img(array)
        >>> img.show()
        >>> array = tf.keras.preprocessing.image.img_to_array(img)
        """
    )
    assert isinstance(ran.img, PIL.Image.Image)
    assert shown == [ran.img]
    assert ran.img.size == (100, 100)
    assert ran.array.shape == (100, 100, 3)
    assert (ran.array.min(), ran.array.max()) == (0, 255)


def test_a_data_set_of_pictures_in_folders(notes: Any, tmp_path: Path) -> None:
    for name in ("cats", "dogs"):
        (tmp_path / name).mkdir()
        for i in range(3):
            PIL.Image.new("RGB", (40, 30), (i, 0, 0)).save(tmp_path / name / f"{i}.png")
    ran = notes.run(
        """
        dataset = tf.keras.utils.image_dataset_from_directory(
            directory, labels='inferred', label_mode='int',
            class_names=None, color_mode='rgb', batch_size=32, image_size=(256,
            256), shuffle=True, seed=None, validation_split=None, subset=None,
            interpolation='bilinear', follow_links=False,
            crop_to_aspect_ratio=False
        )
        batches = [(x.shape, y.numpy().tolist()) for x, y in dataset]
        """,
        tf=tf,
        directory=tmp_path,
    )
    assert [shape for shape, _ in ran.batches] == [(6, 256, 256, 3)]
    assert sorted(ran.batches[0][1]) == [0, 0, 0, 1, 1, 1]
    assert ran.dataset.class_names == ["cats", "dogs"]
