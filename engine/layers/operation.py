"""Steps of a model that are ops, not layers: ``x + y``, ``keras.ops.concatenate([a, b])``."""

from __future__ import annotations

import inspect
from typing import Any

from engine.kinds import Kind, Optional, Text
from engine.layers.layer import Layer
from engine.layers.op_values import count_inputs, decode, encode
from engine.names import unique_name
from engine.op_names import OPS, class_of
from engine.param import param, suggest
from engine.registry import register
from engine.symbolic import KerasTensor
from engine.tree import flatten

__all__ = [
    "OpLayer",
]


class Operation(Layer):
    """A step without weights; a model does not list it among its layers.

    Override ``call``. Settings belong into ``__init__``, tensors into ``call``.
    """

    autocast = False
    name = param(Optional(Text(allow_empty=False)), None, hidden=True, doc="Name of the step.")

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """Return the symbolic outputs for symbolic inputs."""
        return self(*args, **kwargs)


class OpName(Kind):
    """Name of a function of ``engine.ops``."""

    def validate(self, value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError
        if value not in OPS:
            raise ValueError(f"There is no operation '{value}'.{suggest(value, OPS)}")
        return value

    def describe(self) -> str:
        return "the name of an operation"

    def start(self) -> str:
        return "negative"

    def bad_values(self) -> list[Any]:
        return [3, "no such op"]


class OpArguments(Kind):
    """Arguments of an op, with numbers in the places of its inputs."""

    def validate(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise ValueError
        return dict(value)

    def describe(self) -> str:
        return "the operation's arguments by name"

    def start(self) -> dict[str, Any]:
        return {"x": {"class_name": "__input__", "config": 0}}

    def bad_values(self) -> list[Any]:
        return [3, "x"]


@register("layer", family="core", hidden=True)
class OpLayer(Operation):
    """Applies one operation: arithmetic between layers, or a function of keras.ops.

    Formula: y = op(inputs, arguments)
    Shape: as the operation gives it
    """

    inputs = "any"
    starting = {"op": "negative", "arguments": {"x": {"class_name": "__input__", "config": 0}}}
    op = param(OpName(), hidden=True, doc="The operation's name in keras.ops.")
    arguments = param(
        OpArguments(),
        hidden=True,
        doc="Its arguments; the places of its inputs are numbered from 0.",
    )

    def check_params(self) -> None:
        if self.name is None:
            self.name = unique_name(self.class_name)
        super().check_params()
        known = inspect.signature(OPS[self.op]).parameters
        for name in self.arguments:
            if name not in known and open_argument(self.op) is None:
                raise ValueError(
                    f"{self.class_name}: there is no argument '{name}'.{suggest(name, known)}"
                )

    @property
    def class_name(self) -> str:
        """What Keras calls the op's class; tables of layers show it."""
        return class_of(self.op)

    def call(self, inputs: Any) -> Any:
        given = flatten(inputs)
        wanted = count_inputs(self.arguments)
        if len(given) != wanted:
            raise ValueError(f"{self.class_name} takes {wanted} inputs here, it got {len(given)}.")
        return apply_arguments(self.op, {k: decode(v, given) for k, v in self.arguments.items()})


def apply_arguments(op: str, values: dict[str, Any]) -> Any:
    """Call an op with arguments by name, those of a ``*tensors`` parameter among them."""
    function = OPS[op]
    positional: list[Any] = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL and name in values:
            before = list(inspect.signature(function).parameters)
            first = [values.pop(n) for n in before[: before.index(name)]]
            positional = [*first, *values.pop(name)]
            break
    if op == "get_item":
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    return function(*positional, **values)


def open_argument(op: str) -> str | None:
    """Return the name of an op's ``**others`` parameter, None when it has none."""
    for name, parameter in inspect.signature(OPS[op]).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            return name
    return None


def record(op: str, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Make a call of an op with symbolic tensors among its arguments a step of a model."""
    bound = inspect.signature(OPS[op]).bind(*args, **kwargs).arguments
    if others := open_argument(op):
        bound.update(bound.pop(others, {}))
    slots: list[KerasTensor] = []
    arguments = {name: encode(value, slots) for name, value in bound.items()}
    return OpLayer(op=op, arguments=arguments)(slots if len(slots) > 1 else slots[0])
