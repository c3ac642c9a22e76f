"""Functional: a model of the layer calls between symbolic inputs and outputs."""

from __future__ import annotations

from typing import Any

from engine.layers.core import InputLayer
from engine.layers.masks import put_masks
from engine.layers.symbolic import KerasTensor, LayerCall
from engine.models.drawn_masks import DrawnMasks
from engine.models.model import Model
from engine.models.replay import cut_out, filled
from engine.models.topology import order_graph
from engine.tensor import TEXT, dtype_of
from engine.training.arrays import by_name, to_arrays
from engine.tree import flatten, pack_like


class Functional(Model):
    """A graph of layers.

    Args:
        inputs: Symbolic input, or a list or dict of them.
        outputs: Symbolic output, or a list or dict of them.
        name: Name of the model.

    Raises:
        ValueError: when an output does not depend on the given inputs alone.
    """

    autocast = False  # each input has a precision of its own
    calls: list[LayerCall]
    _input_structure: Any
    _output_structure: Any
    _input_tensors: list[KerasTensor]
    _output_tensors: list[KerasTensor]

    def __init__(
        self,
        inputs: Any,
        outputs: Any,
        name: str | None = None,
        trainable: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, trainable=trainable, **kwargs)
        _check_symbolic(inputs, "inputs")
        _check_symbolic(outputs, "outputs")
        inputs, outputs = cut_out(inputs, outputs)
        self.__dict__["_input_structure"] = inputs
        self.__dict__["_output_structure"] = outputs
        self.__dict__["_input_tensors"] = flatten(inputs)
        self.__dict__["_output_tensors"] = flatten(outputs)
        calls, layers = order_graph(self._input_tensors, self._output_tensors)
        self.__dict__["calls"] = calls
        self._sublayers.extend(layers)
        self._check_names()
        self.built = True

    def _check_names(self) -> None:
        names = [layer.name for layer in self._sublayers]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(
                    f"Two layers are called '{name}'; each layer of a model needs its own name."
                )

    # -- structure ---------------------------------------------------------------

    @property
    def inputs(self) -> list[KerasTensor]:  # type: ignore[override]
        """The symbolic inputs, flat."""
        return list(self._input_tensors)

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs, flat."""
        return list(self._output_tensors)

    @property
    def input_names(self) -> list[str]:
        return [t.keras_history.layer.name for t in self._input_tensors]

    @property
    def output_names(self) -> list[str]:
        """The layers that the outputs come from."""
        return [t.keras_history.layer.name for t in self._output_tensors]

    @property
    def output_keys(self) -> list[str]:
        """A name per output, each different: its key in a dict, else the layer it comes from."""
        if isinstance(self._output_structure, dict):
            return sorted(self._output_structure)
        names: list[str] = []
        for base in self.output_names:
            name, number = base, 0
            while name in names:
                number += 1
                name = f"{base}_{number}"
            names.append(name)
        return names

    @property
    def output_shapes(self) -> list[Any]:
        return [t.shape for t in self._output_tensors]

    @property
    def input_shape(self) -> Any:
        return _shape_of(self._input_tensors)

    @property
    def output_shape(self) -> Any:
        return _shape_of(self._output_tensors)

    @property
    def input(self) -> Any:
        return self._input_structure

    @property
    def output(self) -> Any:
        return self._output_structure

    def layer_flops(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for call in self.calls:
            found[call.layer.name] = found.get(call.layer.name, 0.0) + call.flops
        return found

    # -- computing ---------------------------------------------------------------

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Run the layers in order on values of the inputs."""
        given = _in_order(inputs, self._input_structure, self.input_names)
        values: dict[int, Any] = {}
        for symbol, value in zip(self._input_tensors, given, strict=True):
            values[id(symbol)] = _fit_rank(value, symbol)
        if mask is not None:
            put_masks(list(values.values()), mask)
        masks = DrawnMasks(self.calls)
        for call in self.calls:
            if isinstance(call.layer, InputLayer):
                continue
            args, kwargs = filled((call.args, call.kwargs), values)
            if training is not None:  # Keras's files say training=True where that is the default
                kwargs = {**kwargs, "training": training}
            kwargs = {**kwargs, **masks.given(call)}
            result = call.layer(*args, **kwargs)
            masks.note(call, args, kwargs, result)
            for symbol, value in zip(call.outputs, flatten(result), strict=True):
                values[id(symbol)] = value
        outputs = [values[id(t)] for t in self._output_tensors]
        # A list of one output gives that one, as in Keras.
        listed = isinstance(self._output_structure, (list, tuple)) and len(outputs) == 1
        return outputs[0] if listed else pack_like(self._output_structure, outputs)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        return None  # the outputs carry the masks their layers gave them

    def _inputs(self, x: Any) -> Any:
        arrays = to_arrays(x, None, with_texts=True)
        ordered = by_name(arrays, self.input_names, "input")
        checked = [
            _check_input(a, t, n)
            for a, t, n in zip(ordered, self._input_tensors, self.input_names, strict=True)
        ]
        if isinstance(self._input_structure, KerasTensor):
            return checked[0]
        return pack_like(self._input_structure, checked)

    # -- configuration -----------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        from engine.saving.structure.writing import functional_config

        return functional_config(self)

    @classmethod
    def from_config(cls, config: Any, custom_objects: Any = None) -> Any:
        from engine.custom_objects import custom_object_scope
        from engine.saving.structure.reading import functional_from_config

        with custom_object_scope(custom_objects):
            return functional_from_config(config)


