"""Runs programs as study notes on TensorFlow's Keras print them.

Only their import lines are changed. What a program shows at a prompt, prints and
names afterwards is handed to the test.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import engine

#: The import lines of the notes, and what stands for them here.
_IMPORTS = (
    (r"import tensorflow as tf$", "import engine as tf"),
    (r"from tensorflow import keras$", "import engine as keras"),
    (r"from tensorflow\.keras import", "from engine import"),
    (r"from tensorflow\.keras\.(?P<part>\w+) import", r"from engine.\g<part> import"),
)


class Row(NamedTuple):
    """A line of a summary table."""

    name: str
    type: str
    shape: str
    parameters: str


class Ran:
    """What a program left: its names as attributes, ``values`` at the prompt, ``printed``."""

    def __init__(self, scope: dict[str, Any], values: list[Any], printed: str) -> None:
        self.scope = scope
        self.values = values
        self.printed = printed

    def __getattr__(self, name: str) -> Any:
        try:
            return self.scope[name]
        except KeyError:
            raise AttributeError(name) from None


class Notes:
    """The two things tests need: running a program, reading a summary table."""

    def run(self, program: str, **context: Any) -> Ran:
        """Run a program; ``context`` are names that the notes define around it."""
        source = re.sub(r"^>>> ", "", textwrap.dedent(program), flags=re.MULTILINE)
        for line, ours in _IMPORTS:
            source = re.sub(rf"(?m)^(?P<indent>\s*){line}", rf"\g<indent>{ours}", source)
        scope: dict[str, Any] = {"__name__": "program", **context}
        values = []
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            for statement in ast.parse(source).body:
                if isinstance(statement, ast.Expr):
                    shown = compile(ast.Expression(statement.value), "<notes>", "eval")
                    values.append(eval(shown, scope))
                else:
                    exec(compile(ast.Module([statement], []), "<notes>", "exec"), scope)
        return Ran(scope, [v for v in values if v is not None], printed.getvalue())

    def rows(self, table: str) -> list[Row]:
        """The layers' lines of a summary; the notes' own remarks are left out."""
        line = r"^(?:# )?\s*(\S+) \((\w+)\)?\s+(\(.*?\))\s+([\d,]+)(?:\s|$)"
        return [Row(*found) for found in re.findall(line, table, flags=re.MULTILINE)]

    def totals(self, table: str) -> dict[str, str]:
        """The three sums below a summary."""
        found = re.findall(r"(Total|Trainable|Non-trainable) params: ([\d,]+)", table)
        assert len(found) in (0, 3), table
        return dict(found)

    def assert_same_table(self, printed: str, noted: str) -> None:
        """The rows and sums are the notes'; Keras 2 cut long type names off, we do not."""
        ours, theirs = self.rows(printed), self.rows(noted)
        assert theirs, "no table in the notes"
        assert [(r.name, r.shape, r.parameters) for r in ours] == [
            (r.name, r.shape, r.parameters) for r in theirs
        ]
        assert all(o.type.startswith(t.type) for o, t in zip(ours, theirs, strict=True))
        assert self.totals(printed) == self.totals(noted)
        title = re.search(r'Model: "\w+"', noted)
        assert title is None or title[0] in printed


@pytest.fixture
def notes() -> Notes:
    """Programs start as a new Python would: names count from the beginning."""
    engine.utils.clear_session()
    engine.utils.set_random_seed(7)
    return Notes()


@pytest.fixture
def keras_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in the place of ``~/.keras``; returns that of the data sets."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    datasets = tmp_path / "keras" / "datasets"
    datasets.mkdir(parents=True)
    yield datasets


@pytest.fixture
def blank_mnist(keras_home: Path) -> Path:
    """A file in MNIST's form and size, its images empty and its digits in turn."""
    path = keras_home / "mnist.npz"
    parts = {}
    for part, count in (("train", 60000), ("test", 10000)):
        parts[f"x_{part}"] = np.zeros((count, 28, 28), np.uint8)
        parts[f"y_{part}"] = (np.arange(count) % 10).astype(np.uint8)
    np.savez(path, **parts)
    return path
