"""Small drawings to check, and what is asked of their reports."""

from __future__ import annotations

from app import commands
from app.document.check import check
from app.document.document import Document
from app.document.graph import Graph


def line(*layers, kind="functional"):
    """A chain of (class, arguments), drawn downwards."""
    graph = Graph(kind)
    nodes = [graph.add(k, y=120.0 * row, **params) for row, (k, params) in enumerate(layers)]
    for source, target in zip(nodes, nodes[1:], strict=False):
        graph.connect(source, target)
    return graph


def image(*layers, **details):
    return line(("InputLayer", {"shape": [28, 28, 1]}), *layers, **details)


def vector(*layers, size=4, **details):
    return line(("InputLayer", {"shape": [size]}), *layers, **details)


def codes(graph, **details):
    return [problem.code for problem in check(graph, **details).problems]


def only(graph, **details):
    """The one problem there is."""
    problems = check(graph, **details).problems
    assert len(problems) == 1, [p.text for p in problems]
    return problems[0]


def mend(graph, problem, which=0):
    """Carry a fix out as the user would."""
    from PySide6.QtGui import QUndoStack

    commands.apply_fix(Document(graph), QUndoStack(), problem.fixes[which])
    return check(graph)
