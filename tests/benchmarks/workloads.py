"""Eight training jobs, written once against the interface of Keras.

    job = make("mnist_cnn", keras)      # `keras` itself, or `engine`
    job.model.fit(job.x, job.y, batch_size=job.batch_size)

They are the kinds of network that beginners and students train on a processor:
a small table, two ways of reading digits, a deep residual network, texts,
series, and a model of two inputs and two outputs. Data are drawn, because only
time is measured; what is drawn is the same for every library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Arrays = Any  # one array, or a list of one per input or output


@dataclass(frozen=True)
class Job:
    """A compiled model and what it is trained on: `steps` batches of `batch_size` samples."""

    model: Any
    x: Arrays
    y: Arrays
    batch_size: int
    steps: int

    def batches(self, count: int) -> tuple[Arrays, Arrays]:
        """The first `count` batches of inputs and targets."""
        return self.samples(count * self.batch_size), first(self.y, count * self.batch_size)

    def samples(self, count: int) -> Arrays:
        """The first inputs."""
        return first(self.x, count)


class Draw:
    """Draws the arrays of a job of `count` samples; the same numbers at every call."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.random = np.random.default_rng(7)

    def numbers(self, *shape: int) -> np.ndarray:
        return self.random.standard_normal((self.count, *shape), dtype=np.float32)

    def pixels(self, *shape: int) -> np.ndarray:
        return self.random.random((self.count, *shape), dtype=np.float32)

    def classes(self) -> np.ndarray:
        return self.random.integers(0, 10, self.count)

    def yes_or_no(self) -> np.ndarray:
        return self.random.integers(0, 2, (self.count, 1)).astype(np.float32)

    def words(self, length: int) -> np.ndarray:
        return self.random.integers(1, 10_000, (self.count, length), dtype=np.int32)


Data = Callable[[Draw], tuple[Arrays, Arrays]]


@dataclass(frozen=True)
class Workload:
    """How to make a model and its data, and how large the job is unless told otherwise."""

    name: str
    about: str
    build: Callable[[Any], Any]
    data: Data
    batch_size: int
    steps: int


WORKLOADS: dict[str, Workload] = {}


def workload(batch_size: int, steps: int, data: Data) -> Callable[[Any], Any]:
    """Enter a function `keras -> compiled model` among the workloads, under its name."""

    def enter(build: Callable[[Any], Any]) -> Callable[[Any], Any]:
        name = build.__name__
        about = (build.__doc__ or "").strip()
        WORKLOADS[name] = Workload(name, about, build, data, batch_size, steps)
        return build

    return enter


def make(
    name: str,
    keras: Any,
    batch_size: int | None = None,
    steps: int | None = None,
    build: Callable[[Any], Any] | None = None,
) -> Job:
    """Build a workload with a library that offers Keras's names, or with another `build`."""
    plan = WORKLOADS[name]
    size, count = batch_size or plan.batch_size, steps or plan.steps
    x, y = plan.data(Draw(size * count))
    return Job((build or plan.build)(keras), x, y, size, count)


def first(arrays: Arrays, count: int) -> Arrays:
    """The first samples of one array or of each of several."""
    return [a[:count] for a in arrays] if isinstance(arrays, list) else arrays[:count]


def _layers_in_turn(keras: Any, *steps: Any, **settings: Any) -> Any:
    model = keras.Sequential(list(steps))
    model.compile(**settings)
    return model


