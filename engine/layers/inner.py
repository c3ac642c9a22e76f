"""Layers that hold another layer: a cell in a recurrent layer, the layer in a wrapper."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.kinds import Object
from engine.layers.layer import Layer


class LayerKind(Object):
    """A layer, as the object or its configuration.

    Attributes:
        first: Name of the layer a form begins with.
    """

    first = "Dense"

    def __init__(self) -> None:
        super().__init__("layer")

    def start(self) -> Any:
        params = registry.find("layer", self.first).target.params.values()
        needed = {p.name: p.kind.start() for p in params if p.required}
        return {"class_name": self.first, "config": needed}

    def validate(self, value: Any) -> Any:
        if isinstance(value, dict):  # files of every age, models among them
            from engine.saving.structure.reading import make_layer

            value = make_layer(value)
        value = super().validate(value)
        if not isinstance(value, Layer):
            raise ValueError
        return value


class HoldsLayers(Layer):
    """Base of layers that are given other layers.

    The others keep their own ``trainable`` while this one is made.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "trainable" and "_made" not in self.__dict__:
            self.__dict__["trainable"] = value
        else:
            super().__setattr__(name, value)

    def check_params(self) -> None:
        super().check_params()
        self.hold()
        self.__dict__["_made"] = True
        if not self.trainable:
            self.trainable = False

    def hold(self) -> None:
        """Make the layers inside, where they are not given as they are."""

    def build_inner(self, layer: Any, shape: Any) -> None:
        """Make the weights of a layer inside for its input's shape, once."""
        if isinstance(layer, Layer) and not layer.built:
            layer._build(shape)
