"""Models of Keras wherever a project can be opened: menu, drop, command line."""

import json
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

import engine as keras
from app import cli_commands
from app.main_window import MainWindow
from app.settings import Settings
from app.window import opening
from app.window.workspace import Workspace
from engine import layers


@pytest.fixture
def window(qtbot):
    workspace = Workspace()
    window = MainWindow(workspace, Settings(), remember=False)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.document.set_modified(False))
    yield window
    workspace.close()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "m.h5"
    keras.Sequential([keras.Input((4,)), layers.Dense(3, name="only")]).save(path)
    return path


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip


def test_open_takes_a_model_and_remembers_it(window, file, qtbot):
    assert window.files.open(file)
    graph = window.workspace.document
    qtbot.waitUntil(lambda: graph.graph.by_name("only") is not None, timeout=60_000)
    assert file in window.settings.recent_files
    assert graph.path is None  # saving asks for a name and never writes over the model


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.h5", b"<!DOCTYPE html><html>", "web page"),
        ("m.pt", b"\x80\x02\x8a\nl", "never opened"),
        ("m.keras", b"", "empty"),
    ],
)
def test_a_dropped_file_that_is_no_model_says_why(window, tmp_path, qtbot, monkeypatch, name,
                                                  content, words):  # fmt: skip
    path = tmp_path / name
    path.write_bytes(content)
    said = []
    monkeypatch.setattr(opening, "failure", lambda _window, what: said.append(what))
    drop(window, path)
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert words in said[0].text and name in said[0].text


@pytest.fixture
def unzipped(tmp_path):
    """The folder of an unzipped archive."""
    import zipfile

    keras.Sequential([keras.Input((4,)), layers.Dense(3, name="only")]).save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        archive.extractall(tmp_path / "m")
    return tmp_path / "m"


def test_a_dropped_folder_of_an_unzipped_archive_opens(window, unzipped, qtbot):
    drop(window, unzipped)
    graph = window.workspace.document
    qtbot.waitUntil(lambda: graph.graph.by_name("only") is not None, timeout=60_000)
    assert graph.account.weights


def choose_folder(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(path or ""))


@pytest.fixture
def complaints(monkeypatch):
    """What would stand in a box to be closed."""
    said = []
    monkeypatch.setattr(opening, "failure", lambda _window, what: said.append(what))
    return said


def in_file_menu(window, key):
    """The entry of the File menu as a person finds it."""
    file = window.menuBar().actions()[0].menu()
    return next(action for action in file.actions() if action.objectName() == key)


def test_the_menu_opens_the_folder_of_an_unzipped_archive(window, unzipped, qtbot, monkeypatch):
    choose_folder(monkeypatch, unzipped)
    in_file_menu(window, "open_folder").trigger()
    document = window.workspace.document
    qtbot.waitUntil(lambda: document.graph.by_name("only") is not None, timeout=60_000)
    theirs = keras.saving.load_model(unzipped.with_suffix(".keras")).get_weights()
    for ours, other in zip(document.weights["only"], theirs, strict=True):
        np.testing.assert_array_equal(ours, other)
    assert unzipped in window.settings.recent_files  # and File > Open Recent leads to it again
    document.set_modified(False)
    window.files.new("sequential")
    assert window.files.open(unzipped)
    qtbot.waitUntil(lambda: document.graph.by_name("only") is not None, timeout=60_000)


def test_the_menu_opens_a_folder_of_tensorflow_js(
    window, tmp_path, qtbot, monkeypatch, complaints
):
    from tests.engine.saving.test_other_writers import FIRST, SECOND, parts, write_tfjs

    write_tfjs(tmp_path, [parts("second", SECOND) + parts("first", FIRST)], 1)
    choose_folder(monkeypatch, tmp_path)
    in_file_menu(window, "open_folder").trigger()
    document = window.workspace.document
    qtbot.waitUntil(lambda: bool(document.weights or complaints), timeout=60_000)
    assert not complaints
    np.testing.assert_array_equal(document.weights["first"][0], FIRST[0])


def test_a_folder_without_a_model_says_what_was_looked_for(
    window, tmp_path, qtbot, monkeypatch, complaints
):
    choose_folder(monkeypatch, tmp_path)
    in_file_menu(window, "open_folder").trigger()
    qtbot.waitUntil(lambda: bool(complaints), timeout=60_000)
    for words in (str(tmp_path), "config.json", "model.json", "Choose the folder"):
        assert words in complaints[0].text
    choose_folder(monkeypatch, None)  # Cancel
    in_file_menu(window, "open_folder").trigger()
    assert len(complaints) == 1 and not window.workspace.document.graph.nodes


def test_info_tells_of_a_model_and_lets_no_name_steer_the_terminal(tmp_path, capsys):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="only"), layers.Dense(2)])
    config = json.loads(model.to_json())
    config["config"]["layers"][2]["class_name"] = "Own\x1b[2J"
    path = tmp_path / "m.json"
    path.write_text(json.dumps(config))
    assert cli_commands.guarded(cli_commands.info, path) == 0
    told = capsys.readouterr().out
    assert "JSON" in told and "only (Dense)" in told and "weights" in told
    assert "does not exist here" in told and "\x1b" not in told


def test_info_and_export_on_the_command_line(file, tmp_path):
    import keras as real

    target = tmp_path / "new.keras"
    command = [sys.executable, "-m", "app", "export", str(file), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    x = np.ones((2, 4), "float32")
    ours = keras.saving.load_model(file).predict(x, verbose=0)
    np.testing.assert_allclose(
        real.models.load_model(target).predict(x, verbose=0), ours, rtol=1e-5, atol=1e-6
    )
    broken = tmp_path / "b.h5"
    broken.write_bytes(b"<html>")
    command = [sys.executable, "-m", "app", "info", str(broken)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "web page" in done.stderr and "Traceback" not in done.stderr
