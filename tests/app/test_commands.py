"""Every command does what it says, and undo brings back exactly what was there."""

from __future__ import annotations

import random
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtGui import QUndoStack

from app import commands as c
from app.data.spec import DataSpec
from app.document.clipboard import copy_nodes
from app.document.document import Document
from app.document.graph import Graph
from app.document.train_setup import OutputSetup, TrainSetup


def state(document):
    """Everything undo has to restore, the order of nodes and links included."""
    record = document.record()
    graph = record.graph
    names = {name: [a.tolist() for a in arrays] for name, arrays in (record.weights or {}).items()}
    return (graph, list(graph.nodes), list(graph.links), record.setup, record.data, names)


@pytest.fixture
def stack(qapp):
    return QUndoStack()


@pytest.fixture
def chain(stack):
    """input -> dense -> dropout -> dense_1, made by dropping four layers."""
    document = Document()
    ids = [
        c.push(stack, c.AddNode(document, k)) for k in ("InputLayer", "Dense", "Dropout", "Dense")
    ]
    return SimpleNamespace(document=document, graph=document.graph, ids=ids, stack=stack)


@pytest.fixture
def branched(stack):
    """Two inputs, a dense on each, concatenated, one dense on top."""
    graph = Graph("functional")
    a, b = graph.add("InputLayer", shape=[4]), graph.add("InputLayer", x=300.0, shape=[4])
    left, right = graph.add("Dense", units=3), graph.add("Dense", units=5)
    join, top = graph.add("Concatenate"), graph.add("Dense", units=1)
    for source, target in ((a, left), (b, right), (left, join), (right, join), (join, top)):
        graph.connect(source, target)
    nodes = SimpleNamespace(a=a, b=b, left=left, right=right, join=join, top=top)
    document = Document(graph)
    return SimpleNamespace(document=document, graph=graph, n=nodes, stack=stack)


def names(graph):
    order = graph.chain()
    assert order is not None, "not one chain"
    return [node.name for node in order]


def wires(graph, node_id):
    return [graph.nodes[link.source].name for link in graph.links_into(node_id)]


# -- adding ---------------------------------------------------------------


def test_layers_dropped_into_a_sequential_document_chain_by_themselves(chain):
    assert names(chain.graph) == ["input_layer", "dense", "dropout", "dense_1"]
    ys = [node.y for node in chain.graph.chain()]
    assert ys == sorted(ys) and len(set(ys)) == 4


def test_a_layer_added_behind_a_selected_one_stands_between_it_and_its_successor(chain):
    c.push(chain.stack, c.AddNode(chain.document, "Flatten", after=chain.ids[1]))
    assert names(chain.graph) == ["input_layer", "dense", "flatten", "dropout", "dense_1"]
    ys = [node.y for node in chain.graph.chain()]
    assert ys == sorted(ys) and len(set(ys)) == 5


def test_an_input_added_last_leads_the_chain(stack):
    document = Document()
    c.push(stack, c.AddNode(document, "Dense"))
    c.push(stack, c.AddNode(document, "InputLayer"))
    assert names(document.graph) == ["input_layer", "dense"]
    assert document.graph.chain()[0].y < document.graph.chain()[1].y


def test_a_second_input_of_a_sequential_model_is_refused_and_nothing_changes(chain):
    before = state(chain.document)
    with pytest.raises(c.Refused, match="one input"):
        c.push(chain.stack, c.AddNode(chain.document, "InputLayer"))
    assert state(chain.document) == before
    assert chain.stack.count() == 4


def test_a_functional_document_wires_a_new_layer_only_when_asked(branched):
    loose = c.push(branched.stack, c.AddNode(branched.document, "Dense", 10.0, 20.0))
    assert wires(branched.graph, loose) == []
    assert (branched.graph.nodes[loose].x, branched.graph.nodes[loose].y) == (10.0, 20.0)
    wired = c.push(branched.stack, c.AddNode(branched.document, "Dense", after=branched.n.top.id))
    assert wires(branched.graph, wired) == [branched.n.top.name]


