"""Layers made of something else: another layer, a Python function, nothing at all."""

from __future__ import annotations

import inspect
from typing import Any

from engine import registry
from engine.kinds import Kind, Object, Optional
from engine.layers.layer import Layer
from engine.param import param
from engine.registry import register

__all__ = [
    "Identity",
    "Lambda",
    "Wrapper",
]


class LayerObject(Object):
    """A layer by its configuration or as an object."""

    def __init__(self) -> None:
        super().__init__("layer")

    def validate(self, value: Any) -> Layer:
        found = super().validate(value)
        if not isinstance(found, Layer):
            raise ValueError
        return found

    def describe(self) -> str:
        return "a layer (the object or its configuration)"


class Wrapper(Layer):
    """Base of layers that hold another layer and change what it does.

    A subclass overrides ``call`` and uses ``self.layer`` there.
    """

    layer = param(LayerObject(), doc="The layer inside.")

    def build(self, input_shape: Any) -> None:
        if not self.layer.built:
            self.layer._build(input_shape)


@register("layer", family="core")
class Identity(Layer):
    """Passes its input on as it is; keeps a place or gives a name.

    Formula: y = x
    Shape: unchanged
    """

    supports_masking = True
    takes_texts = True

    def call(self, inputs: Any) -> Any:
        return inputs


class Function(Kind):
    """A Python function; in a configuration only one that is known by name."""

    def validate(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)) or (
            isinstance(value, dict) and value.get("class_name") != "function"
        ):
            raise ValueError(
                "Python code kept inside a file is never run. Replace the Lambda layer by "
                "built-in layers, or by a layer class of your own."
            )
        if isinstance(value, dict):
            return registry.deserialize(value, "activation")
        if not callable(value) or inspect.isclass(value):
            raise ValueError
        return value

    def describe(self) -> str:
        return "a Python function of the inputs"

    def to_config(self, value: Any) -> Any:
        if getattr(value, "__name__", "<lambda>") == "<lambda>":
            raise ValueError(
                "A Lambda layer made of Python code cannot be written to a file. Use built-in "
                "layers (Rescaling, Add, Multiply, ...), a layer class of your own, or a named "
                "function registered with register_keras_serializable."
            )
        return registry.serialize(value)

    def bad_values(self) -> list[Any]:
        return [3, "x * 2", {"class_name": "__lambda__", "config": {}}]


class FunctionOr(Kind):
    """A Python function or a value of any kind; functions are stored by name."""

    def to_config(self, value: Any) -> Any:
        return Function().to_config(value) if callable(value) else value


class Arguments(Kind):
    """Keyword arguments for a function."""

    def validate(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError
        return dict(value)

    def describe(self) -> str:
        return "a dictionary of arguments"

    def bad_values(self) -> list[Any]:
        return [3, "x"]


@register("layer", family="core", hidden=True)
class Lambda(Layer):
    """Computes what a Python function says; for scripts, not for files.

    Formula: y = function(x)
    Shape: as the function gives it
    """

    takes_texts = True
    function = param(Function(), doc="Takes the inputs, gives the outputs, made of ops.")
    output_shape = param(
        Optional(FunctionOr()),
        None,
        advanced=True,
        doc="Kept for scripts; the shape is found out by itself.",
    )
    mask = param(
        Optional(FunctionOr()),
        None,
        advanced=True,
        doc="The outputs' mask, or a function of the inputs and their mask that gives it.",
    )
    arguments = param(
        Optional(Arguments()), None, advanced=True, doc="Further arguments of the function."
    )

    def check_params(self) -> None:
        super().check_params()
        self.supports_masking = self.mask is not None
        taken = inspect.signature(self.function).parameters
        self._passes_on = [name for name in ("mask", "training") if name in taken]

    def call(self, inputs: Any, mask: Any = None, training: bool = False) -> Any:
        given = {"mask": mask, "training": training}
        further = {name: given[name] for name in self._passes_on}
        return self.function(inputs, **(self.arguments or {}), **further)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        return self.mask(inputs, previous_mask) if callable(self.mask) else self.mask

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        unused = [key for key in ("output_shape", "mask") if config[key] is None]
        config["arguments"] = config["arguments"] or {}
        return {key: value for key, value in config.items() if key not in unused}
