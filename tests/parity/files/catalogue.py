"""Models as people make them, written with the names that Keras 2 and Keras 3 share.

Every model is a function of the library: tf_keras, Keras 3 or this engine. What only one
generation has is said beside the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Make = Callable[[Any], Any]


@dataclass(frozen=True)
class Entry:
    """A model of the catalogue.

    Attributes:
        make: Makes it, given the library.
        optimizer: Makes its optimizer, given ``library.optimizers``.
        settings: What else ``compile`` is given.
        generations: Which generations of Keras can make it.
        flat: Ends of the names of weights whose gradient is zero in exact arithmetic (biases
            before a normalization), so that rounding decides where they go; and of the moving
            means that follow them.
        objects: Makes what else ``compile`` is given, of the library's own losses and metrics.
    """

    make: Make
    optimizer: Callable[[Any], Any]
    settings: dict[str, Any]
    generations: tuple[int, ...]
    flat: tuple[str, ...]
    objects: Callable[[Any], dict[str, Any]] = lambda k: {}


MODELS: dict[str, Entry] = {}


def flat(name: str) -> tuple[str, ...]:
    """``Entry.flat`` of a model; nothing for one that is not of the catalogue."""
    return MODELS[name].flat if name in MODELS else ()


def model(
    optimizer: Callable[[Any], Any] = lambda o: o.SGD(0.02),
    generations: tuple[int, ...] = (2, 3),
    flat: tuple[str, ...] = (),
    objects: Callable[[Any], dict[str, Any]] = lambda k: {},
    **settings: Any,
) -> Callable[[Make], Make]:
    """Enter a function into the catalogue under its own name."""

    def enter(make: Make) -> Make:
        chosen = settings or {"loss": "mse"}
        MODELS[make.__name__] = Entry(make, optimizer, chosen, generations, flat, objects)
        return make

    return enter


def chain(k: Any, shape: tuple[int | None, ...], *layers: Any) -> Any:
    inputs = tensor = k.Input(shape)
    for layer in layers:
        tensor = layer(tensor)
    return k.Model(inputs, tensor)


@model(lambda o: o.Adam(0.01), loss="categorical_crossentropy", metrics=["accuracy", "mae"])
def mlp(k):
    layers = k.layers
    return k.Sequential(
        [
            layers.Dense(8, activation="relu", input_shape=(5,)),
            layers.Dropout(0.0),
            layers.Dense(3, activation="softmax"),
        ]
    )


@model(lambda o: o.SGD(0.01, momentum=0.9, nesterov=True))
def without_input(k):
    made = k.Sequential([k.layers.Dense(4), k.layers.Dense(2)])
    made(np.zeros((1, 3), "float32"))
    return made


@model(lambda o: o.RMSprop(0.01, momentum=0.5, centered=True), flat=("conv2d/bias", "moving_mean"))
def images(k):
    layers = k.layers
    return k.Sequential(
        [
            layers.Conv2D(4, 3, padding="same", input_shape=(8, 8, 3)),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.DepthwiseConv2D(3),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )


@model(lambda o: o.Adagrad(0.01))
def convolutions(k):
    layers = k.layers
    return chain(
        k,
        (10, 10, 3),
        layers.SeparableConv2D(4, 3, padding="same"),
        layers.LeakyReLU(0.2),
        layers.Conv2DTranspose(3, 3, strides=2, padding="same"),
        layers.ZeroPadding2D(1),
        layers.Cropping2D(1),
        layers.UpSampling2D(2, interpolation="bilinear"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(2),
    )


@model(lambda o: o.Adadelta(0.5))
def one_and_three_dimensions(k):
    layers = k.layers
    line, cube = k.Input((9, 3)), k.Input((5, 5, 5, 2))
    x = layers.Conv1D(4, 3, padding="causal", dilation_rate=2)(line)
    x = layers.GlobalMaxPooling1D()(layers.SeparableConv1D(3, 3)(x))
    y = layers.Conv3DTranspose(2, 2)(layers.Conv3D(3, 3)(cube))
    y = layers.Flatten()(layers.AveragePooling3D(2)(y))
    return k.Model([line, cube], layers.Dense(1)(layers.Concatenate()([x, y])))


def mobile_block(k, tensor, filters, strides):
    """A block of MobileNet: depthwise, then pointwise, each normalised, ReLU up to 6."""
    layers = k.layers
    x = layers.ZeroPadding2D(((0, 1), (0, 1)))(tensor)
    x = layers.DepthwiseConv2D(3, strides=strides, use_bias=False)(x)
    x = layers.ReLU(6.0)(layers.BatchNormalization(epsilon=0.001, momentum=0.999)(x))
    x = layers.Conv2D(filters, 1, padding="same", use_bias=False)(x)
    return layers.BatchNormalization(axis=-1)(x)


@model(lambda o: o.Adam(0.001), loss="categorical_crossentropy", metrics=["accuracy"])
def transfer(k):
    """A frozen network of images below a new head, as teachable machines are made."""
    layers = k.layers
    image = k.Input((8, 8, 3))
    x = mobile_block(k, image, 4, 1)
    base = k.Model(image, mobile_block(k, x, 6, 2), name="mobile")
    base.trainable = False
    features = k.Sequential([base, layers.GlobalAveragePooling2D()], name="features")
    head = k.Sequential(
        [
            layers.Dense(5, activation="relu", input_shape=(6,)),
            layers.Dense(3, activation="softmax", use_bias=False),
        ],
        name="head",
    )
    return k.Sequential([features, head])


@model(lambda o: o.Adam(0.01, amsgrad=True))
def recurrent(k):
    layers = k.layers
    return chain(
        k,
        (6, 4),
        layers.LSTM(5, return_sequences=True),
        layers.GRU(4, return_sequences=True),
        layers.GRU(3, reset_after=False, return_sequences=True),
        layers.SimpleRNN(3, return_sequences=True),
        layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(2)),
        layers.Bidirectional(layers.GRU(2), merge_mode="sum"),
        layers.Dense(1),
    )


@model()
def cells(k):
    layers = k.layers
    return chain(
        k,
        (5, 3),
        layers.RNN([layers.LSTMCell(4), layers.GRUCell(3)], return_sequences=True),
        layers.TimeDistributed(layers.LayerNormalization()),
        layers.RNN(layers.SimpleRNNCell(2)),
    )


@model()
def hard_sigmoid(k):
    layers = k.layers
    return chain(
        k,
        (6, 4),
        layers.LSTM(5, recurrent_activation="hard_sigmoid", return_sequences=True),
        layers.Conv1D(3, 2, activation="hard_sigmoid"),
        layers.Activation("hard_sigmoid"),
        layers.Flatten(),
        layers.Dense(1),
    )


@model()
def stateful(k):
    memory, inputs = k.layers.LSTM(3, stateful=True), k.Input(batch_shape=(4, 5, 2))
    return k.Model(inputs, k.layers.Dense(1)(memory(inputs)))


@model(lambda o: o.Adam(0.01))
def translation(k):
    """Encoder and decoder; the decoder starts with the encoder's memory."""
    layers = k.layers
    said, answer = k.Input((5, 3)), k.Input((4, 2))
    _, h, c = layers.LSTM(5, return_state=True)(said)
    y, _, _ = layers.LSTM(5, return_sequences=True, return_state=True)(answer, initial_state=[h, c])
    return k.Model([said, answer], layers.Dense(2, activation="softmax")(y))


