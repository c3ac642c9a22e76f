"""A person opens a file of Keras 2 with a layer of the author's own, mends it, trains, exports."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app import theme
from app.canvas.search_popup import SearchPopup
from app.data.load import load
from app.data.spec import DataSpec
from app.dialogs.export_dialog import ExportDialog
from app.document.train_setup import OutputSetup
from app.window import opening


def give_data(document):
    data = DataSpec("builtin", name="wine", scale="standard", validation=0.2, test=0.2)
    table = load(data)
    names = {role: [f.name for f in table.by_role(role)] for role in ("input", "target")}
    data.assign = {"facts": names["input"], "out": names["target"]}
    document.set_data(data)
    setup = document.setup.copy()
    setup.outputs["out"] = OutputSetup("sparse_categorical_crossentropy", metrics=["accuracy"])
    setup.epochs = 2
    document.set_setup(setup)


def test_open_read_the_page_replace_train_export(window, qtbot, old_model_file, tmp_path):
    document, design = window.workspace.document, window.design
    opening.read_model(window, old_model_file)
    qtbot.waitUntil(lambda: len(document.graph.nodes) == 4, timeout=60_000)
    # the page is there and its remark leads to the card
    assert design.docks["opened"].isVisible()
    (row,) = [row for row in design.opened.rows if row.remark.where == "gate"]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    gate = document.graph.by_name("gate")
    assert design.canvas.selected_ids() == [gate.id]
    told = design.properties.page.told
    assert ("units", "8") in told.settings.facts()
    offers = [b for b in design.properties.findChildren(QPushButton) if b.text() == "Replace by…"]
    assert [b for b in offers if b.isVisible()] == [told.button]  # once, not in a card besides
    # training says what stands in the way
    give_data(document)
    assert not window.training.train()
    assert "Gate" in window.statusBar().currentMessage()
    # replaced through the search the button opens
    window.show_mode("design")
    qtbot.mouseClick(told.button, Qt.MouseButton.LeftButton)
    popup = design.canvas.findChild(SearchPopup)
    qtbot.keyClicks(popup.line, "Dense")
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert (gate.kind, gate.params["units"]) == ("Dense", 8)
    assert len(document.graph.links) == 3 and document.check().ok
    # it trains from the file's weights
    started = np.array(document.weights["gate"][0])
    with qtbot.waitSignal(window.workspace.job.finished, timeout=60_000):
        assert window.training.train()
    assert document.runs and not np.array_equal(document.weights["gate"][0], started)
    # and goes out again, readable by the real library
    dialog = ExportDialog(document, window.workspace.worker, window.settings, window)
    qtbot.addWidget(dialog)
    dialog.write("h5", tmp_path / "mended.h5")
    qtbot.waitUntil(lambda: dialog.written is not None, timeout=60_000)
    import keras

    theirs = keras.saving.load_model(tmp_path / "mended.h5")
    np.testing.assert_array_equal(
        theirs.get_layer("gate").get_weights()[0], document.weights["gate"][0]
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_model_inside_is_opened_changed_and_taken_back(window, qtbot, tmp_path, mode):
    import engine as keras
    from app.window.inside import InsideDialog

    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="deep")], name="inner")
    facts = keras.Input((4,), name="facts")
    model = keras.Model(facts, keras.layers.Dense(2, name="out")(inner(facts)))
    model.save(tmp_path / "nested.keras")
    from PySide6.QtWidgets import QApplication

    theme.apply(QApplication.instance(), mode)
    document, work = window.workspace.document, window.workspace
    opening.read_model(window, tmp_path / "nested.keras")
    qtbot.waitUntil(lambda: len(document.graph.nodes) == 3, timeout=60_000)
    node = document.graph.by_name("inner")
    dialog = InsideDialog(document, work.stack, node.id, "", window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.path.endswith("inner") and not dialog.back.isEnabled()
    dialog.canvas.add_layer("Dropout")
    assert dialog.back.isEnabled()
    dialog.accept()
    entries = node.params["entry"]["config"]["layers"]
    assert [e["class_name"] for e in entries] == ["InputLayer", "Dense", "Dropout"]
    np.testing.assert_array_equal(document.weights["inner"][0], inner.get_weights()[0])
    assert document.check().ok
    work.stack.undo()
    assert len(node.params["entry"]["config"]["layers"]) == 2
    theme.apply(QApplication.instance(), "light")