def _shape_of(tensors: list[KerasTensor]) -> Any:
    shapes = [tensor.shape for tensor in tensors]
    return shapes[0] if len(shapes) == 1 else shapes


def _check_symbolic(structure: Any, what: str) -> None:
    for leaf in flatten(structure):
        if not isinstance(leaf, KerasTensor):
            raise ValueError(
                f"The {what} of a model must be symbolic tensors made by Input() and layers, "
                f"got {leaf!r}."
            )


def _in_order(inputs: Any, structure: Any, names: list[str]) -> list[Any]:
    if isinstance(inputs, dict):
        if isinstance(structure, dict):
            return [inputs[key] for key in sorted(structure)]
        return by_name(inputs, names, "input")
    leaves = flatten(inputs)
    if len(leaves) != len(names):
        raise ValueError(
            f"The model has {len(names)} inputs ({', '.join(names)}), got {len(leaves)}."
        )
    return leaves


def _fit_rank(value: Any, symbol: KerasTensor) -> Any:
    """Add or drop a last axis of size 1 where the declared input differs by that (Keras)."""
    from engine import ops

    if not hasattr(value, "shape") or len(value.shape) == len(symbol.shape):
        return value
    if len(value.shape) == len(symbol.shape) + 1 and value.shape[-1] == 1:
        return ops.squeeze(value, -1)
    if len(value.shape) == len(symbol.shape) - 1 and symbol.shape[-1] == 1:
        return ops.expand_dims(value, -1)
    return value


def _check_input(array: Any, symbol: KerasTensor, name: str) -> Any:
    """Return an array in the declared input's precision.

    Raises:
        ValueError: when the input cannot take it, naming both shapes.
    """
    if (dtype_of(array) == TEXT) != (symbol.dtype == TEXT):
        takes, given = ("texts", "numbers") if symbol.dtype == TEXT else ("numbers", "texts")
        advice = (
            ""
            if takes == "texts"
            else (
                " Give the input dtype='string' and put a TextVectorization or StringLookup layer "
                "behind it."
            )
        )
        raise ValueError(f"The input '{name}' takes {takes}, the data are {given}.{advice}")
    shape, wanted = tuple(array.shape[1:]), tuple(symbol.shape[1:])
    fits = len(shape) == len(wanted) and all(
        w is None or w == s for s, w in zip(shape, wanted, strict=True)
    )
    if fits or (*shape, 1) == wanted or shape == (*wanted, 1):
        wanted_type = symbol.dtype if symbol.dtype.startswith("float") else "float32"
        return array if symbol.dtype == TEXT else to_arrays(array, wanted_type)
    raise ValueError(
        f"The input '{name}' expects samples of shape {wanted}, the data has samples of shape "
        f"{shape}."
    )
