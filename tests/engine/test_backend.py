"""The functions scripts call K, against what NumPy computes by their formulas.

The formulas were compared with TensorFlow 2.21's ``tf.keras.backend``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import engine
from engine import backend as K

X = (np.arange(1, 13, dtype="f").reshape(3, 4) / 3).astype("f")
Y = np.arange(24, dtype="f").reshape(2, 4, 3)
CASES: dict[str, tuple[Any, Any]] = {
    "argmax": (K.argmax(X), [3, 3, 3]),
    "argmin": (K.argmin(X), [0, 0, 0]),
    "concatenate": (K.concatenate([X, X]), np.concatenate([X, X], -1)),
    "expand_dims": (K.expand_dims(X), X[..., None]),
    "cumsum": (K.cumsum(X), X.cumsum(0)),
    "cumprod": (K.cumprod(X, 1), X.cumprod(1)),
    "pow": (K.pow(X, 2.0), X**2),
    "dot": (K.dot(X, X.T), X @ X.T),
    "dot with a stack": (K.dot(X, Y), np.dot(X, Y)),
    "l2_normalize": (K.l2_normalize(X, 1), X / np.linalg.norm(X, axis=1, keepdims=True)),
    "l2_normalize all": (K.l2_normalize(X), X / np.linalg.norm(X)),
    "relu": (K.relu(X - 2, 0.1, 1.5), np.where(X < 2, 0.1 * (X - 2), np.minimum(X - 2, 1.5))),
    "gather": (K.gather(X, [2, 0]), X[[2, 0]]),
    "flatten": (K.flatten(X), X.ravel()),
    "batch_flatten": (K.batch_flatten(Y), Y.reshape(2, 12)),
    "repeat": (K.repeat(X, 2), np.repeat(X[:, None], 2, 1)),
    "repeat_elements": (K.repeat_elements(X, 2, 1), np.repeat(X, 2, 1)),
    "reverse": (K.reverse(X, 1), X[:, ::-1]),
    "switch": (K.switch(X > 2, lambda: X, -X), np.where(X > 2, X, -X)),
    "constant": (K.constant(3, shape=(2, 2)), np.full((2, 2), 3.0)),
    "hard_sigmoid": (K.hard_sigmoid(X), np.clip(0.2 * X + 0.5, 0, 1)),
    "std": (K.std(X, axis=0), X.std(0)),
    "permute_dimensions": (K.permute_dimensions(Y, (2, 0, 1)), Y.transpose(2, 0, 1)),
    "bias_add": (K.bias_add(X, X[0]), X + X[0]),
    "zeros": (K.zeros((2,)), [0, 0]),
}


@pytest.mark.parametrize("case", CASES)
def test_formulas(case: str) -> None:
    ours, expected = CASES[case]
    assert np.shape(ours) == np.shape(expected)
    assert np.asarray(ours) == pytest.approx(np.asarray(expected), rel=1e-5)


def test_variables_and_shapes() -> None:
    v = K.variable([1, 2])
    assert (K.dtype(v), K.int_shape(v), K.ndim(v), K.count_params(v)) == ("float32", (2,), 1, 2)
    K.set_value(v, [3.0, 4.0])
    assert K.update_add(v, [1.0, 1.0]) is v
    K.update_sub(v, [0.0, 2.0])
    assert [a.tolist() for a in K.batch_get_value([v])] == [[4.0, 3.0]]
    inputs = engine.Input((None, 3))
    assert K.int_shape(inputs) == (None, None, 3)
    assert K.is_keras_tensor(inputs)
    assert not K.is_keras_tensor(v)
    assert isinstance(K.cast_to_floatx(np.arange(3)), np.ndarray)
    K.clear_session()
    assert (K.get_uid("a"), K.get_uid("a"), K.get_uid("b")) == (1, 2, 1)


def test_a_loss_in_these_names_trains() -> None:
    def loss(y_true: Any, y_pred: Any) -> Any:
        return K.mean(K.square(y_pred - y_true), axis=-1) + 0.1 * K.mean(K.abs(y_pred))

    model = engine.Sequential([engine.Input((2,)), engine.layers.Dense(1)])
    model.compile("sgd", loss)
    history = model.fit(np.ones((8, 2)), np.full((8, 1), 3.0), epochs=5, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]
