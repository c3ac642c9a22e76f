"""Any object of Keras as JSON and back, for layers of users' own that hold other objects."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from engine import registry
from engine.custom_objects import custom_object_scope, lookup
from engine.ops import convert_to_tensor
from engine.saving.common.errors import LoadError
from engine.tensor import Tensor, Variable

_CATEGORY_OF_MODULE = {module: category for category, module in registry.MODULES.items()}


def serialize_keras_object(obj: Any) -> Any:
    """Return the JSON-able form Keras 3 writes for an object, and for what lists and dicts hold.

    Raises:
        ValueError: for what cannot be found again by name (such as a lambda).
    """
    if obj is None or isinstance(obj, (str, bool, int, float)):
        return obj
    if isinstance(obj, (list, tuple)):
        return type(obj)(serialize_keras_object(item) for item in obj)
    if isinstance(obj, dict):
        return {key: serialize_keras_object(value) for key, value in obj.items()}
    if isinstance(obj, bytes):
        return {"class_name": "__bytes__", "config": {"value": obj.decode()}}
    if isinstance(obj, np.ndarray):
        return _numbers("__numpy__", obj)
    if isinstance(obj, np.generic):
        return obj.item()
    if isinstance(obj, (Tensor, Variable)):
        return _numbers("__tensor__", obj.numpy())
    if isinstance(obj, slice):
        ends = {"start": obj.start, "stop": obj.stop, "step": obj.step}
        return {"class_name": "__slice__", "config": ends}
    if obj is Ellipsis:
        return {"class_name": "__ellipsis__", "config": {}}
    if inspect.isroutine(obj) and getattr(obj, "__name__", "<lambda>") != "<lambda>":
        return registry.function_reference(obj)
    return registry.serialize(obj)


def deserialize_keras_object(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make the object from ``serialize_keras_object``'s form.

    Classes and functions are those known by name here or given; nothing is imported.

    Raises:
        LoadError: for code (a lambda) and for names that are not known.
    """
    with custom_object_scope(custom_objects):
        return _made(config)


def _numbers(name: str, value: np.ndarray) -> dict[str, Any]:
    config = {"value": value.tolist(), "dtype": str(value.dtype)}
    return {"class_name": name, "config": config}


def _made(config: Any) -> Any:
    if isinstance(config, (list, tuple)):
        return type(config)(_made(item) for item in config)
    if not isinstance(config, dict):
        return config
    name, inner = config.get("class_name"), config.get("config")
    if name is None or "config" not in config:
        return {key: _made(value) for key, value in config.items()}
    plain = _PLAIN.get(name)
    if plain is not None:
        return plain(inner)
    if name == "__lambda__":
        raise LoadError("The description holds code (a lambda), which is not run.")
    return _found(config)


_PLAIN: dict[str, Any] = {
    "__bytes__": lambda config: config["value"].encode(),
    "__numpy__": lambda config: np.array(config["value"], config["dtype"]),
    "__tensor__": lambda config: convert_to_tensor(config["value"], dtype=config["dtype"]),
    "__slice__": lambda config: slice(config["start"], config["stop"], config["step"]),
    "__ellipsis__": lambda config: Ellipsis,
    "__tuple__": lambda config: tuple(_made(item) for item in config),
}


def _found(config: dict[str, Any]) -> Any:
    """The object of a class, or the function, that is known by name."""
    name = registry.name_in(config)
    own = lookup(name)
    if own is not None:
        made: Any = own
        return made.from_config(config["config"]) if inspect.isclass(own) else own
    category = _CATEGORY_OF_MODULE.get(str(config.get("module")))
    if category is not None:
        return registry.deserialize(config, category)
    functions_first = ("activation", "loss", "metric") if config["class_name"] == "function" else ()
    for category in (*functions_first, *registry.MODULES):
        try:
            registry.find(category, name)
        except ValueError:
            continue
        return registry.deserialize(config, category)
    raise LoadError(
        f"There is nothing called {name!r} here. Pass your own classes and functions as "
        "custom_objects."
    )
