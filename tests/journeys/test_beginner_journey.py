"""A beginner draws a first network with the keyboard, follows every proposal, and it learns."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from app.dialogs.train_dialog import TrainDialog

LEFT = Qt.MouseButton.LeftButton


def add_layer(qtbot, window, words):
    """Tab on the canvas, a few letters, Enter."""
    document, canvas = window.workspace.document, window.design.canvas
    count = len(document.graph.nodes)
    qtbot.keyClick(canvas.viewport(), Qt.Key.Key_Tab)
    popup = QApplication.activePopupWidget()
    line = popup.focusWidget() or popup.focusProxy()
    qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(document.graph.nodes) == count + 1)


def press(qtbot, page, words):
    """Press the visible button whose text or name begins with these words."""
    fitting = [
        b
        for b in page.findChildren(QPushButton)
        if b.isVisible() and f"{b.text()} {b.accessibleName()}".strip().startswith(words)
    ]
    assert fitting, words
    qtbot.mouseClick(fitting[0], LEFT)


def test_from_an_empty_canvas_to_a_network_that_reads_digits(window, qtbot):
    welcome = window.page("welcome")
    press(qtbot, welcome, "New sequential model")
    assert window.mode == "design"
    for words in ("input", "flatten", "dense", "dense"):
        add_layer(qtbot, window, words)
    window.actions_["data"].trigger()
    page, document = window.page("data"), window.workspace.document
    page.choose_builtin("digits")
    qtbot.waitUntil(lambda: any(row.fix.isVisible() for row in page.assign.rows))
    for _ in range(2):
        fixes = [row.fix for row in page.assign.rows if row.fix.isVisible()]
        qtbot.mouseClick(fixes[0], LEFT)
        document.check()
        qtbot.wait(50)  # the rows are made anew
    assert not page.problems() and not document.report.problems

    setup = document.setup.copy()
    setup.seed = 3
    document.set_setup(setup)
    told = []

    def agree():
        dialog = QApplication.activeModalWidget()
        told.extend([type(dialog), dialog.outputs.boxes["dense_1"].warning.text()])
        qtbot.mouseClick(dialog.train_button, LEFT)

    QTimer.singleShot(0, window, agree)
    job = window.workspace.job
    with qtbot.waitSignal(job.finished, timeout=120_000):
        window.actions_["start"].trigger()
    assert told == [TrainDialog, ""]  # nothing about the loss is amiss
    assert job.run.ended == "completed"
    assert job.run.epochs[-1]["val_accuracy"] > 0.9  # ten classes: guessing gives 0.1
    window.workspace.stack.setIndex(0)  # undo all the way, and forward again
    assert not document.graph.nodes
    window.workspace.stack.setIndex(window.workspace.stack.count())
    assert len(document.graph.nodes) == 4 and not document.check().problems
