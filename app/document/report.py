"""What a check found: shapes, sizes, costs and problems. Plain data, without Qt.

``app.document.check`` makes these; panels, badges and the summary read them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "hint"]
Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Fix:
    """A proposal that ``app.commands.apply_fix`` can carry out.

    Attributes:
        text: What it does, in the user's language ("Insert Flatten before dense").
        kind: What to do: a key of the table in ``app.commands``.
        data: JSON-able details the kind needs (node ids, values).
    """

    text: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """One finding: an "error" prevents building, a "warning" or "hint" does not.

    Attributes:
        severity: "error", "warning" or "hint".
        text: The finding in the user's language, with the shapes it is about.
        node: Id of the node it belongs to, if any.
        link: Id of the link it belongs to, if any.
        fixes: Ways to mend it, the likeliest first.
        code: Stable short name of the kind of finding ("merge-one-input").
    """

    severity: Severity
    text: str
    node: str | None = None
    link: str | None = None
    fixes: list[Fix] = field(default_factory=list)
    code: str = ""


@dataclass
class NodeReport:
    """What is known about one node.

    Attributes:
        output_shape: With the batch as None first, or None while unknown.
        dtype: Of the output, "" while unknown.
        parameters: Numbers held by the layer (the owner's for a sharing node).
        trainable: Those of them that training changes.
        flops: Float operations per sample.
        values: Numbers of a sample it gives, those that pass inside a model included.
        problems: Findings about this node.
        waiting: Whether an earlier node must be mended before this one can be checked.
        input_shapes: Shapes that arrive, in port order.
        outputs: Shapes of all that comes out, for layers that give several values.
    """

    output_shape: Shape | None = None
    dtype: str = ""
    parameters: int = 0
    trainable: int = 0
    flops: float = 0.0
    values: int = 0
    problems: list[Problem] = field(default_factory=list)
    waiting: bool = False
    input_shapes: list[Shape] = field(default_factory=list)
    outputs: list[Shape] = field(default_factory=list)

    @property
    def severity(self) -> Severity | None:
        """The gravest severity among the node's problems, None without any."""
        found = {problem.severity for problem in self.problems}
        order: tuple[Severity, ...] = ("error", "warning", "hint")
        return next((severity for severity in order if severity in found), None)


@dataclass(frozen=True)
class SummaryRow:
    """One line of the summary table, as Keras prints it.

    Attributes:
        node: Id of the node.
        layer: Name and class: "dense (Dense)".
        output_shape: "(None, 10)", or "?" while unknown.
        parameters: Numbers held by the layer.
        connected_to: Names of the layers it takes values from.
    """

    node: str
    layer: str
    output_shape: str
    parameters: int
    connected_to: tuple[str, ...]


@dataclass
class Report:
    """What a check found about a whole graph.

    Attributes:
        nodes: One report for every node id.
        problems: Every finding, those of the nodes included, gravest first.
        parameters: Numbers held by all layers, shared layers counted once.
        trainable: Those of them that training changes.
        memory_bytes: Weights and the activations of one sample, in float32.
        flops: Float operations per sample.
        rows: The lines of ``summary_rows``.
        complete: Whether there is a model at all: a layer besides inputs.
    """

    nodes: dict[str, NodeReport] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    parameters: int = 0
    trainable: int = 0
    memory_bytes: int = 0
    flops: float = 0.0
    rows: list[SummaryRow] = field(default_factory=list)
    complete: bool = False

    @property
    def ok(self) -> bool:
        """Whether the graph can be built."""
        return self.complete and not self.errors

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    def summary_rows(self) -> list[SummaryRow]:
        """Layer name (type), output shape, parameters and connections, in model order."""
        return list(self.rows)


def shape_text(shape: Shape | None) -> str:
    """A shape as Keras prints it: ``(None, 28, 28, 1)``; "?" when unknown."""
    return "?" if shape is None else str(tuple(shape))