def test_a_new_layer_works_as_it_is(chain):
    assert chain.document.check().ok


# -- removing -------------------------------------------------------------


def test_removing_layers_joins_their_neighbours(chain):
    c.push(chain.stack, c.RemoveNodes(chain.document, chain.ids[1:3]))
    assert names(chain.graph) == ["input_layer", "dense_1"]


def test_removing_a_branch_closes_up_the_ports_of_the_merge(branched):
    c.push(branched.stack, c.RemoveNodes(branched.document, [branched.n.a.id, branched.n.left.id]))
    links = branched.graph.links_into(branched.n.join.id)
    assert [(link.source, link.target_port) for link in links] == [(branched.n.right.id, 0)]


def test_removing_a_layer_forgets_its_weights_and_undo_brings_them_back(chain):
    document = chain.document
    document.set_weights({"dense": [np.ones(3)], "dense_1": [np.zeros(2)]})
    before = state(document)
    c.push(chain.stack, c.RemoveNodes(document, [chain.ids[1]]))
    assert set(document.weights) == {"dense_1"}
    chain.stack.undo()
    assert state(document) == before


def test_undoing_a_removal_keeps_what_was_trained_since(chain):
    document = chain.document
    document.set_weights({"dense": [np.ones(3)], "dense_1": [np.zeros(2)]})
    c.push(chain.stack, c.RemoveNodes(document, [chain.ids[1]]))
    document.set_weights({"dense_1": [np.full(2, 7.0)]})
    chain.stack.undo()
    assert document.weights["dense_1"][0].tolist() == [7.0, 7.0]
    assert document.weights["dense"][0].tolist() == [1.0, 1.0, 1.0]


# -- wires ----------------------------------------------------------------


def test_inserting_into_a_wire_splits_it_at_the_same_port(branched):
    link = branched.graph.links_into(branched.n.join.id)[0]
    new = c.push(branched.stack, c.InsertOnLink(branched.document, link.id, "Dropout", 5.0, 6.0))
    assert wires(branched.graph, new) == [branched.n.left.name]
    assert wires(branched.graph, branched.n.join.id) == ["dropout", branched.n.right.name]


def test_a_loose_layer_dropped_on_a_wire_joins_it(branched):
    loose = c.push(branched.stack, c.AddNode(branched.document, "Dropout", 0.0, 0.0))
    link = branched.graph.links_into(branched.n.top.id)[0]
    c.push(branched.stack, c.WireIntoLink(branched.document, link.id, loose))
    assert wires(branched.graph, branched.n.top.id) == ["dropout"]
    assert wires(branched.graph, loose) == [branched.n.join.name]


def test_a_wire_to_a_taken_port_of_a_merge_makes_room(branched):
    n = branched.n
    c.push(branched.stack, c.AddLink(branched.document, n.a.id, n.join.id, 1))
    assert wires(branched.graph, n.join.id) == [n.left.name, n.a.name, n.right.name]
    ports = [link.target_port for link in branched.graph.links_into(n.join.id)]
    assert ports == [0, 1, 2]


def test_a_wire_to_a_layer_with_one_input_replaces_the_present_one(branched):
    n = branched.n
    c.push(branched.stack, c.AddLink(branched.document, n.a.id, n.top.id))
    assert wires(branched.graph, n.top.id) == [n.a.name]


def test_removing_the_first_wire_of_a_merge_moves_the_others_up(branched):
    n = branched.n
    first = branched.graph.links_into(n.join.id)[0]
    c.push(branched.stack, c.RemoveLink(branched.document, first.id))
    links = branched.graph.links_into(n.join.id)
    assert [(link.source, link.target_port) for link in links] == [(n.right.id, 0)]


