"""Objects of Keras, as the Python expressions that make them.

Only arguments that differ from their defaults are told.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import Any

from engine import registry
from engine.callbacks.learning_rate_scheduler import LearningRateScheduler
from engine.callbacks.monitor import MonitorCallback
from engine.kinds import IntPairs, IntTuple
from engine.layers.core import InputLayer
from engine.layers.wrappers import Bidirectional
from engine.optimizers.rate import RateParam
from engine.param import Configurable
from engine.saving.script.layout import call, listed, quoted, wrapped

#: The functions that make the models inside the model being written, by id.
FUNCTIONS: ContextVar[dict[int, str]] = ContextVar("functions", default={})  # noqa: B039
#: Names of layers that the script refers to, so that they are told even if automatic.
NAMED: ContextVar[frozenset[str]] = ContextVar("named", default=frozenset())

_PREFIX = {
    "layer": "layers",
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
    "optimizer": "keras.optimizers",
    "loss": "keras.losses",
    "metric": "keras.metrics",
    "callback": "keras.callbacks",
    "schedule": "keras.optimizers.schedules",
}

#: Categories whose objects Keras makes from the name alone.
_BY_NAME = ("initializer", "loss", "metric")


class Unwritable(ValueError):
    """Something that no Python source is known for."""


def expression(value: Configurable) -> str:
    """Return the Python expression that makes an object in Keras."""
    if isinstance(value, InputLayer):
        return _input(value)
    if is_model(value):
        return f"{FUNCTIONS.get()[id(value)]}()"
    entry = registry.entry_of(value)
    if entry is None:
        raise ValueError(
            f"{type(value).__name__} is a class of yours; a script cannot be written for it."
        )
    if isinstance(value, LearningRateScheduler) and isinstance(value.schedule, Configurable):
        # Keras takes a function of the epoch only, and a plain number from it.
        rate = call("lambda epoch: float", [f"{expression(value.schedule)}(epoch)"])
        return call("keras.callbacks.LearningRateScheduler", [rate])
    try:
        arguments = _arguments(value)
    except Unwritable as error:
        if entry.category != "layer":
            raise
        raise ValueError(f"Layer '{value.name}': {error}") from None  # type: ignore[attr-defined]
    return call(f"{_PREFIX[entry.category]}.{entry.name}", arguments)


def _input(layer: InputLayer) -> str:
    arguments = [repr(tuple(layer.shape))]
    if layer.batch_size is not None:
        arguments.append(f"batch_size={layer.batch_size}")
    if layer.dtype != "float32":
        arguments.append(f"dtype={quoted(layer.dtype)}")
    if is_told(layer):
        arguments.append(f"name={quoted(layer.name)}")
    return call("keras.Input", arguments)


def _arguments(value: Configurable) -> list[str]:
    """Arguments that differ from their defaults; required ones first and by position."""
    result: list[str] = []
    for position, (name, definition) in enumerate(type(value).params.items()):
        if name in ("dtype", "name") or definition.own or not definition.in_config:
            continue
        if isinstance(value, Bidirectional) and name in ("layer", "backward_layer"):
            result.extend(_wrapped_layer(value) if name == "layer" else [])
            continue
        if name == "strides" and getattr(value, "pool_size", None) == value.strides:  # type: ignore[attr-defined]
            continue  # what they are by default
        present = definition.given(value) if isinstance(definition, RateParam) else None
        if present is None:
            present = getattr(value, name)
        if name == "mode" and isinstance(value, MonitorCallback):
            present = value.plain_mode()
        # The size of a window is always told: Keras has no default for some of them.
        if definition.required or (position == 0 and isinstance(definition.kind, IntTuple)):
            text = literal(_short(definition.kind, present))
            result.append(
                text if len(result) < 2 and "=" not in "".join(result[-1:]) else f"{name}={text}"
            )
            continue
        if _same(definition, present, type(value).__name__):
            continue
        result.append(f"{name}={literal(_short(definition.kind, present))}")
    if (
        hasattr(value, "name")
        and (value.name in NAMED.get() or not is_automatic(value))
        and _category(value) == "layer"
    ):
        result.append(f"name={quoted(value.name)}")
    return result


def _category(value: Any) -> str:
    entry = registry.entry_of(value)
    return entry.category if entry else ""


def is_model(value: Any) -> bool:
    """Whether a layer is a model of other layers."""
    return hasattr(value, "fit") and hasattr(value, "layers")


def is_automatic(value: Any) -> bool:
    """Whether a layer has the name it would get without one."""
    base = registry.snake_case(getattr(value, "op", None) or type(value).__name__)
    return re.fullmatch(rf"{base}(_\d+)?", str(value.name)) is not None


def is_told(layer: Any) -> bool:
    """Whether the script says a layer's name."""
    return layer.name in NAMED.get() or not is_automatic(layer)


