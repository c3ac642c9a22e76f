"""What is said about data that does not fit, and what goes where by itself."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.assign import auto_assign, propose_choices
from app.data.builtin import load_builtin
from app.data.match import data_shapes, match
from app.data.spec import DataSpec, Field, PortSpec, Table

IMAGES = np.zeros((40, 8, 8, 1), np.uint8)
DIGITS = np.arange(40) % 10


def field(name, values, role="input", classes=None):
    values = np.asarray(values)
    missing = int(np.isnan(values).sum()) if values.dtype.kind == "f" else 0
    return Field(name, values.shape[1:], str(values.dtype), role, values, classes=classes,
                 missing_count=missing)  # fmt: skip


def digits():
    names = [str(i) for i in range(10)]
    return Table("t", [field("image", IMAGES), field("digit", DIGITS, "target", names)], 40)


def texts(table, inputs, outputs, assign=None, **choices):
    spec = DataSpec("builtin", **choices)
    spec.assign = assign if assign is not None else auto_assign(table, spec, inputs, outputs)
    return [p.text for p in match(table, spec, inputs, outputs)]


IN, OUT = [PortSpec("x", (8, 8, 1))], [PortSpec("y", (10,))]


def test_nothing_to_say_when_it_fits():
    assert texts(digits(), IN, OUT) == []


def test_shapes_are_told_from_both_sides():
    (text,) = texts(digits(), [PortSpec("x", (28, 28, 1))], OUT)
    assert "(8, 8, 1)" in text and "(28, 28, 1)" in text and "“x”" in text
    (text,) = texts(digits(), [PortSpec("x", (64,))], OUT)
    assert "Flatten" in text


def test_a_size_that_may_vary_takes_any():
    assert texts(digits(), [PortSpec("x", (None, None, 1))], OUT) == []


def test_classes_against_units():
    (text,) = texts(digits(), IN, [PortSpec("y", (8,))])
    assert text.startswith("The data has 10 classes, the output layer “y” has 8 units")
    (text,) = texts(digits(), IN, [PortSpec("y", (1,))])
    assert "10 units" in text and "softmax" in text
    (text,) = texts(digits(), IN, [PortSpec("y", (4, 4, 10))])
    assert "Flatten" in text


@pytest.mark.parametrize(
    ("labels", "loss", "wrong"),
    [("integer", "SparseCategoricalCrossentropy", ""),
     ("integer", "sparse_categorical_crossentropy", ""),
     ("onehot", "sparse_categorical_crossentropy", "Integer"),
     ("onehot", "CategoricalCrossentropy", ""),
     ("integer", "CategoricalCrossentropy", "One-hot"),
     ("onehot", "SparseCategoricalCrossentropy", "Integer"), ("integer", "", "")],
)  # fmt: skip
def test_labels_against_the_loss(labels, loss, wrong):
    found = texts(digits(), IN, [PortSpec("y", (10,), loss=loss)], labels=labels)
    assert len(found) == bool(wrong)
    assert not wrong or (wrong in found[0] and loss in found[0])


def test_labels_out_of_range():
    table = Table("t", [field("image", IMAGES), field("y", np.array(DIGITS, float), "target")], 40)
    outputs = [PortSpec("out", (8,), loss="SparseCategoricalCrossentropy")]
    (text,) = texts(table, IN, outputs)
    assert "label 9" in text and "0 to 7" in text
    assert texts(table, IN, [PortSpec("out", (10,), loss="SparseCategoricalCrossentropy")]) == []


@pytest.mark.parametrize(("top", "low", "word"), [(100, 0, "100"), (99, -1, "-1"), (99, 0, "")])
def test_word_numbers_against_the_embedding(top, low, word):
    words = np.array([[low, 5, top]] * 40)
    table = Table("t", [field("w", words), field("y", np.arange(40.0), "target")], 40)
    inputs = [PortSpec("main", (3,), "int32", vocabulary=100)]
    found = texts(table, inputs, [PortSpec("y", (1,))])
    assert len(found) == bool(word)
    assert not word or (word in found[0] and "0 to 99" in found[0])


def test_fractions_cannot_be_word_numbers():
    table = Table("t", [field("w", np.full((40, 2), 1.5)), field("y", np.ones(40), "target")], 40)
    inputs = [PortSpec("main", (2,), "int32")]
    (text,) = texts(table, inputs, [PortSpec("y", (1,))], {"main": ["w"], "y": ["y"]})
    assert "1.5" in text and "whole numbers" in text


def test_row_counts_and_missing_targets():
    y = np.arange(40.0)
    y[3] = np.nan
    table = Table("t", [field("x", np.zeros((38, 8, 8, 1))), field("y", y, "target")], 40)
    found = texts(table, IN, [PortSpec("y", (1,))])
    assert any("38 rows" in t and "40" in t for t in found)
    assert any("1 values are missing" in t for t in found)


def test_what_is_not_assigned_or_gone():
    nothing = Table("t", [field("a", np.arange(40.0), "ignore")], 40)
    found = texts(nothing, IN, OUT)
    assert any("input “x”" in t for t in found) and any("output “y”" in t for t in found)
    (text,) = texts(digits(), IN, OUT, {"x": ["picture"], "y": ["digit"]})
    assert "“picture”" in text and "image, digit" in text


def test_a_port_without_a_choice_gets_what_fits():
    assert texts(digits(), IN, OUT, {}) == []
    assert texts(digits(), IN, OUT, {"old_name": ["image"], "x": []}) == []


def test_a_target_among_the_inputs_is_a_warning():
    table = Table("t", [field("a", np.arange(40.0)), field("y", np.arange(40.0), "target")], 40)
    spec = DataSpec("csv", assign={"x": ["a", "y"], "o": ["y"]})
    problems = match(table, spec, [PortSpec("x", (2,))], [PortSpec("o", (1,))])
    assert [(p.severity, p.field) for p in problems] == [("warning", "y")]


def test_units_of_a_regression():
    table = load_builtin("diabetes")
    (text,) = texts(table, [PortSpec("x", (10,))], [PortSpec("y", (3,))])
    assert "(1,)" in text and "(3,)" in text and "units of the output layer to 1" in text


def test_assignment_by_name_beats_shape():
    table = load_builtin("digit_pairs")
    inputs = [PortSpec("right_input", (8, 8, 1)), PortSpec("left", (8, 8, 1))]
    found = auto_assign(table, DataSpec("builtin"), inputs, [PortSpec("same_output", (1,))])
    assert found == {"right_input": ["right"], "left": ["left"], "same_output": ["same"]}


def test_assignment_by_shape_and_columns_together():
    table = load_builtin("headlines")
    inputs = [PortSpec("aux_input", (5,)), PortSpec("main_input", (100,), "int32", 10000)]
    outputs = [PortSpec("main_output", (1,)), PortSpec("aux_output", (1,))]
    assert auto_assign(table, DataSpec("builtin"), inputs, outputs) == {
        "aux_input": ["facts"], "main_input": ["words"],
        "main_output": ["shared"], "aux_output": ["sport"],
    }  # fmt: skip
    columns = Table("t", [field(n, np.arange(40.0)) for n in "abc"], 40)
    found = auto_assign(columns, DataSpec("csv"), [PortSpec("in", (3,))], [])
    assert found == {"in": ["a", "b", "c"]}


def test_a_choice_of_the_user_stays():
    table = load_builtin("digit_pairs")
    spec = DataSpec("builtin", assign={"out": ["larger"], "a": ["right"]})
    inputs = [PortSpec("a", (8, 8, 1)), PortSpec("b", (8, 8, 1))]
    found = auto_assign(table, spec, inputs, [PortSpec("out", (3,))])
    assert found == {"a": ["right"], "b": ["left"], "out": ["larger"]}


def test_shapes_of_the_data_at_the_ports():
    spec = DataSpec("builtin", assign={"x": ["image"], "y": ["digit"]})
    assert data_shapes(digits(), spec, IN, OUT) == {"x": (8, 8, 1), "y": (10,)}


@pytest.mark.parametrize(
    ("key", "scale", "labels", "shuffle"),
    [("digits", "minmax", "integer", True), ("wine", "standard", "integer", True),
     ("diabetes", "standard", "numeric", True), ("series", "none", "numeric", False)],
)  # fmt: skip
def test_proposed_choices(key, scale, labels, shuffle):
    expected = {"scale": scale, "labels": labels, "shuffle": shuffle}
    assert propose_choices(load_builtin(key)) == expected
