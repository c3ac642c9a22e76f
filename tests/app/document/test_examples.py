"""Every example opens, is right, fits its data and learns."""

from __future__ import annotations

import json
from importlib import resources

import numpy as np
import pytest

from app.data import load, match, prepare
from app.document.check import check
from app.document.examples import examples, open_example
from app.document.graph import Graph
from app.document.ports import input_ports, output_ports

KEYS = [example.key for example in examples()]
CARD = 216, 72  # width and height of a card on the canvas


def ports(record):
    return input_ports(record.graph), output_ports(record.graph, record.setup)


def test_every_file_is_listed_and_every_example_has_words():
    files = {f.name.removesuffix(".json") for f in resources.files("resources.examples").iterdir()
             if f.name.endswith(".json")}  # fmt: skip
    assert set(KEYS) == files == {
        "digits_cnn", "wine_mlp", "diabetes_regression", "series_lstm", "headline_two_inputs",
        "pair_shared",
    }  # fmt: skip
    for example in examples():
        assert example.title and len(example.summary) < 110 and len(example.notes) > 100


@pytest.mark.parametrize("key", KEYS)
def test_it_checks_without_an_error_and_fits_its_data(key):
    record = open_example(key)
    report = check(record.graph, setup=record.setup)
    assert report.ok and report.problems == []
    table = load(record.data)
    assert match(table, record.data, *ports(record)) == []
    prepared = prepare(table, record.data, *ports(record))
    for port in ports(record)[0]:
        assert prepared.x[port.name].shape[1:] == port.shape
    assert prepared.x_val and prepared.x_test
    assert record.setup.seed is not None
    assert set(record.setup.outputs) == {node.name for node in record.graph.outputs()}


@pytest.mark.parametrize("key", KEYS)
def test_cards_do_not_lie_on_one_another_and_wires_run_down(key):
    graph = open_example(key).graph
    nodes = list(graph.nodes.values())
    for i, one in enumerate(nodes):
        for two in nodes[i + 1 :]:
            apart = abs(one.x - two.x) >= CARD[0] + 24 or abs(one.y - two.y) >= CARD[1] + 24
            assert apart, (one.name, two.name)
    for link in graph.links.values():
        assert graph.nodes[link.target].y >= graph.nodes[link.source].y + CARD[1] + 24


def test_every_opening_is_a_new_project():
    one, two = open_example("wine_mlp"), open_example("wine_mlp")
    one.graph.nodes.clear()
    one.data.assign.clear()
    assert two.graph.nodes and two.data.assign
    assert isinstance(two.graph, Graph) and two.title and two.notes
    with pytest.raises(KeyError):
        open_example("nothing")


def test_parameters_are_those_real_keras_counts():
    """Sums by hand from the layers' formulas: inputs x units + units, and so on."""
    lstm = 4 * (64 * 32 + 32 * 32 + 32)
    head = 37 * 64 + 64 + 2 * (64 * 64 + 64) + 65
    expected = {
        "wine_mlp": 13 * 32 + 32 + 32 * 16 + 16 + 16 * 3 + 3,
        "headline_two_inputs": 10_000 * 64 + lstm + 33 + head,
        # the encoder counts once though two pictures go through it
        "pair_shared": (9 * 32 + 32) + (512 * 64 + 64) + (128 * 64 + 64) + 65,
    }
    for key, count in expected.items():
        assert check(open_example(key).graph).parameters == count


def test_files_hold_one_line_per_node():
    """So that a change of an example reads well in a diff."""
    text = (resources.files("resources.examples") / "digits_cnn.json").read_text("utf-8")
    nodes = json.loads(text)["graph"]["nodes"]
    assert sum('"kind": ' in line and '"params"' in line for line in text.splitlines()) == len(
        nodes
    )


def arrays(values, specs):
    found = [values[spec.name] for spec in specs]
    return found[0] if len(found) == 1 else found


def train(record, epochs, rows=None):
    """Train as the program does; return the history."""
    from app.training.recipe import Snapshot, gather, make_model
    from engine.utils import set_random_seed

    snapshot = Snapshot(record.graph, record.setup, record.data)
    material = gather(snapshot)
    set_random_seed(record.setup.seed)
    built, _ = make_model(snapshot)
    data = material.prepared
    x, y = arrays(data.x, material.inputs), arrays(data.y, material.outputs)
    if rows is not None:
        x, y = ([a[:rows] for a in v] if isinstance(v, list) else v[:rows] for v in (x, y))
    validation = (arrays(data.x_val, material.inputs), arrays(data.y_val, material.outputs))
    return built.model.fit(
        x, y, batch_size=record.setup.batch_size, epochs=epochs, verbose=0,
        validation_data=validation,
    ).history  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_the_loss_falls(key):
    loss = train(open_example(key), epochs=3, rows=640)["loss"]
    assert np.isfinite(loss).all()
    assert loss[-1] < loss[0]


def test_digits_are_read_97_times_in_100():
    record = open_example("digits_cnn")
    history = train(record, epochs=record.setup.epochs)
    assert max(history["val_accuracy"]) >= 0.97