def _both_ways(value: Bidirectional) -> Bidirectional | None:
    """The same wrapper made of its first layer alone; None if its second one differs."""
    config = value.forward_layer.get_config()
    config["name"] = str(config["name"]).removeprefix("forward_")
    config.pop("zero_output_for_mask", None)
    made = Bidirectional(type(value.forward_layer).from_config(config), value.merge_mode)
    if made.backward_layer.get_config() != value.backward_layer.get_config():
        return None
    return made


def _wrapped_layer(value: Bidirectional) -> list[str]:
    """What a bidirectional layer is made of: one layer, or two that differ."""
    if _both_ways(value) is None:
        return [
            expression(value.forward_layer),
            f"backward_layer={expression(value.backward_layer)}",
        ]
    forward = value.forward_layer
    config = {**forward.get_config(), "name": str(forward.name).removeprefix("forward_")}
    config.pop("zero_output_for_mask", None)
    return [expression(type(forward).from_config(config))]


def _same(definition: Any, present: Any, owner: str) -> bool:
    try:
        default = definition.validate(definition.default, owner)
    except ValueError:
        default = definition.default  # None, outside its own kind, with a meaning
    config = definition.kind.to_config
    try:
        mine = config(present)
    except (TypeError, ValueError):
        mine = present
    if hasattr(present, "numpy"):
        mine = float(f"{float(present):.6g}")
    if default is None:
        return present is None or mine == "linear"
    theirs = config(default)
    return mine == theirs


def _short(kind: Any, value: Any) -> Any:
    """One number for a tuple of equal ones."""
    inner = getattr(kind, "kind", kind)
    if isinstance(inner, IntPairs):
        if any(before != after for before, after in value):
            return value
        value = tuple(before for before, _ in value)
    if isinstance(inner, IntTuple) and isinstance(value, tuple) and len(set(value)) == 1:
        return value[0]
    return value


def literal(value: Any) -> str:
    """Return a value as Python source."""
    if isinstance(value, str):
        return quoted(value)
    if hasattr(value, "numpy") and not isinstance(value, Configurable):  # a learning rate variable
        return repr(float(f"{float(value):.6g}"))
    if isinstance(value, Configurable):
        if _category(value) in _BY_NAME and not _arguments(value):
            return quoted(registry.snake_case(type(value).__name__))
        if _category(value) == "optimizer" and not _arguments(value):
            return quoted(type(value).__name__.lower())
        return expression(value)
    if callable(value):
        entry = registry.entry_of(value)
        if entry is not None:
            return quoted(entry.name)
        raise Unwritable(
            f"The Python function {getattr(value, '__name__', value)!r} cannot be written into a "
            "script. Use one of Keras's functions or classes, or export a .keras file."
        )
    if isinstance(value, tuple):
        return f"({', '.join(literal(v) for v in value)}{',' * (len(value) == 1)})"
    if isinstance(value, list):
        return listed([literal(v) for v in value])
    if isinstance(value, dict):
        return wrapped("{", [f"{literal(k)}: {literal(v)}" for k, v in value.items()], "}")
    return repr(value)
