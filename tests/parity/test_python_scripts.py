"""Scripts written for models of all kinds, run by real Keras."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import engine
from engine import layers, ops
from engine.layers.placeholder import Placeholder
from engine.saving import model_from_json, python_code
from engine.tree import flatten


def arithmetic() -> Any:
    x = engine.Input((4,), name="a")
    y = layers.Dense(3, activation="relu")(x) * 2
    y = (1 - y) / 3 + y**2
    parts = [y[:, :2], y[:, 0], ops.concatenate([y, y], axis=-1), ops.exp(-y)]
    more = [ops.sum(y * y, axis=1, keepdims=True), ops.where(y > 0, y, 0.0), abs(y)]
    return engine.Model(x, [*parts, *more])


def siamese() -> Any:
    a, b = engine.Input((4,), name="left"), engine.Input((4,), name="right")
    inner = engine.Sequential(
        [engine.Input((4,)), layers.Dense(3, activation="gelu"), layers.Dropout(0.3)],
        name="encoder",
    )
    shared = layers.Dense(2, name="proj")
    y = layers.Subtract()([shared(inner(a)), shared(inner(b))])
    scores = layers.Dense(3, activation="softmax", name="scores")(y)
    value = layers.Dense(1)(y)
    model = engine.Model([a, b], [scores, value], name="siamese")
    rate = engine.optimizers.schedules.ExponentialDecay(0.01, 100, 0.9)
    model.compile(
        engine.optimizers.Adam(rate),
        loss={"scores": "sparse_categorical_crossentropy", value.keras_history.layer.name: "mse"},
        loss_weights={"scores": 1.0, value.keras_history.layer.name: 0.2},
        metrics={"scores": ["accuracy", engine.metrics.SparseTopKCategoricalAccuracy(2)]},
    )
    return model


def models_inside() -> Any:
    x = engine.Input((4,))
    residual = engine.Model(x, layers.Add()([x, layers.Dense(4)(x)]), name="residual")
    x = engine.Input((4,))
    first = layers.Dense(3)(residual(x))
    two = engine.Model(x, [first, first * 2], name="two")
    x = engine.Input((5, 4))
    one, other = two(x[:, 0])
    every = layers.TimeDistributed(engine.Sequential([engine.Input((4,)), layers.Dense(3)]))(x)
    model = engine.Model(x, one + other + layers.GlobalMaxPooling1D()(every))
    model.compile("adam", "mse")
    return model


def sequence() -> Any:
    tokens = engine.Input((6,), dtype="int32", name="tokens")
    x = layers.Embedding(10, 4, mask_zero=True)(tokens)
    x = layers.LayerNormalization()(x + layers.MultiHeadAttention(2, 3)(x, x, use_causal_mask=True))
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True, recurrent_dropout=0.1))(x)
    y, h, c = layers.LSTM(3, return_state=True)(x)
    z = layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)])(x)
    return engine.Model(tokens, [y, h + c, z])


def images() -> Any:
    image = engine.Input((16, 16, 3), name="image")
    x = layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer="he_normal")(
        image
    )
    x = layers.Conv2D(8, (3, 5), strides=(1, 2), kernel_regularizer=engine.regularizers.L2(0.1))(x)
    x = layers.GlobalAveragePooling2D()(layers.MaxPooling2D()(x))
    model = engine.Model(image, layers.Dense(1, activation="sigmoid")(x))
    model.layers[1].trainable = False
    optimizer = engine.optimizers.SGD(0.1, momentum=0.9, nesterov=True)
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy", engine.metrics.AUC()])
    return model


MODELS: list[Callable[[], Any]] = [arithmetic, siamese, models_inside, sequence, images]


def run(code: str) -> Any:
    assert max(map(len, code.splitlines())) <= 100
    names: dict[str, Any] = {}
    keras.utils.clear_session()  # a script counts names from 0
    exec(compile(code, "script", "exec"), names)
    return names["model"]


def batch_for(model: Any) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    shapes = [(3, *symbol.shape[1:]) for symbol in model.inputs]
    return [
        rng.integers(0, 10, s).astype("int32") if i.dtype == "int32" else rng.normal(size=s)
        for s, i in zip(shapes, model.inputs, strict=True)
    ]


# An optimizer that has not trained yet is in no file of weights; Keras says so.
@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer")
@pytest.mark.parametrize("make", MODELS)
def test_the_script_makes_the_same_model_in_keras(
    make: Callable[[], Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = make()
    code = python_code(ours)
    theirs = run(code)
    assert f"Total params: {ours.count_params():,}" in capsys.readouterr().out  # the summary
    ours.save_weights(tmp_path / "model.weights.h5")
    theirs.load_weights(tmp_path / "model.weights.h5")
    batch = batch_for(ours)
    x = batch if len(batch) > 1 else batch[0]
    found, wanted = (flatten(m.predict(x, verbose=0)) for m in (ours, theirs))
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
    kinds = [[type(layer).__name__ for layer in m.layers] for m in (ours, theirs)]
    assert [k for k in kinds[0] if k != "OpLayer"] == [
        type(layer).__name__
        for layer in theirs.layers
        if not type(layer).__module__.startswith("keras.src.ops")
    ]
    if make is sequence:
        return  # Keras describes its attention by sizes that the script need not tell
    # what Keras made of the script describes itself so that the same script comes out
    again = model_from_json(theirs.to_json())
    assert python_code(again).split("model.compile")[0] == code.split("model.compile")[0]


@pytest.mark.parametrize("make", [siamese, models_inside, images])
def test_compile_settings_hold_in_keras(make: Callable[[], Any]) -> None:
    ours = make()
    theirs = run(python_code(ours))
    batch = batch_for(ours)
    targets = [np.zeros((3, *o.shape[1:]), "float32") for o in ours.outputs]
    if make is siamese:
        targets[0] = np.zeros((3,), "int32")
    theirs.set_weights(ours.get_weights())
    x, y = (v if len(v) > 1 else v[0] for v in (batch, targets))
    wanted = theirs.evaluate(x, y, verbose=0, return_dict=True)
    found = ours.evaluate(x, y, verbose=0, return_dict=True)
    assert sorted(found) == sorted(wanted)
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value, rel=1e-4, abs=1e-6)


def test_the_script_is_what_a_person_would_write() -> None:
    code = python_code(models_inside())
    assert "def make_residual():\n    inputs = keras.Input((4,))\n" in code
    assert 'return keras.Model(inputs=inputs, outputs=add, name="residual")' in code
    assert "two_output, two_output_2 = make_two()(get_item)" in code
    assert 'model.compile(optimizer="adam", loss="mse")' in code
    code = python_code(sequence())
    assert (
        "lstm, lstm_state, lstm_state_2 = layers.LSTM(3, return_state=True)(bidirectional)" in code
    )
    assert "layers.LSTM(3, recurrent_dropout=0.1, return_sequences=True)," in code
    assert "backward_layer" not in code
    code = python_code(arithmetic())
    assert "multiply = dense * 2\nsubtract = 1 - multiply\n" in code


def test_a_placeholder_is_refused_by_name() -> None:
    entry = {"class_name": "Mixer", "config": {}}
    chain = engine.Sequential([engine.Input((4,)), Placeholder(entry, name="mixer")])
    x = engine.Input((4,))
    graph = engine.Model(x, layers.Dense(2)(Placeholder(entry, name="mixer")(x)))
    for model in (chain, graph):
        with pytest.raises(ValueError, match=r"'mixer'.*Mixer"):
            python_code(model)


def test_a_function_of_ones_own_is_refused_by_name() -> None:
    def shifted(x: Any) -> Any:
        return x + 1

    model = engine.Sequential([engine.Input((4,)), layers.Lambda(shifted, name="shift")])
    with pytest.raises(ValueError, match="'shift'.*'shifted'"):
        python_code(model)
    model = engine.Sequential([engine.Input((4,)), layers.Dense(2)])
    model.compile("sgd", lambda y_true, y_pred: y_pred - y_true)
    with pytest.raises(ValueError, match="'<lambda>' cannot be written"):
        python_code(model)