@model(lambda o: o.Adamax(0.01))
def masks(k):
    layers = k.layers
    a, b = k.Input((6,), dtype="int32"), k.Input((6,), dtype="int32")
    first = layers.Embedding(10, 4, mask_zero=True)(a)
    second = layers.Embedding(10, 4, mask_zero=True)(b)
    joined = layers.Concatenate()([layers.Add()([first, second]), first])
    return k.Model([a, b], layers.Dense(2)(layers.LSTM(4)(joined)))


@model()
def masked_steps(k):
    layers = k.layers
    return chain(
        k,
        (5, 3),
        layers.Masking(0.0),
        layers.LSTM(4, return_sequences=True),
        layers.TimeDistributed(layers.Dense(2)),
        layers.GlobalAveragePooling1D(),
        layers.Dense(1),
    )


@model(lambda o: o.Ftrl(0.01))
def attention(k):
    layers = k.layers
    query, value = k.Input((5, 4)), k.Input((6, 4))
    x = layers.MultiHeadAttention(2, 3)(query, value)
    y = layers.Attention(use_scale=True)([query, value])
    z = layers.AdditiveAttention()([query, value])
    return k.Model([query, value], layers.Dense(2)(layers.Add()([x, y, z])))


@model(lambda o: o.AdamW(0.01, weight_decay=0.02))
def transformer(k):
    layers = k.layers
    x = k.Input((4, 6))
    y = layers.MultiHeadAttention(2, 3)(x, x, x, use_causal_mask=True)
    y = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, y]))
    z = layers.Dense(6)(layers.Dense(8, activation="gelu")(y))
    return k.Model(x, layers.LayerNormalization()(layers.Add()([y, z])))


