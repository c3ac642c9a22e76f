"""Mistakes in targets are named before they are learned."""

import numpy as np
import pytest

from engine import losses
from engine.losses import LossFunctionWrapper, resolve
from engine.losses.labels import check_class_labels


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (np.array([0, 3, 1]), r"the label 3 \(at position 1\).*3 classes 0 to 2"),
        (np.array([[0, 1], [2, -1]]), r"the label -1 \(at position 1, 1\)"),
        (np.array([0.0, 1.5]), r"the label 1.5 \(at position 1\)"),
        (np.array([0.0, np.nan]), r"the label nan \(at position 1\)"),
        (np.array(["cat"]), "whole numbers"),
    ],
)
def test_a_label_that_is_no_class_is_named(labels, words):
    loss = losses.SparseCategoricalCrossentropy()
    with pytest.raises(ValueError, match=words):
        loss.check_labels(labels, 3)
    if labels.dtype.kind != "U":
        with pytest.raises(ValueError, match=words):
            loss(labels, np.full((*labels.shape, 3), 1 / 3, np.float32))


def test_good_labels_pass():
    for labels in ([0, 1, 2], [[0], [2]], np.array([1.0, 2.0]), np.array([True, False])):
        check_class_labels("loss", labels, 3)


def test_an_ignored_class_may_lie_outside():
    loss = losses.SparseCategoricalCrossentropy(ignore_class=-1)
    labels, p = np.array([0, -1]), np.array([[0.5, 0.5], [0.1, 0.9]], np.float32)
    loss.check_labels(labels, 2)
    assert float(loss(labels, p)) == pytest.approx(-np.log(0.5))
    with pytest.raises(ValueError, match="the label -2"):
        loss.check_labels(np.array([-1, -2]), 2)


@pytest.mark.parametrize("name", ["mse", "mae", "binary_crossentropy", "categorical_crossentropy"])
@pytest.mark.parametrize(("true", "pred"), [((4, 3), (4, 2)), ((4, 2), (5, 2)), ((4,), (4, 2))])
def test_different_shapes_are_both_named(name, true, pred):
    with pytest.raises(ValueError) as caught:
        losses.get(name)(np.zeros(true), np.zeros(pred))
    assert str(true) in str(caught.value)
    assert str(pred) in str(caught.value)


def test_the_right_cross_entropy_is_proposed():
    with pytest.raises(ValueError, match="use sparse_categorical_crossentropy"):
        losses.CategoricalCrossentropy()(np.array([0, 1]), np.full((2, 3), 1 / 3))
    with pytest.raises(ValueError, match="use categorical_crossentropy"):
        losses.SparseCategoricalCrossentropy()(np.eye(3), np.full((3, 3), 1 / 3))
    with pytest.warns(UserWarning, match="binary_crossentropy"):
        losses.CategoricalCrossentropy()(np.ones((2, 1)), np.ones((2, 1)))


def test_weights_of_another_shape_are_refused():
    loss = losses.MeanSquaredError()
    with pytest.raises(ValueError, match=r"\(3,\) does not fit losses of shape \(4,\)"):
        loss(np.zeros((4, 2)), np.zeros((4, 2)), np.ones(3))


@pytest.mark.parametrize(
    ("given", "true", "pred", "kind"),
    [
        ("crossentropy", (4, 1), (4, 1), "BinaryCrossentropy"),
        ("ce", (4,), (4, 3), "SparseCategoricalCrossentropy"),
        ("ce", (4, 3), (4, 3), "CategoricalCrossentropy"),
        ("MSE", (4, 1), (4, 1), "MeanSquaredError"),
        ("mean_absolute_error", (4, 1), (4, 1), "MeanAbsoluteError"),
        (losses.binary_crossentropy, (4, 1), (4, 1), "BinaryCrossentropy"),
        (losses.MeanSquaredError, (4, 1), (4, 1), "MeanSquaredError"),
        ({"class_name": "MeanSquaredError", "config": {"reduction": "auto"}}, (4,), (4,),
         "MeanSquaredError"),
        ({"class_name": "LossFunctionWrapper", "config": {"fn": "mean_squared_error"}}, (4,), (4,),
         "MeanSquaredError"),
    ],
)
def test_what_compile_is_given_becomes_a_loss(given, true, pred, kind):
    assert type(resolve(given, true, pred)).__name__ == kind


def test_functions_of_ones_own():
    def twice(y_true, y_pred):
        return 2 * losses.mean_squared_error(y_true, y_pred)

    loss = resolve(twice, (2, 1), (2, 1))
    assert isinstance(loss, LossFunctionWrapper)
    assert float(loss([[0.0], [0.0]], [[1.0], [2.0]])) == 5
    for written in (losses.serialize(twice), losses.serialize(loss)):
        with pytest.raises(ValueError, match="'twice'.*compile=False"):
            losses.deserialize(written)
    with pytest.raises(ValueError, match="must be a name"):
        resolve(3, (2,), (2,))


def test_a_subclass_of_ones_own():
    class Cubic(losses.Loss):
        def call(self, y_true, y_pred):
            return (y_pred - y_true) ** 3

    class Both(losses.Loss):
        def call(self, y_true, y_pred):
            return (y_pred["a"] - y_true["a"]) * y_pred["b"]

    ones = np.ones(2, np.float32)
    both = Both(reduction="sum")({"a": [0, 1], "b": ones}, {"a": 3 * ones, "b": 2 * ones})
    assert float(both) == 10
    assert float(Cubic(reduction="sum")([[0.0], [0.0]], [[1.0], [2.0]])) == 9
    assert Cubic().name == "cubic"
    with pytest.raises(ValueError, match="reduction"):
        Cubic(reduction="average")
