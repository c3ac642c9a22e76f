"""The properties panel on a real document: what it shows, what an edit does, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QUndoStack
from PySide6.QtWidgets import QApplication, QMainWindow

import engine.layers  # noqa: F401 - fills the registry
from app import commands
from app.document.document import Document
from app.document.graph import Graph
from app.panels.node_page import NodePage
from app.panels.overview import ManyPage, ModelPage
from app.panels.properties import Properties

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def graph() -> Graph:
    graph = Graph("functional")
    image = graph.add("InputLayer", "image", shape=[8])
    first = graph.add("Dense", "first", units=64, activation="relu")
    second = graph.add("Dense", "second", units=16, activation="relu")
    drop = graph.add("Dropout", "drop", rate=0.25)
    for source, target in ((image, first), (first, second), (second, drop)):
        graph.connect(source, target)
    return graph


@pytest.fixture
def document(qapp, graph) -> Document:
    document = Document(graph)
    document.check()
    return document


@pytest.fixture
def stack(document) -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def panel(qtbot, document, stack):
    panel = Properties(document, stack)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    return panel


def key_of(document: Document, name: str) -> str:
    node = document.graph.by_name(name)
    assert node is not None
    return node.id


def node_page(panel: Properties, document: Document, name: str) -> NodePage:
    panel.show_nodes([key_of(document, name)])
    assert isinstance(panel.page, NodePage)
    return panel.page


def type_over(qtbot, line, text: str) -> None:
    line.selectAll()
    qtbot.keyClicks(line, text)


# --- one layer -------------------------------------------------------------------------------


def test_shape_and_parameters_of_the_layer_are_shown(panel, document):
    page = node_page(panel, document, "first")
    facts = dict(page.facts.facts())
    assert facts["Output"] == "(None, 64)"
    assert facts["Parameters"].replace(",", "") == str(8 * 64 + 64)


def test_typing_changes_the_document_as_one_undo_step(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    type_over(qtbot, page.form.field("units").editor.box.lineEdit(), "128")
    node = document.graph.by_name("first")
    assert node.params["units"] == 128
    assert stack.count() == 1
    stack.undo()
    assert node.params["units"] == 64
    assert page.form.field("units").editor.box.text_shown() == "64"


def test_edits_of_two_fields_are_two_undo_steps(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    type_over(qtbot, page.form.field("units").editor.box.lineEdit(), "12")
    qtbot.keyClick(page.form.field("use_bias").editor.box, Key.Key_Space)
    assert stack.count() == 2
    stack.undo()
    assert document.graph.by_name("first").params["units"] == 12
    assert page.form.field("use_bias").editor.box.isChecked()


def test_what_follows_an_undo_is_a_step_of_its_own(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    line = page.form.field("units").editor.box.lineEdit()
    type_over(qtbot, line, "1")
    qtbot.keyClick(page.form.field("use_bias").editor.box, Key.Key_Space)
    stack.undo()
    type_over(qtbot, line, "2")
    stack.undo()
    assert document.graph.by_name("first").params["units"] == 1


def test_refused_text_does_not_reach_the_document(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    type_over(qtbot, page.form.field("units").editor.box.lineEdit(), "0")
    assert document.graph.by_name("first").params["units"] == 64
    assert stack.count() == 0
    assert page.form.field("units").message.isVisible()


def test_undo_does_not_steal_the_focus(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    panel.activateWindow()
    type_over(qtbot, page.form.field("units").editor.box.lineEdit(), "9")
    page.header.name.setFocus()
    stack.undo()
    assert QApplication.focusWidget() is page.header.name
    assert page.form.field("units").editor.box.text_shown() == "64"


@pytest.mark.parametrize("name", ["units", "activation"])
def test_ctrl_z_in_a_field_is_the_programs_undo(qtbot, document, stack, name):
    window = QMainWindow()
    qtbot.addWidget(window)
    panel = Properties(document, stack)
    window.setCentralWidget(panel)
    undo = stack.createUndoAction(window)
    undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
    window.addAction(undo)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page = node_page(panel, document, "first")
    box = page.form.field("units").editor.box
    type_over(qtbot, box.lineEdit(), "12")
    target = box if name == "units" else page.form.field(name).editor.combo
    target.setFocus()
    qtbot.keyClick(target, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.graph.by_name("first").params["units"] == 64
    assert box.text_shown() == "64" and stack.index() == 0


def test_the_default_is_not_stored(qtbot, panel, document):
    page = node_page(panel, document, "first")
    qtbot.mouseClick(page.form.field("activation").reset_button, LEFT)
    assert "activation" not in document.graph.by_name("first").params


def test_choosing_what_the_default_stands_for_is_not_stored(qtbot, panel, document):
    page = node_page(panel, document, "first")
    combo = page.form.field("activation").editor.combo
    combo.setCurrentIndex(combo.findText("linear"))
    assert document.graph.by_name("first").params == {"units": 64}
    assert page.form.field("activation").editor.error() == ""
    assert not page.form.field("activation").is_changed()


def test_facts_follow_the_check(qtbot, panel, document):
    page = node_page(panel, document, "first")
    type_over(qtbot, page.form.field("units").editor.box.lineEdit(), "3")
    qtbot.waitUntil(lambda: dict(page.facts.facts())["Output"] == "(None, 3)")
    assert dict(page.facts.facts())["Parameters"] == str(8 * 3 + 3)


def test_the_name_is_changed_with_enter(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    type_over(qtbot, page.header.name, "encoder")
    qtbot.keyClick(page.header.name, Key.Key_Return)
    assert document.graph.by_name("encoder") is not None
    stack.undo()
    assert page.header.name.text() == "first"


def test_a_taken_name_is_refused_in_place(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    type_over(qtbot, page.header.name, "second")
    qtbot.keyClick(page.header.name, Key.Key_Return)
    assert page.header.message.isVisible() and page.header.message.text()
    assert page.header.name.text() == "second"
    assert document.graph.by_name("first") is not None and stack.count() == 0
    qtbot.keyClick(page.header.name, Key.Key_Escape)
    assert page.header.name.text() == "first" and not page.header.message.isVisible()


def test_problems_of_the_layer_are_shown_and_mended(qtbot, panel, document, stack):
    key = key_of(document, "first")
    document.set_params(key, {"units": -1, "activation": "relu"})
    document.check()
    page = node_page(panel, document, "first")
    assert [p.severity for p in document.report.nodes[key].problems] == ["error"]
    assert len(page.problems.cards) == 1
    assert page.form.field("units").editor.error()
    type_over(qtbot, page.form.field("units").editor.box.lineEdit(), "5")
    qtbot.waitUntil(lambda: not page.problems.cards)


def test_help_stays_open_from_layer_to_layer(qtbot, panel, document):
    page = node_page(panel, document, "first")
    assert not page.help.is_open()
    qtbot.mouseClick(page.help.button, LEFT)
    assert node_page(panel, document, "drop").help.is_open()


def test_an_unknown_class_is_shown_without_a_form(panel, document, graph):
    node = graph.add("FromTheFuture", "odd", size=3)
    document.nodeAdded.emit(node)
    page = node_page(panel, document, "odd")
    assert page.form.is_empty() and page.header.kind.text() == "FromTheFuture"


def test_a_removed_layer_leaves_the_panel(panel, document, stack):
    node_page(panel, document, "drop")
    commands.push(stack, commands.RemoveNodes(document, [key_of(document, "drop")]))
    assert isinstance(panel.page, ModelPage)


# --- sharing, outputs ------------------------------------------------------------------------


def test_a_sharing_layer_edits_the_owners_arguments(qtbot, panel, document, stack):
    owner, sharer = key_of(document, "first"), key_of(document, "second")
    commands.push(stack, commands.ShareLayer(document, sharer, owner))
    page = node_page(panel, document, "second")
    assert page.sharing.isVisible() and "first" in page._shared_text.text()
    type_over(qtbot, page.form.field("units").editor.box.lineEdit(), "7")
    assert document.graph.nodes[owner].params["units"] == 7
    qtbot.mouseClick(page.unshare, LEFT)
    assert document.graph.nodes[sharer].shared_with is None
    assert not page.sharing.isVisible()


def test_the_owner_says_who_uses_its_weights(panel, document, stack):
    owner, sharer = key_of(document, "first"), key_of(document, "second")
    commands.push(stack, commands.ShareLayer(document, sharer, owner))
    page = node_page(panel, document, "first")
    assert "second" in page._shared_text.text() and not page.unshare.isVisible()


def test_a_used_layer_can_be_an_output_too(qtbot, panel, document, stack):
    page = node_page(panel, document, "first")
    qtbot.mouseClick(page.is_output, LEFT)
    assert document.graph.by_name("first").is_output
    stack.undo()
    assert not page.is_output.isChecked()


def test_a_last_layer_is_an_output_anyway(panel, document):
    assert not node_page(panel, document, "drop").is_output.isVisible()


# --- several, none ---------------------------------------------------------------------------


def test_layers_of_one_class_are_edited_together_in_one_step(qtbot, panel, document, stack):
    ids = [key_of(document, "first"), key_of(document, "second")]
    panel.show_nodes(ids)
    assert isinstance(panel.page, ManyPage)
    field = panel.page.form.field("units")
    assert field.editor.box.text_shown() == ""
    assert panel.page.form.field("activation").editor.combo.currentText() == "relu"
    qtbot.keyClicks(field.editor.box, "48")
    assert [document.graph.nodes[key].params["units"] for key in ids] == [48, 48]
    assert stack.count() == 1
    stack.undo()
    assert [document.graph.nodes[key].params["units"] for key in ids] == [64, 16]
    qtbot.waitUntil(lambda: field.editor.box.text_shown() == "")


def test_layers_of_several_classes_are_listed(panel, document):
    panel.show_nodes([key_of(document, "first"), key_of(document, "drop")])
    assert isinstance(panel.page, ManyPage) and panel.page.form is None
    assert ("drop", "Dropout") in panel.page.facts.facts()


def test_very_many_layers_are_edited_without_a_pause(qtbot):
    graph = Graph("functional")
    ids = [graph.add("Dense", units=8).id for _ in range(300)]
    document, stack = Document(graph), QUndoStack()
    panel = Properties(document, stack)
    qtbot.addWidget(panel)
    panel.show_nodes(ids)
    refreshed: list[int] = []
    shown = panel.page.form.set_values
    panel.page.form.set_values = lambda values: (refreshed.append(1), shown(values))
    panel.page.form.field("units").editor.nudge(1)
    qtbot.waitUntil(lambda: refreshed != [])
    assert all(graph.nodes[key].params["units"] == 9 for key in ids)
    assert len(refreshed) <= 2  # the values, and which of them differ


def test_without_a_selection_the_model_is_shown(panel, document):
    assert isinstance(panel.page, ModelPage)
    facts = panel.page.facts.facts()
    assert ("Input", "image (None, 8)") in facts and ("Output", "drop (None, 16)") in facts
    total = 8 * 64 + 64 + 64 * 16 + 16
    assert dict(facts)["Parameters"].replace(",", "") == str(total)


def test_a_shared_layer_is_one_layer(panel, document, graph):
    again = graph.add("Dense", "again")
    again.params, again.shared_with = {}, key_of(document, "first")
    graph.connect(graph.by_name("image"), again)
    document.check()
    panel.show_nodes([])
    assert dict(panel.page.facts.facts())["Layers"] == "4"


def test_an_empty_model_says_how_to_begin(qtbot):
    document, stack = Document(), QUndoStack()
    panel = Properties(document, stack)
    qtbot.addWidget(panel)
    assert "Drag a layer" in panel.page.hint.text()


def test_another_project_shows_its_model(panel, document):
    from app.document.record import ProjectRecord

    node_page(panel, document, "first")
    document.load(ProjectRecord(graph=Graph()))
    assert isinstance(panel.page, ModelPage)


def test_every_layer_has_a_page_that_fits_the_dock(qtbot, qapp):
    from app.document.starters import starting_params
    from engine import registry

    graph = Graph("functional")
    ids = [
        graph.add(entry.name, **starting_params(entry.name)).id
        for entry in registry.entries("layer")
        if not entry.hidden
    ]
    panel = Properties(Document(graph), QUndoStack())
    qtbot.addWidget(panel)
    for key in ids:
        panel.show_nodes([key])
        kind = graph.nodes[key].kind
        assert panel.page.form.errors() == {}, kind
        if panel.page.form._fold is not None:
            panel.page.form._fold.set_open(True)
        assert panel.page.minimumSizeHint().width() <= 320, kind
