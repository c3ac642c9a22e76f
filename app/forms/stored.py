"""The JSON-able form of values, made without making the objects they name."""

from __future__ import annotations

import json
from typing import Any

from engine import kinds, registry
from engine.param import REQUIRED, Param


class _Mixed:
    def __repr__(self) -> str:
        return "<several values>"


#: Shown by a field whose things differ; never a value of its own.
MIXED = _Mixed()
#: Nothing was given yet for an argument that has no default.
UNSET = REQUIRED


def is_blank(value: Any) -> bool:
    """Whether a value only says that there is none to show."""
    return value is MIXED or value is UNSET


def same(first: Any, second: Any) -> bool:
    """Whether two values would be stored alike (``(3, 3)`` and ``[3, 3]`` are)."""
    if is_blank(first) or is_blank(second):
        return first is second
    return _text(first) == _text(second)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=repr)


def stored(kind: kinds.Kind, value: Any) -> Any:
    """Return what a project stores for a value; ValueError or TypeError if it is refused.

    Objects become their name, or ``{"class_name", "config"}`` with what differs
    from the defaults.
    """
    if isinstance(kind, kinds.Optional):
        return None if value is None else stored(kind.kind, value)
    if isinstance(kind, kinds.Either):
        return _stored_either(kind, value)
    if isinstance(kind, kinds.Object):
        if value is None:  # some kinds take None for a certain object (no activation: linear)
            value = kind.validate(None)
        return identifier(*split(kind.category, value))
    return kind.to_config(kind.validate(value))


def _stored_either(kind: kinds.Either, value: Any) -> Any:
    for option in kind.kinds:
        try:
            return stored(option, value)
        except (ValueError, TypeError):
            continue
    raise ValueError


def default_of(param: Param) -> Any:
    """The stored form of a param's default, UNSET for a required one."""
    if param.required:
        return UNSET
    try:
        return stored(param.kind, param.default)
    except (ValueError, TypeError):
        return param.default  # a default outside its own kind (None with a meaning)


def stored_or_raw(kind: kinds.Kind, value: Any) -> Any:
    """The stored form, or the value itself where it is refused (it is kept, and shown)."""
    try:
        return stored(kind, value)
    except (ValueError, TypeError):
        return value


def changed(params: dict[str, Param], values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that differ from the defaults, in stored form."""
    result = {}
    for name, value in values.items():
        if name not in params:
            result[name] = value
            continue
        value = stored_or_raw(params[name].kind, value)
        if value is not UNSET and not same(value, default_of(params[name])):
            result[name] = value
    return result


# --- objects --------------------------------------------------------------------------------


def params_of(entry: registry.Entry) -> dict[str, Param]:
    """The arguments of a registered class ({} for a function)."""
    return getattr(entry.target, "params", {})


def visible_params(entry: registry.Entry) -> dict[str, Param]:
    return {name: p for name, p in params_of(entry).items() if not p.hidden}


def split(category: str, value: Any) -> tuple[registry.Entry, dict[str, Any]]:
    """Return entry and non-default config of an identifier (name, config dict or object).

    Raises:
        ValueError: for what the registry does not know.
    """
    if isinstance(value, str):
        return registry.find(category, value), {}
    if not isinstance(value, dict):
        return split(category, registry.serialize(registry.get(category, value)))
    name, config = value.get("class_name"), value.get("config") or {}
    if name == "function":
        return registry.find(category, str(config)), {}
    if not isinstance(name, str) or not isinstance(config, dict):
        raise ValueError(f"Not a {category}: {value!r}.")
    entry = registry.find(category, name)
    return entry, changed(params_of(entry), config)


def identifier(entry: registry.Entry, config: dict[str, Any]) -> Any:
    """The shortest form that names the object: its name, or a dict with its config."""
    if config:
        return {"class_name": entry.name, "config": config}
    target = entry.target
    return registry.snake_case(entry.name) if isinstance(target, type) else entry.name
