"""Carrying out the change that mends a data problem, as one undoable step."""

from __future__ import annotations

from PySide6.QtGui import QUndoStack

from app.commands import SetData, SetParam, push
from app.data.spec import DataProblem
from app.document.document import Document
from app.document.traits import has_param, reads_indices


def apply_fix(document: Document, stack: QUndoStack, problem: DataProblem) -> None:
    """Do what ``problem.fix`` says; nothing when the layer is gone meanwhile.

    Raises:
        Refused: when the change cannot be made.
    """
    if problem.fix is None:
        return
    kind, value = problem.fix
    if kind == "labels":
        if document.data is not None:
            push(stack, SetData(document, document.data.replace(labels=value)))
        return
    graph = document.graph
    node = graph.by_name(problem.port)
    if node is None:
        return
    if kind == "shape":
        push(stack, SetParam(document, node.id, "shape", list(value)))
    elif kind == "input_dim":
        users = [user for user in graph.consumers_of(node.id) if reads_indices(user.kind)]
        _push_all(stack, problem, [SetParam(document, u.id, "input_dim", value) for u in users])
    else:
        commands = [SetParam(document, node.id, "units", value)]
        if kind in ("softmax", "linear"):
            commands.append(SetParam(document, node.id, "activation", kind))
        _push_all(stack, problem, commands)


def _push_all(stack: QUndoStack, problem: DataProblem, commands: list[SetParam]) -> None:
    stack.beginMacro(problem.text.split(".")[0])
    try:
        for command in commands:
            push(stack, command)
    finally:
        stack.endMacro()


def can_fix(document: Document, problem: DataProblem) -> bool:
    """Whether the layer concerned has the argument that the fix sets."""
    if problem.fix is None:
        return False
    kind, _ = problem.fix
    node = document.graph.by_name(problem.port)
    if kind in ("units", "softmax", "linear"):
        return node is not None and has_param(node.kind, "units")
    return kind == "labels" or node is not None
