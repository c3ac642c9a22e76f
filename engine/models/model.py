"""Model: a layer that is trained, saved and summarised."""

from __future__ import annotations

from typing import Any

from engine.layers.layer import Layer
from engine.layers.operation import Operation
from engine.models.summary import print_summary
from engine.training.trainer import Trainer


class Model(Trainer, Layer):
    """Base of models.

    ``Model(inputs, outputs)`` makes a model of the layers between symbolic
    tensors. A subclass makes its layers in ``__init__`` and computes in
    ``call(inputs, training=False)``.
    """

    takes_texts = True

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        from engine.models.functional import Functional

        if cls is Model and (len(args) >= 2 or "inputs" in kwargs or "outputs" in kwargs):
            return super().__new__(Functional)
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from engine.models.functional import Functional

        graph = len(args) >= 2 or "inputs" in kwargs or "outputs" in kwargs
        if graph and not isinstance(self, Functional):
            # A subclass that names its inputs and outputs is a graph of layers too.
            cls = type(self)
            self.__class__ = type(cls.__name__, (cls, Functional), {})
            Functional.__init__(self, *args, **kwargs)  # type: ignore[arg-type]
        else:
            super().__init__(*args, **kwargs)

    @classmethod
    def from_config(cls, config: Any, custom_objects: Any = None) -> Any:
        """Make a model from ``get_config``'s form; ``Model`` itself takes that of a graph."""
        from engine.custom_objects import custom_object_scope
        from engine.models.functional import Functional

        if cls is Model and {"layers", "input_layers"} <= set(config):
            return Functional.from_config(config, custom_objects)
        with custom_object_scope(custom_objects):
            return super().from_config(config)

    def reset_state(self) -> None:
        """Let recurrent layers that go on where they stopped begin anew."""
        for layer in self._flatten_layers():
            if layer is not self and hasattr(layer, "reset_state"):
                layer.reset_state()

    reset_states = reset_state

    @property
    def layers(self) -> list[Layer]:
        """The layers directly inside, in order of creation; steps that are ops are left out."""
        return [layer for layer in self._sublayers if not isinstance(layer, Operation)]

    @property
    def operations(self) -> list[Layer]:
        """The layers directly inside and the ops between them."""
        return list(self._sublayers)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return the layer of a name or at a position."""
        from engine.param import suggest

        if index is not None:
            if not 0 <= index < len(self.layers):
                raise ValueError(f"There is no layer {index}; the model has {len(self.layers)}.")
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        names = [layer.name for layer in self.layers]
        raise ValueError(f"There is no layer called '{name}'.{suggest(str(name), names)}")

    def summary(
        self,
        line_length: int | None = None,
        print_fn: Any = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
    ) -> None:
        """Print the table of layers, output shapes and parameter counts."""
        print_summary(self, line_length, print_fn, expand_nested, show_trainable)

    def layer_flops(self) -> dict[str, float]:
        """Return floating point operations per sample by layer name, all calls added up."""
        return {}

    # -- files -----------------------------------------------------------------

    def save(self, filepath: Any, overwrite: bool = True, **options: Any) -> None:
        """Write architecture, weights and training state to a file; see ``engine.saving``."""
        from engine import saving

        saving.save_model(self, filepath, overwrite=overwrite, **options)

    def save_weights(self, filepath: Any, overwrite: bool = True) -> None:
        """Write the weights to an HDF5 file."""
        from engine import saving

        saving.save_weights(self, filepath, overwrite=overwrite)

    def load_weights(self, filepath: Any, **kwargs: Any) -> None:
        """Read weights from an HDF5 file; ValueError names what does not fit.

        See ``engine.saving.load_weights`` for ``by_name`` and ``skip_mismatch``.
        """
        from engine import saving

        saving.load_weights(self, filepath, **kwargs)

    def to_json(self, **kwargs: Any) -> str:
        """Return the architecture as JSON, as Keras 3 writes it."""
        from engine import saving

        return saving.to_json(self, **kwargs)

    def to_yaml(self, **kwargs: Any) -> str:
        """Return the same as YAML."""
        from engine import saving

        return saving.to_yaml(self, **kwargs)
