"""What a layer class is like, asked of the engine's definitions and never of a list of names."""

from __future__ import annotations

from engine import registry
from engine.layers.layer import Layer
from engine.layers.merging import Arithmetic
from engine.registry import Entry


def entry_of(kind: str) -> Entry | None:
    """The registered layer of that name, None for an unknown one."""
    try:
        return registry.find("layer", kind)
    except ValueError:
        return None


def look_of(entry: Entry | None) -> str:
    """The name under which the theme keeps colour and picture of a layer."""
    return (entry.look or entry.family or "core") if entry is not None else "core"


def layer_class(kind: str) -> type[Layer] | None:
    """The registered class of that name, None for an unknown one."""
    entry = entry_of(kind)
    return entry.target if entry is not None else None


def has_param(kind: str, name: str) -> bool:
    """Whether the layer takes that argument."""
    cls = layer_class(kind)
    return cls is not None and name in cls.params


def walks_sequence(kind: str) -> bool:
    """Whether the layer reads a sequence step by step."""
    return has_param(kind, "return_sequences")


def combines_alike(kind: str) -> bool:
    """Whether the layer merges values place by place, so that shapes must agree."""
    cls = layer_class(kind)
    return cls is not None and issubclass(cls, Arithmetic)


def attends(kind: str) -> bool:
    """Whether the layer looks from a query at a value, which may be the same sequence."""
    entry = entry_of(kind)
    return entry is not None and entry.family == "attention"


def reads_indices(kind: str) -> bool:
    """Whether the layer looks whole numbers up instead of computing with them."""
    cls = layer_class(kind)
    return cls is not None and str(cls.input_dtype).startswith(("int", "uint"))


def sized_by_input(kind: str) -> bool:
    """Whether the layer has weights, whose sizes its input decides."""
    cls = layer_class(kind)
    return (
        cls is not None
        and not reads_indices(kind)
        and any(name.endswith("_initializer") for name in cls.params)
    )


def keeps_meaning(kind: str) -> bool:
    """Whether the values that leave are those that entered, arranged or dropped."""
    entry = entry_of(kind)
    return entry is not None and entry.family in ("reshaping", "regularization")


def usual_activation(kind: str) -> str:
    """The activation a layer applies when none is chosen."""
    cls = layer_class(kind)
    declared = cls.params.get("activation") if cls is not None else None
    default = declared.default if declared is not None else None
    return default if isinstance(default, str) else "linear"
