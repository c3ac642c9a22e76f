"""Input, Dense, Activation, Embedding: where models begin and what they mostly consist of."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.kinds import Bool, Either, Int, Object, Optional, Shape
from engine.layers.dtype import DType
from engine.layers.layer import Layer
from engine.layers.lora import LowRank
from engine.layers.symbolic import KerasTensor, LayerCall
from engine.layers.weights import (
    ActivationKind,
    KernelAndBias,
    add_bias,
    add_kernel,
    constraint,
    fused_act,
    initializer,
    known_size,
    regularizer,
)
from engine.ops.embedding import gather_rows
from engine.param import param
from engine.registry import register
from engine.tensor import TEXT

__all__ = [
    "Activation",
    "Dense",
    "Embedding",
    "Input",
    "InputLayer",
]


class InputType(DType):
    """What data consist of: numbers of a precision, or texts."""

    options: tuple[str, ...] = (*DType.options, TEXT)

    def describe(self) -> str:
        return f"{super().describe()}, or 'string' for texts"


@register("layer", family="core", look="input")
class InputLayer(Layer):
    """Where data enters the model.

    Formula: y = x
    Shape: (batch, *shape)
    """

    starting = {"shape": (32,)}
    takes_texts = True
    shape = param(Optional(Shape()), None, doc="Sizes of one sample, without the batch.")
    batch_size = param(
        Optional(Int(low=1), none_label="any"),
        None,
        advanced=True,
        doc="A fixed number of samples per batch; usually left open.",
    )
    dtype = param(
        Optional(InputType(), none_label="automatic"),
        None,
        doc="Type of the data: float32, int32 for word numbers, or string for texts.",
    )
    sparse = param(Bool(), False, advanced=True, hidden=True, doc="Kept for Keras's files.")
    ragged = param(
        Bool(), False, advanced=True, hidden=True, in_config=False, doc="Kept for Keras's files."
    )
    batch_shape = param(
        Optional(Shape()),
        None,
        advanced=True,
        hidden=True,
        in_config=False,
        doc="Shape with the batch, in place of shape and batch_size.",
    )
    optional = param(Bool(), False, hidden=True, in_config=False, doc="Kept for Keras's files.")
    name = param(Optional(Layer.params["name"].kind), None, hidden=True, doc="Name of the input.")

    def check_params(self) -> None:
        super().check_params()
        given = self.batch_shape
        if given is not None:
            if not given:
                raise ValueError(
                    "InputLayer: 'batch_shape' must begin with the batch, for example "
                    "(None, 28, 28, 1), got an empty shape."
                )
            self.batch_size, self.shape = given[0], tuple(given[1:])
        if self.shape is None:
            raise ValueError(
                "InputLayer: the argument 'shape' is missing; give the sizes of one sample, "
                "for example (28, 28, 1)."
            )
        self.batch_shape = (self.batch_size, *self.shape)
        self.built = True
        tensor = KerasTensor(self.batch_shape, self.dtype, name=self.name)
        LayerCall(self, (), {}, tensor, 0.0)

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        kwargs = dict(kwargs)
        for older in ("batch_input_shape", "input_shape"):
            if older in kwargs:
                kwargs["batch_shape" if older.startswith("batch") else "shape"] = kwargs.pop(older)
        return kwargs

    def call(self, inputs: Any) -> Any:
        return inputs

    def get_config(self) -> dict[str, Any]:
        return {
            "batch_shape": list(self.batch_shape),
            "dtype": self.dtype,
            "sparse": self.sparse,
            "name": self.name,
        }


def Input(  # noqa: N802 (Keras's name)
    shape: Any = None,
    batch_size: int | None = None,
    dtype: str | None = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Any = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> KerasTensor:
    """Return a symbolic tensor that stands for a model's input.

    Args:
        shape: Sizes of one sample, None for open ones.
        batch_size: A fixed number of samples per batch.
        dtype: Type of the numbers, float32 by default.
        sparse, ragged, optional: Kept for Keras's signature.
        batch_shape: Shape with the batch, in place of the first two.
        name: Name of the input.
        tensor: A symbolic tensor to return as it is.
    """
    if tensor is not None:
        return tensor
    layer = InputLayer(
        shape=shape,
        batch_size=batch_size,
        dtype=dtype,
        sparse=bool(sparse),
        ragged=bool(ragged),
        batch_shape=batch_shape,
        optional=optional,
        name=name,
    )
    return layer._inbound_nodes[0].outputs[0]


@register("layer", family="core")
class Dense(KernelAndBias, LowRank):
    """Every output looks at every input: the fully connected layer.

    Formula: y = activation(x · kernel + bias)
    Shape: (batch, ..., inputs) to (batch, ..., units)
    """

    starting = {"units": 64, "activation": "relu"}
    supports_masking = True
    units = param(Int(low=1), doc="Number of outputs.")

    def build(self, input_shape: Any) -> None:
        if len(input_shape) < 2:
            raise ValueError(
                f"it needs a batch axis and features, but gets the shape {tuple(input_shape)}."
            )
        inputs = known_size(input_shape, -1, "last axis")
        self.kernel = add_kernel(self, (inputs, self.units))
        self.bias = add_bias(self, (self.units,))
        self.start_lora()

    def call(self, inputs: Any) -> Any:
        code, after = fused_act(self.activation)
        y = ops.dense(self.as_float(inputs), self.adapted(), self.bias, act=code)
        return y if after is None else after(y)


@register("layer", family="core", look="activation")
class Activation(Layer):
    """Applies an activation function to every number.

    Formula: y = activation(x)
    Shape: unchanged
    """

    starting = {"activation": "relu"}
    supports_masking = True
    activation = param(ActivationKind(), doc="The function to apply.")

    def call(self, inputs: Any) -> Any:
        return self.activation(self.as_float(inputs))


@register("layer", family="core", look="embedding")
class Embedding(LowRank):
    """Turns whole numbers (words, categories) into vectors that are learned.

    Formula: y[i] = table[x[i]]
    Shape: (batch, ...) to (batch, ..., output_dim)
    """

    adapted_weight = "embeddings"
    starting = {"input_dim": 1000, "output_dim": 32}
    input_dtype = "int32"
    input_dim = param(Int(low=1), doc="Size of the vocabulary: the largest number plus one.")
    output_dim = param(Int(low=1), doc="Length of each vector.")
    embeddings_initializer = initializer("uniform", "vectors")
    embeddings_regularizer = regularizer("vectors")
    embeddings_constraint = constraint("vectors")
    mask_zero = param(
        Bool(),
        False,
        last=True,
        doc="Whether the number 0 means padding that later layers skip.",
    )
    input_length = param(
        Optional(Either(Int(low=1), Shape())),
        None,
        last=True,
        hidden=True,
        in_config=False,
        doc="Length of the input sequences; kept for older scripts.",
    )
    activity_regularizer = param(
        Optional(Object("regularizer")),
        None,
        keyword_only=True,
        advanced=True,
        doc="A penalty on the outputs that is added to the loss.",
    )

    def check_params(self) -> None:
        super().check_params()
        given = self._given_weights  # Keras: the table itself, or a list of it
        if given is not None and not (isinstance(given, list) and len(given) == 1):
            self.__dict__["_given_weights"] = [given]
        if self.input_length is not None and self._given_shape is None:
            length = self.input_length
            sizes = length if isinstance(length, tuple) else (length,)
            self.__dict__["_given_shape"] = (None, *sizes)

    def build(self, input_shape: Any) -> None:
        self.embeddings = self.add_weight(
            (self.input_dim, self.output_dim),
            self.embeddings_initializer,
            name="embeddings",
            regularizer=self.embeddings_regularizer,
            constraint=self.embeddings_constraint,
        )
        self.start_lora()

    def call(self, inputs: Any) -> Any:
        return gather_rows(self.adapted(), inputs)

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        return ops.not_equal(inputs, 0) if self.mask_zero else None
