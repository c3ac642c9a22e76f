"""Help made from docstrings: the parts of the text, the tooltip, the section."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

import engine  # noqa: F401 - fills the registry
from app.panels.layer_help import LayerHelp, read_doc, tooltip
from engine import registry

DOC = """Adds things up.

More about it,
over two lines.

Another paragraph.

Formula: y = a + b
    where a < b
Shape: two of (batch, n)
    to (batch, n)

Args:
    secret: for programmers.

    still for programmers.
"""


def test_a_docstring_is_taken_apart():
    doc = read_doc(DOC)
    assert doc.summary == "Adds things up."
    assert doc.more == ["More about it, over two lines.", "Another paragraph."]
    assert doc.formula == "y = a + b\nwhere a < b"
    assert doc.shape == "two of (batch, n) to (batch, n)"


def test_an_empty_docstring_is_no_trouble():
    assert read_doc("") == read_doc("") and read_doc("").summary == ""


def shown(widget: LayerHelp) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize("name", [e.name for e in registry.entries("layer") if not e.hidden])
def test_every_layer_explains_itself(qtbot, name):
    entry = registry.find("layer", name)
    widget = LayerHelp(entry)
    qtbot.addWidget(widget)
    text = shown(widget)
    doc = read_doc(entry.doc)
    assert doc.summary and doc.summary in text
    assert doc.formula and doc.formula in text
    assert doc.shape and doc.shape in text
    for param in entry.target.params.values():
        assert (f"<code>{param.name}</code>" in text) == (not param.hidden), param.name


def test_angle_brackets_of_a_formula_are_shown_as_they_are(qapp):
    class Odd:
        """Compares.

        Formula: y = a < b
        """

    assert "a &lt; b" in tooltip(registry.Entry("Odd", Odd, "layer"))
