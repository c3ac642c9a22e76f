"""Weights are frozen on the canvas: shown, kept, taken back, and understood by real Keras."""

from __future__ import annotations

import keras
import pytest
from PySide6.QtCore import Qt

import engine
from app import exporting
from app.document.drawing import graph_from_model


def transfer() -> engine.Model:
    """A backbone of its own weights, used twice, and a head."""
    inner = engine.Sequential(
        [
            engine.Input((8, 8, 3)),
            engine.layers.Conv2D(4, 3, name="conv"),
            engine.layers.BatchNormalization(name="norm"),
            engine.layers.GlobalAveragePooling2D(name="mean"),
        ],
        name="backbone",
    )
    left, right = engine.Input((8, 8, 3), name="left"), engine.Input((8, 8, 3), name="right")
    side = engine.layers.Dense(4, name="side")
    joined = engine.layers.Concatenate(name="both")([side(inner(left)), side(inner(right))])
    return engine.Model([left, right], engine.layers.Dense(2, name="head")(joined), name="two")


@pytest.fixture
def drawn(hand):
    h = hand(graph_from_model(transfer()))
    h.document.check()
    return h


def choose(h, *names):
    h.view.select([h.named(name).id for name in names])


def trainable(h, tmp_path) -> dict[str, bool]:
    """What real Keras would train in each layer of the exported model."""
    path = tmp_path / "model.keras"
    exporting.write(h.document.record(), "keras", path)
    model = keras.saving.load_model(path)
    return {x.name: bool(x.trainable_weights) for x in model.layers if x.weights}


def test_layers_of_several_kinds_are_frozen_in_one_step(drawn, tmp_path) -> None:
    assert all(trainable(drawn, tmp_path).values())
    choose(drawn, "left", "backbone", "side", "both")
    action = drawn.view.actions()["freeze"]
    assert action.isEnabled() and not action.isChecked()
    drawn.key(Qt.Key.Key_T)
    assert trainable(drawn, tmp_path) == {"backbone": False, "side": False, "head": True}
    report = drawn.document.check()
    assert report.trainable == 8 * 2 + 2 and action.isChecked()
    for name in ("backbone", "side"):
        assert "frozen" in drawn.view.canvas.nodes[drawn.named(name).id].text.detail
    drawn.stack.undo()
    assert not drawn.stack.canUndo() and all(trainable(drawn, tmp_path).values())
    drawn.stack.redo()
    drawn.key(Qt.Key.Key_T)
    assert all(trainable(drawn, tmp_path).values())


def test_what_holds_no_weights_cannot_be_frozen(drawn) -> None:
    choose(drawn, "both", "left")
    assert not drawn.view.actions()["freeze"].isEnabled()
    drawn.key(Qt.Key.Key_T)
    assert not drawn.stack.canUndo()


def test_a_use_of_a_shared_layer_freezes_the_layer(drawn, tmp_path) -> None:
    use = next(n for n in drawn.graph.nodes.values() if n.shared_with == drawn.named("side").id)
    choose(drawn, use.name)
    drawn.key(Qt.Key.Key_T)
    assert trainable(drawn, tmp_path)["side"] is False


def test_a_model_inside_is_taken_apart_by_its_key(hand) -> None:
    image = engine.Input((4,), name="image")
    inner = engine.Sequential([engine.Input((4,)), engine.layers.Dense(3, name="deep")], name="in1")
    h = hand(graph_from_model(engine.Model(image, inner(image))))
    choose(h, "image")
    assert not h.view.actions()["ungroup"].isEnabled()
    choose(h, "in1")
    h.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert h.graph.names() == {"image", "deep"}
