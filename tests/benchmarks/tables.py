"""Tables as text for a terminal or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of words under a title; the first column is a name, the others are figures."""

    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        self.rows.append(list(cells))

    def text(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        shown = [self.title, "-" * len(self.title)]
        for line in lines:
            cells = [c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True)]
            shown.append("  ".join([line[0].ljust(widths[0]), *cells]).rstrip())
        return "\n".join([*shown, *self.notes])

    def markdown(self) -> str:
        lines = [self.columns, ["---"] + ["---:"] * (len(self.columns) - 1), *self.rows]
        shown = ["| " + " | ".join(line) + " |" for line in lines]
        return "\n".join([f"{self.title}:", "", *shown, *[f"\n{note}" for note in self.notes]])