CLASSES: dict[str, Any] = {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"]}
YES_NO: dict[str, Any] = {"loss": "binary_crossentropy", "metrics": ["accuracy"]}


@workload(128, 400, lambda draw: (draw.pixels(20), draw.yes_or_no()))
def tabular_mlp(keras: Any) -> Any:
    """A table of 20 columns, two hidden layers of 64 with dropout: all overhead."""
    dense, dropout = keras.layers.Dense, keras.layers.Dropout
    return _layers_in_turn(
        keras,
        keras.Input((20,)),
        *(dense(64, activation="relu"), dropout(0.5)),
        *(dense(64, activation="relu"), dropout(0.5)),
        dense(1, activation="sigmoid"),
        optimizer="rmsprop",
        **YES_NO,
    )


@workload(128, 150, lambda draw: (draw.pixels(28, 28), draw.classes()))
def mnist_mlp(keras: Any) -> Any:
    """Digits through two hidden layers of 512 with dropout: matrix products."""
    dense, dropout = keras.layers.Dense, keras.layers.Dropout
    return _layers_in_turn(
        keras,
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        *(dense(512, activation="relu"), dropout(0.2)),
        *(dense(512, activation="relu"), dropout(0.2)),
        dense(10, activation="softmax"),
        optimizer="adam",
        **CLASSES,
    )


@workload(64, 60, lambda draw: (draw.pixels(28, 28, 1), draw.classes()))
def mnist_cnn(keras: Any) -> Any:
    """Digits through three convolutions and two poolings: the first example of most courses."""
    conv, pool, dense = keras.layers.Conv2D, keras.layers.MaxPooling2D, keras.layers.Dense
    return _layers_in_turn(
        keras,
        keras.Input((28, 28, 1)),
        *(conv(32, 3, activation="relu"), pool(2)),
        *(conv(64, 3, activation="relu"), pool(2)),
        conv(64, 3, activation="relu"),
        keras.layers.Flatten(),
        dense(64, activation="relu"),
        dense(10, activation="softmax"),
        optimizer="adam",
        **CLASSES,
    )


@workload(32, 120, lambda draw: (draw.pixels(28, 28, 1), draw.classes()))
def gap_cnn(keras: Any) -> Any:
    """Digits through two narrow convolutions and a global mean; logits into the loss."""
    conv = keras.layers.Conv2D
    return _layers_in_turn(
        keras,
        keras.Input((28, 28, 1)),
        conv(16, 3, activation="relu"),
        conv(16, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10),
        optimizer="adam",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )


#: (filters, stride of the first convolution) of the nine blocks of ResNet-20.
BLOCKS = [(16, 1)] * 3 + [(32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1)]


@workload(64, 12, lambda draw: (draw.pixels(32, 32, 3), draw.classes()))
def resnet20(keras: Any) -> Any:
    """ResNet-20 on small colour images: batch normalisation and residual sums."""
    layers = keras.layers
    relu = layers.Activation

    def conv_norm(x: Any, filters: int, size: int = 3, stride: int = 1) -> Any:
        x = layers.Conv2D(filters, size, stride, padding="same", use_bias=False)(x)
        return layers.BatchNormalization()(x)

    images = keras.Input((32, 32, 3))
    x = relu("relu")(conv_norm(images, 16))
    for filters, stride in BLOCKS:
        y = relu("relu")(conv_norm(x, filters, stride=stride))
        y = conv_norm(y, filters)
        if x.shape[-1] != filters:
            x = conv_norm(x, filters, size=1, stride=stride)
        x = relu("relu")(layers.Add()([x, y]))
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(images, layers.Dense(10, activation="softmax")(x))
    model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.9), **CLASSES)
    return model


@workload(128, 10, lambda draw: (draw.words(200), draw.yes_or_no()))
def text_lstm(keras: Any) -> Any:
    """Texts of 200 words through an embedding and an LSTM of 64."""
    layers = keras.layers
    return _layers_in_turn(
        keras,
        keras.Input((200,), dtype="int32"),
        layers.Embedding(10_000, 16),
        layers.LSTM(64),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
        optimizer="rmsprop",
        **YES_NO,
    )


@workload(32, 30, lambda draw: (draw.numbers(100, 8), draw.numbers(1)))
def bigru(keras: Any) -> Any:
    """Series of 100 steps through a bidirectional and a plain GRU of 32."""
    layers = keras.layers
    return _layers_in_turn(
        keras,
        keras.Input((100, 8)),
        layers.Bidirectional(layers.GRU(32, return_sequences=True)),
        layers.GRU(32),
        layers.Dense(1),
        optimizer="adam",
        loss="mse",
    )


def _two_of_each(draw: Draw) -> tuple[Arrays, Arrays]:
    return [draw.words(100), draw.numbers(5)], [draw.yes_or_no(), draw.yes_or_no()]


@workload(32, 20, _two_of_each)
def headline(keras: Any) -> Any:
    """Headlines and five numbers beside them; the text alone is judged a second time."""
    dense = keras.layers.Dense
    words = keras.Input((100,), dtype="int32", name="words")
    beside = keras.Input((5,), name="beside")
    text = keras.layers.LSTM(32)(keras.layers.Embedding(10_000, 512)(words))
    x = keras.layers.Concatenate()([text, beside])
    for _ in range(3):
        x = dense(64, activation="relu")(x)
    judged = dense(1, activation="sigmoid", name="judged")(x)
    by_text = dense(1, activation="sigmoid", name="by_text")(text)
    model = keras.Model([words, beside], [judged, by_text])
    model.compile(optimizer="rmsprop", loss=["binary_crossentropy"] * 2, loss_weights=[1.0, 0.2])
    return model
