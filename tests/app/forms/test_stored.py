"""The JSON-able form of values, for every kind in use."""

from __future__ import annotations

import json

import pytest

import engine  # noqa: F401 - fills the registry
from app.forms.factory import editor_for
from app.forms.stored import default_of, same, split, stored
from engine import kinds, registry
from engine.initializers import HeNormal
from engine.regularizers import L2

REGULARIZER = kinds.Optional(kinds.Object("regularizer"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("l2", "l2"),
        ("L2", "l2"),
        (L2(), "l2"),
        (L2(0.5), {"class_name": "L2", "config": {"l2": 0.5}}),
        ({"class_name": "L2", "config": {"l2": 0.01}}, "l2"),
        ({"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 1}},
         {"class_name": "L2", "config": {"l2": 1.0}}),
    ],
)  # fmt: skip
def test_objects_take_their_shortest_form(value, expected):
    assert stored(REGULARIZER, value) == expected


def test_a_short_form_makes_the_same_object():
    kind = kinds.Object("initializer")
    config = {"class_name": "VarianceScaling", "config": {"scale": 2.0, "mode": "fan_in"}}
    made = registry.get("initializer", stored(kind, registry.get("initializer", config)))
    assert (made.scale, made.mode) == (2.0, "fan_in")
    assert type(registry.get("initializer", stored(kind, HeNormal()))) is HeNormal


def test_functions_are_named():
    kind = kinds.Object("activation")
    assert stored(kind, engine.activations.relu) == "relu"
    assert split("activation", {"class_name": "function", "config": "tanh"})[0].name == "tanh"


def test_what_is_refused_raises():
    for kind, value in ((REGULARIZER, "l3"), (kinds.Int(low=1), 0), (kinds.Either(), 1)):
        with pytest.raises((ValueError, TypeError)):
            stored(kind, value)


def test_tuples_and_lists_are_the_same_but_one_is_not_true():
    assert same((3, 3), [3, 3]) and not same(1, True) and not same(None, 0)


def all_params():
    for category in registry.MODULES:
        for entry in registry.entries(category):
            if entry.hidden:  # not offered by any form
                continue
            for param in getattr(entry.target, "params", {}).values():
                yield pytest.param(param, id=f"{entry.name}.{param.name}")


@pytest.mark.parametrize("param", list(all_params()))
def test_every_param_of_the_engine_has_an_editor_that_shows_its_default(qtbot, param):
    editor = editor_for(param.kind)
    qtbot.addWidget(editor)
    heard: list[object] = []
    editor.valueChanged.connect(heard.append)
    value = default_of(param)
    if param.required:
        param.kind.validate(param.kind.start())  # what a form begins with is accepted
        value = stored(param.kind, param.kind.start())
        assert value is not None
    json.dumps(value)
    editor.set_value(value)
    assert editor.error() == "" and same(editor.value(), value) and heard == []


@pytest.mark.parametrize("param", list(all_params()))
def test_every_editor_shows_what_its_kind_refuses_without_losing_it(qtbot, param):
    editor = editor_for(param.kind)
    qtbot.addWidget(editor)
    for bad in param.kind.bad_values():
        try:
            stored(param.kind, bad)
        except (ValueError, TypeError):
            editor.set_value(bad)
            assert editor.error() and editor.value() is bad, bad
