"""What can be asked of a drawing."""

from __future__ import annotations

import random

import pytest

from app.document.graph import Graph, numbered
from app.document.graph_json import graph_from_json, graph_to_json


@pytest.fixture
def diamond():
    """x -> a, b; a, b -> add (b first)."""
    graph = Graph("functional")
    x = graph.add("InputLayer", "x")
    a, b = graph.add("Dense", "a", y=100.0), graph.add("Dense", "b", x=300.0, y=100.0)
    add = graph.add("Add", "add", y=200.0)
    graph.connect(x, a)
    graph.connect(x, b)
    graph.connect(a, add, 1)
    graph.connect(b, add, 0)
    return graph


def ids(graph, *names):
    return [graph.by_name(name).id for name in names]


def names(nodes):
    return [node.name for node in nodes]


def test_inputs_come_in_port_order(diamond):
    (add,) = ids(diamond, "add")
    assert names(diamond.inputs_of(add)) == ["b", "a"]
    assert names(diamond.consumers_of(*ids(diamond, "x"))) == ["a", "b"]


def test_a_wire_back_would_close_a_loop(diamond):
    x, a, b, add = ids(diamond, "x", "a", "b", "add")
    assert diamond.would_cycle(add, x) and diamond.would_cycle(add, a) and diamond.would_cycle(a, a)
    assert not diamond.would_cycle(x, add) and not diamond.would_cycle(a, b)


def test_the_ends_are_read_from_left_to_right(diamond):
    diamond.by_name("b").is_output = True
    diamond.by_name("b").x = -5.0
    assert names(diamond.outputs()) == ["b", "add"]
    assert names(diamond.inputs()) == ["x"]


def test_topological_order_puts_every_layer_after_its_sources():
    draw = random.Random(1)
    graph = Graph("functional")
    nodes = [graph.add("Add", str(i)) for i in range(60)]
    rank = nodes[:]
    draw.shuffle(rank)
    for i, target in enumerate(rank):
        for source in draw.sample(rank[:i], min(i, 2)):
            graph.connect(source, target)
    place = {node.id: i for i, node in enumerate(graph.topological())}
    assert len(place) == 60
    assert all(place[k.source] < place[k.target] for k in graph.links.values())


def test_a_copy_changes_nothing_of_the_original(diamond):
    twin = diamond.copy()
    assert twin == diamond
    twin.by_name("a").params["units"] = 3
    twin.links.clear()
    assert diamond.by_name("a").params == {} and len(diamond.links) == 4


def test_a_chain_is_a_chain_only_without_branches(diamond):
    assert diamond.chain() is None
    line = Graph()
    a, b = line.add("InputLayer"), line.add("Dense")
    line.connect(a, b)
    assert names(line.chain()) == ["input_layer", "dense"]
    assert line.chain_end() is b
    line.add("Dense")
    assert line.chain() is None


def test_automatic_names_are_those_of_keras():
    graph = Graph()
    found = [graph.add(k).name for k in ("Dense", "Dense", "Conv2D", "MaxPooling2D", "LSTM")]
    assert found == ["dense", "dense_1", "conv2d", "max_pooling2d", "lstm"]
    assert numbered("a", {"a", "a_1", "a_3"}) == "a_2"


def test_json_and_back(diamond):
    diamond.by_name("a").params = {"units": 3, "activation": None}
    diamond.by_name("b").shared_with = diamond.by_name("a").id
    again = graph_from_json(graph_to_json(diamond))
    assert again == diamond
    assert list(again.nodes) == list(diamond.nodes)