@model(lambda o: o.SGD(0.02), loss={"first": "mse", "second": "mae"},
       loss_weights={"first": 2.0, "second": 0.5}, metrics={"first": ["mae"]})  # fmt: skip
def shared(k):
    layers = k.layers
    a, b, twin = k.Input((4,)), k.Input((4,)), layers.Dense(3, activation="tanh", name="twin")
    joined = layers.Concatenate()([twin(a), twin(b)])
    second = layers.Dense(2, name="second")(layers.Subtract()([twin(a), twin(b)]))
    return k.Model([a, b], [layers.Dense(1, name="first")(joined), second])


def _nested(k):
    layers = k.layers
    inner = k.Sequential(
        [layers.Dense(3, input_shape=(4,)), layers.BatchNormalization(), layers.Dense(3)],
        name="inner",
    )
    x, j = k.Input((4,)), k.Input((3,))
    graph = k.Model(j, layers.Dense(2)(j), name="graph")
    return k.Model(x, layers.Add()([graph(inner(x)), graph(layers.Dense(3)(x))]))


@model(lambda o: o.RMSprop(0.01), flat=("dense/bias", "moving_mean"))
def nested(k):
    return _nested(k)


@model(lambda o: o.Adam(0.01))
def nested_frozen(k):
    made = _nested(k)
    made.get_layer("inner").trainable = False
    made.get_layer("graph").layers[1].trainable = False
    return made


@model(flat=("same/bias", "moving_mean"))
def same_names(k):
    """Layers of one name in several models inside one another."""
    layers = k.layers

    def part(name, size):
        x = k.Input((size,), name="x")
        y = layers.BatchNormalization(name="norm")(layers.Dense(3, name="same")(x))
        return k.Model(x, y, name=name)

    x = k.Input((4,), name="x")
    inner = part("deep", 3)
    j = k.Input((4,), name="x")
    middle = k.Model(j, inner(part("side", 4)(j)), name="middle")
    return k.Model(x, layers.Dense(2, name="same")(middle(x)))


@model(loss={"sum": "mse", "difference": "huber"})
def dictionaries(k):
    layers = k.layers
    a, b = k.Input((3,), name="left"), k.Input((2,), name="right")
    x = layers.Concatenate()([a, b])
    outputs = {
        "sum": layers.Dense(1, name="sum")(x),
        "difference": layers.Dense(2, name="difference")(x),
    }
    return k.Model({"left": a, "right": b}, outputs)


@model(
    lambda o: o.Adam(0.01, clipnorm=0.5),
    objects=lambda k: {
        "loss": {"y": k.losses.Huber(delta=0.7), "z": k.losses.BinaryCrossentropy(False, 0.1)},
        "metrics": {"y": [k.metrics.RootMeanSquaredError(name="r")], "z": ["mae"]},
    },
)
def settings_as_objects(k):
    """Losses and metrics made by hand, for a model with a dict of outputs."""
    layers = k.layers
    x = k.Input((4,), name="x")
    hidden = layers.Dense(5, activation="gelu")(x)
    z = layers.Dense(1, activation="sigmoid", name="z")(hidden)
    return k.Model({"x": x}, {"y": layers.Dense(2, name="y")(hidden), "z": z})


@model()
def called_with_names(k):
    """A model inside another that takes and gives dictionaries."""
    layers = k.layers
    a, b = k.Input((3,), name="left"), k.Input((2,), name="right")
    sides = {"sum": layers.Dense(2)(layers.Concatenate()([a, b])), "left": layers.Dense(2)(a)}
    inner = k.Model({"left": a, "right": b}, sides, name="inner")
    x, y = k.Input((3,)), k.Input((2,))
    given = inner({"left": x, "right": y})
    return k.Model([x, y], layers.Dense(1)(layers.Add()([given["sum"], given["left"]])))


@model(lambda o: o.Adam(o.schedules.ExponentialDecay(0.01, 2, 0.5, staircase=True)))
def scheduled(k):
    layers = k.layers
    return chain(k, (4,), layers.Dense(5, activation="selu"), layers.Dense(2))


@model(lambda o: o.SGD(o.schedules.PiecewiseConstantDecay([3, 4], [0.1, 0.05, 0.01]),
                       momentum=0.5, clipnorm=0.3))  # fmt: skip