def test_the_other_port_of_a_subtraction_stays_where_it_is(branched):
    n = branched.n
    sub = c.push(branched.stack, c.AddNode(branched.document, "Subtract", 0.0, 0.0))
    c.push(branched.stack, c.AddLink(branched.document, n.a.id, sub))
    c.push(branched.stack, c.AddLink(branched.document, n.b.id, sub))
    first = branched.graph.links_into(sub)[0]
    c.push(branched.stack, c.RemoveLink(branched.document, first.id))
    assert [link.target_port for link in branched.graph.links_into(sub)] == [1]


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [("top", "left", "loop"), ("top", "a", "takes no value"), ("left", "left", "its own")],
)
def test_impossible_wires_are_refused_with_the_reason(branched, source, target, reason):
    ends = [getattr(branched.n, name).id for name in (source, target)]
    before = state(branched.document)
    with pytest.raises(c.Refused, match=reason):
        c.push(branched.stack, c.AddLink(branched.document, *ends))
    assert state(branched.document) == before and branched.stack.count() == 0


def test_a_branch_in_a_sequential_model_is_refused(chain):
    extra = c.push(chain.stack, c.AddNode(chain.document, "Dense"))
    with pytest.raises(c.Refused, match="single chain"):
        c.push(chain.stack, c.AddLink(chain.document, chain.ids[0], extra))


def test_moving_a_wire_that_cannot_go_there_leaves_it_where_it_was(branched):
    n = branched.n
    link = branched.graph.links_into(n.top.id)[0]
    before = state(branched.document)
    with pytest.raises(c.Refused):
        c.push(branched.stack, c.MoveLink(branched.document, link.id, n.join.id, n.a.id))
    assert state(branched.document) == before


# -- parameters, names ----------------------------------------------------


def test_the_steps_of_one_slider_move_are_one_undo_step(chain):
    document, dense = chain.document, chain.ids[1]
    session, count = c.new_session(), chain.stack.count()
    for units in (65, 70, 90):
        c.push(chain.stack, c.SetParam(document, dense, "units", units, session))
    assert chain.stack.count() == count + 1
    chain.stack.undo()
    assert chain.graph.nodes[dense].params["units"] == 64
    chain.stack.redo()
    assert chain.graph.nodes[dense].params["units"] == 90


def test_two_sessions_two_parameters_and_two_layers_stay_apart(chain):
    document, (_, first, drop, second) = chain.document, chain.ids
    session, count = c.new_session(), chain.stack.count()
    c.push(chain.stack, c.SetParam(document, first, "units", 1, session))
    c.push(chain.stack, c.SetParam(document, second, "units", 2, session))
    c.push(chain.stack, c.SetParam(document, second, "use_bias", False, session))
    c.push(chain.stack, c.SetParam(document, second, "use_bias", True, c.new_session()))
    c.push(chain.stack, c.SetParam(document, drop, "rate", 0.1))
    c.push(chain.stack, c.SetParam(document, drop, "rate", 0.2))
    assert chain.stack.count() == count + 6


def test_a_parameter_set_to_its_default_is_not_stored(chain):
    document, dense = chain.document, chain.ids[1]
    c.push(chain.stack, c.SetParam(document, dense, "use_bias", False))
    assert chain.graph.nodes[dense].params["use_bias"] is False
    c.push(chain.stack, c.SetParam(document, dense, "use_bias", True))
    assert "use_bias" not in chain.graph.nodes[dense].params


def test_an_invalid_parameter_is_kept_for_the_check_to_report(chain):
    c.push(chain.stack, c.SetParam(chain.document, chain.ids[1], "units", -1))
    assert chain.graph.nodes[chain.ids[1]].params["units"] == -1
    assert not chain.document.check().ok


def test_renaming_takes_weights_losses_and_data_along(chain):
    document, last = chain.document, chain.ids[-1]
    document.set_weights({"dense_1": [np.ones(2)]})
    document.set_setup(TrainSetup(outputs={"dense_1": OutputSetup("mse")}))
    document.set_data(DataSpec("builtin", "wine", assign={"dense_1": ["class"]}))
    before = state(document)
    c.push(chain.stack, c.Rename(document, last, "answer"))
    assert set(document.weights) == {"answer"}
    assert document.setup.outputs == {"answer": OutputSetup("mse")}
    assert document.data.assign == {"answer": ["class"]}
    chain.stack.undo()
    assert state(document) == before


