"""Ops between layers, as Python source."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from engine.layers.operation import OpLayer
from engine.op_names import OPS, module_of

_OPERATORS = {
    "add": "+",
    "divide": "/",
    "greater": ">",
    "greater_equal": ">=",
    "less": "<",
    "less_equal": "<=",
    "matmul": "@",
    "multiply": "*",
    "power": "**",
    "subtract": "-",
    "true_divide": "/",
}


def op_source(layer: OpLayer, inputs: Sequence[str]) -> str:
    """Return the expression that applies an op to variables of these names."""
    arguments = {name: _source(value, inputs) for name, value in layer.arguments.items()}
    parameters = inspect.signature(OPS[layer.op]).parameters
    if layer.op == "get_item":
        tensor, key = arguments.values()
        return f"{tensor}[{_index(list(layer.arguments.values())[1], inputs) or key}]"
    if layer.op in _OPERATORS and len(arguments) == 2:
        return f" {_OPERATORS[layer.op]} ".join(arguments.values())
    if layer.op == "negative":
        return f"-{arguments['x']}"
    parts: list[str] = []
    for name, parameter in parameters.items():
        if name not in arguments:
            continue
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            parts.extend(_source(value, inputs) for value in layer.arguments[name])
        elif parameter.default is inspect.Parameter.empty or _follows(name, arguments, parameters):
            parts.append(arguments[name])
        else:
            parts.append(f"{name}={arguments[name]}")
    parts.extend(f"{k}={v}" for k, v in arguments.items() if k not in parameters)
    return f"{_function(layer.op)}({', '.join(parts)})"


def _follows(name: str, given: Any, parameters: Any) -> bool:
    """Whether a tensor can be told by its position: it and all before it are given."""
    order = list(parameters)
    before = order[: order.index(name)]
    return name in ("x1", "x2") and all(other in given for other in before)


def _function(op: str) -> str:
    if op == "re_lu":
        return "keras.activations.relu"
    place = "keras.ops.image" if module_of(op).endswith(".image") else "keras.ops"
    return f"{place}.{op}"


def _source(value: Any, inputs: Sequence[str]) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_source(v, inputs) for v in value) + "]"
    if not isinstance(value, dict):
        return f'"{value}"' if isinstance(value, str) else repr(value)
    kind, config = value.get("class_name"), value.get("config")
    if kind == "__input__" and isinstance(config, int):
        return inputs[config]
    if kind in ("__numpy__", "__tensor__") and isinstance(config, dict):
        return f'keras.ops.convert_to_tensor({config["value"]}, "{config["dtype"]}")'
    return repr(value)


def _index(key: Any, inputs: Sequence[str]) -> str:
    """What stands between the brackets of ``x[...]``."""
    if isinstance(key, list):
        return ", ".join(_index(item, inputs) for item in key)
    kind = key.get("class_name") if isinstance(key, dict) else None
    if kind == "__ellipsis__":
        return "..."
    if kind == "__slice__":
        start, stop, step = ("" if v is None else str(v) for v in key["config"].values())
        return f"{start}:{stop}" + (f":{step}" if step else "")
    return _source(key, inputs)
