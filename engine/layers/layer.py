"""Layer: weights, a call, and a configuration."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engine import registry
from engine.config import floatx
from engine.graph import trace
from engine.kinds import Bool, Kind, Optional, Shape, Text
from engine.layers.context import calling, current_training, in_call
from engine.layers.symbolic import KerasTensor, LayerCall, symbolic_leaves
from engine.names import unique_name
from engine.param import Configurable, Param, param
from engine.tensor import TEXT, Tensor, Variable, as_operand
from engine.tree import flatten, map_structure, pack_like


class DType(Kind):
    """Precision of a layer; Keras's dtype policies are accepted where they name one."""

    options: tuple[str, ...] = ("float32", "float64", "int32", "int64", "bool", "uint8")

    def validate(self, value: Any) -> str:
        if isinstance(value, dict):
            value = value.get("config", {}).get("name")
        value = getattr(value, "name", value)
        if value not in self.options:
            raise ValueError("Half and mixed precision are not supported.")
        return value

    def describe(self) -> str:
        return "'float32', 'float64' or an integer type"

    def bad_values(self) -> list[Any]:
        return ["float99", 3]


class Layer(Configurable):
    """Base of layers.

    Override ``build(input_shape)`` to make weights with ``add_weight``, and
    ``call(inputs)`` to compute. ``call`` may also take ``training`` and ``mask``.
    A subclass declares its arguments with ``param`` or writes its own
    ``__init__`` that begins with ``super().__init__()``.

    Attributes:
        inputs: How many inputs a call takes: "one", "two" or "many".
        supports_masking: Whether a mask of the input is passed on.
        input_dtype: What an input made for this layer holds; None for the layer's own precision.
        autocast: Whether floats given to a call are brought to the layer's precision.
    """

    inputs: ClassVar[str] = "one"
    supports_masking: bool = False
    #: Arguments that a layer drawn by a person begins with.
    starting: ClassVar[dict[str, Any]] = {}
    input_dtype: ClassVar[str | None] = None
    autocast: bool = True
    #: Whether inputs may be texts instead of numbers.
    takes_texts: ClassVar[bool] = False
    #: Whether Keras's class takes the argument; if not, it is written only where it is off.
    takes_trainable: ClassVar[bool] = True
    built: bool
    _own_variables: list[Variable]
    _sublayers: list[Layer]
    _inbound_nodes: list[LayerCall]
    _call_losses: list[Any]
    _given_weights: Any
    _given_shape: Any
    _build_shape: Any

    name = param(
        Optional(Text(allow_empty=False)),
        None,
        keyword_only=True,
        hidden=True,
        doc="Name of the layer; unique within a model.",
    )
    trainable = param(
        Bool(),
        True,
        keyword_only=True,
        advanced=True,
        doc="Whether training changes the weights; switch off to freeze the layer.",
    )
    dtype = param(
        Optional(DType()), None, keyword_only=True, hidden=True, doc="Precision of the weights."
    )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls) and not hasattr(cls, "fit"):
            cls.build = _noting(vars(cls)["build"])  # type: ignore[method-assign]

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        layer = super().__new__(cls)
        hidden = layer.__dict__
        hidden["_own_variables"] = []
        hidden["_sublayers"] = []
        hidden["_inbound_nodes"] = []
        hidden["_call_losses"] = []
        hidden["built"] = False
        hidden["trainable"] = True
        hidden["_given_weights"] = None
        hidden["_given_shape"] = None
        hidden["_build_shape"] = None
        return layer

    def check_params(self) -> None:
        if self.name is None:
            self.name = unique_name(type(self).__name__)
        if self.dtype is None:
            self.dtype = floatx()

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Take the older ways of naming the input's shape, and initial weights."""
        kwargs = dict(kwargs)
        batch_shape = kwargs.pop("batch_input_shape", None)
        shape = kwargs.pop("input_shape", None)
        if "input_dim" not in self.params and "input_dim" in kwargs:
            length = kwargs.pop("input_length", None)
            shape = (
                (kwargs.pop("input_dim"),) if length is None else (length, kwargs.pop("input_dim"))
            )
        elif "input_length" in kwargs:
            shape = (kwargs.pop("input_length"),)
        batch = kwargs.pop("batch_size", None) if "batch_size" not in self.params else None
        owner = type(self).__name__
        if batch_shape is not None:
            self.__dict__["_given_shape"] = _BATCH_SHAPE.validate(batch_shape, owner)
        elif shape is not None:
            sizes = _INPUT_SHAPE.validate(shape, owner)
            self.__dict__["_given_shape"] = (batch, *sizes)
        if "weights" in kwargs and "weights" not in self.params:
            self.__dict__["_given_weights"] = kwargs.pop("weights")
        return kwargs

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if self.trainable and not self.takes_trainable:
            del config["trainable"]
        return config

    # -- weights ---------------------------------------------------------------

    def add_weight(
        self,
        shape: Any = (),
        initializer: Any = None,
        dtype: str | None = None,
        trainable: bool = True,
        name: str | None = None,
        regularizer: Any = None,
        constraint: Any = None,
    ) -> Variable:
        """Declare a weight; its values are made when they are first needed.

        Args:
            shape: Its sizes.
            initializer: An initializer, its name or a function ``(shape, dtype)``;
                Glorot's uniform one for floats by default.
            dtype: The layer's by default.
            trainable: Whether training changes it.
            name: Its own name ("kernel").
            regularizer, constraint: Objects or names.
        """
        if isinstance(shape, str):  # Keras 2 has the name first
            shape, name = (initializer if initializer is not None else ()), shape
            initializer = None
        from engine.random import draw_seed

        chosen = registry.get("initializer", initializer or "glorot_uniform")
        make = chosen.bound(draw_seed()) if hasattr(chosen, "bound") else chosen
        sizes = (shape,) if isinstance(shape, int) else tuple(shape)
        variable = Variable(make, sizes, dtype or self.dtype, trainable, name or "variable")
        variable.regularizer = _maybe("regularizer", regularizer)
        variable.constraint = _maybe("constraint", constraint)
        variable.path = f"{self.name}/{variable.name}"
        self._own_variables.append(variable)
        return variable

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, Variable) and not any(v is value for v in self._own_variables):
            self._own_variables.append(value)
        elif name == "trainable" and "dtype" in self.__dict__:
            # Freezing a layer freezes what is inside it; while it is being made, a frozen
            # layer inside stays frozen.
            for layer in self._sublayers:
                layer.trainable = value
        else:
            for layer in _layers_in(value):
                if layer is not self and not any(s is layer for s in self._sublayers):
                    self._sublayers.append(layer)
        super().__setattr__(name, value)

    @property
    def weights(self) -> list[Variable]:
        """All weights: this layer's trainable ones, its others, then the layers' inside it."""
        own = self._own_variables
        found = [v for v in own if v.trainable] + [v for v in own if not v.trainable]
        return _unique([*found, *(w for layer in self._sublayers for w in layer.weights)])

    variables = weights

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training changes."""
        if not self.trainable:
            return []
        own = [v for v in self._own_variables if v.trainable]
        inner = [w for layer in self._sublayers for w in layer.trainable_weights]
        return _unique([*own, *inner])

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training leaves alone."""
        trained = {id(w) for w in self.trainable_weights}
        return [w for w in self.weights if id(w) not in trained]

    @property
    def trainable_variables(self) -> list[Variable]:
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Variable]:
        return self.non_trainable_weights

    def count_params(self) -> int:
        """Return the number of weights' elements; ValueError before the layer is built."""
        if not self.built:
            raise ValueError(
                f"The layer '{self.name}' has no weights yet: they are made when its input's "
                "shape is known. Call it on data or build it first."
            )
        return sum(w.size for w in self.weights)

    def get_weights(self) -> list[np.ndarray]:
        """Return copies of all weights, in the order of ``weights``."""
        return [w.numpy() for w in self.weights]

    def set_weights(self, arrays: Any) -> None:
        """Set all weights; ValueError names a count or shape that does not fit."""
        weights, arrays = self.weights, list(arrays)
        if len(weights) != len(arrays):
            raise ValueError(
                f"'{self.name}' has {len(weights)} weights, {len(arrays)} arrays were given."
            )
        for weight, array in zip(weights, arrays, strict=True):
            if weight.shape != np.shape(array):
                raise ValueError(
                    f"'{self.name}': the weight '{weight.path}' has the shape {weight.shape}, "
                    f"the array given for it {np.shape(array)}."
                )
        for weight, array in zip(weights, arrays, strict=True):
            weight.set_value(array)

    def _flatten_layers(self) -> Iterator[Layer]:
        """This layer and all layers inside it, each once."""
        seen: set[int] = set()
        pending: list[Layer] = [self]
        while pending:
            layer = pending.pop(0)
            if id(layer) not in seen:
                seen.add(id(layer))
                yield layer
                pending[:0] = layer._sublayers

    # -- losses ----------------------------------------------------------------

    def add_loss(self, loss: Any) -> None:
        """Add something to what training makes small, from inside ``call``."""
        self._call_losses.extend(flatten(loss))

    @property
    def losses(self) -> list[Any]:
        """Losses added by the last call, and the regularizers' of all trainable weights."""
        added = [loss for layer in self._flatten_layers() for loss in layer._call_losses]
        return added + [
            w.regularizer(w) for w in self.trainable_weights if w.regularizer is not None
        ]

    # -- calling ---------------------------------------------------------------

    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of a shape (batch included)."""

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Compute the outputs."""
        raise NotImplementedError(f"{type(self).__name__} does not define call.")

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Return the mask of the outputs."""
        return previous_mask if self.supports_masking else None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if symbolic_leaves((args, kwargs)):
            return self._call_symbolically(args, kwargs)
        args = tuple(self._to_tensors(a) for a in args)
        self._build_for(args[0] if args else None)
        outermost = not in_call()
        if outermost:
            for layer in self._flatten_layers():
                layer._call_losses.clear()
        given, takes = kwargs.pop("training", None), call_takes(type(self))  # type: ignore[arg-type]
        training = given if given is not None else current_training()
        if "training" in takes:
            kwargs["training"] = bool(training)
        mask = kwargs.get("mask")
        if mask is None:
            mask = (
                map_structure(lambda t: getattr(t, "_keras_mask", None), args[0]) if args else None
            )
            if "mask" in takes and any(m is not None for m in flatten(mask)):
                kwargs["mask"] = mask
        with calling(training):
            outputs = self.call(*args, **kwargs)
        self._finish(outputs, args, mask)
        return outputs

    def as_float(self, x: Any) -> Any:
        """Return x in the layer's precision when it holds whole numbers or booleans."""
        from engine.ops import cast

        return x if x.dtype.startswith("float") else cast(x, self.dtype)

    def _to_tensors(self, value: Any) -> Any:
        """Make tensors of arrays and bring floats to the layer's precision, as Keras does."""
        from engine.ops import cast

        def convert(leaf: Any) -> Any:
            if leaf is None or isinstance(leaf, (str, bool)):
                return leaf
            operand = as_operand(leaf)
            if operand.dtype == TEXT and not self.takes_texts:
                raise ValueError(
                    "It takes numbers, not texts. Put a TextVectorization or "
                    "StringLookup layer before it."
                )
            floats = operand.dtype.startswith("float") and self.dtype.startswith("float")
            if not floats or operand.dtype == self.dtype or not self.autocast:
                return operand
            found = cast(operand, self.dtype)
            found._keras_mask = getattr(operand, "_keras_mask", None)
            return found

        return map_structure(convert, value)

    def _build_for(self, inputs: Any) -> None:
        if self.built:
            return
        shape = map_structure(lambda t: tuple(getattr(t, "shape", ())), inputs)
        self._build(shape)

    def _build(self, shape: Any) -> None:
        self.__dict__["_build_shape"] = shape
        self.build(shape)
        self.built = True
        if self._given_weights is not None:
            self.set_weights(self._given_weights)
            self.__dict__["_given_weights"] = None

    def _finish(self, outputs: Any, args: tuple, mask: Any) -> None:
        """Attach the outputs' masks and collect the activity regularizer's loss."""
        previous = mask if any(m is not None for m in flatten(mask)) else None
        out_mask = self.compute_mask(args[0], previous) if args else None
        leaves = flatten(outputs)
        if out_mask is not None:
            masks = flatten(out_mask)
            for i, tensor in enumerate(leaves):
                found = masks[i] if len(masks) == len(leaves) else masks[0]
                if isinstance(tensor, Tensor) and found is not None:
                    tensor._keras_mask = found
        regularizer = getattr(self, "activity_regularizer", None)
        if regularizer is not None and leaves:
            from engine.ops import divide

            batch = leaves[0].shape[0]
            self.add_loss(divide(regularizer(leaves[0]), float(batch or 1)))

    # -- symbolic calls ----------------------------------------------------------

    def _call_symbolically(self, args: tuple, kwargs: dict[str, Any]) -> Any:
        structure, flops = self._infer(args, kwargs)
        return LayerCall(self, args, kwargs, structure, flops).structure

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Return symbolic tensors of the outputs' shapes and dtypes; no weight is filled."""
        return self._infer(args, kwargs)[0]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the outputs' shape for an input's shape (batch included)."""
        many = isinstance(input_shape, list) or (
            input_shape and isinstance(input_shape[0], (tuple, list))
        )
        shapes = list(input_shape) if many else [input_shape]
        tensors = [KerasTensor(tuple(s), self.dtype) for s in shapes]
        outputs = self.compute_output_spec(tensors if many else tensors[0])
        return map_structure(lambda t: t.shape, outputs)

    def _infer(self, args: tuple, kwargs: dict[str, Any]) -> tuple[Any, float]:
        """Trace the call on tensors with open sizes: outputs' specs and cost per sample."""
        symbols = symbolic_leaves((args, kwargs))
        try:
            self._build_for(args[0] if args else None)

            def run(*placeholders: Tensor) -> Any:
                stand_in = dict(zip(map(id, symbols), placeholders, strict=True))
                leaves = flatten((args, kwargs))
                filled = [stand_in.get(id(x), x) for x in leaves]
                new_args, new_kwargs = pack_like((args, kwargs), filled)
                return self(*new_args, **new_kwargs)

            graph = trace(run, [s.spec for s in symbols])
        except (ValueError, IndexError) as error:
            raise _in_layer(error, self) from None
        finally:
            for layer in self._flatten_layers():
                layer._call_losses.clear()
        outputs = map_structure(
            lambda t: KerasTensor(t.shape, t.dtype) if hasattr(t, "dtype") else t, graph.outputs
        )
        return outputs, graph.flops()

    @property
    def input(self) -> Any:
        """The symbolic input of the layer's first call."""
        return self._first_call().args[0]

    @property
    def output(self) -> Any:
        """The symbolic output of the layer's first call."""
        return self._first_call().structure

    def _first_call(self) -> LayerCall:
        if not self._inbound_nodes:
            raise AttributeError(
                f"The layer '{self.name}' has no input and output yet: it was not called on "
                "symbolic tensors."
            )
        return self._inbound_nodes[0]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _noting(build: Any) -> Any:
    """A ``build`` that a user may call by hand: the layer knows that it is built then."""

    @functools.wraps(build)
    def noting(self: Layer, *args: Any, **kwargs: Any) -> None:
        build(self, *args, **kwargs)
        self.built = True

    return noting


