"""Copied layers travel as text; other text is not taken for layers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.clipboard import copy_nodes, from_text, to_text
from app.document.graph import Graph


@pytest.fixture
def graph():
    made = Graph("functional")
    x, a, b = made.add("InputLayer", shape=[3]), made.add("Dense", units=2), made.add("Dense")
    b.shared_with = a.id
    made.connect(x, a)
    made.connect(a, b)
    return made


def test_text_and_back(graph):
    part = copy_nodes(graph, graph.nodes)
    assert from_text(to_text(part)) == part == graph


def test_only_wires_between_copied_layers_are_copied(graph):
    x, a, b = graph.nodes
    part = copy_nodes(graph, [a, b])
    assert [(link.source, link.target) for link in part.links.values()] == [(a, b)]


def test_copying_leaves_the_graph_alone(graph):
    before = graph.copy()
    part = copy_nodes(graph, list(graph.nodes)[2:])
    next(iter(part.nodes.values())).params["units"] = 9
    assert graph == before


@pytest.mark.parametrize("text", ["", "hello", "[]", '{"layerloom": "nodes"}', "null", "[" * 10**5])
def test_other_text_holds_no_layers(text):
    assert from_text(text) is None


@given(
    st.text() | st.dictionaries(st.sampled_from(["layerloom", "graph"]), st.text()).map(json.dumps)
)
def test_no_text_is_an_error(text):
    assert from_text(text) is None