@pytest.mark.parametrize("name", ["", "  ", "a/b", "dense", " x", "two\nlines"])
def test_names_that_cannot_be_are_refused(chain, name):
    with pytest.raises(c.Refused):
        c.push(chain.stack, c.Rename(chain.document, chain.ids[-1], name))
    assert chain.graph.nodes[chain.ids[-1]].name == "dense_1"


def test_what_changes_nothing_is_no_step(chain):
    document, (_, dense, *_) = chain.document, chain.ids
    count = chain.stack.count()
    c.push(chain.stack, c.SetParam(document, dense, "units", 64))
    c.push(chain.stack, c.Rename(document, dense, "dense"))
    c.push(chain.stack, c.SetKind(document, "sequential"))
    c.push(chain.stack, c.SetSetup(document, document.setup.copy()))
    c.push(chain.stack, c.Unshare(document, dense))
    assert chain.stack.count() == count


def test_a_slider_that_stands_still_changes_nothing(chain):
    document, (_, dense, *_) = chain.document, chain.ids
    session, count = c.new_session(), chain.stack.count()
    for units in (65, 65, 66, 66):
        c.push(chain.stack, c.SetParam(document, dense, "units", units, session))
    assert chain.stack.count() == count + 1
    chain.stack.undo()
    assert chain.graph.nodes[dense].params["units"] == 64


def test_a_slider_that_comes_back_leaves_no_step(chain):
    session, count = c.new_session(), chain.stack.count()
    for units in (65, 66, 64):
        c.push(chain.stack, c.SetParam(chain.document, chain.ids[1], "units", units, session))
    assert chain.stack.count() == count
    chain.stack.undo()
    assert len(chain.graph.nodes) == 3, "the step before is undone"


# -- sharing --------------------------------------------------------------


@pytest.fixture
def shared(branched):
    """left and a third dense on input b use the same weights."""
    n, document = branched.n, branched.document
    twin = c.push(branched.stack, c.AddNode(document, "Dense", after=n.a.id, shared_with=n.left.id))
    return SimpleNamespace(**vars(branched), twin=twin)


def test_editing_a_sharing_node_edits_the_layer_it_shares(shared):
    c.push(shared.stack, c.SetParam(shared.document, shared.twin, "units", 9))
    assert shared.graph.nodes[shared.n.left.id].params == {"units": 9}
    assert shared.graph.params_of(shared.twin) == {"units": 9}


def test_deleting_the_owner_of_a_shared_layer_hands_layer_and_weights_over(shared):
    document, left = shared.document, shared.n.left
    name = left.name
    document.set_weights({name: [np.ones((4, 3)), np.zeros(3)]})
    before = state(document)
    c.push(shared.stack, c.RemoveNodes(document, [left.id]))
    heir = shared.graph.nodes[shared.twin]
    assert (heir.shared_with, heir.params, heir.name) == (None, {"units": 3}, name)
    assert name in document.weights
    shared.stack.undo()
    assert state(document) == before


def test_unsharing_keeps_the_arguments(shared):
    c.push(shared.stack, c.Unshare(shared.document, shared.twin))
    node = shared.graph.nodes[shared.twin]
    assert (node.shared_with, node.params) == (None, {"units": 3})
    node.params["units"] = 8
    assert shared.graph.nodes[shared.n.left.id].params == {"units": 3}


def test_layers_of_different_classes_cannot_share(shared):
    drop = c.push(shared.stack, c.AddNode(shared.document, "Dropout", 0.0, 0.0))
    with pytest.raises(c.Refused, match="Dropout"):
        c.push(shared.stack, c.ShareLayer(shared.document, drop, shared.n.left.id))


