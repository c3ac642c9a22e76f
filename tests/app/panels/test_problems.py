"""The problem list on a real document: what is listed, choosing, mending, the empty state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoStack

import engine.layers  # noqa: F401 - fills the registry
from app.document.document import Document
from app.document.graph import Graph
from app.document.report import Fix, Problem, Report
from app.panels.problems import Problems

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def document(qapp) -> Document:
    graph = Graph("functional")
    image = graph.add("InputLayer", "image", shape=[8, 8, 1])
    answer = graph.add("Dense", "answer", units=3)
    graph.connect(image, answer)
    return Document(graph)


@pytest.fixture
def stack() -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def panel(qtbot, document, stack):
    panel = Problems(document, stack)
    qtbot.addWidget(panel)
    panel.resize(500, 200)
    panel.show()
    return panel


def listed(panel: Problems) -> list[str]:
    return [card.text.text() for card in panel.list.cards]


def press(qtbot, button) -> None:
    qtbot.waitUntil(lambda: button.isVisible() and button.width() > 60)
    qtbot.mouseClick(button, LEFT)


def test_an_empty_list_says_so(panel, document):
    document.checked.emit(Report())
    assert panel.empty_text.isVisible() and panel.empty_text.text() == "No problems"


def test_the_problems_of_the_check_are_listed(panel, document):
    document.set_params(document.graph.by_name("answer").id, {"units": 0})
    report = document.check()
    assert not report.ok
    assert listed(panel) == [problem.text for problem in report.problems]
    assert not panel.empty_text.isVisible()


def test_a_click_and_enter_choose_a_problem(qtbot, panel, document):
    problems = [Problem("error", "One.", node="n1"), Problem("hint", "Two.", node="n2")]
    document.checked.emit(Report(problems=problems))
    heard: list[Problem] = []
    panel.problemActivated.connect(heard.append)
    qtbot.mouseClick(panel.list.cards[1], LEFT)
    qtbot.keyClick(panel.list.cards[0], Qt.Key.Key_Return)
    assert heard == [problems[1], problems[0]]


def test_a_fix_button_mends_and_can_be_undone(qtbot, panel, document, stack):
    report = document.check()
    (hint,) = [p for p in report.problems if p.fixes]
    card = next(c for c in panel.list.cards if c.problem is hint)
    press(qtbot, card.buttons[0])
    assert stack.count() == 1 and len(document.graph.nodes) == 3
    qtbot.waitUntil(lambda: hint.text not in listed(panel))
    stack.undo()
    qtbot.waitUntil(lambda: hint.text in listed(panel))


def test_a_fix_that_no_longer_applies_says_so(qtbot, panel, document, stack):
    gone = Fix("Delete it", "remove_node", {"node": "no such node"})
    document.checked.emit(Report(problems=[Problem("error", "Odd.", fixes=[gone])]))
    (card,) = panel.list.cards
    press(qtbot, card.buttons[0])
    assert card.refusal.isVisible() and card.refusal.text()
    assert stack.count() == 0


def test_screen_readers_hear_the_severity(panel, document):
    document.checked.emit(Report(problems=[Problem("warning", "Careful.")]))
    assert panel.list.cards[0].accessibleName() == "Warning: Careful."


def test_an_unchanged_list_keeps_its_cards(panel, document):
    document.checked.emit(Report(problems=[Problem("warning", "Careful.")]))
    before = panel.list.cards[0]
    document.checked.emit(Report(problems=[Problem("warning", "Careful.")]))
    assert panel.list.cards[0] is before


def test_very_many_problems_are_counted(panel, document):
    many = [Problem("error", f"Number {n}.") for n in range(140)]
    document.checked.emit(Report(problems=many))
    assert len(panel.list.cards) == 100
    assert panel.list._more.isVisible() and "40" in panel.list._more.text()


def test_long_texts_and_fixes_do_not_widen_the_panel(qtbot, panel, document):
    long = Fix("Insert a layer with a very long name before another one " * 3, "remove_node")
    document.checked.emit(Report(problems=[Problem("error", "Word " * 80, fixes=[long])]))
    panel.resize(300, 300)
    qtbot.waitUntil(lambda: panel.list.width() <= 300)
    assert panel.list.cards[0].buttons[0].width() < 300
