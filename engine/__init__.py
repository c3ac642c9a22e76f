"""A Keras-compatible engine on NumPy and Numba.

``import engine as keras`` runs a Keras script within the layers, losses,
optimizers, metrics and callbacks that exist here; ``import engine as tf`` one
that also uses TensorFlow's eager arithmetic, tapes and data sets.
"""

import sys

from engine import (
    activations,
    backend,
    callbacks,
    config,
    constraints,
    data,
    datasets,
    debugging,
    dtype_policies,
    image,
    initializers,
    io,
    layers,
    linalg,
    losses,
    math,
    metrics,
    mixed_precision,
    models,
    nest,
    nn,
    ops,
    optimizers,
    preprocessing,
    random,
    regularizers,
    saving,
    strings,
    train,
    utils,
)
from engine.dtype_policies import DTypePolicy, FloatDTypePolicy
from engine.eager import *  # noqa: F403 (TensorFlow's spellings, listed there)
from engine.eager import __all__ as _eager
from engine.eager_arrays import *  # noqa: F403 (more of them)
from engine.eager_arrays import __all__ as _eager_arrays
from engine.eager_flow import *  # noqa: F403 (branches, loops, what stands around them)
from engine.eager_flow import __all__ as _eager_flow
from engine.eager_picking import *  # noqa: F403 (picking and putting by indices)
from engine.eager_picking import __all__ as _eager_picking
from engine.initializers import Initializer
from engine.layers import Input, Layer
from engine.layers.input_spec import InputSpec
from engine.layers.operation import Operation
from engine.layers.symbolic import KerasTensor
from engine.losses import Loss
from engine.metrics import Metric
from engine.models import Function, Functional, Model, Sequential
from engine.optimizers import Optimizer
from engine.regularizers import Regularizer
from engine.saving.description.model import KERAS_VERSION
from engine.tape import GradientTape
from engine.tensor import Tensor, TensorSpec, Variable

#: The version of Keras whose interface and files these are.
__version__ = KERAS_VERSION

#: ``tf.keras`` of a script that says ``import engine as tf``.
keras = sys.modules[__name__]

__all__ = [  # noqa: PLE0604
    *_eager,
    *_eager_arrays,
    *_eager_flow,
    *_eager_picking,
    "DTypePolicy",
    "FloatDTypePolicy",
    "Function",
    "Functional",
    "GradientTape",
    "Initializer",
    "Input",
    "InputSpec",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Operation",
    "Optimizer",
    "Regularizer",
    "Sequential",
    "Tensor",
    "TensorSpec",
    "Variable",
    "__version__",
    "activations",
    "backend",
    "callbacks",
    "config",
    "constraints",
    "data",
    "datasets",
    "debugging",
    "dtype_policies",
    "image",
    "initializers",
    "io",
    "layers",
    "linalg",
    "losses",
    "math",
    "metrics",
    "mixed_precision",
    "models",
    "nest",
    "nn",
    "ops",
    "optimizers",
    "preprocessing",
    "random",
    "regularizers",
    "saving",
    "strings",
    "train",
    "utils",
]
