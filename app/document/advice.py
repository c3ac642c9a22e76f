"""Advice on graphs that can be built but will not learn as their maker expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

from app.document.fixes import insert_before_fix, set_loss_fix, set_param_fix
from app.document.graph import Graph, Node
from app.document.infer import Spec
from app.document.losses import (
    ABSOLUTE,
    BINARY,
    CATEGORICAL,
    SPARSE,
    SQUARED,
    Ending,
    deciding_node,
    ending_of,
    fitting_loss,
    loss_name,
)
from app.document.report import Problem, Severity, Shape, shape_text
from app.document.train_setup import OutputSetup
from app.document.words import fill, translate
from engine.saving.common.limits import MOST_PARAMETERS

#: Numbers in one layer beyond which the person is asked whether they mean it: 800 MB.
MANY_PARAMETERS = 200_000_000
#: Numbers one sample becomes in a layer beyond which the person is asked the same: 2 GB.
MANY_VALUES = 500_000_000


@dataclass(frozen=True)
class Use:
    """A node as advice sees it.

    Attributes:
        node: The node, with the arguments its layer is made with.
        sources: Nodes wired to it, in port order.
        inputs: What they give.
        output: What it gives.
        parameters: Numbers its layer holds.
        is_output: Whether the model returns its value.
    """

    node: Node
    sources: tuple[Node, ...]
    inputs: tuple[Spec, ...]
    output: Spec
    parameters: int
    is_output: bool


def advise(use: Use) -> Iterator[Problem]:
    """Yield advice on one layer."""
    yield from _softmax_on_one(use)
    yield from _dense_on_grid(use)
    yield from _two_linear(use)
    if use.parameters > MANY_PARAMETERS:
        yield _very_large(use)
    values = prod(size for size in use.output.shape if size is not None)
    if values > MANY_VALUES:
        yield _very_long(use, values)


def advise_loss(graph: Graph, node: Node, shape: Shape, setup: OutputSetup) -> Iterator[Problem]:
    """Yield a warning when an output's loss does not fit its last activation.

    Args:
        graph: The model as drawn.
        node: The output node.
        shape: Its output shape.
        setup: Its loss and metrics.
    """
    chosen = loss_name(setup.loss)
    ending = ending_of(graph, node.id, shape)
    if not chosen:
        return
    if ending.activation == "relu" and chosen in (BINARY, SPARSE, CATEGORICAL, SQUARED, ABSOLUTE):
        yield _relu_at_the_end(graph, node, ending, setup)
        return
    if _logits(setup.loss):
        if ending.activation in ("softmax", "sigmoid"):
            yield _applied_twice(node, ending, chosen)
        return
    fitting = fitting_loss(ending, chosen)
    if fitting == chosen:
        return
    text = fill(
        translate(
            "check",
            "The loss %1 does not fit %2, whose last activation is %3 with %4 values: %5 does.",
        ),
        chosen,
        node.name,
        ending.activation,
        "?" if ending.units is None else ending.units,
        fitting,
    )
    fix = set_loss_fix(node.name, fitting, ending.metrics(fitting))
    yield Problem("warning", text, node.id, fixes=[fix], code="loss-mismatch")


def _relu_at_the_end(graph: Graph, node: Node, ending: Ending, setup: OutputSetup) -> Problem:
    chosen = loss_name(setup.loss)
    numbers = chosen in (SQUARED, ABSOLUTE)
    if numbers or _logits(setup.loss):
        wanted = "linear"
    else:
        wanted = "sigmoid" if chosen == BINARY else "softmax"
    text = fill(
        translate(
            "check",
            "%1 ends with relu, which can never answer below 0: an answer that has fallen to 0 for "
            "all samples learns no more. With the loss %2 use %3.",
        ),
        node.name,
        chosen,
        wanted,
    )
    last = deciding_node(graph, node.id)
    fixes = [set_param_fix(last, "activation", wanted)] if "activation" in last.params else []
    severity: Severity = "hint" if numbers else "warning"
    return Problem(severity, text, node.id, fixes=fixes, code="relu-output")


def _applied_twice(node: Node, ending: Ending, loss: str) -> Problem:
    text = fill(
        translate(
            "check",
            "%1 applies %2, and its loss applies it once more (from logits): it learns slowly. "
            "Use the loss without from logits.",
        ),
        node.name,
        ending.activation,
    )
    fix = set_loss_fix(node.name, loss, ending.metrics(loss))
    return Problem("warning", text, node.id, fixes=[fix], code="activation-twice")


def _logits(loss: dict[str, Any] | str) -> bool:
    return isinstance(loss, dict) and bool(loss.get("config", {}).get("from_logits"))


def _softmax_on_one(use: Use) -> Iterator[Problem]:
    node = use.node
    if node.params.get("activation") != "softmax" or use.output.shape[-1] != 1:
        return
    text = fill(
        translate(
            "check",
            "%1 applies softmax to one value (%2): the result is always 1 and nothing is learned. "
            "Use sigmoid for a yes-or-no answer, or one unit per class.",
        ),
        node.name,
        shape_text(use.output.shape),
    )
    fix = set_param_fix(node, "activation", "sigmoid")
    yield Problem("warning", text, node.id, fixes=[fix], code="softmax-one")


def _dense_on_grid(use: Use) -> Iterator[Problem]:
    node = use.node
    rank = len(use.inputs[0].shape) if use.inputs else 0
    if node.kind != "Dense" or not use.is_output or rank < 3:
        return
    text = fill(
        translate(
            "check",
            "%1 works on the last axis only: it turns %2 into %3, one answer per position. For "
            "one answer per sample put a Flatten layer before it.",
        ),
        node.name,
        shape_text(use.inputs[0].shape),
        shape_text(use.output.shape),
    )
    fixes = [insert_before_fix(node, "Flatten")]
    if rank == 4:
        fixes.append(insert_before_fix(node, "GlobalAveragePooling2D"))
    yield Problem("hint", text, node.id, fixes=fixes, code="dense-on-grid")


def _two_linear(use: Use) -> Iterator[Problem]:
    node = use.node
    if node.kind != "Dense" or not use.sources or use.sources[0].kind != "Dense":
        return
    first = use.sources[0]
    if first.params.get("activation") not in (None, "linear"):
        return
    text = fill(
        translate(
            "check",
            "%1 has no activation, so %1 and %2 together can do no more than one Dense layer.",
        ),
        first.name,
        node.name,
    )
    fix = set_param_fix(first, "activation", "relu")
    yield Problem("hint", text, first.id, fixes=[fix], code="linear-pair")


def _very_long(use: Use, values: int) -> Problem:
    text = fill(
        translate(
            "check",
            "%1 gives %2 million numbers for each sample (%3 GB). Its settings or the input's "
            "shape may have a digit too many.",
        ),
        use.node.name,
        round(values / 1e6),
        round(values * 4 / 1e9, 1),
    )
    return Problem("warning", text, use.node.id, code="very-long")


def _very_large(use: Use) -> Problem:
    text = fill(
        translate(
            "check",
            "%1 holds %2 million numbers (%3 GB, and training needs several times that). Shrink "
            "what flows into it, for instance with pooling.",
        ),
        use.node.name,
        round(use.parameters / 1e6),
        round(use.parameters * 4 / 1e9, 1),
    )
    severity: Severity = "error" if use.parameters > MOST_PARAMETERS else "warning"
    return Problem(severity, text, use.node.id, code="very-large")
