"""The layers of a model inside the model, put into the drawing around it."""

import numpy as np
import pytest
from PySide6.QtGui import QUndoStack

import engine as keras
from app import exporting, importing
from app.commands import Refused, Ungroup, push
from app.document.document import Document
from app.document.graph import GROUP_KIND
from engine import layers


def branches():
    """A functional part with a branch, an inner chain, a shared layer and two values used."""
    x = keras.Input((6,), name="x")
    shared = layers.Dense(4, "relu", name="dense")
    a, b = shared(x), shared(layers.Dense(6, name="before")(x))
    both = keras.Model(x, [layers.Add(name="sum")([a, b]), a], name="part")
    chain = keras.Sequential(
        [keras.Input((4,)), layers.Dense(3, name="dense"), layers.BatchNormalization()],
        name="chain",
    )
    facts = keras.Input((6,), name="facts")
    one, two = both(layers.Dense(6, name="first")(facts))
    return keras.Model(facts, layers.Concatenate(name="end")([chain(one), two]))


def nested_head():
    """A chain whose last layer is a model of two layers."""
    head = keras.Sequential([keras.Input((5,)), layers.Dense(4), layers.Dense(2, name="out")])
    return keras.Sequential([keras.Input((6,)), layers.Dense(5), head])


def opened(model, tmp_path):
    for layer in model.weights:
        layer.assign(np.random.default_rng(len(layer.shape)).normal(size=layer.shape) ** 2)
    model.save(tmp_path / "m.keras")
    document = Document()
    document.load(importing.read(tmp_path / "m.keras"))
    return document


def groups_of(document):
    return [n.id for n in document.graph.nodes.values() if n.kind == GROUP_KIND]


@pytest.mark.parametrize("make", [branches, nested_head])
def test_the_model_predicts_the_same_and_one_undo_takes_it_back(make, tmp_path):
    model = make()
    document, stack = opened(model, tmp_path), QUndoStack()
    before, weights = document.graph.copy(), dict(document.weights)
    parameters = document.report.parameters
    keys = groups_of(document)
    for key in keys:
        push(stack, Ungroup(document, key))
    assert groups_of(document) == [] and stack.count() == len(keys)
    assert document.check().ok and document.report.parameters == parameters
    x = np.random.default_rng(1).normal(size=(4, 6)).astype("float32")
    flat = exporting.model_of(document.record())
    np.testing.assert_allclose(
        flat.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-6, atol=1e-6
    )
    for _ in keys:
        stack.undo()
    assert document.graph == before
    assert document.weights.keys() == weights.keys()
    for name, arrays in weights.items():
        for one, other in zip(document.weights[name], arrays, strict=True):
            np.testing.assert_array_equal(one, other)
    for _ in keys:
        stack.redo()
    again = exporting.model_of(document.record())
    np.testing.assert_array_equal(again.predict(x, verbose=0), flat.predict(x, verbose=0))


def test_the_loss_follows_the_output(tmp_path):
    model = nested_head()
    model.compile("sgd", "mae")
    document, stack = opened(model, tmp_path), QUndoStack()
    (key,) = groups_of(document)
    name = document.graph.nodes[key].name
    assert document.setup.outputs[name].loss.lower().startswith("m")
    loss = document.setup.outputs[name].loss
    push(stack, Ungroup(document, key))
    assert document.setup.outputs["out"].loss == loss
    stack.undo()
    assert document.setup.outputs[name].loss == loss


def test_what_is_used_twice_with_the_same_weights_says_why_not(tmp_path):
    part = keras.Sequential([keras.Input((6,)), layers.Dense(6)], name="part")
    facts = keras.Input((6,), name="facts")
    document = opened(keras.Model(facts, part(part(facts))), tmp_path)
    before = document.graph.copy()
    for key in groups_of(document):
        with pytest.raises(Refused, match="part is used several times"):
            push(QUndoStack(), Ungroup(document, key))
    assert document.graph == before


def test_values_nobody_uses_would_become_outputs(tmp_path):
    x = keras.Input((6,), name="x")
    part = keras.Model(x, [layers.Dense(2)(x), layers.Dense(3)(x)], name="part")
    facts = keras.Input((6,), name="facts")
    document = opened(keras.Model(facts, layers.Dense(1)(part(facts)[0])), tmp_path)
    with pytest.raises(Refused, match="Not every value"):
        push(QUndoStack(), Ungroup(document, groups_of(document)[0]))
