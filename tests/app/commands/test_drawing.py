"""Layers and wires come and go as a person means it, and undo brings back what was there."""

from __future__ import annotations

import numpy as np
import pytest

from app import commands as c
from app.document.clipboard import copy_nodes
from app.document.document import Document
from tests.app.commands.states import names, state, wires

# -- adding -----------------------------------------------------------------


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


# -- removing ---------------------------------------------------------------


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


# -- wires ------------------------------------------------------------------


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


# -- sharing ----------------------------------------------------------------


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


# -- paste ------------------------------------------------------------------


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
