"""A person draws a functional model: drop, wire, edit, take back."""

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app import commands
from app.forms.param_form import ParamForm

LAYER = "application/x-layerloom-layer"


def drop(window, kind, x, y):
    """Drag a layer from the palette and let it fall on the canvas at a point of the scene."""
    canvas = window.design.canvas
    at = QPointF(canvas.mapFromScene(QPointF(x, y)))
    mime = QMimeData()
    mime.setData(LAYER, kind.encode())
    details = (
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    before = set(window.workspace.document.graph.nodes)
    QApplication.sendEvent(canvas.viewport(), QDragEnterEvent(at.toPoint(), *details))
    QApplication.sendEvent(canvas.viewport(), QDropEvent(at, *details))
    (added,) = set(window.workspace.document.graph.nodes) - before
    return added


def press(qtbot, window, key):
    """Choose a menu action as the keyboard or the mouse would."""
    assert window.actions_[key].isEnabled()
    window.actions_[key].trigger()
    QApplication.processEvents()


def test_drop_wire_edit_and_undo(window, qtbot):
    press(qtbot, window, "new_functional")
    document, canvas = window.workspace.document, window.design.canvas
    source = drop(window, "InputLayer", -200, -200)
    canvas.select([])
    hidden = drop(window, "Dense", -200, 0)
    graph = document.graph
    if not graph.links:
        canvas.select([source, hidden])
        canvas.actions()["connect"].trigger()
    assert [(link.source, link.target) for link in graph.links.values()] == [(source, hidden)]

    commands.push(
        window.workspace.stack, commands.SetParam(document, source, "shape", [13])
    )
    canvas.select([hidden])
    form = next(f for f in window.design.properties.findChildren(ParamForm) if f.isVisible())
    number = form.field("units").editor.findChild(QLineEdit)
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "7")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert graph.nodes[hidden].params["units"] == 7
    qtbot.waitUntil(lambda: document.report.parameters == 13 * 7 + 7)
    assert document.report.nodes[hidden].output_shape == (None, 7)

    while window.workspace.stack.canUndo():
        press(qtbot, window, "undo")
    assert not graph.nodes and not graph.links
    while window.workspace.stack.canRedo():
        press(qtbot, window, "redo")
    assert len(graph.nodes) == 2 and len(graph.links) == 1
    assert graph.nodes[hidden].params["units"] == 7


def test_wiring_with_the_mouse(window, qtbot):
    press(qtbot, window, "new_functional")
    document, canvas = window.workspace.document, window.design.canvas
    source = drop(window, "InputLayer", -100, -150)
    canvas.select([])
    target = drop(window, "Dense", -100, 150)
    for link in list(document.graph.links):
        document.remove_link(link)
    QApplication.processEvents()
    nodes = canvas.canvas.nodes
    start = canvas.mapFromScene(nodes[source].output().position())
    end = canvas.mapFromScene(nodes[target].inputs()[0].position())
    view = canvas.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start + QPoint(0, 20))
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    wires = [(link.source, link.target) for link in document.graph.links.values()]
    assert wires == [(source, target)]


def test_a_mistake_is_shown_and_its_proposal_mends_it(window, qtbot):
    window.open_example("digits_cnn")
    document = window.workspace.document
    flatten = next(n for n in document.graph.nodes.values() if n.kind == "Flatten")
    window.design.canvas.select([flatten.id])
    window.design.canvas.delete_selection()
    qtbot.waitUntil(lambda: bool(document.report.problems))
    problem = next(p for p in document.report.problems if p.fixes)
    commands.apply_fix(document, window.workspace.stack, problem.fixes[0])
    qtbot.waitUntil(lambda: not document.report.errors and not document.report.problems)
    window.workspace.document.set_modified(False)
