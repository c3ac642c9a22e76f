"""Bringing in files: choices with a live preview, errors that keep the window open."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QFileDialog

from app.data.load import load
from app.dialogs import import_data_dialog
from app.dialogs.import_data_dialog import ImportDataDialog
from app.document.document import Document


class Worker:
    def __init__(self):
        self.tasks = []

    def submit(self, title, function, *, done=None, failed=None, owner=None, key=None):
        self.tasks.append((function, done))

    def run(self):
        for function, done in self.tasks:
            done(function(None))
        self.tasks.clear()


@pytest.fixture
def dialog(qtbot):
    window = ImportDataDialog(Document(), QUndoStack(), Worker())
    qtbot.addWidget(window)
    window.show()
    return window


def use(qtbot, dialog):
    qtbot.mouseClick(dialog.use_button, Qt.MouseButton.LeftButton)


def choose(combo, key):
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def select(editor, *names):
    editor.view.clearSelection()
    view = editor.view
    view.setSelectionMode(view.SelectionMode.MultiSelection)
    for row, column in enumerate(editor.model.choices):
        if column.name in names:
            view.selectRow(row)
    assert {c.name for c in editor.selected()} == set(names)


FLATS = "编号;城市;面积;价格\n1;上海;80,5;300,1\n2;北京;;210,2\n"
FLATS += "3;上海;65,0;未知\n4;北京;70,5;190,7\n"
FLATS += "".join(f"{i};上海;{60 + i},5;{200 + i},3\n" for i in range(5, 25))


@pytest.fixture
def flats(tmp_path):
    path = tmp_path / "flats.csv"
    path.write_bytes(FLATS.encode("gbk"))
    return path


def test_a_table_is_shown_as_it_will_be_read(dialog, flats):
    dialog.open_path(flats)
    page = dialog.csv
    assert page.encoding.currentText() == "Automatic: GBK"
    assert "Semicolon" in page.separator.currentText()
    assert "3,14" in page.decimal.currentText()
    assert page.header.isChecked()
    assert [page.cells.headerData(i, Qt.Orientation.Horizontal) for i in range(4)] == [
        "编号", "城市", "面积", "价格",
    ]  # fmt: skip
    choices = {c.name: (c.type, c.role) for c in page.columns.model.choices}
    assert choices == {
        "编号": ("number", "ignore"), "城市": ("category", "input"),
        "面积": ("number", "input"), "价格": ("number", "target"),
    }  # fmt: skip
    assert "“未知”" in page.advice.text() and "1 of the first 24" in page.advice.text()


def test_an_error_keeps_the_window_and_the_choices(dialog, flats, qtbot):
    dialog.open_path(flats)
    use(qtbot, dialog)
    assert dialog.isVisible() and dialog.document.data is None
    assert "line 4" in dialog.message.text() and "未知" in dialog.message.text()
    dialog.csv.words.setText("未知; -999")
    dialog.csv.words.editingFinished.emit()
    assert dialog.message.text() == ""
    use(qtbot, dialog)
    assert not dialog.isVisible()
    spec = dialog.document.data
    assert dialog.stack.count() == 1
    table = load(spec)
    assert table.rows == 22 and table.names() == ["城市", "面积", "价格"]


def test_choices_for_several_columns_at_once(dialog, flats, qtbot):
    dialog.open_path(flats)
    dialog.csv.words.setText("未知")
    dialog.csv.words.editingFinished.emit()
    editor = dialog.csv.columns
    select(editor, "面积", "价格")
    assert editor.role.currentIndex() == -1  # they differ
    choose(editor.missing, "mean")
    select(editor, "城市")
    choose(editor.role, "ignore")
    assert "of the first" not in dialog.csv.advice.text()
    use(qtbot, dialog)
    table = load(dialog.document.data)
    assert table.rows == 24 and table.names() == ["面积", "价格"]
    assert table.find("面积").missing_count == 1


def test_a_constant_for_missing_values(dialog, flats, qtbot):
    dialog.open_path(flats)
    editor = dialog.csv.columns
    select(editor, "面积")
    choose(editor.missing, "constant")
    assert editor.fill.isVisible()
    editor.fill.setText("42")
    editor.fill.editingFinished.emit()
    select(editor, "价格")
    choose(editor.role, "ignore")
    use(qtbot, dialog)
    field = load(dialog.document.data).find("面积")
    assert (field.missing, field.fill) == ("constant", "42")


def test_a_wrong_encoding_is_told_and_blocks_the_button(dialog, flats):
    dialog.open_path(flats)
    choose(dialog.csv.encoding, "utf-8")
    assert "utf-8" in dialog.csv.message.text()
    assert not dialog.use_button.isEnabled()
    choose(dialog.csv.encoding, "gbk")
    assert dialog.use_button.isEnabled() and dialog.csv.message.text() == ""


def test_another_separator_changes_the_preview_at_once(dialog, flats):
    dialog.open_path(flats)
    choose(dialog.csv.separator, "|")
    assert dialog.csv.cells.columnCount() == 1
    choose(dialog.csv.separator, "")
    assert dialog.csv.cells.columnCount() == 4


def test_reading_again_keeps_how_the_data_is_used(dialog, flats, qtbot):
    dialog.open_path(flats)
    dialog.csv.words.setText("未知")
    dialog.csv.words.editingFinished.emit()
    use(qtbot, dialog)
    document = dialog.document
    document.set_data(document.data.replace(validation=0.35, scale="minmax"))
    again = ImportDataDialog(document, dialog.stack, Worker())
    qtbot.addWidget(again)
    again.show()
    assert again.begin("edit")
    assert again.csv.words.text() == "未知"
    assert again.csv.encoding.currentData() == "gbk"
    editor = again.csv.columns
    select(editor, "城市")
    choose(editor.role, "ignore")
    use(qtbot, again)
    assert (document.data.validation, document.data.scale) == (0.35, "minmax")
    assert load(document.data).names() == ["面积", "价格"]


def test_arrays_with_roles_and_types(dialog, tmp_path, qtbot):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.zeros((30, 6, 6), np.uint8), extra=np.zeros((30, 2)), y=np.arange(30) % 5)
    dialog.open_path(path)
    page = dialog.arrays
    assert [c.type for c in page.columns.model.choices] == ["number", "number", "category"]
    select(page.columns, "y")
    choose(page.columns.type, "number")
    select(page.columns, "extra")
    choose(page.columns.role, "ignore")
    use(qtbot, dialog)
    table = load(dialog.document.data)
    assert table.find("y").classes is None
    assert table.find("extra").role == "ignore"


def test_a_damaged_array_file_is_told(dialog, tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, x=np.zeros((30, 6)))
    path.write_bytes(path.read_bytes()[:200])
    dialog.open_path(path)
    assert "damaged" in dialog.message.text()
    assert not dialog.use_button.isEnabled()


def test_a_large_array_file_is_read_by_the_worker(dialog, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(import_data_dialog, "SMALL", 10)
    path = tmp_path / "a.npz"
    np.savez(path, x=np.zeros((30, 6)), y=np.arange(30) % 2)
    dialog.open_path(path)
    assert not dialog.use_button.isEnabled() and "Reading" in dialog.message.text()
    dialog.worker.run()
    assert dialog.use_button.isEnabled()
    use(qtbot, dialog)
    assert dialog.document.data.kind == "arrays"


def pets(folder):
    for name, color in (("cats", (250, 0, 0)), ("dogs", (0, 0, 250))):
        (folder / name).mkdir(parents=True)
        for i in range(6):
            Image.new("RGB", (20, 16), color).save(folder / name / f"{i}.png")
    (folder / "cats" / "0bad.png").write_bytes(b"no picture")
    return folder


def test_a_picture_folder(dialog, tmp_path, qtbot):
    dialog.open_path(pets(tmp_path / "pets"))
    page = dialog.images
    assert page.options().to_json() == {"height": 16, "width": 20, "color": "rgb"}
    assert "13 pictures in 2 classes" in page.message.text()
    assert "1 of those looked at" in page.message.text()
    page.width_box.setValue(10)
    choose(page.color, "grey")
    use(qtbot, dialog)
    dialog.worker.run()
    spec = dialog.document.data
    assert spec.scale == "1/255"
    table = load(spec)
    assert table.find("image").shape == (16, 10, 1)
    assert table.find("class").counts() == [6, 6]


def test_a_folder_without_classes_is_explained(dialog, tmp_path):
    dialog.open_path(tmp_path)
    assert "subfolder" in dialog.images.message.text()
    assert not dialog.use_button.isEnabled()


def test_a_built_in_set_by_the_list(dialog, qtbot):
    item = dialog.start.sets.item(1)
    dialog.start.sets.itemActivated.emit(item)
    assert dialog.use_button.isVisible()
    use(qtbot, dialog)
    assert dialog.document.data.name == item.data(Qt.ItemDataRole.UserRole)


def test_back_goes_to_the_first_page_and_nothing_was_changed(dialog, flats, qtbot):
    dialog.open_path(flats)
    qtbot.mouseClick(dialog.back_button, Qt.MouseButton.LeftButton)
    assert dialog.pages.currentWidget() is dialog.start
    assert not dialog.use_button.isVisible()
    assert dialog.document.data is None and dialog.stack.count() == 0


def test_beginning_with_a_file(dialog, flats, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: ("", ""))
    assert not dialog.begin("file")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(flats), ""))
    assert dialog.begin("file") and dialog.pages.currentWidget() is dialog.csv
    assert dialog.begin(str(flats.parent)) and dialog.pages.currentWidget() is dialog.images
    assert dialog.begin("")
