"""The summary table against counts worked out by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

import engine.layers  # noqa: F401 - fills the registry
from app.document.document import Document
from app.document.graph import Graph
from app.panels.summary import SummaryPanel

DENSE = 8 * 64 + 64
LAST = 64 * 3 + 3


@pytest.fixture
def document(qapp) -> Document:
    graph = Graph("functional")
    image = graph.add("InputLayer", "image", shape=[8])
    first = graph.add("Dense", "first", units=64)
    answer = graph.add("Dense", "answer", units=3, trainable=False)
    graph.connect(image, first)
    graph.connect(first, answer)
    return Document(graph)


@pytest.fixture
def panel(qtbot, document):
    panel = SummaryPanel(document)
    qtbot.addWidget(panel)
    panel.resize(700, 220)
    panel.show()
    document.check()
    return panel


def cells(panel: SummaryPanel, row: int) -> list[str]:
    return [panel.table.topLevelItem(row).text(column) for column in range(4)]


def test_rows_are_those_of_keras_summary(panel):
    assert cells(panel, 1) == ["first (Dense)", "(None, 64)", str(DENSE), "image"]
    assert cells(panel, 2)[3] == "first"
    assert panel.table.topLevelItemCount() == 3


def test_totals_add_up(panel):
    text = panel.totals.text().replace(",", "")
    assert str(DENSE + LAST) in text and f"not trainable: {LAST}" in text


def test_the_table_is_copied_as_aligned_text(qtbot, panel):
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("  ")[0] == "Layer (type)"
    assert f"Total params: {DENSE + LAST}" in lines
    assert f"Non-trainable params: {LAST}" in lines
    starts = {line.index("(None") for line in lines if "(None" in line}
    assert len(starts) == 1


def test_a_click_names_the_node(qtbot, panel, document):
    heard: list[str] = []
    panel.nodeActivated.connect(heard.append)
    where = panel.table.visualItemRect(panel.table.topLevelItem(1)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert document.graph.by_name("first").id in heard


def test_changes_are_followed(qtbot, panel, document):
    document.set_params(document.graph.by_name("first").id, {"units": 5})
    qtbot.waitUntil(lambda: cells(panel, 1)[1] == "(None, 5)")
    assert cells(panel, 2)[2] == str(5 * 3 + 3)


def test_a_removed_layer_leaves_the_table(qtbot, panel, document):
    document.remove_node(document.graph.by_name("answer").id)
    qtbot.waitUntil(lambda: panel.table.topLevelItemCount() == 2)


def test_an_empty_model_has_nothing_to_copy(qtbot):
    panel = SummaryPanel(Document())
    qtbot.addWidget(panel)
    assert not panel.copy_button.isEnabled()


def test_parameters_are_seen_in_a_narrow_panel(qtbot, panel):
    panel.resize(330, 220)
    qtbot.waitUntil(lambda: panel.table.viewport().width() < 330)
    expect_parameters_in_sight(panel.table)


def test_parameters_are_seen_beside_a_scroll_bar(qtbot, panel):
    panel.resize(330, 400)
    panel.show()
    wide = panel.table.viewport().width()
    panel.resize(330, 110)
    qtbot.waitUntil(lambda: panel.table.viewport().width() < wide)
    expect_parameters_in_sight(panel.table)


def expect_parameters_in_sight(table):
    assert sum(table.columnWidth(column) for column in range(3)) <= table.viewport().width()
    for column in (1, 2):
        assert table.columnWidth(column) >= table.sizeHintForColumn(column)


def test_another_project_has_no_row_selected(panel, document):
    panel.table.topLevelItem(1).setSelected(True)
    document.reset.emit()
    assert not panel.table.selectedItems()
