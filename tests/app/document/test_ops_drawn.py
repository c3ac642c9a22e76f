"""Models that compute with operators: drawn, kept in a project, built again."""

from __future__ import annotations

import json

import numpy as np

import engine
from app.canvas import labels
from app.document.build import build
from app.document.check import check
from app.document.drawing import graph_from_model
from app.document.graph_json import graph_from_json, graph_to_json


def model() -> engine.Model:
    engine.utils.clear_session()
    a, b = engine.Input((4,), name="a"), engine.Input((4,), name="b")
    total = a + b
    doubled = 2 * total
    joined = engine.ops.concatenate([doubled, total, doubled], axis=1)
    part = engine.layers.Dense(3)(joined)[:, 0:2] + np.ones(2, "float32")
    return engine.Model([a, b], [part, total * total])


def test_a_drawing_of_ops_is_kept_and_builds_the_same_model() -> None:
    first = model()
    drawn = graph_from_model(first)
    kept = graph_from_json(json.loads(json.dumps(graph_to_json(drawn))))
    assert kept == drawn
    assert check(kept).errors == []
    again = build(kept).model
    again.set_weights(first.get_weights())
    data = [np.random.default_rng(i).normal(size=(5, 4)).astype("f") for i in range(2)]
    for one, other in zip(
        again.predict(data, verbose=0), first.predict(data, verbose=0), strict=True
    ):
        np.testing.assert_allclose(one, other, rtol=1e-6)


def test_a_card_says_which_op_it_is() -> None:
    nodes = graph_from_model(model()).nodes.values()
    shown = {n.name: labels.title(n.kind, n.params) for n in nodes if n.kind == "OpLayer"}
    assert shown["add"] == "+"
    assert shown["get_item"] == "[:, 0:2]"
    assert shown["concatenate"] == "concat"
    assert {"2 ×", "×"} <= set(shown.values())


def test_the_properties_name_the_op_and_what_it_is_given(qtbot) -> None:
    from PySide6.QtGui import QUndoStack

    from app.document.document import Document
    from app.panels.properties import Properties

    document = Document(graph_from_model(model()))
    panel = Properties(document, QUndoStack())
    qtbot.addWidget(panel)

    def told(name: str) -> str:
        node = document.graph.by_name(name)
        assert node is not None
        panel.show_nodes([node.id])
        return dict(panel.page.facts.facts())["Operation"]

    assert told("concatenate") == "keras.ops.concatenate · axis 1"
    assert told("get_item") == "keras.ops.get_item · [:, 0:2]"
    assert told("add") == "keras.ops.add"
    assert told("multiply") == "keras.ops.multiply · 2 ×"


def test_an_op_without_a_wire_is_reported() -> None:
    drawn = graph_from_model(model())
    lost = next(n.id for n in drawn.nodes.values() if n.name == "multiply")
    for key in [k for k, link in drawn.links.items() if link.target == lost]:
        del drawn.links[key]
    assert any(problem.node == lost for problem in check(drawn).errors)
