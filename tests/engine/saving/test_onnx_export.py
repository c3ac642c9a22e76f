"""ONNX files, run by ONNX Runtime, against the engine's own predictions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

import engine
from engine import layers, registry
from engine.saving import export_onnx
from engine.tensor import TEXT, dtype_of
from engine.tree import flatten
from tests.layer_cases import Cases, gathered, made

CASES: Cases = gathered("CASES")
#: Layers that ONNX has no way to say, with the reason. Every one is refused by name.
NOT_IN_ONNX = {
    "ContrastLimitedAdaptiveHistogramEqualization": "makes histograms in Python",
    "HashedCrossing": "hashes in Python",
    "Hashing": "hashes in Python",
    "IntegerLookup": "looks up a table in Python",
    "MelSpectrogram": "takes Fourier transforms in Python",
    "StringLookup": "takes texts",
    "TextVectorization": "takes texts",
}
#: Layers that Keras calls on query, value and key as arguments.
CALLED_APART = ("MultiHeadAttention", "GroupQueryAttention")


def run(path: Path, inputs: dict[str, np.ndarray]) -> list[Any]:
    onnx.checker.check_model(str(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


def compare(model: Any, arrays: list[np.ndarray], path: Path, rtol: float = 1e-5) -> None:
    """Export a model and run it with two batch sizes."""
    export_onnx(model, path)
    for count in (len(arrays[0]), 1):
        batch = [a[:count] for a in arrays]
        wanted = flatten(model.predict(batch if len(batch) > 1 else batch[0], verbose=0))
        found = run(path, dict(zip(model.input_names, batch, strict=True)))
        for one, other in zip(found, wanted, strict=True):
            assert one.dtype == other.dtype
            np.testing.assert_allclose(one, other, rtol=rtol, atol=1e-5)


def with_weights(model: Any, seed: int = 1) -> Any:
    """Weights that no initializer makes, so that none is left out by chance."""
    rng = np.random.default_rng(seed)
    model.set_weights(
        [w + (0.1 * rng.random(w.shape)).astype(w.dtype) for w in model.get_weights()]
    )
    return model


def model_of(name: str, config: dict[str, Any], arrays: list[np.ndarray]) -> Any:
    inputs = [
        engine.Input(a.shape[1:], dtype=TEXT if dtype_of(a) == TEXT else a.dtype.name)
        for a in arrays
    ]
    layer = getattr(layers, name)(**made(layers, config))
    apart = name in CALLED_APART
    y = layer(*inputs) if apart else layer(inputs if len(inputs) > 1 else inputs[0])
    return engine.Model(inputs, y)


def test_every_layer_has_a_case_or_is_covered_by_one() -> None:
    apart = {"InputLayer", *gathered("INSIDE"), *gathered("NOT_RUN")}
    assert {e.name for e in registry.entries("layer")} - set(CASES) <= apart
    assert set(NOT_IN_ONNX) <= set(CASES)


@pytest.mark.parametrize("name", sorted(set(CASES) - {"InputLayer"} - set(NOT_IN_ONNX)))
def test_layers_predict_in_onnx_what_they_predict_here(name: str, tmp_path: Path) -> None:
    for config, arrays in CASES[name]:
        compare(with_weights(model_of(name, config, arrays)), arrays, tmp_path / "m.onnx")


@pytest.mark.parametrize("name", NOT_IN_ONNX)
def test_layers_that_onnx_has_no_way_to_say_are_refused(name: str, tmp_path: Path) -> None:
    for config, arrays in CASES[name]:
        model = model_of(name, config, arrays)
        known = f"'({model.layers[-1].name}|{model.input_names[0]})'"
        with pytest.raises(ValueError, match=known):
            export_onnx(model, tmp_path / "m.onnx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("steps", [6, None])
@pytest.mark.parametrize(
    "layer",
    [
        layers.LSTM(3, return_sequences=True, return_state=True),
        layers.LSTM(3, activation="linear", recurrent_activation="relu"),
        layers.GRU(3, return_sequences=True),
        layers.GRU(3, reset_after=False),
        layers.SimpleRNN(3, return_sequences=True),
        layers.Bidirectional(layers.LSTM(2, return_sequences=True)),
    ],
    ids=lambda layer: layer.name,
)
def test_masked_steps_are_left_out(layer: Any, steps: int | None, tmp_path: Path) -> None:
    x = np.random.default_rng(0).integers(0, 4, (5, 6)).astype("int32")
    inputs = engine.Input((steps,), dtype="int32")
    copy = type(layer).from_config({**layer.get_config(), "name": None})
    outputs = copy(layers.Embedding(4, 3, mask_zero=True)(inputs))
    compare(with_weights(engine.Model(inputs, outputs)), [x], tmp_path / "m.onnx", 1e-4)


@pytest.mark.parametrize(
    "inner",
    [layers.LSTM(2), layers.GRU(2, activation="linear"), layers.RNN(layers.SimpleRNNCell(2))],
    ids=lambda layer: layer.name,
)
def test_rows_of_sequences_start_with_states_of_their_own(inner: Any, tmp_path: Path) -> None:
    inputs = engine.Input((3, 4, 2))
    outputs = layers.TimeDistributed(type(inner).from_config(inner.get_config()))(inputs)
    outputs = layers.LSTM(2)(outputs)
    rows = np.random.default_rng(0).normal(size=(5, 3, 4, 2)).astype("f")
    compare(with_weights(engine.Model(inputs, outputs)), [rows], tmp_path / "m.onnx")


def test_sequences_of_any_length(tmp_path: Path) -> None:
    inputs = engine.Input((None,), dtype="int32")
    x = layers.LSTM(4, return_sequences=True)(layers.Embedding(9, 3)(inputs))
    x = layers.Conv1D(3, 3, padding="same", activation="relu")(x)
    x = layers.Dense(2, activation="gelu")(layers.GRU(3, return_sequences=True)(x))
    x = layers.TimeDistributed(layers.Dense(2))(x)
    model = with_weights(engine.Model(inputs, [x, layers.GlobalMaxPooling1D()(x)]))
    for steps in (4, 7):
        rows = np.random.default_rng(steps).integers(0, 9, (3, steps)).astype("int32")
        compare(model, [rows], tmp_path / "m.onnx", 1e-4)


def test_images_of_any_size(tmp_path: Path) -> None:
    inputs = engine.Input((None, None, 3))
    x = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu")(inputs)
    x = layers.BatchNormalization()(layers.MaxPooling2D(2, padding="same")(x))
    model = with_weights(engine.Model(inputs, [x, layers.GlobalMaxPooling2D()(x)]))
    for size in (9, 12):
        image = np.random.default_rng(size).normal(size=(2, size, size + 1, 3)).astype("f")
        compare(model, [image], tmp_path / "m.onnx", 1e-4)


@pytest.mark.parametrize(
    "layer",
    [
        layers.GlobalAveragePooling1D(),
        layers.RNN(layers.LSTMCell(2)),
        layers.UpSampling1D(2),
    ],
    ids=lambda layer: layer.name,
)
def test_what_depends_on_an_open_size_is_refused(layer: Any, tmp_path: Path) -> None:
    copy = type(layer).from_config({**layer.get_config(), "name": "culprit"})
    inputs = engine.Input((None, 3))
    with pytest.raises(ValueError, match="culprit.*keras.Input"):
        export_onnx(engine.Model(inputs, copy(inputs)), tmp_path / "m.onnx")


def test_several_inputs_and_outputs_shared_and_nested_models_and_arithmetic(
    tmp_path: Path,
) -> None:
    inner = engine.Sequential(
        [engine.Input((4,)), layers.Dense(3, activation="gelu")], name="inner"
    )
    a, b = engine.Input((4,), name="left"), engine.Input((4,), name="right")
    one, two = inner(a), inner(b)
    mixed = one * 2 + engine.ops.exp(-two)
    scores = layers.Dense(2, activation="softmax", name="scores")(mixed)
    model = engine.Model(
        {"left": a, "right": b}, {"scores": scores, "sums": one + two}, name="pair"
    )
    rng = np.random.default_rng(0)
    given = {n: rng.normal(size=(5, 4)).astype("f") for n in ("left", "right")}
    export_onnx(with_weights(model), tmp_path / "m.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "m.onnx")
    assert [i.name for i in session.get_inputs()] == ["left", "right"]
    assert [i.shape for i in session.get_inputs()] == [["batch", 4]] * 2
    names = [o.name for o in session.get_outputs()]
    assert names == ["scores", "sums"]
    for count in (5, 2):
        batch = {n: rows[:count] for n, rows in given.items()}
        wanted = model.predict(batch, verbose=0)
        for name, found in zip(names, session.run(None, batch), strict=True):
            np.testing.assert_allclose(found, wanted[name], rtol=1e-5, atol=1e-6)


def test_a_convolutional_network_keeps_its_channels_first_in_between(tmp_path: Path) -> None:
    model = engine.Sequential(
        [
            engine.Input((12, 12, 3)),
            layers.Conv2D(4, 3, activation="relu", name="first"),
            layers.MaxPooling2D(),
            layers.Conv2D(5, 3, padding="same", activation="relu", name="second"),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(3, activation="softmax", name="scores"),
        ]
    )
    image = np.random.default_rng(0).normal(size=(4, 12, 12, 3)).astype("f")
    compare(with_weights(model), [image], tmp_path / "m.onnx")
    graph = onnx.load(tmp_path / "m.onnx").graph
    assert [n.op_type for n in graph.node].count("Transpose") == 2
    names = {i.name for i in graph.initializer}
    assert {"first/kernel_transposed", "first/bias", "scores/kernel", "scores/bias"} <= names


def test_a_fixed_batch_size(tmp_path: Path) -> None:
    model = engine.Sequential([engine.Input((4,)), layers.Dense(3)])
    export_onnx(model, tmp_path / "m.onnx", batch=7)
    session = onnxruntime.InferenceSession(tmp_path / "m.onnx")
    assert session.get_inputs()[0].shape == [7, 4]
    x = np.random.default_rng(0).normal(size=(7, 4)).astype("f")
    found = session.run(None, {model.input_names[0]: x})[0]
    np.testing.assert_allclose(found, model.predict(x, verbose=0), rtol=1e-5, atol=1e-6)


def test_without_the_library_the_text_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    model = engine.Sequential([engine.Input((4,)), layers.Dense(3)])
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'layerloom\[onnx\]'"):
        export_onnx(model, tmp_path / "m.onnx")


def test_export_as_keras_calls_it(tmp_path: Path) -> None:
    model = engine.Sequential([engine.Input((4,)), layers.Dense(3)])
    model.export(tmp_path / "m.onnx", format="onnx")
    x = np.random.default_rng(0).normal(size=(7, 4)).astype("f")
    found = run(tmp_path / "m.onnx", {model.input_names[0]: x})[0]
    np.testing.assert_allclose(found, model.predict(x, verbose=0), rtol=1e-5, atol=1e-6)
    with pytest.raises(NotImplementedError, match="format='onnx'"):
        model.export(tmp_path / "m")
