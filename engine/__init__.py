"""A Keras-compatible engine on NumPy and Numba.

``import engine as keras`` runs a Keras script within the layers, losses,
optimizers, metrics and callbacks that exist here.
"""

from engine import (
    activations,
    callbacks,
    config,
    constraints,
    initializers,
    layers,
    losses,
    metrics,
    models,
    ops,
    optimizers,
    random,
    regularizers,
    saving,
    utils,
)
from engine.layers import Input, Layer
from engine.layers.symbolic import KerasTensor
from engine.models import Functional, Model, Sequential
from engine.tape import GradientTape
from engine.tensor import Tensor, Variable

__all__ = [
    "Functional",
    "GradientTape",
    "Input",
    "KerasTensor",
    "Layer",
    "Model",
    "Sequential",
    "Tensor",
    "Variable",
    "activations",
    "callbacks",
    "config",
    "constraints",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "ops",
    "optimizers",
    "random",
    "regularizers",
    "saving",
    "utils",
]
