"""The document tells everyone what changed, once, and checks itself."""

from __future__ import annotations

import numpy as np
import pytest

from app.document.document import Document
from app.document.graph import Graph, Link, Node
from app.document.record import ProjectRecord
from app.document.train_setup import TrainSetup


@pytest.fixture
def document(qapp):
    graph = Graph("functional")
    x, a, b = graph.add("InputLayer", shape=[3]), graph.add("Dense", units=2), graph.add("Dense")
    b.shared_with = a.id
    graph.connect(x, a)
    graph.connect(x, b)
    return Document(graph)


def ids(document):
    return list(document.graph.nodes)


def listen(signal):
    heard = []
    signal.connect(lambda *args: heard.append(*args))
    return heard


def test_many_changes_in_one_turn_are_checked_once(document, qtbot):
    reports = listen(document.checked)
    with qtbot.waitSignal(document.checked):
        for units in range(1, 50):
            document.set_params(ids(document)[1], {"units": units})
    qtbot.wait(10)
    assert len(reports) == 1
    assert reports[0] is document.report
    assert document.report.nodes[ids(document)[1]].output_shape == (None, 49)


def test_moving_a_card_asks_for_no_check(document, qtbot):
    document.check()
    with qtbot.assertNotEmitted(document.checked, wait=20):
        document.move(ids(document)[0], 5.0, 6.0)


def test_changing_a_shared_layer_is_told_for_every_card_that_shows_it(document):
    changed = listen(document.nodeChanged)
    document.set_params(ids(document)[1], {"units": 7})
    assert [node.id for node in changed] == ids(document)[1:]


def test_removing_a_node_first_removes_its_wires(document):
    order = []
    document.linkRemoved.connect(lambda link: order.append(link.id))
    document.nodeRemoved.connect(lambda node: order.append(node.id))
    wires, source = list(document.graph.links), ids(document)[0]
    document.remove_node(source)
    assert order == [*wires, source]


def test_ids_are_never_given_twice(document):
    seen = set(document.graph.nodes) | set(document.graph.links)
    for _ in range(20):
        new = document.new_id("n")
        assert new not in seen
        seen.add(new)
        document.add_node(Node(new, "Dense", new))
        document.remove_node(new)


def test_loading_replaces_everything_and_is_told_once(document, tmp_path):
    document.set_modified(True)
    reset, modified = [], listen(document.modifiedChanged)
    document.reset.connect(lambda: reset.append(True))
    record = ProjectRecord(Graph(), setup=TrainSetup(epochs=3), title="new", runs=[{"id": "r"}])
    document.load(record, tmp_path / "new.loom")
    assert reset == [True] and modified == [False]
    assert (document.title, document.setup.epochs, document.runs) == ("new", 3, [{"id": "r"}])
    assert document.report.problems[0].code == "empty"


def test_a_record_does_not_change_with_the_document(document):
    document.set_weights({"dense": [np.ones(2)]})
    record = document.record()
    before = record.graph.copy()
    first = ids(document)[1]
    document.set_params(first, {"units": 99})
    document.add_link(Link("new", ids(document)[0], first, 1))
    document.setup.epochs = 999
    document.set_weights({})
    assert record.graph == before
    assert record.setup.epochs == TrainSetup().epochs
    assert list(record.weights) == ["dense"]


def test_runs_are_added_and_removed_by_id(document):
    heard = []
    document.runsChanged.connect(lambda: heard.append(True))
    document.add_run({"id": "a"})
    document.add_run({"id": "b"})
    document.remove_run("a")
    assert document.runs == [{"id": "b"}] and len(heard) == 3
