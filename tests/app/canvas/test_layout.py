"""Automatic layout: what a reader of the drawing relies on."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.canvas.layout import Spacing, layered

SPACING = Spacing()


def names(count: int) -> list[str]:
    return [f"n{i}" for i in range(count)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, str]]]:
    """Any pairs, loops and repeats included."""
    nodes = names(draw(st.integers(1, 24)))
    ends = st.sampled_from(nodes)
    return nodes, draw(st.lists(st.tuples(ends, ends), max_size=40))


def overlapping(positions: dict[str, tuple[float, float]]) -> list[tuple[str, str]]:
    cards = sorted(positions.items())
    return [
        (a, b)
        for i, (a, (ax, ay)) in enumerate(cards)
        for b, (bx, by) in cards[i + 1 :]
        if abs(ax - bx) < SPACING.width and abs(ay - by) < SPACING.height
    ]


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_every_card_is_placed_and_none_overlap(graph) -> None:
    nodes, edges = graph
    positions = layered(nodes, edges)
    assert set(positions) == set(nodes)
    assert overlapping(positions) == []


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_edges_without_loops_point_down(graph) -> None:
    nodes, edges = graph
    forward = [(a, b) for a, b in edges if int(a[1:]) < int(b[1:])]
    positions = layered(nodes, forward)
    for source, target in forward:
        assert positions[target][1] >= positions[source][1] + SPACING.row


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_the_same_graph_gives_the_same_drawing(graph) -> None:
    assert layered(*graph) == layered(*graph)


@settings(max_examples=30, deadline=None)
@given(graphs())
def test_cards_lie_on_the_grid_relative_to_one_another(graph) -> None:
    positions = list(layered(*graph).values())
    for x, y in positions:
        assert (x - positions[0][0]) % SPACING.grid == 0
        assert (y - positions[0][1]) % SPACING.grid == 0


def test_a_chain_is_one_column() -> None:
    nodes = names(6)
    positions = layered(nodes, list(zip(nodes, nodes[1:], strict=False)))
    assert len({x for x, _ in positions.values()}) == 1
    assert [positions[n][1] for n in nodes] == [i * SPACING.row for i in range(6)]


def test_a_merge_stands_in_the_middle_below_its_inputs_in_port_order() -> None:
    positions = layered(["merge", "b", "a"], [("a", "merge"), ("b", "merge")])
    assert positions["a"][0] < positions["b"][0]
    middle = (positions["a"][0] + positions["b"][0]) / 2
    assert abs(positions["merge"][0] - middle) <= SPACING.grid


def test_an_input_stands_just_above_its_first_consumer() -> None:
    edges = [("in", "d1"), ("d1", "d2"), ("d2", "merge"), ("late", "merge")]
    positions = layered(["in", "late", "d1", "d2", "merge"], edges)
    assert positions["late"][1] == positions["d2"][1]


def test_crossed_pairs_are_uncrossed() -> None:
    positions = layered(
        ["root", "a", "b", "c", "d", "end"],
        [("root", "a"), ("root", "b"), ("a", "d"), ("b", "c"), ("c", "end"), ("d", "end")],
    )
    assert (positions["a"][0] < positions["b"][0]) == (positions["d"][0] < positions["c"][0])


def test_a_long_wire_has_a_column_of_its_own() -> None:
    nodes = names(5)
    chain = list(zip(nodes, nodes[1:], strict=False))
    positions = layered([*nodes, "side"], [*chain, ("n0", "n4"), ("n0", "side"), ("side", "n4")])
    assert overlapping(positions) == []
    assert positions["side"][0] != positions["n1"][0]


def test_residual_blocks_go_straight_down() -> None:
    edges, last = [], "in"
    for block in range(60):
        edges += [(last, f"d{block}"), (f"d{block}", f"r{block}")]
        edges += [(f"r{block}", f"a{block}"), (last, f"a{block}")]
        last = f"a{block}"
    nodes = list(dict.fromkeys(node for edge in edges for node in edge))
    columns = [layered(nodes, edges)[f"a{block}"][0] for block in range(60)]
    assert max(columns) - min(columns) <= 2 * SPACING.grid


def test_separate_parts_are_packed_about_as_wide_as_high() -> None:
    positions = layered(names(400), [])
    wide = max(x for x, _ in positions.values())
    high = max(y for _, y in positions.values())
    assert 0.5 < wide / high < 4


@pytest.mark.parametrize("reach", [3, 200])
def test_a_thousand_nodes_take_less_than_a_second(reach: int) -> None:
    rng = random.Random(1)
    nodes = names(1000)
    edges = [(nodes[max(0, i - rng.randint(1, reach))], nodes[i]) for i in range(1, 1000)]
    edges += [(nodes[max(0, i - rng.randint(1, reach))], nodes[i]) for i in range(3, 1000, 3)]
    started = time.process_time()
    layered(nodes, edges)
    assert time.process_time() - started < 1.0


def test_nothing_gives_nothing() -> None:
    assert layered([], []) == {}
