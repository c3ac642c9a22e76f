"""Names from files are shown letter by letter, whatever they look like."""

import json
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMessageBox, QPushButton, QWidget

import engine as keras
from app import importing
from app.canvas.tips import link_tip, node_tip
from app.dialogs.export_dialog import ExportDialog
from app.dialogs.train_dialog import TrainDialog
from app.main_window import MainWindow
from app.panels.judge.inputs import FORM, Column, InputView
from app.panels.judge.sample_form import FormEditor
from app.plain import Label, message_box, tip
from app.settings import Settings
from app.welcome import WelcomePage
from app.window.inside import lay_out
from app.window.workspace import Workspace
from engine import layers

MARK = "<img src='x.png'>"
NAMES = [f"<b>bold</b>{MARK}", f"two\nlines{MARK}", f"a\u202eb\u2066c{MARK}", "n" * 10_000 + MARK]
OWN = f"<i>Own</i>{MARK}"


@pytest.fixture
def hostile_file(tmp_path):
    """A model whose layers, classes and settings are named like HTML."""
    steps = [layers.Dense(3, name=f"step{i}") for i in range(len(NAMES) + 2)]
    config = json.loads(keras.Sequential([keras.Input((4,)), *steps]).to_json())
    entries = config["config"]["layers"][1:]
    for entry, name in zip(entries, [*NAMES, f"odd{MARK}", f"last{MARK}"], strict=True):
        entry["config"]["name"] = name
    entries[4].update(class_name=OWN, registered_name=None)
    entries[4]["config"] = {"name": f"odd{MARK}", f"key{MARK}": f"value{MARK}"}
    config["config"]["name"] = MARK
    path = tmp_path / "model <img src=y>.json"
    path.write_text(json.dumps(config))
    return path


@pytest.fixture
def window(hostile_file, qtbot):
    workspace = Workspace()
    window = MainWindow(workspace, Settings(), remember=False)
    qtbot.addWidget(window, before_close_func=lambda w: w.workspace.document.set_modified(False))
    record = importing.read(hostile_file)
    lay_out(record.graph)
    window.resize(1300, 800)
    window.files.show_record(record)
    window.show()
    window.design.show_account()
    qtbot.waitUntil(lambda: bool(workspace.document.report.rows))
    yield window
    workspace.close()


def rich_texts(widget):
    """The texts of labels and tooltips below a widget that Qt would read as HTML."""
    found = []
    for label in widget.findChildren(QLabel):
        if label.textFormat() != Qt.TextFormat.PlainText and "<img" in label.text():
            found.append(label.text())
    for part in [widget, *widget.findChildren(QWidget)]:
        if "<img" in part.toolTip():
            found.append(part.toolTip())
    for view in widget.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount() if model is not None else 0):
            for column in range(model.columnCount()):
                text = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
                found += [text] if text and "<img" in text else []
    return found


def shown(widget):
    """Every text of labels below a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_every_page_shows_names_as_they_are(window, qtbot):
    document = window.workspace.document
    assert MARK in shown(window) and OWN.partition(">")[0] in shown(window)
    for node in list(document.graph.nodes.values()):
        window.design.canvas.canvas.select([node.id])
        qtbot.wait(1)
        assert rich_texts(window) == []
    for mode in ("data", "train", "judge", "design"):
        window.show_mode(mode)
        qtbot.wait(1)
        assert rich_texts(window) == []


def test_tips_of_the_canvas_and_texts_of_dialogs(window, qtbot):
    document = window.workspace.document
    tips = [node_tip(document, node) for node in document.graph.nodes.values()]
    tips += [link_tip(document, link) for link in document.graph.links.values()]
    assert any("&lt;img" in text for text in tips)
    assert not any(re.search(r"<(?!/?(b|br|qt)>)", text) for text in tips)
    work = window.workspace
    for dialog in (
        ExportDialog(document, work.worker, window.settings, window),
        TrainDialog(document, work.stack, window),
    ):
        dialog.show()
        assert rich_texts(dialog) == []
        dialog.close()


def test_boxes_and_labels_show_texts_as_they_are(qtbot):
    box = message_box(QMessageBox.Icon.Warning, MARK, f"more {MARK}")
    qtbot.addWidget(box)
    texts = {label.text() for label in box.findChildren(QLabel)}
    assert {MARK, f"more {MARK}"} <= texts and rich_texts(box) == []
    label = Label(MARK)
    qtbot.addWidget(label)
    plain = QLabel()
    plain.setTextFormat(Qt.TextFormat.PlainText)
    plain.setText(MARK)
    qtbot.addWidget(plain)
    assert label.sizeHint() == plain.sizeHint()


def test_tips_are_escaped_and_of_bounded_length():
    assert tip("") == ""
    assert tip("a<b\nc") == "<qt>a&lt;b<br>c</qt>"
    assert len(tip("n" * 10_000)) < 1_100


def test_the_columns_of_a_sample_are_named_as_they_are(qtbot):
    columns = [Column(f"size{MARK}", 0), Column(f"kind{MARK}", 1, 2, ["a", "b"])]
    form = FormEditor(InputView("x", FORM, (3,), False, 0.0, 1.0, columns))
    qtbot.addWidget(form)
    assert f"size{MARK}" in shown(form) and f"kind{MARK}" in shown(form)
    assert rich_texts(form) == []


def test_an_ampersand_in_a_name_is_no_shortcut(qtbot, tmp_path):
    settings = Settings()
    settings.clear_recent()
    path = tmp_path / "R&D.loom"
    path.touch()
    settings.add_recent(path)
    page = WelcomePage(settings)
    qtbot.addWidget(page)
    buttons = [b for b in page.findChildren(QPushButton) if "R" in b.text() and "D" in b.text()]
    assert [b.shortcut().toString() for b in buttons] == [""]
    settings.clear_recent()
