"""The running program: another language, and what a crash left behind."""

import pytest
from PySide6.QtGui import QUndoStack

from app import commands, i18n, recovery, theme
from app.document.document import Document
from app.document.examples import open_example
from app.document.project_file import write
from app.document.run import Run
from app.recovery import Recovery
from app.settings import Settings
from app.start import Program
from app.training.checkpoint import Checkpoint
from app.training.job import snapshot_of
from app.window.project_files import ProjectFiles


@pytest.fixture
def program(qapp, monkeypatch, tmp_path):
    monkeypatch.setattr(recovery, "root", lambda: tmp_path / "recovery")
    settings = Settings()
    settings._store.clear()
    program = Program(qapp, settings, "light")
    program.window.show()
    yield program
    program.workspace.document.set_modified(False)
    program.window.close()
    program.window.deleteLater()
    program.close()
    program.deleteLater()
    i18n.install(qapp, "en")
    theme.apply(qapp, "light")
    settings._store.clear()


def change(program):
    work = program.workspace
    program.window.files.new("functional")
    return commands.push(work.stack, commands.AddNode(work.document, "Dense"))


def test_another_language_changes_the_window_and_keeps_the_work(program):
    node = change(program)
    old = program.window
    program.change_language("zh_CN")
    assert program.window is not old
    assert program.window.mode == "design" and program.window.isVisible()
    titles = [action.text() for action in program.window.menuBar().actions()]
    assert "文件(&F)" in titles
    assert program.workspace.document.graph.nodes.keys() == {node}
    assert program.window.actions_["undo"].isEnabled()
    program.workspace.stack.undo()
    assert not program.workspace.document.graph.nodes
    program.change_language("en")
    assert "&File" in [action.text() for action in program.window.menuBar().actions()]


def test_another_language_keeps_what_is_looked_at(program, qapp):
    program.window.show()
    node = change(program)
    qapp.processEvents()
    old = program.window.design
    old.canvas.select([node])
    old.canvas.zoom_by(1.7)
    old.canvas.centerOn(90, 40)
    old.docks["summary"].raise_()
    old.docks["palette"].hide()
    before = old.canvas.look()
    program.change_language("zh_CN")
    qapp.processEvents()
    design = program.window.design
    level, middle, selected = design.canvas.look()
    assert selected == [node] and level == before[0]
    assert abs(middle.x() - before[1].x()) < 2 and abs(middle.y() - before[1].y()) < 2
    assert design.properties.page.form.field("units") is not None
    assert not design.docks["palette"].isVisible()


def leave_behind(base, training=False):
    """What a crashed program leaves: a folder without a living owner."""
    document = Document()
    document.load(open_example("wine_mlp"))
    document.set_title("Lost and found")
    kept = Recovery(document, base)
    if not training:  # a layer after the output would lack a loss
        commands.push(QUndoStack(document), commands.AddNode(document, "Dropout"))
    document.set_modified(True)
    kept.keep()
    kept.wait()
    if training:
        from app.document.build import build

        built = build(document.graph)
        built.model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
        run = Run(setup=document.setup.to_json(), epochs=[{"loss": 1.0}])
        Checkpoint(kept.folder, snapshot_of(document)).write(built.model, run)
    kept._timer.stop()
    kept._lock.unlock()
    document.deleteLater()
    return kept.folder


def test_work_left_by_a_crash_comes_back_unsaved(program, tmp_path, monkeypatch):
    folder = leave_behind(tmp_path / "recovery")
    monkeypatch.setattr(Program, "_ask", lambda *_: "restore")
    program.offer_recovery()
    document = program.workspace.document
    assert "Dropout" in [node.kind for node in document.graph.topological()]
    assert document.modified
    assert not folder.exists()
    assert (program.recovery.folder / recovery.PROJECT).is_file()


def test_work_that_was_kept_stays_where_the_open_project_is_not_given_up(
    program, tmp_path, monkeypatch
):
    folder = leave_behind(tmp_path / "recovery")
    node = change(program)
    monkeypatch.setattr(ProjectFiles, "may_leave", lambda _self: False)  # Cancel was pressed
    monkeypatch.setattr(Program, "_ask", lambda *_: "restore")
    program.offer_recovery()
    assert program.workspace.document.graph.nodes.keys() == {node}
    assert (folder / recovery.PROJECT).is_file()


def test_an_interrupted_training_goes_on(program, tmp_path, monkeypatch, qtbot):
    leave_behind(tmp_path / "recovery", training=True)
    monkeypatch.setattr(Program, "_ask", lambda *_: "restore")
    job = program.workspace.job
    program.offer_recovery()
    assert job.running and program.window.mode == "train"
    assert job.run.epochs[0] == {"loss": 1.0}
    qtbot.waitUntil(lambda: len(job.run.epochs) >= 3, timeout=120_000)
    with qtbot.waitSignal(job.finished, timeout=60_000):
        job.stop()
    assert program.workspace.document.runs[-1]


def test_later_keeps_it_for_the_next_time(program, tmp_path, monkeypatch):
    folder = leave_behind(tmp_path / "recovery")
    monkeypatch.setattr(Program, "_ask", lambda *_: "later")
    program.offer_recovery()
    assert folder.is_dir()
    monkeypatch.setattr(Program, "_ask", lambda *_: "discard")
    program.offer_recovery()
    assert not folder.exists()


def test_a_project_that_is_open_is_kept_when_a_training_begins(program, qtbot, tmp_path):
    record = open_example("wine_mlp")
    record.setup.epochs = 1
    path = tmp_path / "wine.loom"
    write(path, record)
    program.open(path)
    with qtbot.waitSignal(program.workspace.job.finished, timeout=120_000):
        assert program.window.training.train()
        program.recovery.wait()
        assert (program.recovery.folder / recovery.PROJECT).is_file()