def _older(name: str) -> Param:
    """An argument of older scripts; it names the shape of the data for a first layer."""
    definition = Param(Shape(), None, doc="Kept for older scripts.")
    definition.name = name
    return definition


_INPUT_SHAPE, _BATCH_SHAPE = _older("input_shape"), _older("batch_input_shape")


@functools.cache
def call_takes(cls: Any) -> frozenset[str]:
    """Names of the optional arguments that a class's ``call`` takes."""
    return frozenset(inspect.signature(cls.call).parameters)


def _maybe(category: str, value: Any) -> Any:
    return None if value is None else registry.get(category, value)


def _layers_in(value: Any) -> list[Layer]:
    if isinstance(value, Layer):
        return [value]
    if isinstance(value, (list, tuple)):
        return [v for v in value if isinstance(v, Layer)]
    if isinstance(value, dict):
        return [v for v in value.values() if isinstance(v, Layer)]
    return []


def _unique(variables: list[Variable]) -> list[Variable]:
    return list({id(v): v for v in variables}.values())


def _in_layer(error: Exception, layer: Layer) -> ValueError:
    """Name the layer in the message of an error, once."""
    text = str(error)
    if text.startswith("Layer '"):
        return ValueError(text)
    return ValueError(f"Layer '{layer.name}' ({type(layer).__name__}): {text}")
