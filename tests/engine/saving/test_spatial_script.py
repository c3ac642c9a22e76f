"""What a script says about layers with sizes at both ends of an axis, and about data formats."""

from __future__ import annotations

import pytest

import engine
from engine.saving.script.code import expression


@pytest.mark.parametrize(
    "layer",
    [
        engine.layers.ZeroPadding2D(((1, 2), (1, 2)), name="one"),
        engine.layers.ZeroPadding2D((2, 1), name="one"),
        engine.layers.ZeroPadding3D(4, name="one"),
        engine.layers.Cropping2D(((1, 0), (2, 2)), name="one"),
        engine.layers.Conv2D(3, 2, data_format="channels_first", name="one"),
    ],
)
def test_the_written_layer_is_the_same(layer: engine.layers.Layer) -> None:
    names = {"keras": engine, "layers": engine.layers}
    assert eval(expression(layer), names).get_config() == layer.get_config()


def test_what_is_usual_is_not_written() -> None:
    assert "data_format" not in expression(engine.layers.Conv2D(3, 2))
    assert "activation" not in expression(engine.layers.Conv2D(3, 2))
