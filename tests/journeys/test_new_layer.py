"""A layer that was only declared and registered is at home everywhere in the program."""

from __future__ import annotations

import numpy as np
import pytest

from app.document.build import build
from app.document.check import check
from app.document.graph import Graph
from app.forms.param_form import ParamForm
from app.panels.palette import Palette
from engine import models, registry
from engine.kinds import Float
from engine.layers import Layer
from engine.param import param


@pytest.fixture
def scale(monkeypatch):
    """The layer of the example in CONTRIBUTING.md, in the registry for one test."""
    table = registry._categories["layer"]
    monkeypatch.setattr(table, "entries", dict(table.entries))
    monkeypatch.setattr(table, "names", dict(table.names))

    @registry.register("layer", family="core")
    class Scale(Layer):
        """Multiplies every number by one factor.

        Formula: y = factor · x
        Shape: unchanged
        """

        factor = param(Float(), 2.0, doc="What every number is multiplied by.")

        def call(self, inputs):
            return inputs * self.factor

    return Scale


def drawing(**params):
    graph = Graph("sequential")
    nodes = [
        graph.add("InputLayer", "numbers", shape=[3]),
        graph.add("Scale", "scale", **params),
        graph.add("Dense", "answer", units=1),
    ]
    for source, target in zip(nodes, nodes[1:], strict=False):
        graph.connect(source, target)
    return graph, nodes[1]


def test_the_palette_offers_it(qtbot, scale):
    palette = Palette()
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette.search, "scale")
    assert "Scale" in palette.shown()


def test_its_form_explains_and_edits_its_arguments(qtbot, scale):
    form = ParamForm(scale, {"factor": 3.0})
    qtbot.addWidget(form)
    assert form.values()["factor"] == 3.0


def test_a_drawing_of_it_is_checked_and_wrong_values_are_reported(scale):
    graph, node = drawing(factor=3.0)
    assert check(graph).nodes[node.id].output_shape == (None, 3)
    graph, node = drawing(factor="much")
    problems = check(graph).nodes[node.id].problems
    assert any("factor" in problem.text for problem in problems)


def test_it_computes_trains_and_comes_back_from_a_file(scale, tmp_path):
    model = build(drawing(factor=3.0)[0]).model
    x = np.arange(6, dtype="float32").reshape(2, 3)
    kernel, bias = model.get_weights()
    np.testing.assert_allclose(model.predict(x, verbose=0), 3 * x @ kernel + bias, rtol=1e-6)
    model.compile("sgd", "mse")
    model.fit(x, np.ones((2, 1)), verbose=0)
    assert not np.array_equal(model.get_weights()[0], kernel)
    model.save(tmp_path / "scaled.keras")
    again = models.load_model(tmp_path / "scaled.keras")
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))
