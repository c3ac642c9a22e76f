"""Operations between layers as the TensorFlow functions Keras 2 kept in their place."""

from __future__ import annotations

from typing import Any

from engine.saving.downgrade.nodes import keyword, offsets, place_of
from engine.saving.upgrade.tf_ops import RULES, Rule

#: Full names of functions whose last name is not found below "math".
_PLACES = {
    "add": "__operators__.add", "concat": "concat", "reshape": "reshape", "stack": "stack",
    "expand_dims": "expand_dims", "squeeze": "compat.v1.squeeze", "tile": "tile",
    "transpose": "compat.v1.transpose", "matmul": "linalg.matmul", "cast": "cast",
    "clip_by_value": "clip_by_value", "one_hot": "one_hot", "repeat": "repeat",
    "stop_gradient": "stop_gradient", "round": "math.round",
}  # fmt: skip


def is_operation(entry: dict[str, Any]) -> bool:
    """Whether an entry of Keras 3 is an operation and no layer."""
    return ".ops." in str(entry.get("module"))


def operation(entry: dict[str, Any], layers: list[Any]) -> dict[str, Any]:
    """Return an operation's entry as a layer that calls a TensorFlow function.

    Raises:
        ValueError: naming an operation that has no such function.
    """
    label, shifted = entry["name"], offsets(layers)
    if entry["class_name"] == "GetItem":
        return _slicing(entry, shifted)
    name, rule = _rule(entry["class_name"], label)
    settings = {
        theirs: entry["config"][ours]
        for theirs, ours in rule.settings
        if ours in entry["config"] and theirs not in ("keep_dims", "squeeze_dims")
    }
    place = "nn." if rule.module == "nn" else "math."
    function = _PLACES.get(name, place + name)
    calls = [_call(call, rule, settings, shifted) for call in entry["inbound_nodes"]]
    return _entry("TFOpLambda", label, function, calls)


def _rule(class_name: str, label: str) -> tuple[str, Rule]:
    for name, rule in RULES.items():
        if rule.name == class_name and not name.startswith("__"):
            return name, rule
    raise ValueError(
        f"'{label}' is the operation {class_name}, which Keras 2 has no layer for. Save the model "
        "for Keras 3, or put a layer in its place."
    )


def _entry(cls: str, label: str, function: str, calls: list[Any]) -> dict[str, Any]:
    config = {"name": label, "trainable": True, "dtype": "float32", "function": function}
    return {"class_name": cls, "config": config, "name": label, "inbound_nodes": calls}


def _call(
    call: dict[str, Any], rule: Rule, settings: dict[str, Any], shifted: dict[str, int]
) -> Any:
    given: list[Any] = [*call["args"], *call["kwargs"].values()]
    first, others = given[0], given[1:]
    named = dict(zip(rule.tensors, (keyword(v, shifted) for v in others), strict=False))
    return _with(first, {**named, **settings}, shifted)


def _with(first: Any, kwargs: dict[str, Any], shifted: dict[str, int]) -> Any:
    """The first argument with the keyword arguments in it."""
    if isinstance(first, dict):
        return [*place_of(first, shifted), kwargs]
    if isinstance(first, list):
        return [_with(value, kwargs, shifted) for value in first]
    return ["_CONSTANT_VALUE", -1, first, kwargs]


def _slicing(entry: dict[str, Any], shifted: dict[str, int]) -> dict[str, Any]:
    calls = []
    for call in entry["inbound_nodes"]:
        given: list[Any] = [*call["args"], *call["kwargs"].values()]
        calls.append(_with(given[0], {"slice_spec": _spec(given[1])}, shifted))
    return _entry("SlicingOpLambda", entry["name"], "__operators__.getitem", calls)


def _spec(key: Any) -> Any:
    if isinstance(key, list):
        return [_spec(item) for item in key]
    if isinstance(key, dict) and key.get("class_name") == "__slice__":
        return key["config"]
    if isinstance(key, dict) and key.get("class_name") == "__ellipsis__":
        return "..."
    return key
