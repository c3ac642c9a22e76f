"""Every op of a traced step knows the layers it was called in and its part of the step."""

import numpy as np
import pytest

import engine as keras
from engine.graph import trace
from engine.origin import BACKWARD, FORWARD, UPDATE
from engine.tensor import Spec


def nodes_of_a_step(model, *shapes):
    """Trace one training step on inputs and targets of the given shapes."""
    specs = [Spec(shape, "float32") for shape in shapes]
    return trace(lambda x, y: model.train_step((x, y)), specs).nodes


def innermost(node):
    return node.origin.layers[-1].name if node.origin.layers else None


@pytest.fixture
def model():
    inner = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(5, activation="tanh", name="deep")], name="group"
    )
    whole = keras.Sequential([keras.Input((6,)), inner, keras.layers.Dense(2, name="last")])
    whole.compile("adam", "mse")
    return whole


def test_the_gradient_of_a_layer_belongs_to_the_layer(model):
    nodes = nodes_of_a_step(model, (4, 6), (4, 2))
    products = [n for n in nodes if n.op.name in ("dense", "matmul")]
    found = [(innermost(n), n.origin.part) for n in products]
    assert found[:2] == [("deep", FORWARD), ("last", FORWARD)]
    assert {f for f in found[2:]} == {("last", BACKWARD), ("deep", BACKWARD)}


def test_calls_inside_a_model_name_all_models_around_them(model):
    node = next(n for n in nodes_of_a_step(model, (4, 6), (4, 2)) if innermost(n) == "deep")
    assert [layer.name for layer in node.origin.layers] == [model.name, "group", "deep"]


def test_the_loss_belongs_to_no_layer(model):
    nodes = nodes_of_a_step(model, (4, 6), (4, 2))
    square = next(n for n in nodes if n.op.name == "square")
    assert (square.origin.layers, square.origin.part) == ((), FORWARD)


def test_updates_name_the_weight_they_change(model):
    nodes = nodes_of_a_step(model, (4, 6), (4, 2))
    changed = {id(v) for n in nodes if n.origin.part == UPDATE for v in n.inputs}
    assert {id(v) for v in model.trainable_weights} <= changed
    assert all(not n.origin.layers for n in nodes if n.origin.part == UPDATE)


def test_a_step_of_ones_own_is_told_apart_too():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.one = keras.layers.Dense(3, name="one")

        def call(self, x):
            return self.one(x)

        def train_step(self, data):
            x, y = data
            with keras.GradientTape() as tape:
                loss = keras.ops.mean(keras.ops.square(self(x) - y))
            weights = self.trainable_weights
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
            return {"loss": loss}

    model = Own()
    model(np.zeros((1, 4), "float32"))
    model.compile("sgd")
    nodes = nodes_of_a_step(model, (2, 4), (2, 3))
    parts = {n.origin.part for n in nodes}
    assert parts == {FORWARD, BACKWARD, UPDATE}
    assert any(innermost(n) == "one" and n.origin.part == BACKWARD for n in nodes)
