"""Advice on models that can be built but will not learn, or hardly run."""

from __future__ import annotations

import pytest

from app import commands
from app.document.check import check
from app.document.document import Document
from app.document.train_setup import OutputSetup, TrainSetup
from tests.app.document.drawn import codes, image, line, mend, only, vector


def test_softmax_over_one_value_is_warned_about():
    graph = vector(("Dense", {"units": 1, "activation": "softmax"}))
    problem = only(graph)
    assert problem.severity == "warning" and check(graph).ok
    assert mend(graph, problem).problems == []


def test_a_dense_answer_per_pixel_proposes_flatten():
    problem = only(image(("Dense", {"units": 10})))
    assert problem.severity == "hint"
    assert "(None, 28, 28, 1)" in problem.text and "(None, 28, 28, 10)" in problem.text
    assert [fix.data["layer"] for fix in problem.fixes] == ["Flatten", "GlobalAveragePooling2D"]


def test_two_dense_layers_without_activation_between_them():
    graph = vector(("Dense", {"units": 9}), ("Dense", {"units": 1}))
    problem = only(graph)
    assert problem.code == "linear-pair" and mend(graph, problem).problems == []


@pytest.mark.parametrize(
    ("end", "loss", "fits"),
    [
        ({"units": 3, "activation": "softmax"}, "sparse_categorical_crossentropy", True),
        ({"units": 3, "activation": "softmax"}, "categorical_crossentropy", True),
        ({"units": 3, "activation": "softmax"}, "binary_crossentropy", False),
        ({"units": 3, "activation": "softmax"}, "mse", False),
        ({"units": 1, "activation": "sigmoid"}, "binary_crossentropy", True),
        ({"units": 1, "activation": "sigmoid"}, "categorical_crossentropy", False),
        ({"units": 1}, "mean_absolute_error", True),
        ({"units": 1}, "binary_crossentropy", False),
        (
            {"units": 1},
            {"class_name": "BinaryCrossentropy", "config": {"from_logits": True}},
            True,
        ),
    ],
)
def test_a_loss_that_does_not_fit_the_last_activation_is_warned_about(end, loss, fits):
    graph = vector(("Dense", end))
    setup = TrainSetup(outputs={"dense": OutputSetup(loss)})
    found = [p for p in check(graph, setup=setup).problems if p.code == "loss-mismatch"]
    assert bool(found) is not fits
    if found:
        from PySide6.QtGui import QUndoStack

        document = Document(graph)
        document.set_setup(setup)
        commands.apply_fix(document, QUndoStack(), found[0].fixes[0])
        assert document.check().problems == []


def test_data_of_another_shape_is_warned_about():
    graph = vector(("Dense", {"units": 1}))
    assert codes(graph, data_shapes={"input_layer": (4,)}) == []
    problem = only(graph, data_shapes={"input_layer": (5,)})
    assert "(4,)" in problem.text and "(5,)" in problem.text


def test_a_layer_too_large_for_the_memory_is_warned_about():
    problem = only(vector(("Dense", {"units": 60_000}), size=10_000))
    assert problem.severity == "warning" and "2.4 GB" in problem.text


def test_a_model_of_ten_to_the_thirteen_parameters_is_shown_with_its_reason():
    graph = line(
        ("InputLayer", {"shape": [4]}), ("Dense", {"units": 10**7}), ("Dense", {"units": 10**6})
    )
    report = check(graph)
    assert report.parameters == 5 * 10**7 + (10**7 + 1) * 10**6
    (problem,) = [p for p in report.problems if p.code == "very-large"]
    assert problem.severity == "error"
    assert "40000.0 GB" in problem.text


LOGITS = {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}}


@pytest.mark.parametrize(
    ("end", "loss", "code"),
    [
        ({"units": 10, "activation": "relu"}, LOGITS, "relu-output"),
        ({"units": 10, "activation": "relu"}, "sparse_categorical_crossentropy", "relu-output"),
        ({"units": 1, "activation": "relu"}, "binary_crossentropy", "relu-output"),
        ({"units": 1, "activation": "relu"}, "mean_squared_error", "relu-output"),
        ({"units": 10, "activation": "softmax"}, LOGITS, "activation-twice"),
    ],
)
def test_an_end_that_learns_badly_is_told_and_mended_at_once(end, loss, code):
    from PySide6.QtGui import QUndoStack

    graph = vector(("Dense", end))
    setup = TrainSetup(outputs={"dense": OutputSetup(loss)})
    (found,) = check(graph, setup=setup).problems
    assert found.code == code
    document = Document(graph)
    document.set_setup(setup)
    commands.apply_fix(document, QUndoStack(), found.fixes[0])
    assert document.check().problems == []


def test_an_end_without_activation_and_logits_is_as_keras_recommends():
    graph = vector(("Dense", {"units": 10}))
    setup = TrainSetup(outputs={"dense": OutputSetup(LOGITS)})
    assert not check(graph, setup=setup).problems


def test_the_relu_is_found_behind_a_dropout_at_the_end():
    graph = vector(("Dense", {"units": 10, "activation": "relu"}), ("Dropout", {"rate": 0.5}))
    name = graph.outputs()[0].name
    setup = TrainSetup(outputs={name: OutputSetup(LOGITS)})
    (found,) = check(graph, setup=setup).problems
    assert found.code == "relu-output" and found.fixes[0].data["node"] == graph.by_name("dense").id


def test_a_sample_that_becomes_terabytes_is_told_where(qapp):
    graph = line(
        ("InputLayer", {"shape": [10]}),
        ("RepeatVector", {"n": 10**12}),
        ("GlobalAveragePooling1D", {}),
    )
    (found,) = check(graph).problems
    assert found.code == "very-long" and found.severity == "warning"
    assert found.node == graph.by_name("repeat_vector").id
    assert "40000.0 GB" in found.text  # 10 · 10^12 numbers of four bytes
    graph.by_name("repeat_vector").params["n"] = 1000
    assert not check(graph).problems
