"""The order of arguments made from params is Keras's."""

from __future__ import annotations

import inspect

import keras
import pytest

import engine


@pytest.mark.parametrize("name", ["InputLayer", "Dense", "Conv2D", "Dropout"])
def test_positional_arguments_come_in_keras_order(name):
    def positional(cls: type) -> list[str]:
        parameters = inspect.signature(cls).parameters.values()
        return [
            p.name
            for p in parameters
            if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and p.name != "self"
        ]

    ours = positional(getattr(engine.layers, name))
    known = set(ours)
    theirs = [p for p in positional(getattr(keras.layers, name)) if p in known]
    assert ours[: len(theirs)] == theirs