def test_sharing_an_owner_takes_its_sharers_along(shared):
    c.push(shared.stack, c.ShareLayer(shared.document, shared.n.left.id, shared.n.right.id))
    owners = {shared.graph.owner(key).id for key in (shared.twin, shared.n.left.id)}
    assert owners == {shared.n.right.id}


# -- paste ----------------------------------------------------------------


def test_pasting_gives_new_ids_and_names_and_keeps_inner_wires(branched):
    n = branched.n
    part = copy_nodes(branched.graph, [n.left.id, n.right.id, n.join.id])
    new = c.push(branched.stack, c.Paste(branched.document, part, (30.0, 10.0)))
    nodes = [branched.graph.nodes[key] for key in new]
    assert not set(new) & set(part.nodes)
    assert len({node.name for node in branched.graph.nodes.values()}) == 9
    join = next(node for node in nodes if node.kind == "Concatenate")
    inner = {node.name for node in nodes if node.kind == "Dense"}
    assert set(wires(branched.graph, join.id)) == inner
    assert (join.x, join.y) == (n.join.x + 30.0, n.join.y + 10.0)


def test_pasting_into_a_chain_appends_and_keeps_the_one_input(chain):
    part = copy_nodes(chain.graph, chain.ids[:2])
    c.push(chain.stack, c.Paste(chain.document, part))
    assert names(chain.graph) == ["input_layer", "dense", "dropout", "dense_1", "dense_2"]


def test_pasting_inside_a_chain_makes_room(chain):
    graph, ids = chain.graph, chain.ids
    places = {key: (node.x, node.y) for key, node in graph.nodes.items()}
    part = copy_nodes(graph, ids[1:2])
    c.push(chain.stack, c.Paste(chain.document, part, (36.0, 36.0), after=ids[1]))
    rows = [node.y for node in graph.chain()]
    assert all(below - above >= 100 for above, below in zip(rows, rows[1:], strict=False))
    chain.stack.undo()
    assert {key: (node.x, node.y) for key, node in graph.nodes.items()} == places


def test_pasting_branches_into_a_chain_is_refused(chain, branched):
    n = branched.n
    part = copy_nodes(branched.graph, [n.left.id, n.right.id, n.join.id])
    with pytest.raises(c.Refused, match="Functional"):
        c.push(chain.stack, c.Paste(chain.document, part))


def test_a_copied_sharing_node_becomes_a_layer_of_its_own(shared):
    part = copy_nodes(shared.graph, [shared.twin])
    (new,) = c.push(shared.stack, c.Paste(shared.document, part))
    assert shared.graph.nodes[new].shared_with is None
    assert shared.graph.nodes[new].params == {"units": 3}


def test_copying_both_uses_keeps_them_sharing_with_each_other(shared):
    part = copy_nodes(shared.graph, [shared.n.left.id, shared.twin])
    first, second = c.push(shared.stack, c.Paste(shared.document, part))
    owner, sharer = sorted((first, second), key=lambda k: bool(shared.graph.nodes[k].shared_with))
    assert shared.graph.nodes[sharer].shared_with == owner


# -- the model ------------------------------------------------------------


def test_the_moves_of_one_drag_are_one_undo_step(chain):
    document, key = chain.document, chain.ids[0]
    session, count = c.new_session(), chain.stack.count()
    for x in (1.0, 2.0, 3.0):
        c.push(chain.stack, c.MoveNodes(document, {key: (x, 0.0)}, session))
    c.push(chain.stack, c.MoveNodes(document, {key: (9.0, 9.0)}, c.new_session()))
    assert chain.stack.count() == count + 2
    chain.stack.undo()
    assert chain.graph.nodes[key].x == 3.0
    chain.stack.undo()
    assert chain.graph.nodes[key].x == 0.0


def test_converting_to_functional_and_back(chain, branched):
    c.push(chain.stack, c.SetKind(chain.document, "functional"))
    assert chain.graph.kind == "functional"
    c.push(chain.stack, c.SetKind(chain.document, "sequential"))
    assert chain.graph.kind == "sequential"
    with pytest.raises(c.Refused, match="single chain"):
        c.push(branched.stack, c.SetKind(branched.document, "sequential"))


