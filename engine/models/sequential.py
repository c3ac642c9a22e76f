"""Sequential: a chain of layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.layers.core import InputLayer
from engine.layers.layer import Layer
from engine.layers.symbolic import KerasTensor
from engine.models.functional import Functional
from engine.models.model import Model
from engine.scopes import enter


class UnbuiltError(AttributeError, ValueError):
    """Something that only a model with a known shape of data has."""


@registry.register("model")
class Sequential(Model):
    """A chain of layers, each reading the output of the one before.

    Args:
        layers: The layers; an ``Input`` first fixes the shape of the data, else
            the first data do.
        name: Name of the model.
    """

    autocast = False
    _chain: list[Layer]
    _functional: Functional | None

    def __init__(
        self, layers: Sequence[Any] | None = None, trainable: bool = True, name: str | None = None
    ) -> None:
        super().__init__(name=name, trainable=trainable)
        self.__dict__["_chain"] = []
        self.__dict__["_functional"] = None
        for layer in layers or ():
            self.add(layer, rebuild=False)
        self._rebuild()

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Add a layer (or an ``Input``) at the end."""
        if isinstance(layer, KerasTensor):
            layer = layer.keras_history.layer
        if not isinstance(layer, Layer):
            raise TypeError(f"Only layers can be added to a Sequential model, got {layer!r}.")
        if any(layer.name == other.name for other in self._chain):
            raise ValueError(
                f"All layers of a model need different names; '{layer.name}' is there already."
            )
        if isinstance(layer, InputLayer):
            if self._chain:
                raise ValueError(
                    f"The model begins with '{self._chain[0].name}' already; an Input can only be "
                    "its first layer."
                )
        elif not self._chain and layer._given_shape is not None:
            dtype = layer.input_dtype or layer.dtype
            self._chain.append(InputLayer(batch_shape=layer._given_shape, dtype=dtype))
        self._chain.append(layer)
        if not isinstance(layer, InputLayer):
            self._sublayers.append(layer)
        if rebuild:
            self._rebuild()

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the last layer away and return it."""
        layer = self._chain.pop()
        self._sublayers.remove(layer)
        self.built = False
        self.__dict__["_functional"] = None
        if rebuild:
            self._rebuild()
        return layer

    def _rebuild(self) -> None:
        if len(self._chain) < 2:
            return
        if isinstance(self._chain[0], InputLayer):
            self._make_functional()
        elif isinstance(self._chain[0], Model) and self._chain[0].built:
            self.build(getattr(self._chain[0], "input_shape", None))  # the inner model knows it

    def _make_functional(self) -> None:
        tensor = self._chain[0]._inbound_nodes[0].outputs[0]
        first = tensor
        with enter(self):
            for layer in self._chain[1:]:
                tensor = layer(tensor)
        self.__dict__["_functional"] = Functional(first, tensor, name=self.name)
        self.built = True

    def build(self, input_shape: Any = None) -> None:
        """Fix the shape of the data (batch included) and make the weights."""
        if self._functional is not None or input_shape is None:
            return
        if not self._sublayers:
            raise ValueError(f"The Sequential model '{self.name}' has no layers yet.")
        dtype = self._chain[0].input_dtype
        self._chain.insert(0, InputLayer(batch_shape=tuple(input_shape), dtype=dtype))
        self._make_functional()

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        if self._functional is None:
            self.build((None, *inputs.shape[1:]))
        return self.functional.call(inputs, training=training, mask=mask)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        return None  # the output carries the mask its layer gave it

    @property
    def functional(self) -> Functional:
        """The same chain as a Functional model; UnbuiltError before the shape is known."""
        if self._functional is None:
            raise UnbuiltError(
                f"The Sequential model '{self.name}' does not know the shape of its data yet: "
                "begin it with an Input, build it, or call it on data."
            )
        return self._functional

    @property
    def inputs(self) -> Any:  # type: ignore[override]
        return self.functional.inputs

    @property
    def outputs(self) -> Any:
        return self.functional.outputs

    @property
    def input_names(self) -> list[str]:
        return self.functional.input_names

    @property
    def output_names(self) -> list[str] | None:
        """The name of the last layer, None before the model is built."""
        return None if self._functional is None else self._functional.output_names

    @property
    def output_keys(self) -> list[str] | None:
        return self.output_names

    @property
    def output_shapes(self) -> Any:
        return None if self._functional is None else self._functional.output_shapes

    @property
    def input_shape(self) -> Any:
        return self.functional.input_shape

    @property
    def output_shape(self) -> Any:
        return self.functional.output_shape

    def layer_flops(self) -> dict[str, float]:
        return self.functional.layer_flops()

    def _inputs(self, x: Any) -> Any:
        return super()._inputs(x) if self._functional is None else self._functional._inputs(x)

    def get_config(self) -> dict[str, Any]:
        from engine.saving.structure.writing import layer_config

        config: dict[str, Any] = {
            "name": self.name,
            "trainable": self.trainable,
            "dtype": self.dtype,
            "layers": [layer_config(layer) for layer in self._chain],
        }
        if self._functional is not None:
            config["build_input_shape"] = list(self.input_shape)
        return config

    @classmethod
    def from_config(cls, config: Any, custom_objects: Any = None) -> Any:
        from engine.custom_objects import custom_object_scope
        from engine.saving.structure.reading import sequential_from_config

        with custom_object_scope(custom_objects):
            return sequential_from_config(config)


registry.register("model", aliases=("Model",))(Functional)
