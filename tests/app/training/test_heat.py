"""What the cards of a drawing cost, measured on the drawing's own data."""

import copy

import pytest

import engine as keras
from app.document.drawing import graph_from_model
from app.document.train_setup import OutputSetup
from app.training.failure import Refused
from app.training.heat import measure
from app.training.job import snapshot_of


def costs_by_name(found, graph):
    return {graph.nodes[key].name: cost for key, cost in found.costs.items()}


def test_a_group_has_the_cost_of_all_that_is_inside(wine):
    document = wine()
    ends = [document.graph.inputs()[0].name, document.graph.outputs()[0].name]
    inside = keras.Sequential(
        [keras.Input((13,)), keras.layers.Dense(40, name="a"), keras.layers.Dense(30, name="b")],
        name="group",
    )
    last = keras.layers.Dense(3, "softmax", name=ends[1])
    whole = keras.Sequential([keras.Input((13,), name=ends[0]), inside, last])
    document.load(type(document.record())(
        graph=graph_from_model(whole), data=document.data, setup=document.setup
    ))  # fmt: skip
    document.check()
    found = measure(snapshot_of(document))
    costs = costs_by_name(found, document.graph)
    parts = {cost.name: cost for cost in found.profile.layers}
    assert set(costs) == {"group", ends[1]}
    assert costs["group"].seconds == pytest.approx(
        parts["group/a"].seconds + parts["group/b"].seconds
    )
    assert costs["group"].weights == 4 * (13 * 40 + 40 + 40 * 30 + 30)


def test_cards_that_share_a_layer_have_the_same_cost(wine):
    document = wine()
    graph = document.graph
    graph.kind = "functional"
    first, second = graph.topological()[1:]
    graph.nodes[first.id].params["units"] = 13
    (link,) = graph.links_into(second.id)
    del graph.links[link.id]
    again = graph.add("Dense", "again")
    again.shared_with = first.id
    graph.connect(first, again)
    graph.connect(again, second)
    document.check()
    assert document.report.ok, document.report.errors
    found = measure(snapshot_of(document))
    assert found.costs[again.id] == found.costs[first.id]
    assert found.costs[first.id].weights == 4 * (13 * 13 + 13)


def test_the_document_is_left_alone(wine):
    document = wine()
    before = copy.deepcopy((document.graph.nodes, document.graph.links, document.setup))
    measure(snapshot_of(document))
    assert before == (document.graph.nodes, document.graph.links, document.setup)
    assert document.weights is None and not document.modified


def test_what_does_not_fit_is_refused_in_words(wine):
    document = wine()
    document.setup.outputs = {"dense_w2": OutputSetup("")}
    with pytest.raises(Refused, match="loss"):
        measure(snapshot_of(document))
