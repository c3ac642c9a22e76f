"""Drawings that commands change, with an undo stack."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QUndoStack

from app import commands as c
from app.document.document import Document
from app.document.graph import Graph


@pytest.fixture
def stack(qapp):
    return QUndoStack()


@pytest.fixture
def chain(stack):
    """input -> dense -> dropout -> dense_1, made by dropping four layers."""
    document = Document()
    ids = [
        c.push(stack, c.AddNode(document, k)) for k in ("InputLayer", "Dense", "Dropout", "Dense")
    ]
    return SimpleNamespace(document=document, graph=document.graph, ids=ids, stack=stack)


@pytest.fixture
def branched(stack):
    """Two inputs, a dense on each, concatenated, one dense on top."""
    graph = Graph("functional")
    a, b = graph.add("InputLayer", shape=[4]), graph.add("InputLayer", x=300.0, shape=[4])
    left, right = graph.add("Dense", units=3), graph.add("Dense", units=5)
    join, top = graph.add("Concatenate"), graph.add("Dense", units=1)
    for source, target in ((a, left), (b, right), (left, join), (right, join), (join, top)):
        graph.connect(source, target)
    nodes = SimpleNamespace(a=a, b=b, left=left, right=right, join=join, top=top)
    document = Document(graph)
    return SimpleNamespace(document=document, graph=graph, n=nodes, stack=stack)


@pytest.fixture
def shared(branched):
    """left and a third dense on input b use the same weights."""
    n, document = branched.n, branched.document
    twin = c.push(branched.stack, c.AddNode(document, "Dense", after=n.a.id, shared_with=n.left.id))
    return SimpleNamespace(**vars(branched), twin=twin)
