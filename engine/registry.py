"""The one table of names: class name -> class, category, family and older names.

A file or a user names a class by string; only what is registered here, or is
among the user's own objects, can be made from a name (nothing is imported by
name). The program's palette, forms and dialogs are made by walking
``entries(category)``.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.custom_objects import get_registered_name, lookup
from engine.param import suggest

#: Where Keras 3 keeps each category; written into serialized objects.
MODULES = {
    "layer": "keras.layers",
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
    "activation": "keras.activations",
    "loss": "keras.losses",
    "metric": "keras.metrics",
    "optimizer": "keras.optimizers",
    "schedule": "keras.optimizers.schedules",
    "callback": "keras.callbacks",
    "model": "keras",
}


#: Where files keep what Keras does not know and does not read.
OWN = "layerloom"


@dataclass(frozen=True)
class Entry:
    """One registered class or function.

    Attributes:
        name: Keras's name.
        target: The class, or the function for activations.
        category: A key of ``MODULES``.
        family: Group within the category ("core", "conv", ...), "" if none.
        aliases: Other names it answers to.
        hidden: Not offered by the program (kept for files and scripts).
        look: Colour and picture it wears when they are not its family's.
        written_as: Keras's nearest name, for what Keras does not have.
    """

    name: str
    target: Any
    category: str
    family: str = ""
    aliases: tuple[str, ...] = ()
    hidden: bool = False
    look: str = ""
    written_as: str = ""

    @property
    def summary(self) -> str:
        """First line of the docstring, the text a palette shows."""
        return (inspect.getdoc(self.target) or "").split("\n", 1)[0]

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.target) or ""


@dataclass
class _Category:
    entries: dict[str, Entry] = field(default_factory=dict)
    names: dict[str, Entry] = field(default_factory=dict)


_categories: dict[str, _Category] = {name: _Category() for name in MODULES}


def register(
    category: str,
    *,
    family: str = "",
    aliases: tuple[str, ...] = (),
    name: str | None = None,
    hidden: bool = False,
    look: str = "",
    written_as: str = "",
) -> Callable[[Any], Any]:
    """Class (or function) decorator that enters the target into the table."""

    def enter(target: Any) -> Any:
        called = name or target.__name__
        entry = Entry(called, target, category, family, aliases, hidden, look, written_as)
        table = _categories[category]
        table.entries[entry.name] = entry
        for key in {entry.name, snake_case(entry.name), *aliases}:
            table.names[key] = entry
            table.names.setdefault(key.lower(), entry)
        return target

    return enter


def entries(category: str) -> list[Entry]:
    """All entries of a category in the order of registration."""
    return list(_categories[category].entries.values())


def find(category: str, name: str) -> Entry:
    """Return the entry a name stands for; ValueError proposes the nearest name."""
    own = lookup(name)
    if own is not None:
        return Entry(name, own, category, hidden=True)
    table = _categories[category]
    entry = table.names.get(name) or table.names.get(str(name).lower())
    if entry is None:
        raise ValueError(f"There is no {category} called {name!r}.{suggest(name, table.entries)}")
    return entry


def is_known(category: str, name: str) -> bool:
    """Whether a name stands for something here, a user's own included."""
    try:
        find(category, name)
    except ValueError:
        return False
    return True


def entry_of(target: Any) -> Entry | None:
    """The entry of a class, function or instance, or None for a user's own."""
    cls = target if inspect.isclass(target) or inspect.isfunction(target) else type(target)
    for table in _categories.values():
        entry = table.names.get(getattr(cls, "__name__", ""))
        if entry is not None and entry.target is cls:
            return entry
    return None


def get(category: str, identifier: Any) -> Any:
    """Return the object an identifier stands for.

    Args:
        category: A key of ``MODULES``.
        identifier: A name, a config dict (``class_name`` and ``config``), a
            class (made with its defaults), or the object itself.

    Raises:
        ValueError: for an unknown name (the nearest one is proposed) or a dict
            of another form.
    """
    if isinstance(identifier, dict):
        return deserialize(identifier, category)
    if isinstance(identifier, str):
        target = find(category, identifier).target
        return target() if inspect.isclass(target) else target
    if inspect.isclass(identifier):
        return identifier()
    if callable(identifier) or hasattr(identifier, "get_config"):
        return identifier
    raise ValueError(
        f"The {category} must be a name, a configuration or an object, got {identifier!r} "
        f"({type(identifier).__name__})."
    )


def serialize(value: Any) -> Any:
    """Return the JSON-able form Keras 3 writes for a registered object or function."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    entry = entry_of(value)
    if entry is not None and not inspect.isclass(entry.target):
        return entry.name
    if inspect.isroutine(value) and value.__name__ != "<lambda>":
        return function_reference(value)
    if not hasattr(value, "get_config"):
        raise ValueError(
            f"{value!r} cannot be written to a file: only functions and classes known by name "
            "can. Use a built-in one, or save the weights alone."
        )
    cls = type(value)
    config, own = _apart(value)
    result = {
        "module": MODULES[entry.category] if entry else None,
        "class_name": entry.name if entry else cls.__name__,
        "config": config,
        "registered_name": None if entry else get_registered_name(cls),
    }
    return result | {OWN: own} if own else result


def _apart(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A configuration as Keras reads it, and what only this program understands."""
    config, own = dict(value.get_config()), {}
    known = getattr(type(value), "params", {})
    for key, setting in list(config.items()):
        if key in known and known[key].own:
            own[key] = config.pop(key)
        elif isinstance(setting, str) and setting in _categories["activation"].entries:
            nearest = _categories["activation"].entries[setting].written_as
            if nearest:
                own[key], config[key] = setting, nearest
    return config, own


def whole_config(entry: dict[str, Any]) -> dict[str, Any]:
    """The configuration in ``serialize``'s form with what only this program understands."""
    own = entry.get(OWN)
    return {**(entry.get("config") or {}), **(own if isinstance(own, dict) else {})}


def function_reference(function: Any) -> dict[str, Any]:
    """Return Keras's form of a reference to a function."""
    name = getattr(function, "__name__", str(function))
    registered = get_registered_name(function)
    return {
        "module": "builtins",
        "class_name": "function",
        "config": name,
        "registered_name": "function" if registered == name else registered,
    }


def deserialize(config: Any, category: str) -> Any:
    """Make an object from ``serialize``'s form (or an older Keras's)."""
    if not isinstance(config, dict):
        return get(category, config)
    name = config.get("class_name")
    if name == "function":  # Keras 3's form of a function reference
        return find(category, name_in(config)).target
    if not isinstance(name, str):
        raise ValueError(
            f"A {category}'s configuration needs the keys 'class_name' and 'config', "
            f"got the keys {sorted(map(str, config))}."
        )
    if category == "activation":  # a configuration with a class is that of a layer used as one
        category = "layer"
    target = find(category, name_in(config)).target
    return target.from_config(whole_config(config))


def name_in(config: dict[str, Any]) -> str:
    """Return the name by which ``serialize``'s form calls a class or function."""
    registered = config.get("registered_name")
    if isinstance(registered, str) and lookup(registered) is not None:
        return registered
    name = config["class_name"]
    return str(config.get("config") if name == "function" else name)


def snake_case(name: str) -> str:
    """Keras's rule for automatic names: ``MaxPooling2D`` -> ``max_pooling2d``."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
