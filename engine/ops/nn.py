"""Ops of neural networks, as ``keras.ops.nn``."""

# ruff: noqa: F401, F403 (names of the package)

from engine.ops.activation import *
from engine.ops.activations import *
from engine.ops.attention import *
from engine.ops.complex import polar
from engine.ops.ctc import *
from engine.ops.normalizing import *
from engine.ops.patches import depth_to_space, fold, space_to_depth, unfold
from engine.ops.scores import *
from engine.ops.sparsemax import sparsemax
from engine.ops.statistics import moments
from engine.ops.windows import *
