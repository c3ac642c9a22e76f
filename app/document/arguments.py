"""Which argument a layer refuses, in plain words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import Any

from app.document.fixes import reset_param_fix, set_param_fix
from app.document.graph import Node
from app.document.report import Problem
from app.document.words import fill, translate
from engine import kinds, registry
from engine.param import Param

#: Names listed at most in a text.
_MOST_NAMES = 12


def argument_problem(node: Node, engine_text: str) -> Problem:
    """The problem of a node whose layer refuses its arguments.

    Args:
        node: The node.
        engine_text: What the engine said; used where the arguments are valid
            one by one and only do not go together.
    """
    known: dict[str, Param] = registry.find("layer", node.kind).target.params
    for name, value in node.params.items():
        if name not in known:
            return _unknown(node, name, known)
        if not _accepts(known[name], value):
            return _invalid(node, name, value, known[name])
    for name, param in known.items():
        if param.required and name not in node.params:
            text = fill(
                translate("check", "%1 (%2) needs a value for %3: %4."),
                node.name,
                node.kind,
                name,
                expected(param.kind),
            )
            fix = reset_param_fix(node, name)
            return Problem("error", text, node.id, fixes=[fix], code="missing-argument")
    text = fill(translate("check", "%1: %2"), node.name, engine_text)
    return Problem("error", text, node.id, code="bad-argument")


def unknown_layer_problem(node: Node) -> Problem:
    """The problem of a node whose layer class this program does not have."""
    text = fill(
        translate("check", "%1: there is no layer called %2 in this program."), node.name, node.kind
    )
    names = [entry.name for entry in registry.entries("layer")]
    return Problem("error", text + _nearest(node.kind, names), node.id, code="unknown-layer")


def _unknown(node: Node, name: str, known: dict[str, Param]) -> Problem:
    text = fill(
        translate("check", "%1: %2 layers have no argument %3."), node.name, node.kind, name
    )
    fix = reset_param_fix(node, name)
    return Problem(
        "error", text + _nearest(name, list(known)), node.id, fixes=[fix], code="unknown-argument"
    )


def _nearest(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return " " + fill(translate("check", "Did you mean %1?"), near[0]) if near else ""


def _accepts(param: Param, value: Any) -> bool:
    try:
        param.kind.validate(value)
    except (ValueError, TypeError):
        return False
    return True


def _invalid(node: Node, name: str, value: Any, param: Param) -> Problem:
    text = fill(
        translate("check", "%1: %2 cannot be %3; it has to be %4."),
        node.name,
        name,
        _short(value),
        expected(param.kind),
    )
    fixes = [reset_param_fix(node, name)]
    near = difflib.get_close_matches(str(value), _names(param.kind), n=1, cutoff=0.5)
    if near:
        fixes.insert(0, set_param_fix(node, name, near[0]))
    return Problem("error", text, node.id, fixes=fixes, code="bad-argument")


def _names(kind: kinds.Kind) -> list[str]:
    """The names a kind takes, if it takes names."""
    if isinstance(kind, kinds.Optional):
        return _names(kind.kind)
    if isinstance(kind, kinds.Choice):
        return [str(option) for option in kind.options]
    if isinstance(kind, kinds.Object):
        known = registry.entries(kind.category)
        return [registry.snake_case(entry.name) for entry in known if not entry.hidden]
    return []


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


# -- what is expected -----------------------------------------------------


def expected(kind: kinds.Kind) -> str:
    """What a kind takes, fitting after "has to be"; the engine's words for the rarer kinds."""
    if isinstance(kind, kinds.Optional):
        return fill(translate("check", "%1, or nothing"), expected(kind.kind))
    if isinstance(kind, kinds.Either):
        return translate("check", " or ").join(expected(each) for each in kind.kinds)
    if isinstance(kind, kinds.Int):
        return _bounded(translate("check", "a whole number"), kind.low, kind.high)
    if isinstance(kind, kinds.Float):
        return _number(kind)
    if isinstance(kind, kinds.IntTuple):
        numbers = translate("check", "%1 whole numbers, each at least %2")
        return fill(numbers, kind.rank, kind.low)
    if isinstance(kind, kinds.Bool):
        return translate("check", "true or false")
    if names := _names(kind):
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        return fill(translate("check", "one of %1"), shown)
    if isinstance(kind, kinds.Shape):
        return translate("check", "sizes of at least 1, such as (28, 28, 1)")
    if isinstance(kind, kinds.IntList):
        return translate("check", "a list of whole numbers")
    return kind.describe()


def _number(kind: kinds.Float) -> str:
    text = _bounded(translate("check", "a number"), kind.low, kind.high)
    for excluded, bound in ((kind.open_low, kind.low), (kind.open_high, kind.high)):
        if excluded:
            text += fill(translate("check", ", but not %1 itself"), f"{bound:g}")
    return text


def _bounded(what: str, low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return fill(translate("check", "%1 from %2 to %3"), what, f"{low:g}", f"{high:g}")
    if low is not None:
        return fill(translate("check", "%1, at least %2"), what, f"{low:g}")
    if high is not None:
        return fill(translate("check", "%1, at most %2"), what, f"{high:g}")
    return what
