"""Layers that do not exist here: kept, told of, replaced, written back."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pytest
from PySide6.QtGui import QUndoStack

from app import exporting, importing
from app.commands import ReplaceLayer, apply_fix, push
from app.document import project_file
from app.document.build import BuildError, build
from app.document.document import Document
from app.training import readiness, recipe


@pytest.fixture
def record(old_model_file):
    return importing.read(old_model_file)


def test_it_is_a_problem_without_a_guess_and_stands_in_the_way_of_training(record):
    document = Document()
    document.load(record)
    (problem,) = document.report.errors
    assert problem.node == document.graph.by_name("gate").id and problem.fixes == []
    assert document.report.nodes[problem.node].output_shape == (None, 8)
    assert "Gate" in readiness.missing(document)[0]
    with pytest.raises(BuildError):
        build(document.graph)


def test_replaced_it_keeps_name_wires_and_weights_and_takes_settings_over(record):
    document, stack = Document(), QUndoStack()
    document.load(record)
    before = document.graph.copy()
    gate = document.graph.by_name("gate")
    push(stack, ReplaceLayer(document, gate.id, "Dense"))
    assert (gate.kind, gate.params) == ("Dense", {"units": 8})
    assert document.check().ok
    model = build(document.graph).model
    assert "gate" in recipe.load_weights(model, document.weights)
    np.testing.assert_array_equal(
        model.get_layer("gate").get_weights()[0], record.weights["gate"][0]
    )
    stack.undo()
    assert document.graph == before


@pytest.mark.parametrize(
    ("cls", "proposed"),
    [
        ("mine>MyDense", ["Dense"]),
        ("Dence", ["Dense"]),
        ("Conv2d", ["Conv2D"]),
        ("GroupedSeparableConv2D", ["SeparableConv2D"]),
        ("Gate", []),
        ("Mixer", []),
        ("RepeatTokens", []),
        ("", []),
    ],
)
def test_only_layers_of_a_near_name_are_proposed(record, cls, proposed):
    record.graph.by_name("gate").params["entry"]["class_name"] = cls
    document = Document()
    document.load(record)
    assert [fix.data["layer"] for fix in document.report.errors[0].fixes] == proposed


def test_the_proposal_mends_it(record):
    record.graph.by_name("gate").params["entry"]["class_name"] = "mine>GateDense"
    document, stack = Document(), QUndoStack()
    document.load(record)
    apply_fix(document, stack, document.report.errors[0].fixes[0])
    assert document.check().ok


def test_its_own_weights_are_counted(record, old_model_file):
    document = Document()
    document.load(record)
    with h5py.File(old_model_file) as file:
        sizes = []
        file["model_weights"].visititems(
            lambda _, item: sizes.append(item.size) if isinstance(item, h5py.Dataset) else None
        )
    assert document.report.parameters == sum(sizes)
    gate = document.graph.by_name("gate")
    held = sum(array.size for array in record.weights["gate"])
    assert document.report.nodes[gate.id].parameters == held > 0
    (row,) = [row for row in document.report.rows if row.node == gate.id]
    assert row.parameters == held


def test_the_problem_leads_to_all_layers_that_may_take_its_place(record, qtbot):
    from app.panels.problems import Problems

    document = Document()
    panel = Problems(document, QUndoStack())
    qtbot.addWidget(panel)
    document.load(record)
    (card,) = panel.list.cards
    with qtbot.waitSignal(panel.wanted) as told:
        card.buttons[-1].click()
    assert told.args == [document.graph.by_name("gate").id]


def test_it_survives_the_project_file_and_goes_back_into_hdf5(record, old_model_file, tmp_path):
    project_file.write(tmp_path / "p.loom", record)
    again = project_file.read(tmp_path / "p.loom")
    assert again.graph == record.graph
    exporting.write(again, "h5", tmp_path / "back.h5")
    read = importing.read(tmp_path / "back.h5")
    assert read.graph.by_name("gate").params["entry"] == (
        record.graph.by_name("gate").params["entry"]
    )
    for name in ("first", "gate", "out"):
        for one, other in zip(read.weights[name], record.weights[name], strict=True):
            np.testing.assert_array_equal(one, other)
    with h5py.File(tmp_path / "back.h5") as file:
        layers = json.loads(file.attrs["model_config"])["config"]["layers"]
    (entry,) = [e for e in layers if e["config"]["name"] == "gate"]
    assert entry["class_name"] == "mine>Gate" and entry["config"]["units"] == 8
