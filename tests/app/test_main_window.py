"""The window: pages, menus, files, questions."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMessageBox

from app import commands
from app.document import project_file
from app.document.examples import examples
from app.main_window import MODES, MainWindow
from app.settings import Settings
from app.welcome import ExampleCard
from app.window.workspace import Workspace


@pytest.fixture
def window(qtbot, tmp_path):
    settings = Settings()
    settings.last_folder = str(tmp_path)
    workspace = Workspace()
    window = MainWindow(workspace, settings, remember=False)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.document.set_modified(False))
    window.show()
    yield window
    workspace.close()
    settings._store.clear()


def add(window, kind):
    document = window.workspace.document
    return commands.push(window.workspace.stack, commands.AddNode(document, kind))


def answer(monkeypatch, choose):
    """Let every question be answered by the button ``choose(box)`` returns."""
    asked = []

    def exec_(box):
        asked.append(box.text())
        button = choose(box)
        button.click()
        return box.standardButton(button)

    monkeypatch.setattr(QMessageBox, "exec", exec_)
    return asked


def test_the_first_page_offers_examples_and_new_models(window):
    assert window.mode == "welcome"
    page = window.page("welcome")
    with_title = {card.text() for card in page.findChildren(ExampleCard)}
    assert with_title == {example.title for example in examples()}


@pytest.mark.parametrize("mode", MODES)
def test_every_page_opens_for_an_example(window, mode, qtbot):
    window.open_example("digits_cnn")
    window.show_mode(mode)
    assert window.stack.currentWidget() is window.page(mode)
    window.workspace.worker.shutdown()


def test_every_action_in_the_menus_has_words_and_every_own_one_a_shortcut(window):
    for key in window.actions_:
        action = window.actions_[key]
        assert action.text() and action.statusTip(), key
        assert action.shortcuts(), f"{key} has no shortcut"


def test_no_two_actions_share_a_key(window):
    seen = {}
    for key in window.actions_:
        for shortcut in window.actions_[key].shortcuts():
            text = shortcut.toString(QKeySequence.SequenceFormat.PortableText)
            assert text not in seen, f"{key} and {seen.get(text)} both answer to {text}"
            seen[text] = key
    canvas = window.design.canvas.actions()
    for key, action in canvas.items():
        for shortcut in action.shortcuts():
            text = shortcut.toString(QKeySequence.SequenceFormat.PortableText)
            assert text not in seen, f"canvas {key} and {seen.get(text)} both answer to {text}"


def test_the_title_names_the_project_and_marks_changes(window, tmp_path):
    window.files.new("functional")
    add(window, "InputLayer")
    assert window.isWindowModified()
    path = tmp_path / "mine.loom"
    assert window.files.write(path)
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("mine[*]")
    window.workspace.stack.undo()
    assert window.isWindowModified()
    window.workspace.stack.redo()
    assert not window.isWindowModified()


def test_totals_are_those_of_the_model(window, qtbot):
    window.files.new("sequential")
    node = add(window, "InputLayer")
    document = window.workspace.document
    commands.push(window.workspace.stack, commands.SetParam(document, node, "shape", [4]))
    dense = add(window, "Dense")
    commands.push(window.workspace.stack, commands.SetParam(document, dense, "units", 3))
    qtbot.waitUntil(lambda: "15 " in window.totals._parameters.text())  # 4 * 3 + 3


def test_undo_and_redo_say_what_they_do(window):
    window.files.new("sequential")
    assert not window.actions_["undo"].isEnabled()
    add(window, "Dense")
    assert "Dense" in window.actions_["undo"].text()
    window.actions_["undo"].trigger()
    assert not window.workspace.document.graph.nodes
    assert "Dense" in window.actions_["redo"].text()


def test_unsaved_work_is_not_dropped_without_asking(window, monkeypatch):
    window.files.new("sequential")
    add(window, "Dense")
    standard = QMessageBox.StandardButton
    asked = answer(monkeypatch, lambda box: box.button(standard.Cancel))
    assert not window.close()
    assert not window.files.new("functional")
    assert len(asked) == 2 and window.workspace.document.graph.nodes
    answer(monkeypatch, lambda box: box.button(standard.Discard))
    assert window.files.new("functional")
    assert not window.workspace.document.graph.nodes


def test_saving_in_the_question_saves(window, monkeypatch, tmp_path):
    window.files.new("sequential")
    add(window, "Dense")
    path = tmp_path / "kept.loom"
    window.workspace.document.set_path(path)
    answer(monkeypatch, lambda box: box.button(QMessageBox.StandardButton.Save))
    assert window.files.may_leave()
    kinds = [node.kind for node in project_file.read(path).graph.nodes.values()]
    assert kinds == ["Dense"]


def test_a_file_that_cannot_be_read_leaves_what_is_open(window, monkeypatch, tmp_path):
    window.files.new("sequential")
    add(window, "Dense")
    window.workspace.document.set_modified(False)
    bad = tmp_path / "bad.loom"
    bad.write_bytes(b"not a project")
    said = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.informativeText()))
    assert not window.files.open(bad)
    assert said and "bad.loom" in said[0]
    assert window.workspace.document.graph.nodes


def test_a_dropped_project_opens(window, tmp_path):
    window.open_example("wine_mlp")
    path = tmp_path / "dropped.loom"
    window.files.write(path)
    window.files.new("sequential")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    assert window.workspace.document.path == path
    assert window.workspace.document.graph.nodes


def test_recent_projects_are_offered(window, tmp_path):
    window.open_example("wine_mlp")
    window.files.write(tmp_path / "first.loom")
    window.files.write(tmp_path / "second.loom")
    (tmp_path / "second.h5").touch()
    window.files.remember(tmp_path / "second.h5")
    window.menus.recent.aboutToShow.emit()
    names = [action.text() for action in window.menus.recent.actions()]
    assert names[:3] == ["second.h5", "second", "first"]


def test_drawing_actions_are_offered_only_with_the_drawing(window):
    window.open_example("wine_mlp")
    assert window.menus.model.menuAction().isVisible()
    window.show_mode("data")
    assert not window.menus.model.menuAction().isVisible()
    assert window.actions_["export"].isEnabled()
    window.show_mode("welcome")
    assert not window.actions_["export"].isEnabled()


def test_closed_panels_come_back(window):
    window.open_example("wine_mlp")
    for dock in window.design.docks.values():
        dock.close()
        assert not dock.isVisible()
    window.actions_["reset_layout"].trigger()
    shown = {key for key, dock in window.design.docks.items() if not dock.isHidden()}
    assert shown == window.design.docks.keys() - {"opened"}


def test_converting_goes_both_ways_and_can_be_undone(window):
    window.open_example("wine_mlp")
    graph = window.workspace.document.graph
    window.actions_["convert"].trigger()
    assert graph.kind == "functional"
    assert "Sequential" in window.actions_["convert"].text()
    window.workspace.stack.undo()
    assert graph.kind == "sequential"


def test_a_palette_choice_adds_a_layer_behind_the_selected_one(window, qtbot):
    window.files.new("sequential")
    first = add(window, "InputLayer")
    add(window, "Dense")
    window.design.canvas.select([first])
    window.design.palette_panel.layerChosen.emit("Dropout")
    kinds = [node.kind for node in window.workspace.document.graph.topological()]
    assert kinds == ["InputLayer", "Dropout", "Dense"]


def test_a_problem_leads_to_its_layer(window, qtbot):
    window.files.new("functional")
    node = add(window, "Dense")
    report = window.workspace.document.check()
    problem = next(p for p in report.problems if p.node == node)
    window.design.problems.problemActivated.emit(problem)
    assert window.design.canvas.selected_ids() == [node]


def test_training_without_data_leads_to_the_data(window):
    window.files.new("sequential")
    assert not window.training.train()
    assert window.mode == "design"
    window.open_example("wine_mlp")
    window.workspace.document.set_data(None)
    window.workspace.document.set_modified(False)
    assert not window.training.train()
    assert window.mode == "data"
    window.workspace.worker.shutdown()


def test_size_and_panels_are_remembered(qtbot):
    settings = Settings()
    settings._store.clear()
    workspace = Workspace()
    first = MainWindow(workspace, settings)
    qtbot.addWidget(first)
    first.show()
    first.show_mode("design")
    first.design.docks["palette"].close()
    first.close()
    second = MainWindow(workspace, settings)
    qtbot.addWidget(second)
    second.show()
    second.show_mode("design")
    assert not second.design.docks["palette"].isVisible()
    assert second.design.docks["properties"].isVisible()
    workspace.close()
    settings._store.clear()


def test_missing_projects_are_not_offered(window, tmp_path):
    gone = tmp_path / "gone.loom"
    window.open_example("wine_mlp")
    window.files.write(gone)
    gone.unlink()
    assert Path(gone) not in Settings().recent_files


def test_what_an_example_teaches_is_shown(window):
    window.open_example("digits_cnn")
    shown = [label.text() for label in window.design.findChildren(QLabel) if label.isVisible()]
    assert window.workspace.document.notes in shown
    window.files.new("sequential")
    assert not any(label.text() == "About this project" and label.isVisible()
                   for label in window.design.findChildren(QLabel))


def test_a_new_drawing_takes_the_keys(window, qtbot):
    qtbot.waitExposed(window)
    window.activateWindow()
    window.actions_["new_sequential"].trigger()
    assert window.focusWidget() is window.design.canvas


def test_the_line_about_a_layer_goes_with_it(window):
    window.actions_["new_sequential"].trigger()
    node = add(window, "InputLayer")
    window.design.canvas.select([node])
    assert "input" in window.statusBar().currentMessage()
    window.design.canvas.delete_selection()
    assert window.statusBar().currentMessage() == ""


def test_taking_back_the_removal_of_a_trained_layer_leaves_nothing_to_save(window, tmp_path):
    document, stack = window.workspace.document, window.workspace.stack
    window.open_example("wine_mlp")
    document.set_weights({"hidden_1": []})
    assert window.files.write(tmp_path / "wine.loom") and not document.modified
    (hidden,) = [n.id for n in document.graph.nodes.values() if n.name == "hidden_1"]
    commands.push(stack, commands.RemoveNodes(document, [hidden]))
    assert document.modified
    window.actions_["undo"].trigger()
    assert "hidden_1" in document.weights and not document.modified
