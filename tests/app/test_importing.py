"""Keras files come in as projects: drawn, with their weights."""

import numpy as np
import pytest

from app import importing
from app.document.build import build
from app.main_window import MainWindow
from app.settings import Settings
from app.window import opening
from app.window.workspace import Workspace


@pytest.fixture
def keras_model():
    import keras

    inputs = keras.Input((4,), name="facts")
    left = keras.layers.Dense(3, activation="relu", name="left")(inputs)
    right = keras.layers.Dense(3, name="right")(inputs)
    joined = keras.layers.Concatenate(name="joined")([left, right])
    return keras.Model(inputs, keras.layers.Dense(2, name="out")(joined))


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_a_model_of_real_keras_predicts_the_same(keras_model, tmp_path, suffix):
    path = tmp_path / f"model{suffix}"
    keras_model.save(path)
    record = importing.read(path)
    assert {node.name for node in record.graph.nodes.values()} == {
        "facts", "left", "right", "joined", "out"
    }  # fmt: skip
    model = build(record.graph).model
    for layer in model.layers:
        if layer.weights:
            layer.set_weights(record.weights[layer.name])
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    ours, theirs = model.predict(x, verbose=0), keras_model.predict(x, verbose=0)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


def test_the_architecture_alone_has_no_weights(keras_model, tmp_path):
    path = tmp_path / "model.json"
    path.write_text(keras_model.to_json())
    record = importing.read(path)
    assert len(record.graph.nodes) == 5 and record.weights is None


def test_the_window_shows_an_imported_model_laid_out(keras_model, tmp_path, qtbot):
    path = tmp_path / "model.h5"
    keras_model.save(path)
    workspace = Workspace()
    window = MainWindow(workspace, Settings(), remember=False)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.document.set_modified(False))
    opening.read_model(window, path)
    qtbot.waitUntil(lambda: len(workspace.document.graph.nodes) == 5, timeout=60_000)
    assert window.mode == "design" and workspace.document.modified
    places = {(node.x, node.y) for node in workspace.document.graph.nodes.values()}
    assert len(places) == 5
    workspace.close()


def test_what_is_no_model_is_refused_with_words(tmp_path):
    path = tmp_path / "no.json"
    path.write_text("{}")
    with pytest.raises(ValueError):
        importing.read(path)
