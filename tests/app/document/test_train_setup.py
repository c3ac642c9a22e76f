"""Training settings survive saving, and the proposal follows the model's last layer."""

from __future__ import annotations

import pytest

from app.document.check import check
from app.document.graph import Graph
from app.document.train_setup import (
    OutputSetup,
    TrainSetup,
    propose,
    propose_outputs,
)


def ending(*layers):
    graph = Graph("sequential")
    previous = graph.add("InputLayer", shape=[4])
    for kind, params in layers:
        node = graph.add(kind, y=previous.y + 120.0, **params)
        graph.connect(previous, node)
        previous = node
    return graph, previous.name


def dense(units, activation=None):
    return ending(("Dense", {"units": units, **({"activation": activation} if activation else {})}))


@pytest.mark.parametrize(
    ("made", "targets", "loss", "metrics"),
    [
        (dense(1, "sigmoid"), None, "binary_crossentropy", ["accuracy"]),
        (dense(5, "sigmoid"), None, "binary_crossentropy", ["binary_accuracy"]),
        (dense(3, "softmax"), "integer", "sparse_categorical_crossentropy", ["accuracy"]),
        (dense(3, "softmax"), "onehot", "categorical_crossentropy", ["accuracy"]),
        (dense(3, "softmax"), None, "sparse_categorical_crossentropy", ["accuracy"]),
        (dense(1), "numeric", "mean_squared_error", ["mean_absolute_error"]),
        (dense(4, "relu"), None, "mean_squared_error", ["mean_absolute_error"]),
        (
            ending(("Dense", {"units": 3}), ("Activation", {"activation": "softmax"})),
            "integer",
            "sparse_categorical_crossentropy",
            ["accuracy"],
        ),
        (
            ending(("Dense", {"units": 1, "activation": "sigmoid"}), ("Flatten", {})),
            None,
            "binary_crossentropy",
            ["accuracy"],
        ),
    ],
)
def test_the_proposal_follows_the_last_activation(made, targets, loss, metrics):
    graph, name = made
    setup = propose(graph, check(graph), targets)
    assert setup.outputs == {name: OutputSetup(loss, 1.0, metrics)}
    assert check(graph, setup=setup).ok
    assert not [p for p in check(graph, setup=setup).problems if p.code == "loss-mismatch"]


def test_classes_without_softmax_get_a_loss_that_applies_it():
    graph, name = dense(3)
    setup = propose(graph, check(graph), "integer").outputs[name]
    assert setup.loss == {
        "class_name": "SparseCategoricalCrossentropy",
        "config": {"from_logits": True},
    }
    assert setup.metrics == ["accuracy"]


def test_the_reason_names_the_output_and_its_size():
    graph, name = dense(3, "softmax")
    why = propose_outputs(graph, check(graph), "onehot")[name].why
    assert name in why and "3 classes" in why and "one-hot" in why


def test_each_output_gets_its_own_and_the_rest_is_kept():
    graph = Graph("functional")
    source = graph.add("InputLayer", shape=[4])
    yes = graph.add("Dense", "yes", units=1, activation="sigmoid")
    number = graph.add("Dense", "number", x=300.0, units=1)
    graph.connect(source, yes)
    graph.connect(source, number)
    keep = TrainSetup(epochs=77, batch_size=5, outputs={"old": OutputSetup("mse")})
    setup = propose(graph, check(graph), {"number": "numeric"}, keep)
    losses = {name: each.loss for name, each in setup.outputs.items()}
    assert losses == {"yes": "binary_crossentropy", "number": "mean_squared_error"}
    assert (setup.epochs, setup.batch_size) == (77, 5)
    assert set(keep.outputs) == {"old"}


def test_what_is_missing_in_a_file_gets_its_default():
    assert TrainSetup.from_json({}) == TrainSetup()
    assert TrainSetup.from_json({"epochs": 3, "later": 1}) == TrainSetup(epochs=3)


@pytest.mark.parametrize(
    "values",
    [
        {"epochs": "3"},
        {"epochs": True},
        {"shuffle": 1},
        {"optimizer": "adam"},
        {"callbacks": [3]},
        {"class_weight": {"cat": 1}},
        {"outputs": {"a": {"loss": 3}}},
        {"seed": 1.5},
    ],
)
def test_a_field_of_another_type_is_named(values):
    with pytest.raises(ValueError, match=next(iter(values))):
        TrainSetup.from_json(values)
