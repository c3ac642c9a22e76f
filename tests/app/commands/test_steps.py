"""Arguments, names and the model as a whole; what is one undo step, and what is none."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app import commands as c
from app.data.spec import DataSpec
from app.document.clipboard import copy_nodes
from app.document.document import Document
from app.document.graph import Graph
from app.document.train_setup import OutputSetup, TrainSetup
from tests.app.commands.states import names, state

# -- parameters, names ------------------------------------------------------


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


# -- the model --------------------------------------------------------------


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


# -- anything, in any order -------------------------------------------------


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
