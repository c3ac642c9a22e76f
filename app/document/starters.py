"""The arguments a freshly dropped layer starts with, so that it works at once.

Keras requires some arguments (``Dense(units)``); a person who drops a layer
wants to see it work first and choose afterwards.
"""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.param import Param


def starting_params(kind: str) -> dict[str, Any]:
    """Return the arguments for a new layer: what its class suggests, else its kinds' starts."""
    try:
        cls = registry.find("layer", kind).target
    except ValueError:
        return {}
    values = {name: p.kind.start() for name, p in cls.params.items() if p.required}
    values.update(cls.starting)
    return {name: _stored(cls.params[name], value) for name, value in values.items()}


def _stored(param: Param, value: Any) -> Any:
    try:
        return param.kind.to_config(param.kind.validate(value))
    except (ValueError, TypeError):  # no value fits before the person has chosen one
        return plain(value)


def plain(value: Any) -> Any:
    """An argument's JSON-able form: tuples become lists, objects their configuration."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return registry.serialize(value)


def without_defaults(kind: str, params: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments in JSON-able form, without those that equal the default."""
    try:
        known = registry.find("layer", kind).target.params
    except ValueError:
        known = {}
    stored = {name: plain(value) for name, value in params.items()}
    return {
        name: value
        for name, value in stored.items()
        if name not in known or known[name].required or not _is_default(value, known[name])
    }


def _is_default(value: Any, param: Param) -> bool:
    """Whether a value means the default, in whatever form it is written."""
    if type(value) is type(param.default) and value == param.default:
        return True
    if value == "linear" and param.name == "activation":
        value = None  # Keras writes the absent activation so
    if value == "channels_last" and param.name == "data_format":
        value = None  # and so the order of axes that None stands for
    if value is None or param.default is None:
        return value is param.default
    try:
        forms = [_stored_form(param, each) for each in (value, param.default)]
    except (ValueError, TypeError):
        return False  # an invalid value is kept for the check to report
    return bool(forms[0] == forms[1]) and isinstance(value, bool) == isinstance(param.default, bool)


def _stored_form(param: Param, value: Any) -> Any:
    return plain(param.kind.to_config(param.kind.validate(value)))
