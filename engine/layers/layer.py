"""Layer: weights, a call, and a configuration."""

from __future__ import annotations

import functools
import inspect
from typing import Any, ClassVar

import numpy as np

from engine.dtype_policies import DTypePolicy, dtype_policy
from engine.kinds import Bool, Object, Optional, Shape, Text
from engine.layers.context import calling, current_training, in_call, naming
from engine.layers.dtype import DType
from engine.layers.input_spec import check_inputs
from engine.layers.masks import call_takes, first_argument, put_masks, take_masks
from engine.layers.symbolic import LayerCall
from engine.layers.symbolic_calls import SymbolicCalls
from engine.names import unique_name
from engine.origin import inside
from engine.param import Param, param
from engine.scopes import enter
from engine.symbolic import symbolic_leaves
from engine.tensor import TEXT, Tensor, Variable, as_operand
from engine.tree import flatten, map_structure


def trainable_param(own: bool = False) -> Any:
    """Declare the switch that freezes a layer; ``own`` where Keras's class does not take it."""
    return param(
        Bool(),
        True,
        keyword_only=True,
        advanced=True,
        own=own,
        doc="Whether training changes the weights; switch off to freeze the layer.",
    )


class Layer(SymbolicCalls):
    """Base of layers.

    Override ``build(input_shape)`` to make weights with ``add_weight``, and
    ``call(inputs)`` to compute. ``call`` may also take ``training`` and ``mask``.
    A subclass declares its arguments with ``param`` or writes its own
    ``__init__`` that begins with ``super().__init__()``.

    Attributes:
        inputs: How many inputs a call takes: "one", "two", "many" (two or more) or "any".
        supports_masking: Whether a mask of the input is passed on.
        penalises_outputs: Whether the activity regularizer counts for what the layer gives.
        input_dtype: What an input made for this layer holds; None for the layer's own precision.
        autocast: Whether floats given to a call are brought to the layer's precision.
    """

    inputs: ClassVar[str] = "one"
    supports_masking: bool = False
    penalises_outputs: ClassVar[bool] = True
    #: Arguments that a layer drawn by a person begins with.
    starting: ClassVar[dict[str, Any]] = {}
    input_dtype: ClassVar[str | None] = None
    autocast: bool = True
    #: Whether inputs may be texts instead of numbers.
    takes_texts: ClassVar[bool] = False
    built: bool
    _trained_variables: list[Variable]
    _fixed_variables: list[Variable]
    _sublayers: list[Layer]
    _inbound_nodes: list[LayerCall]
    _call_losses: list[Any]
    _given_weights: Any
    _given_shape: Any
    _build_shape: Any
    _build_shapes: Any
    input_spec: Any

    name = param(
        Optional(Text(allow_empty=False)),
        None,
        keyword_only=True,
        hidden=True,
        doc="Name of the layer; unique within a model.",
    )
    trainable = trainable_param()
    dtype = param(
        Optional(DType()), None, keyword_only=True, hidden=True, doc="Precision of the weights."
    )
    activity_regularizer = param(
        Optional(Object("regularizer")),
        None,
        keyword_only=True,
        hidden=True,
        doc="A penalty on the outputs that is added to the loss.",
    )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "build" in vars(cls) and not hasattr(cls, "fit"):
            cls.build = _noting(vars(cls)["build"])  # type: ignore[method-assign]

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        layer = super().__new__(cls)
        hidden = layer.__dict__
        hidden["_trained_variables"] = []
        hidden["_fixed_variables"] = []
        hidden["_sublayers"] = []
        hidden["_inbound_nodes"] = []
        hidden["_call_losses"] = []
        hidden["built"] = False
        hidden["trainable"] = True
        hidden["_given_weights"] = None
        hidden["_given_shape"] = None
        hidden["_build_shape"] = None
        hidden["_build_shapes"] = None
        hidden["_parent_path"] = None
        hidden["input_spec"] = None
        return layer

    def check_params(self) -> None:
        if self.name is None:
            self.name = unique_name(type(self).__name__)
        if self.dtype is None:
            self.dtype = dtype_policy().compute_dtype

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
        every = Layer.params["activity_regularizer"]
        if self.params.get(every.name) is every and config.get(every.name) is None:
            del config[every.name]  # as Keras: layers that do not list it write it when given
        return config

    @property
    def dtype_policy(self) -> DTypePolicy:
        """The policy the layer's precision comes from."""
        return DTypePolicy(self.dtype)

    @property
    def compute_dtype(self) -> str:
        """The element type the layer computes in."""
        return self.dtype

    @property
    def variable_dtype(self) -> str:
        """The element type of the weights."""
        return self.dtype

    def get_build_config(self) -> dict[str, Any] | None:
        """Return what ``build_from_config`` needs to make the weights again."""
        if self._build_shapes is not None:
            return {"shapes_dict": self._build_shapes}
        return None if self._build_shape is None else {"input_shape": self._build_shape}

    def build_from_config(self, config: Any) -> None:
        """Make the weights as another layer's ``get_build_config`` describes."""
        if config and "shapes_dict" in config:
            self._build(config["shapes_dict"], by_name=True)
        elif config and config.get("input_shape") is not None:
            self._build(config["input_shape"])

    def add_metric(self, *args: Any, **kwargs: Any) -> None:
        """Refuse what Keras 3 has taken away.

        Raises:
            NotImplementedError: always, with what to do instead.
        """
        raise NotImplementedError(
            "Layers have no add_metric() any more. Name metrics in compile(metrics=[...]), or "
            "make one in __init__ and call its update_state() inside call()."
        )

    def quantize(self, mode: Any = None, **kwargs: Any) -> None:
        """Refuse: kernels compute in float32 and float64 only.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"The layer '{self.name}' cannot be quantized: computations are in float32 and "
            "float64 here. Save the model to a .keras file and quantize it with Keras."
        )

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

    @property
    def metrics(self) -> list[Any]:
        """The metrics that the layer and those inside it hold as attributes."""
        from engine.metrics.metric import metrics_of

        return [metric for layer in self._flatten_layers() for metric in metrics_of(layer)]

    @property
    def metrics_variables(self) -> list[Variable]:
        """The variables in which the metrics keep their sums."""
        return [v for metric in self.metrics for v in metric.variables]

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
        with naming(self, args), inside(self):
            return self._call_on_tensors(args, kwargs)

    def _call_on_tensors(self, args: tuple, kwargs: dict[str, Any]) -> Any:
        args = tuple(self._to_tensors(a) for a in args)
        kwargs = {k: self._to_tensors(v) if _holds_values(v) else v for k, v in kwargs.items()}
        with enter(self):
            self._build_for(args, kwargs)
            return self._call_on_values(args, kwargs)

    def _call_on_values(self, args: tuple, kwargs: dict[str, Any]) -> Any:
        """Call ``call`` with the training flag and the masks, and finish its outputs."""
        if not in_call():
            for layer in self._flatten_layers():
                layer._call_losses.clear()
        given, takes = kwargs.pop("training", None), call_takes(type(self))
        training = given if given is not None else current_training()
        if "training" in takes:
            kwargs["training"] = _flag(training, takes["training"].default)
        first = first_argument(type(self), args, kwargs)
        mask = take_masks(type(self), args, kwargs)
        with calling(training):
            outputs = self.call(*args, **kwargs)
        self._finish(outputs, first, mask)
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

    def _build_for(self, args: tuple, kwargs: dict[str, Any]) -> None:
        """Check what the layer accepts, and make its weights for it once."""
        first = first_argument(type(self), args, kwargs)
        check_inputs(self.input_spec, first, self.name)
        if self.built:
            return
        wanted = build_takes(type(self))  # type: ignore[arg-type]
        if len(wanted) < 2:
            self._build(_shapes(first))
        else:
            names = list(call_takes(type(self)))
            given = {**dict(zip(names, args, strict=False)), **kwargs}
            self._build(
                {n: _shapes(given.get(n.removesuffix("_shape"))) for n in wanted}, by_name=True
            )
        check_inputs(self.input_spec, first, self.name)

    def _build(self, shape: Any, by_name: bool = False) -> None:
        self.__dict__["_build_shape"] = None if by_name else shape
        self.__dict__["_build_shapes"] = shape if by_name else None
        with enter(self):
            if by_name:
                self.build(**shape)
            else:
                self.build(shape)
        self.built = True
        if self._given_weights is not None:
            self.set_weights(self._given_weights)
            self.__dict__["_given_weights"] = None

    def _finish(self, outputs: Any, first: Any, mask: Any) -> None:
        """Attach the outputs' masks and collect the activity regularizer's loss."""
        out_mask = None if first is None else self.compute_mask(first, mask)
        if out_mask is not None:
            put_masks(outputs, out_mask)
        regularizer = getattr(self, "activity_regularizer", None)
        if regularizer is not None and self.penalises_outputs:
            from engine.ops import divide

            for tensor in flatten(outputs):
                batch = tensor.shape[0] if tensor.shape else 1
                self.add_loss(divide(regularizer(tensor), float(batch or 1)))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _noting(build: Any) -> Any:
    """A ``build`` that a user may call by hand: the layer knows that it is built then."""

    @functools.wraps(build)
    def noting(self: Layer, *args: Any, **kwargs: Any) -> None:
        with enter(self):
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
def build_takes(cls: Any) -> tuple[str, ...]:
    """Names of the shapes that a class's ``build`` takes."""
    parameters = list(inspect.signature(cls.build).parameters.values())[1:]
    many = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return tuple(p.name for p in parameters if p.kind not in many)


def _holds_values(value: Any) -> bool:
    return any(isinstance(leaf, (np.ndarray, Tensor)) for leaf in flatten(value))


def _shapes(value: Any) -> Any:
    if value is None:
        return None
    return map_structure(lambda t: tuple(getattr(t, "shape", ())), value)


def _flag(training: Any, default: Any) -> bool | None:
    """The training flag of a call: what was said, or what the layer's ``call`` takes itself.

    None stays None, so that the layers inside a model decide by themselves.
    """
    if training is None:
        return None if default is None else default is True
    return bool(training)
