"""Layers that do not exist here: what is known of them, and what may take their place."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from app.document.fixes import replace_fix
from app.document.graph import GROUP_KIND, OP_KIND, PLACEHOLDER_KIND, Node
from app.document.making import is_known
from app.document.report import Problem
from app.document.starters import starting_params, without_defaults
from app.document.words import fill, translate
from engine import registry
from engine.op_names import class_of, is_op_entry

#: Code of the problem of a layer that does not exist here.
PLACEHOLDER_CODE = "placeholder"
#: How alike names are whose layers are proposed; one or two letters in eight may differ.
_NEAR = 0.8


def class_name(params: dict[str, Any]) -> str:
    """The class of the layer that a placeholder stands for, without its package."""
    entry = params.get("entry")
    name = str(entry.get("class_name", "")) if isinstance(entry, dict) else ""
    return name.rpartition(">")[2] or "?"


def keras_class(kind: str, params: dict[str, Any]) -> str:
    """What Keras calls the class of a node; of an operation, of a model inside, too."""
    if kind in (GROUP_KIND, PLACEHOLDER_KIND):
        return class_name(params)
    return class_of(str(params.get("op", "?"))) if kind == OP_KIND else kind


def settings(params: dict[str, Any]) -> dict[str, Any]:
    """The settings its file gives it."""
    entry = params.get("entry")
    config = entry.get("config") if isinstance(entry, dict) else None
    return dict(config) if isinstance(config, dict) else {}


def placeholder_problem(node: Node) -> Problem:
    """What is said about a placeholder; layers are proposed where the names are near."""
    text = translate(
        "check",
        "%1 is a %2, a layer that does not exist here. Its place, settings and weights are kept "
        "and go back into files, but the model cannot run with it. Replace it by another layer.",
    )
    name = class_name(node.params)
    fixes = [replace_fix(node, kind) for kind in _alike(node)]
    return Problem(
        "error", fill(text, node.name, name), node.id, fixes=fixes, code=PLACEHOLDER_CODE
    )


def _alike(node: Node) -> list[str]:
    """Classes whose name is in its name or nearly the same; none is better than a guess."""
    names = {e.name.lower(): e.name for e in registry.entries("layer") if not e.hidden}
    wanted = class_name(node.params).lower()
    inside = sorted((n for n in names if len(n) > 3 and n in wanted), key=len, reverse=True)
    near = get_close_matches(wanted, names, n=1, cutoff=_NEAR)
    return [names[n] for n in dict.fromkeys([*inside[:1], *near])]


def params_for(kind: str, node: Node) -> dict[str, Any]:
    """Arguments for a layer that takes a placeholder's place: its own settings where they fit."""
    known = registry.find("layer", kind).target.params
    start = starting_params(kind)
    params = {name: start[name] for name in start if known[name].required}
    own = settings(node.params) if node.kind == PLACEHOLDER_KIND else node.params
    for name, value in own.items():
        if name in known and name not in ("name", "dtype"):
            try:
                known[name].kind.validate(value)
            except (ValueError, TypeError):
                continue
            params[name] = value
    return without_defaults(kind, params)


def unknown_inside(params: dict[str, Any]) -> str:
    """The class of a layer inside a group that does not exist here, "" without one."""
    pending = [params.get("entry")]
    while pending:
        entry = pending.pop()
        if not isinstance(entry, dict):
            continue
        config = entry.get("config")
        inner = config.get("layers") if isinstance(config, dict) else None
        if isinstance(inner, list):
            pending.extend(inner)
        elif entry.get("class_name") == PLACEHOLDER_KIND:
            return PLACEHOLDER_KIND
        elif not is_op_entry(entry) and not is_known(registry.name_in(entry)):
            return registry.name_in(entry)
    return ""


def placeholder_inside(node: Node, kind: str) -> Problem:
    """What is said about a model inside the model that holds an unknown layer."""
    text = translate(
        "check",
        "Inside %1 is a %2, a layer that does not exist here. Open %1 and replace it to run the "
        "model.",
    )
    whole = fill(text, node.name, kind.rpartition(">")[2])
    return Problem("error", whole, node.id, code=PLACEHOLDER_CODE)