def piecewise(k):
    return chain(k, (4,), k.layers.Dense(5, activation="softsign"), k.layers.Dense(2))


@model(lambda o: o.Adam(0.01, weight_decay=0.1, global_clipnorm=0.4, use_ema=True,
                        ema_overwrite_frequency=2))  # fmt: skip
def averaged(k):
    return chain(k, (4,), k.layers.Dense(5, activation="exponential"), k.layers.Dense(2))


@model(lambda o: o.AdamW(0.01))
def penalties(k):
    layers, r, c = k.layers, k.regularizers, k.constraints
    first = layers.Dense(
        4,
        input_shape=(3,),
        kernel_regularizer=r.L1L2(0.01, 0.02),
        kernel_constraint=c.MaxNorm(2),
        bias_constraint=c.NonNeg(),
        activity_regularizer=r.L2(0.01),
        kernel_initializer=k.initializers.VarianceScaling(2.0, "fan_in", "truncated_normal"),
    )
    return k.Sequential([first, layers.Dense(1, kernel_regularizer="l2")])


@model()
def merging(k):
    layers = k.layers
    a, b = k.Input((4, 3)), k.Input((4, 3))
    dot = layers.Dot(axes=(2, 2), normalize=True)([a, b])
    kinds = (layers.Average, layers.Maximum, layers.Multiply, layers.Minimum)
    tensors = [dot, *(kind()([a, b]) for kind in kinds)]
    return k.Model([a, b], [layers.Dense(2)(t) for t in tensors])


@model()
def normalizations(k):
    layers = k.layers
    return chain(
        k,
        (6, 6, 4),
        layers.LayerNormalization(),
        layers.GroupNormalization(2),
        layers.UnitNormalization(),
        layers.BatchNormalization(momentum=0.9),
        layers.PReLU(shared_axes=[1, 2]),
        layers.ELU(),
        layers.ReLU(max_value=3, negative_slope=0.1),
        layers.Softmax(),
        layers.GlobalMaxPooling2D(),
        layers.Dense(1),
    )


@model()
def steps_of_models(k):
    layers = k.layers
    frame = k.Sequential(
        [layers.Conv2D(3, 2, input_shape=(5, 5, 2)), layers.Flatten(), layers.Dense(4)],
        name="frame",
    )
    return chain(k, (3, 5, 5, 2), layers.TimeDistributed(frame), layers.LSTM(3), layers.Dense(1))


@model(generations=(2,))
def removed(k):
    """Layers that Keras 3 no longer has."""
    layers = k.layers
    return chain(
        k,
        (8, 3),
        layers.LocallyConnected1D(2, 3),
        layers.ThresholdedReLU(0.2),
        layers.Flatten(),
        layers.Dense(1),
    )


@model()
def many_long_names(k):
    """Names of layers and of weights beyond the 64 KiB that an attribute holds."""
    layers = [k.layers.Dense(2, name=f"layer_{i:03d}_" + "x" * 900, input_shape=(2,))
              for i in range(2)]  # fmt: skip
    layers += [k.layers.Activation("tanh", name=f"step_{i:03d}_" + "y" * 900) for i in range(72)]
    return k.Sequential([*layers, k.layers.Dense(1)])


def _legacy(name, optimizer, flat=()):
    """A small model with an optimizer of before Keras 2.11."""

    def make(k):
        return chain(k, (4,), k.layers.Dense(5, activation="tanh"), k.layers.Dense(2))

    make.__name__ = name
    model(optimizer, generations=(2,), flat=flat)(make)


_legacy("legacy_adam", lambda o: o.legacy.Adam(0.01, amsgrad=True, decay=0.01))
_legacy("legacy_sgd", lambda o: o.legacy.SGD(0.01, decay=0.1))
_legacy("legacy_momentum", lambda o: o.legacy.SGD(0.01, momentum=0.9, nesterov=True))
_legacy("legacy_rmsprop", lambda o: o.legacy.RMSprop(0.01, momentum=0.3, centered=True))
_legacy("legacy_nadam", lambda o: o.legacy.Nadam(0.01))
_legacy("legacy_adagrad", lambda o: o.legacy.Adagrad(0.01))
_legacy("legacy_adadelta", lambda o: o.legacy.Adadelta(0.5))
_legacy("legacy_adamax", lambda o: o.legacy.Adamax(0.01, clipvalue=0.01))
_legacy("legacy_ftrl", lambda o: o.legacy.Ftrl(0.01))
