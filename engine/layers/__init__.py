"""Layers, one family per file."""

from engine import registry
from engine.custom_objects import custom_object_scope
from engine.layers.conv import Conv1D, Conv2D
from engine.layers.core import Activation, Dense, Embedding, Input, InputLayer
from engine.layers.layer import Layer
from engine.layers.merging import (
    Add,
    Concatenate,
    Multiply,
    Subtract,
    add,
    concatenate,
    multiply,
    subtract,
)
from engine.layers.normalization import BatchNormalization
from engine.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from engine.layers.recurrent import LSTM, LSTMCell
from engine.layers.regularization import Dropout
from engine.layers.reshaping import Flatten, Reshape

Convolution1D = Conv1D
Convolution2D = Conv2D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalMaxPool2D = GlobalMaxPooling2D


def serialize(layer: Layer) -> dict:
    """Return a layer's class name and configuration, as Keras 3 writes it."""
    return registry.serialize(layer)


def deserialize(config: dict, custom_objects: dict | None = None) -> Layer:
    """Make a layer from ``serialize``'s form."""
    with custom_object_scope(custom_objects):
        return registry.deserialize(config, "layer")


__all__ = [
    "Activation",
    "Add",
    "AveragePooling1D",
    "AveragePooling2D",
    "AvgPool1D",
    "AvgPool2D",
    "BatchNormalization",
    "Concatenate",
    "Conv1D",
    "Conv2D",
    "Convolution1D",
    "Convolution2D",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "GlobalAveragePooling2D",
    "GlobalAvgPool2D",
    "GlobalMaxPool2D",
    "GlobalMaxPooling2D",
    "Input",
    "InputLayer",
    "LSTM",
    "LSTMCell",
    "Layer",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPooling1D",
    "MaxPooling2D",
    "Multiply",
    "Reshape",
    "Subtract",
    "add",
    "concatenate",
    "deserialize",
    "multiply",
    "serialize",
    "subtract",
]
