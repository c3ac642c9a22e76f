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
        """Return the layer of a name or at a position.

        Raises:
            ValueError: when there is none, proposing the nearest name.
        """
        from engine.param import suggest

        layers = self.layers
        if index is not None and name is not None:
            raise ValueError(
                f"Provide only a layer name or a layer index. Received: index={index}, name={name}."
            )
        if index is not None:
            if not -len(layers) <= index < len(layers):
                raise ValueError(
                    f"Was asked to retrieve layer at index {index} but model only has "
                    f"{len(layers)} layers."
                )
            return layers[index]
        if name is None:
            raise ValueError("Provide either a layer name or layer index at `get_layer`.")
        names = [layer.name for layer in layers]
        if name not in names:
            raise ValueError(
                f"No such layer: {name}.{suggest(str(name), names)} Existing layers are: {names}."
            )
        return layers[names.index(name)]

    def export(
        self,
        filepath: Any = None,
        format: str = "tf_saved_model",
        **options: Any,  # noqa: A002
    ) -> None:
        """Write the model for other programs to run, as an ONNX file (``format="onnx"``).

        Raises:
            NotImplementedError: for the other formats, with what to do instead.
        """
        if format != "onnx":
            raise NotImplementedError(
                "Models are exported to ONNX here (format='onnx'), not to TensorFlow's or other "
                "programs' formats. Save the model with model.save('model.keras'), open it with "
                "Keras and export it there."
            )
        from engine.saving.onnx_export import export_onnx

        export_onnx(self, filepath)

    def summary(
        self,
        line_length: int | None = None,
        positions: Any = None,
        print_fn: Any = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: Any = None,
    ) -> None:
        """Print the table of layers, output shapes and parameter counts.

        Args:
            line_length: Width of the table.
            positions: Where the columns end, in characters or as parts of the width.
            print_fn: Called with every line in place of ``print``.
            expand_nested: Whether to show the layers of models inside.
            show_trainable: Whether to add a column that tells what is trained.
            layer_range: Names (or patterns) of the first and the last layer to show.
        """
        if callable(positions):  # Keras 2 has print_fn second
            positions, print_fn = None, positions
        print_summary(
            self, line_length, positions, print_fn, expand_nested, show_trainable, layer_range
        )

    def layer_flops(self) -> dict[str, float]:
        """Return floating point operations per sample by layer name, all calls added up."""
        return {}

    def profile(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        batch_size: int = 32,
        steps: int = 12,
    ) -> Any:
        """Measure where the time and memory of a step go, layer by layer; ``print`` it.

        Weights, optimizer and metrics are afterwards what they were. Without targets,
        or before ``compile``, predicting is measured. See ``engine.profiling``.
        """
        from engine.profiling import profile

        return profile(self, x, y, sample_weight, batch_size, steps)

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
