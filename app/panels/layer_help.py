"""What a layer does, from its docstring: text, formula, shape rule, arguments."""

from __future__ import annotations

import html
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.forms import wording
from app.forms.stored import visible_params
from app.i18n import engine_text
from engine.registry import Entry

_HEADINGS = ("Formula", "Shape")
_OTHER_HEADINGS = ("Args", "Attributes", "Raises", "Returns", "References", "Source", "Example")


@dataclass
class LayerDoc:
    """The parts of a docstring.

    Attributes:
        summary: Its first line.
        more: The paragraphs after it, each in one line.
        formula: What stands after "Formula:".
        shape: What stands after "Shape:".
    """

    summary: str = ""
    more: list[str] = field(default_factory=list)
    formula: str = ""
    shape: str = ""


def read_doc(text: str) -> LayerDoc:
    """Take a docstring apart; sections for programmers are left out."""
    lines = text.splitlines()
    doc = LayerDoc(summary=lines[0].strip() if lines else "")
    target = ""
    parts: dict[str, list[str]] = {"": [], "Formula": [], "Shape": [], "skip": []}
    for line in lines[1:]:
        heading, _, rest = line.partition(":")
        if heading in _HEADINGS:
            target, line = heading, rest
        elif heading in _OTHER_HEADINGS:
            target = "skip"
        elif not line.strip() and target != "skip":
            target = ""
        parts[target].append(line.strip())
    doc.more = _paragraphs(parts[""])
    doc.formula = "\n".join(p for p in parts["Formula"] if p)
    doc.shape = " ".join(p for p in parts["Shape"] if p)
    return doc


def _paragraphs(lines: list[str]) -> list[str]:
    blocks = "\n".join(lines).split("\n\n")
    return [text for text in (" ".join(b.split()) for b in blocks) if text]


def tooltip(entry: Entry) -> str:
    """Name, summary, formula and shape rule as rich text."""
    doc = read_doc(entry.doc)
    rows = [f"<b>{html.escape(entry.name)}</b>", html.escape(engine_text(doc.summary))]
    if doc.formula:
        rows.append(f"<i>{html.escape(doc.formula)}</i>".replace("\n", "<br>"))
    if doc.shape:
        rows.append(html.escape(engine_text(doc.shape)))
    return "<qt>" + "<br>".join(row for row in rows if row) + "</qt>"


class LayerHelp(QWidget):
    """The help of one registered class."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        doc = read_doc(entry.doc)
        for text in (doc.summary, *doc.more):
            self._paragraph(engine_text(text))
        if doc.formula:
            self._heading(QCoreApplication.translate("LayerHelp", "Formula"))
            self._code(doc.formula)
        if doc.shape:
            self._heading(QCoreApplication.translate("LayerHelp", "Shape"))
            self._code(engine_text(doc.shape))
        self._arguments(entry)

    def _arguments(self, entry: Entry) -> None:
        params = visible_params(entry)
        if not params:
            return
        self._heading(QCoreApplication.translate("LayerHelp", "Arguments"))
        for param in params.values():
            label = html.escape(engine_text(wording.label_of(param.name)))
            name, doc = html.escape(param.name), html.escape(engine_text(param.doc))
            self._paragraph(f"<b>{label}</b> <code>{name}</code><br>{doc}")

    def _paragraph(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(label)
        return label

    def _heading(self, text: str) -> None:
        label = QLabel(text)
        label.setProperty("role", "heading")
        label.setContentsMargins(0, 6, 0, 0)
        self._column.addWidget(label)

    def _code(self, text: str) -> None:
        label = self._paragraph(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font = QFont(fixed.family())
        font.setPointSizeF(self.font().pointSizeF())
        label.setFont(font)
