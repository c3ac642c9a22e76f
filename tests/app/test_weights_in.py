"""Weights of a file go into the layers that are drawn: all of them, or those of equal names."""

import keras
import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

import engine
from app import exporting, weights_in
from app.document.drawing import graph_from_model
from app.document.record import ProjectRecord
from app.main_window import MainWindow
from app.settings import Settings
from app.window import opening
from app.window.workspace import Workspace


def network(library, classes=10, first="block1", **details):
    """A backbone and a head, in Keras or here."""
    layers = library.layers
    return library.Sequential(
        [
            library.Input((8, 8, 3)),
            layers.Conv2D(4, 3, activation="relu", name=first),
            layers.BatchNormalization(name="norm"),
            layers.Flatten(),
            layers.Dense(classes, name="head"),
        ],
        **details,
    )


@pytest.fixture
def theirs():
    """A network of real Keras whose weights no initializer would give."""
    model = network(keras)
    draw = np.random.default_rng(3)
    model.set_weights([draw.uniform(0.1, 1.0, w.shape) for w in model.get_weights()])
    return model


def named(model):
    return {layer.name: layer.get_weights() for layer in model.layers if layer.weights}


def check_same(found, expected, names):
    assert set(found) == set(names)
    for name in names:
        for ours, wanted in zip(found[name], expected[name], strict=True):
            np.testing.assert_array_equal(ours, wanted)


@pytest.mark.parametrize("name", ["w.weights.h5", "m.keras", "m.h5"])
@pytest.mark.parametrize("first", ["block1", "other"])
def test_a_whole_models_weights_fit_by_their_order(theirs, tmp_path, name, first):
    path = tmp_path / name
    theirs.save_weights(path) if ".weights." in name else theirs.save(path)
    found = weights_in.read(graph_from_model(network(engine, first=first)), path)
    wanted = named(theirs)
    wanted[first] = wanted["block1"]
    check_same(found.arrays, wanted, [first, "norm", "head"])
    assert found.kept == []


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "only.h5"])
def test_another_head_leaves_the_backbone_by_name(theirs, tmp_path, name):
    path = tmp_path / name
    if name == "only.h5":
        ours = network(engine)
        ours.set_weights(theirs.get_weights())
        engine.saving.save_weights(ours, path, generation=2)
        assert weights_in.holds_only_weights(path)
    else:
        theirs.save(path)
    found = weights_in.read(graph_from_model(network(engine, classes=3)), path)
    check_same(found.arrays, named(theirs), ["block1", "norm"])
    assert found.kept == ["head"]


def test_weights_that_fit_nowhere_are_refused_with_what_does_not_fit(theirs, tmp_path):
    path = tmp_path / "m.h5"
    theirs.save(path)
    graph = graph_from_model(
        engine.Sequential([engine.Input((5,)), engine.layers.Dense(2, name="alone")])
    )
    with pytest.raises(ValueError, match="layers.*name and the shapes"):
        weights_in.read(graph, path)


@pytest.fixture
def window(qtbot):
    workspace = Workspace()
    window = MainWindow(workspace, Settings(), remember=False)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.document.set_modified(False))
    window.show()
    yield window
    workspace.close()


def test_the_menu_loads_tells_and_takes_back(window, qtbot, theirs, tmp_path, monkeypatch):
    path, told = tmp_path / "m.h5", []
    theirs.save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(path), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.informativeText()))
    document, stack = window.workspace.document, window.workspace.stack
    assert not window.actions_["load_weights"].isEnabled()
    window.files.show_record(ProjectRecord(graph_from_model(network(engine, classes=3))))
    window.actions_["load_weights"].trigger()
    qtbot.waitUntil(lambda: bool(told), timeout=60_000)
    assert "head" in told[0] and "block1" not in told[0]
    assert "m.h5: 2." in window.statusBar().currentMessage()
    # what is written now starts with them, as real Keras sees it
    exporting.write(document.record(), "keras", tmp_path / "out.keras")
    written = named(keras.saving.load_model(tmp_path / "out.keras"))
    check_same({n: written[n] for n in ("block1", "norm")}, named(theirs), ["block1", "norm"])
    assert document.modified
    stack.undo()
    assert document.weights is None and not document.modified


def test_mere_weights_that_are_opened_go_into_the_drawing(window, qtbot, theirs, tmp_path):
    path = tmp_path / "w.weights.h5"
    theirs.save_weights(path)
    window.files.show_record(ProjectRecord(graph_from_model(network(engine))))
    opening.read_model(window, path)
    document = window.workspace.document
    qtbot.waitUntil(lambda: document.weights is not None, timeout=60_000)
    check_same(document.weights, named(theirs), ["block1", "norm", "head"])