def test_a_fix_is_one_undo_step(stack):
    graph = Graph("sequential")
    image, dense = graph.add("InputLayer", shape=[8, 8, 1]), graph.add("Dense", units=10)
    graph.connect(image, dense)
    document = Document(graph)
    before = state(document)
    fix = document.check().problems[0].fixes[0]
    c.apply_fix(document, stack, fix)
    assert names(graph) == ["input_layer", "flatten", "dense"]
    assert document.check().problems == []
    stack.undo()
    assert state(document) == before


def test_a_fix_for_a_layer_that_is_gone_is_refused(stack):
    graph = Graph("sequential")
    image, dense = graph.add("InputLayer", shape=[8, 8, 1]), graph.add("Dense", units=10)
    graph.connect(image, dense)
    document = Document(graph)
    fix = document.check().problems[0].fixes[0]
    c.push(stack, c.RemoveNodes(document, [dense.id]))
    with pytest.raises(c.Refused, match="no longer"):
        c.apply_fix(document, stack, fix)


# -- anything, in any order -----------------------------------------------


def _random_command(document, draw):
    graph = document.graph
    nodes, links = list(graph.nodes), list(graph.links)

    def some(items):
        return draw.choice(items)

    kinds = ["Dense", "Dropout", "Concatenate", "Add", "Subtract", "InputLayer", "Flatten"]
    makers = [
        lambda: c.AddNode(document, some(kinds), after=some([None, *nodes])),
        lambda: c.RemoveNodes(document, draw.sample(nodes, min(len(nodes), draw.randint(1, 3)))),
        lambda: c.AddLink(document, some(nodes), some(nodes), some([None, 0, 1, 2])),
        lambda: c.RemoveLink(document, some(links)),
        lambda: c.InsertOnLink(document, some(links), some(kinds)),
        lambda: c.MoveLink(document, some(links), some(nodes), some(nodes)),
        lambda: c.SetParam(document, some(nodes), "units", draw.randint(-2, 9), some([None, 1])),
        lambda: c.MoveNodes(document, {some(nodes): (draw.random(), 0.0)}, some([None, 1])),
        lambda: c.Rename(document, some(nodes), some(["a", "b", "c"])),
        lambda: c.SetOutput(document, some(nodes), some([True, False])),
        lambda: c.ShareLayer(document, some(nodes), some(nodes)),
        lambda: c.Unshare(document, some(nodes)),
        lambda: c.AddNode(document, "Dense", shared_with=some(nodes)),
        lambda: c.Paste(document, copy_nodes(graph, draw.sample(nodes, min(3, len(nodes))))),
        lambda: c.SetKind(document, some(["functional", "sequential"])),
    ]
    return some(makers)()


@pytest.mark.parametrize("seed", range(12))
def test_any_history_can_be_undone_and_redone_exactly(stack, seed):
    draw = random.Random(seed)
    document = Document(Graph(draw.choice(["functional", "sequential"])))
    c.push(stack, c.AddNode(document, "InputLayer"))
    document.set_weights({"dense": [np.ones(2)], "a": [np.zeros(2)]})
    history = {stack.index(): state(document)}
    for _ in range(100):
        before = state(document)
        try:
            c.push(stack, _random_command(document, draw))
        except (c.Refused, IndexError):  # IndexError: nothing to choose from yet
            assert state(document) == before
            continue
        assert not any(
            n.id in document.graph.downstream(m)
            for n in document.graph.nodes.values()
            for m in [x.id for x in document.graph.consumers_of(n.id)]
        )
        document.check()  # never raises, whatever was drawn
        history[stack.index()] = state(document)
    end = stack.index()
    assert end > 10
    while stack.canUndo():
        stack.undo()
        if stack.index() in history:
            assert state(document) == history[stack.index()]
    while stack.canRedo():
        stack.redo()
        assert state(document) == history[stack.index()]
    assert stack.index() == end
