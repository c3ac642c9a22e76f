"""The same notes on losses, metrics and regularizers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine as keras
import engine as tf

layers, models = keras.layers, keras.models


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
