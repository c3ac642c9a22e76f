"""Models with several values, keyword calls and models inside: drawn, kept and built again."""

from __future__ import annotations

import json

import numpy as np
import pytest

import engine as keras
from app.canvas.layout import Spacing
from app.document import groups
from app.document.build import BuildError, build
from app.document.check import check
from app.document.document import Document
from app.document.drawing import graph_from_model
from app.document.graph import Graph
from app.document.graph_json import graph_from_json, graph_to_json
from app.training import recipe


def states() -> keras.Model:
    steps = keras.Input((4, 3), name="steps")
    out, h, c = keras.layers.LSTM(5, return_state=True, name="reader")(steps)
    again = keras.layers.RepeatVector(3)(out)
    told = keras.layers.LSTM(5, name="writer")(again, initial_state=[h, c])
    return keras.Model(steps, keras.layers.Dense(1, name="out")(told))


def attending() -> keras.Model:
    a, b = keras.Input((4, 3), name="a"), keras.Input((5, 3), name="b")
    found = keras.layers.MultiHeadAttention(2, 3, name="look")(a, b, key=b)
    return keras.Model([a, b], found)


def states_are_outputs() -> keras.Model:
    steps = keras.Input((4, 3), name="steps")
    return keras.Model(steps, keras.layers.LSTM(2, return_state=True, name="reader")(steps))


def nested() -> keras.Model:
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="deep")], name="inner")
    left, right = keras.Input((3,)), keras.Input((3,))
    two = keras.Model([left, right], keras.layers.Subtract()([left, right]), name="two")
    facts = keras.Input((4,), name="facts")
    joined = two([inner(facts), keras.layers.Dense(3, name="side")(facts)])
    return keras.Model(facts, keras.layers.Add(name="sum")([joined, inner(facts)]))


def heads() -> keras.Model:
    left = keras.Input((3,), name="left")
    deep = keras.layers.Dense(3, name="deep")(left)
    deeper = keras.layers.Dense(3, name="deeper")(deep)
    first = keras.layers.Dense(2, name="first")(deeper)
    return keras.Model(left, [first, keras.layers.Dense(1, name="second")(deep)])


def test_outputs_in_their_order_do_not_touch_other_cards() -> None:
    graph = graph_from_model(heads())
    places = {key: (node.x, node.y) for key, node in graph.nodes.items()}
    spacing = Spacing()
    for one, (x, y) in places.items():
        for other, (x2, y2) in places.items():
            apart = abs(x - x2) >= spacing.width + spacing.column_gap
            assert one == other or y != y2 or apart
    assert [node.name for node in graph.outputs()] == ["first", "second"]


def kept(model: keras.Model) -> Graph:
    drawn = graph_from_model(model)
    again = graph_from_json(json.loads(json.dumps(graph_to_json(drawn))))
    assert again == drawn
    assert check(again).errors == []
    return again


@pytest.mark.parametrize("make", [states, attending, states_are_outputs, nested])
def test_a_project_of_it_predicts_the_same(make) -> None:
    first = make()
    again = build(kept(first)).model
    assert recipe.load_weights(again, recipe.weights_of(first))
    shapes = [tuple(tensor.shape[1:]) for tensor in first.inputs]
    x = [np.random.default_rng(i).normal(size=(3, *s)).astype("f") for i, s in enumerate(shapes)]
    feed = x if len(x) > 1 else x[0]
    ours, theirs = again.predict(feed, verbose=0), first.predict(feed, verbose=0)
    pairs = zip(ours, theirs, strict=True) if isinstance(ours, list) else [(ours, theirs)]
    for one, other in pairs:
        np.testing.assert_array_equal(one, other)


def test_the_check_knows_every_value_and_a_wire_from_one_that_is_gone() -> None:
    graph = kept(states())
    reader = graph.by_name("reader")
    assert check(graph).nodes[reader.id].outputs == [(None, 5)] * 3
    reader.params = {**reader.params, "return_state": False}
    problems = check(graph).errors
    assert {problem.code for problem in problems} == {"no-such-value"}
    assert {problem.node for problem in problems} == {graph.by_name("writer").id}


