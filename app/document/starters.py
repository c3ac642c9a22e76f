"""The arguments a freshly dropped layer starts with, so that it works at once.

Keras requires some arguments (``Dense(units)``); a person who drops a layer
wants to see it work first and choose afterwards.
"""

from __future__ import annotations

from typing import Any

from engine import kinds, registry
from engine.param import Param

_STARTERS: dict[str, dict[str, Any]] = {
    "InputLayer": {"shape": [32]},
    "Dense": {"units": 64, "activation": "relu"},
    "Activation": {"activation": "relu"},
    "Dropout": {"rate": 0.25},
    "Reshape": {"target_shape": [-1]},
    "Conv1D": {"filters": 32, "kernel_size": [3], "activation": "relu"},
    "Conv2D": {"filters": 32, "kernel_size": [3, 3], "activation": "relu"},
    "Embedding": {"input_dim": 1000, "output_dim": 32},
    "LSTM": {"units": 32},
    "Dot": {"axes": -1},
    "Permute": {"dims": [2, 1]},
}
#: For layers not in the table: what people usually begin with.
_USUAL: dict[str, Any] = {"filters": 32, "units": 32, "rate": 0.25, "stddev": 0.1, "n": 8}


def starting_params(kind: str) -> dict[str, Any]:
    """Return the arguments for a new layer of a class: a table's, else derived from the kinds."""
    if kind in _STARTERS:
        return {
            name: list(value) if isinstance(value, list) else value
            for name, value in _STARTERS[kind].items()
        }
    try:
        target = registry.find("layer", kind).target
    except ValueError:
        return {}
    return {
        name: _USUAL[name] if name in _USUAL else _start(p)
        for name, p in target.params.items()
        if p.required
    }


def _start(param: Param) -> Any:
    kind = param.kind.kind if isinstance(param.kind, kinds.Optional) else param.kind
    if isinstance(kind, kinds.Int):
        return max(kind.low or 1, 1)
    if isinstance(kind, kinds.Float):
        return kind.low if kind.low is not None and not kind.open_low else (kind.high or 1.0) / 2
    if isinstance(kind, kinds.IntTuple):
        return [max(kind.low, 3)] * kind.rank
    if isinstance(kind, kinds.Choice):
        return kind.options[0]
    if isinstance(kind, kinds.Shape):
        return [1]
    return None


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
