"""A drawing becomes the model it shows, and a model becomes its drawing."""

from __future__ import annotations

import pytest

import engine
from app.document.build import BuildError, build
from app.document.check import check
from app.document.drawing import graph_from_model
from app.document.graph import Graph


def two_inputs():
    """b is drawn left of a; two dense layers share weights; two outputs."""
    graph = Graph("functional")
    a = graph.add("InputLayer", "a", x=500.0, shape=[4])
    b = graph.add("InputLayer", "b", x=0.0, shape=[4])
    first = graph.add("Dense", "twin", units=3, activation="relu")
    second = graph.add("Dense", "twin_1")
    second.shared_with = first.id
    join = graph.add("Concatenate", "join")
    right = graph.add("Dense", "right", x=300.0, units=2)
    left = graph.add("Dense", "left", x=10.0, units=1, activation="sigmoid")
    for source, target in (
        (a, first),
        (b, second),
        (first, join),
        (second, join),
        (join, right),
        (join, left),
    ):
        graph.connect(source, target)
    return graph


def chain():
    graph = Graph("sequential")
    nodes = [
        graph.add("InputLayer", "image", shape=[8, 8, 1]),
        graph.add("Conv2D", "conv", filters=4, kernel_size=[3, 3], activation="relu", y=120.0),
        graph.add("Flatten", "flat", y=240.0),
        graph.add("Dense", "answer", units=10, activation="softmax", y=360.0),
    ]
    for source, target in zip(nodes, nodes[1:], strict=False):
        graph.connect(source, target)
    return graph


def wiring(graph):
    """What is wired to what, by name; ids and places left out."""
    return {
        node.name: (
            node.kind,
            node.params,
            node.is_output,
            graph.owner(node.id).name,
            [source.name for source in graph.inputs_of(node.id)],
        )
        for node in graph.nodes.values()
    }


def test_a_chain_becomes_a_sequential_model():
    built = build(chain(), name="digits")
    assert isinstance(built.model, engine.Sequential)
    assert built.model.name == "digits"
    assert [layer.name for layer in built.model.layers] == ["conv", "flat", "answer"]
    assert built.model.output_shape == (None, 10)
    # 3*3*1*4 + 4, and 6*6*4*10 + 10
    assert built.model.count_params() == 40 + 1450


def test_inputs_and_outputs_follow_the_drawing_from_left_to_right():
    model = build(two_inputs()).model
    assert model.input_names == ["b", "a"]
    assert model.output_names == ["left", "right"]


def test_shared_nodes_are_one_layer():
    graph = two_inputs()
    built = build(graph)
    first, second = graph.by_name("twin"), graph.by_name("twin_1")
    assert built.layer_of[first.id] is built.layer_of[second.id]
    assert built.node_of["twin"] == first.id and "twin_1" not in built.node_of
    # one dense 4 -> 3, and 6 -> 2 and 6 -> 1
    assert built.model.count_params() == 15 + 14 + 7


def test_a_value_that_is_used_can_also_be_an_output():
    graph = chain()
    graph.kind = "functional"
    graph.by_name("flat").is_output = True
    model = build(graph).model
    assert set(model.output_names) == {"flat", "answer"}


def test_what_the_check_found_is_what_was_built():
    for graph in (chain(), two_inputs()):
        report, built = check(graph), build(graph)
        assert report.parameters == built.model.count_params()
        for key, layer in built.layer_of.items():
            if not graph.sharers(key) and graph.nodes[key].shared_with is None:
                assert report.nodes[key].output_shape == layer.output.shape
        flops = built.model.layer_flops()
        assert report.flops == pytest.approx(sum(flops.values()))


def test_a_graph_with_errors_is_not_built_and_says_all_of_them():
    graph = two_inputs()
    graph.by_name("left").params["units"] = 0
    graph.by_name("right").params["units"] = "many"
    with pytest.raises(BuildError) as caught:
        build(graph)
    assert len(caught.value.problems) == 2
    assert "cannot be 0" in str(caught.value) and '"many"' in str(caught.value)


def test_an_empty_graph_is_not_built():
    with pytest.raises(BuildError, match="empty"):
        build(Graph())


@pytest.mark.parametrize("make", [chain, two_inputs])
def test_a_model_is_drawn_as_it_was(make):
    graph = make()
    drawn = graph_from_model(build(graph).model)
    assert drawn.kind == graph.kind
    assert wiring(drawn) == wiring(graph)
    assert [n.name for n in drawn.inputs()] == [n.name for n in graph.inputs()]
    assert [n.name for n in drawn.outputs()] == [n.name for n in graph.outputs()]
    places = [(node.x, node.y) for node in drawn.nodes.values()]
    assert len(set(places)) == len(places)


def test_a_drawn_script_keeps_the_order_of_its_outputs():
    layers = engine.layers
    x = engine.Input((4,), name="x")
    deep = layers.Dense(2, name="deep")(layers.Dense(3, name="mid")(x))
    early = layers.Dense(1, name="early")(x)
    for outputs, order in (([deep, early], ["deep", "early"]), ([early, deep], ["early", "deep"])):
        drawn = graph_from_model(engine.Model(x, outputs))
        assert [node.name for node in drawn.outputs()] == order
        assert build(drawn).model.output_names == order


def test_a_sequential_script_without_an_input_is_drawn_without_one():
    drawn = graph_from_model(engine.Sequential([engine.layers.Dense(2, name="d")]))
    assert [node.kind for node in drawn.nodes.values()] == ["Dense"]


def test_a_model_of_ones_own_class_cannot_be_drawn():
    class Own(engine.Model):
        pass

    with pytest.raises(ValueError, match="wired together"):
        graph_from_model(Own())
