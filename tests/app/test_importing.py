"""Keras files come in as projects: drawn, with their weights."""

import zipfile

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app import exporting, importing
from app.document.build import build
from app.document.document import Document
from app.main_window import MainWindow
from app.settings import Settings
from app.training import recipe
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
    assert window.mode == "design"
    assert not workspace.document.modified  # nothing is lost with it: the file is still there
    places = {(node.x, node.y) for node in workspace.document.graph.nodes.values()}
    assert len(places) == 5
    workspace.close()


def test_what_is_no_model_is_refused_with_words(tmp_path):
    path = tmp_path / "no.json"
    path.write_text("{}")
    with pytest.raises(ValueError):
        importing.read(path)


@pytest.mark.parametrize("name", ["sequential", "mine"])
def test_training_settings_and_the_optimizers_state_come_along(name, tmp_path):
    import keras

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, name="out")], name=name)
    model.compile(keras.optimizers.SGD(0.25, momentum=0.5), "mse", metrics=["mae"])
    x = np.random.default_rng(1).normal(size=(32, 4)).astype("float32")
    model.fit(x, x[:, :2], epochs=1, verbose=0, shuffle=False)
    model.save(tmp_path / "model.keras")
    record = importing.read(tmp_path / "model.keras")
    assert record.setup.optimizer["config"] == {"learning_rate": 0.25, "momentum": 0.5}
    assert record.setup.outputs["out"].metrics == ["mae"]
    assert record.account.state and record.account.settings and record.account.weights
    ours, _ = recipe.make_model(
        recipe.Snapshot(record.graph, record.setup, None, None, record.weights, record.optimizer)
    )
    model.fit(x, x[:, :2], epochs=2, verbose=0, shuffle=False)
    ours.model.fit(x, x[:, :2], epochs=2, verbose=0, shuffle=False)
    for one, other in zip(ours.model.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_weights_beside_a_description_are_found_and_loaded(keras_model, tmp_path):
    path = tmp_path / "model.json"
    path.write_text(keras_model.to_json())
    assert importing.weights_beside(path) is None
    keras_model.save_weights(tmp_path / "model.weights.h5")
    beside = importing.weights_beside(path)
    assert beside == tmp_path / "model.weights.h5"
    record = importing.read(path, beside)
    np.testing.assert_array_equal(
        record.weights["left"][0], keras_model.get_layer("left").get_weights()[0]
    )
    assert record.account.weights and not record.account.noteworthy


def test_an_unzipped_archive_opens_by_its_description(keras_model, tmp_path):
    keras_model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        archive.extractall(tmp_path / "model")
    record = importing.read(tmp_path / "model" / "config.json")
    assert record.title == "model" and record.weights["out"][0].shape == (6, 2)


def test_a_project_of_an_unknown_layer_tells_of_it_and_leads_to_it(old_model_file, qtbot):
    from app.panels.opened import OpenedPanel, plain_text

    document = Document()
    panel = OpenedPanel(document)
    qtbot.addWidget(panel)
    document.load(importing.read(old_model_file))
    (row,) = [row for row in panel.rows if row.remark.where == "gate"]
    with qtbot.waitSignal(panel.nodeActivated) as told:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert document.graph.nodes[told.args[0]].name == "gate"
    panel.copy_text()
    copied = QGuiApplication.clipboard().text()
    assert copied == plain_text(document.account) and "gate" in copied and "Keras 2" in copied


def test_laid_out_inputs_and_outputs_keep_their_order(tmp_path):
    import engine as keras
    from app.window.inside import lay_out

    a, b, c = (keras.Input((size,), name=f"in{size}") for size in (3, 2, 4))
    late = keras.layers.Dense(2, name="late")(keras.layers.Dense(3)(keras.layers.Dense(3)(a)))
    joined = keras.layers.Concatenate()([c, b])
    model = keras.Model([a, b, c], [late, keras.layers.Dense(1, name="early")(joined)])
    model.save(tmp_path / "m.keras")
    record = importing.read(tmp_path / "m.keras")
    lay_out(record.graph)
    assert [node.name for node in record.graph.inputs()] == ["in3", "in2", "in4"]
    assert [node.name for node in record.graph.outputs()] == ["late", "early"]
    places = {(node.x, node.y) for node in record.graph.nodes.values()}
    assert len(places) == len(record.graph.nodes)


def test_inputs_by_name_are_told_to_be_a_list_now(tmp_path):
    import engine as keras

    ends = {name: keras.Input((2,), name=name) for name in ("left", "right")}
    total = keras.layers.Add(name="sum")(list(ends.values()))
    keras.Model(ends, total).save(tmp_path / "m.keras")
    record = importing.read(tmp_path / "m.keras")
    assert any("left, right" in remark.text for remark in record.account.remarks)
    assert [node.name for node in record.graph.inputs()] == ["left", "right"]


@pytest.mark.parametrize("compiled", [False, True])
def test_names_that_keras_3_refuses_hold_underscores_now(compiled, tmp_path):
    import keras as real

    import engine as keras

    x = keras.Input((4,), name="x")
    inner = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, name="in")], name="part")
    y = inner(keras.layers.Dense(3, name="conv1_bn")(keras.layers.Dense(3, name="first")(x)))
    model = keras.Model(x, keras.layers.Dense(2, name="last")(y))
    names = {"first": "conv1/bn", "in": "block/dense", "last": "two\nlines"}
    for layer in model._flatten_layers():
        layer.name = names.get(layer.name, layer.name)  # as Keras 2 named them
    model.compile("adam", "mse")
    data = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")
    if compiled:
        model.fit(data, data[:, :2], verbose=0)
    model.save(tmp_path / "m.h5")
    record = importing.read(tmp_path / "m.h5")
    drawn = {node.name for node in record.graph.nodes.values()}
    assert drawn == {"x", "conv1_bn", "conv1_bn_1", "part", "two_lines"}
    document = Document()
    document.load(record)
    assert document.check().ok
    (told,) = [r for r in record.account.remarks if "slashes" in r.text]
    assert told.text.startswith("3 names")
    ours = exporting.model_of(record)
    np.testing.assert_array_equal(ours.predict(data, verbose=0), model.predict(data, verbose=0))
    assert not compiled or int(ours.optimizer.iterations.numpy()) == 1  # training goes on
    exporting.write(record, "keras", tmp_path / "back.keras")
    theirs = real.models.load_model(tmp_path / "back.keras", compile=False)
    np.testing.assert_allclose(
        theirs.predict(data, verbose=0), model.predict(data, verbose=0), rtol=1e-5, atol=1e-6
    )