def test_a_value_without_its_wire_is_reported_and_mended() -> None:
    from PySide6.QtGui import QUndoStack

    from app.commands import RemoveLink, apply_fix, push

    document, stack = Document(kept(states())), QUndoStack()
    before, writer = document.graph.copy(), document.graph.by_name("writer")
    for port in (2, 1):
        link = document.graph.links_into(writer.id)[port]
        push(stack, RemoveLink(document, link.id))
        assert [k.target_port for k in document.graph.links_into(writer.id)] == list(range(port))
        (problem,) = [p for p in document.check().errors if p.node == writer.id]
        assert problem.code == "merge-needs-more"
    apply_fix(document, stack, problem.fixes[0])
    assert document.check().ok
    while stack.canUndo():
        stack.undo()
    assert document.graph == before


def test_the_memory_of_a_model_inside_is_that_of_its_layers() -> None:
    def layers() -> list[keras.layers.Layer]:
        return [keras.layers.Conv2D(4, 3), keras.layers.Flatten(), keras.layers.Dense(2)]

    whole = keras.Sequential([keras.Input((8, 8, 3)), *layers()])
    picture = keras.Input((8, 8, 3))
    inner = keras.Sequential([keras.Input((8, 8, 3)), *layers()])
    grouped = keras.Model(picture, inner(picture))
    flat = check(graph_from_model(whole)).memory_bytes
    assert check(graph_from_model(grouped)).memory_bytes == flat
    values = 8 * 8 * 3 + 6 * 6 * 4 + 6 * 6 * 4 + 2
    assert flat == 4 * (whole.count_params() + values)


def test_the_memory_counts_every_value_of_a_layer_that_gives_several() -> None:
    model = states_are_outputs()
    named = 2 * 2  # two of the values are led through an Identity to be outputs
    assert check(graph_from_model(model)).memory_bytes == 4 * (
        model.count_params() + 4 * 3 + 3 * 2 + named
    )


def test_the_summary_names_classes_as_real_keras_does(tmp_path) -> None:
    import keras as real

    values = real.Input((4, 5), name="values")
    inner = real.Sequential([real.Input((5,)), real.layers.Dense(3)], name="inner")
    ends = real.Input((3,), name="ends")
    branch = real.Model(ends, real.layers.Dense(2)(ends), name="branch")
    mean = real.ops.mean(values, axis=1) * 2.0
    theirs = real.Model(values, branch(inner(mean)))
    lines: list[str] = []
    theirs.summary(line_length=200, print_fn=lambda text, **_: lines.append(text))
    theirs.save(tmp_path / "model.keras")
    drawn = graph_from_model(keras.saving.load_model(tmp_path / "model.keras"))
    rows = [row.layer for row in check(drawn).summary_rows()]
    assert len(rows) == len(theirs.operations)
    assert all(row in "".join(lines) for row in rows), rows


def test_a_group_is_written_as_a_model_inside_the_model(tmp_path) -> None:
    import os

    os.environ.setdefault("KERAS_BACKEND", "jax")
    import keras as real

    first = nested()
    again = build(kept(first)).model
    recipe.load_weights(again, recipe.weights_of(first))
    again.save(tmp_path / "nested.h5")
    theirs = real.saving.load_model(tmp_path / "nested.h5")
    assert [layer.name for layer in theirs.get_layer("inner").layers][-1] == "deep"
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("f")
    np.testing.assert_allclose(
        theirs.predict(x, verbose=0), first.predict(x, verbose=0), rtol=1e-5, atol=1e-6
    )


def test_what_is_changed_inside_keeps_the_weights_that_still_fit() -> None:
    first = nested()
    graph = kept(first)
    node = graph.by_name("inner")
    arrays = first.get_layer("inner").get_weights()
    inside = groups.drawing_of(node)
    last = inside.by_name("deep")
    inside.connect(last, inside.add("Activation", "bent", activation="tanh"))
    weights = groups.weights_inside(node, arrays)
    node.params, changed = groups.changed(node, inside, weights)
    np.testing.assert_array_equal(changed[0], arrays[0])
    assert groups.layers_in(node.params) == 2
    model = build(graph).model
    model.get_layer("inner").set_weights(changed)
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("f")
    np.testing.assert_allclose(
        model.get_layer("inner")(x).numpy(), np.tanh(x @ arrays[0] + arrays[1]), rtol=1e-5
    )


def test_a_wrong_shape_inside_is_told() -> None:
    graph = kept(nested())
    node = graph.by_name("inner")
    inside = groups.drawing_of(node)
    inside.by_name("deep").params["units"] = 7
    params, _ = groups.changed(node, inside, None)
    node.params = params
    assert any(problem.node == graph.by_name("two").id for problem in check(graph).errors)
    inside.by_name("deep").params["units"] = -1
    with pytest.raises(BuildError):
        groups.changed(node, inside, None)
