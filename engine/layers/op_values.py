"""Values among the arguments of a recorded op, in the form Keras's files have."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.symbolic import KerasTensor
from engine.tensor import Tensor, Variable

_SLOT = "__input__"


def encode(value: Any, slots: list[KerasTensor]) -> Any:
    """Return a JSON-able form; symbolic tensors are numbered and collected in ``slots``.

    Raises:
        TypeError: for a value that no file can hold.
    """
    if isinstance(value, KerasTensor):
        known = [i for i, slot in enumerate(slots) if slot is value]
        if not known:
            slots.append(value)
        return _object(_SLOT, known[0] if known else len(slots) - 1)
    if isinstance(value, slice):
        bounds = {"start": value.start, "stop": value.stop, "step": value.step}
        return _object("__slice__", {k: _number(v) for k, v in bounds.items()})
    if value is Ellipsis:
        return _object("__ellipsis__", {})
    if isinstance(value, (list, tuple)):
        return [encode(v, slots) for v in value]
    if isinstance(value, dict):
        return {k: encode(v, slots) for k, v in value.items()}
    if isinstance(value, (type, np.dtype)):
        return np.dtype(value).name
    if isinstance(value, Variable) or callable(value):  # kept as it is; no file can hold it
        return value
    if isinstance(value, (np.ndarray, Tensor)):
        array = np.asarray(value)
        kind = "__numpy__" if isinstance(value, np.ndarray) else "__tensor__"
        return _object(kind, {"value": array.tolist(), "dtype": array.dtype.name})
    value = _number(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"{value!r} cannot be an argument of an operation on symbolic tensors.")


def decode(value: Any, inputs: list[Any]) -> Any:
    """Return the value of ``encode``'s form, with values in the places of symbolic tensors."""
    if isinstance(value, list):
        items = [decode(v, inputs) for v in value]
        tensors = any(hasattr(item, "shape") for item in items)
        return items if tensors else tuple(items)
    if not isinstance(value, dict):
        return value
    kind = value.get("class_name")
    config: Any = value.get("config")
    if kind == _SLOT:
        return inputs[config]
    if kind == "__slice__":
        return slice(config["start"], config["stop"], config["step"])
    if kind == "__ellipsis__":
        return Ellipsis
    if kind in ("__numpy__", "__tensor__"):
        return np.array(config["value"], dtype=config["dtype"])
    return {k: decode(v, inputs) for k, v in value.items()}


def count_inputs(value: Any) -> int:
    """Return how many inputs a form refers to."""
    if isinstance(value, list):
        return max((count_inputs(v) for v in value), default=0)
    if not isinstance(value, dict):
        return 0
    if value.get("class_name") == _SLOT:
        return int(value["config"]) + 1
    return max((count_inputs(v) for v in value.values()), default=0)


def replace_inputs(value: Any, replace: Any) -> Any:
    """Return a form with each reference to an input replaced by ``replace(number)``."""
    if isinstance(value, list):
        return [replace_inputs(v, replace) for v in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") == _SLOT:
        return replace(value["config"])
    return {k: replace_inputs(v, replace) for k, v in value.items()}


def _object(kind: str, config: Any) -> dict[str, Any]:
    return {"class_name": kind, "config": config}


def _number(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
