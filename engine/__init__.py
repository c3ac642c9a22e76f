"""A Keras-compatible engine on NumPy and Numba.

``import engine as keras`` runs a Keras script within the layers, losses,
optimizers, metrics and callbacks that exist here.
"""

from engine import (
    activations,
    backend,
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
from engine.losses import Loss
from engine.metrics import Metric
from engine.models import Functional, Model, Sequential
from engine.optimizers import Optimizer
from engine.saving.model_config import KERAS_VERSION
from engine.tape import GradientTape
from engine.tensor import Tensor, Variable

#: The version of Keras whose interface and files these are.
__version__ = KERAS_VERSION

__all__ = [
    "Functional",
    "GradientTape",
    "Input",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Optimizer",
    "Sequential",
    "Tensor",
    "Variable",
    "__version__",
    "activations",
    "backend",
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
