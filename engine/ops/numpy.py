"""Ops that NumPy has as functions, as ``keras.ops.numpy``."""

# ruff: noqa: F401, F403 (names of the package)

from engine.ops.about import *
from engine.ops.activation import tanh
from engine.ops.arrange import *
from engine.ops.complex import *
from engine.ops.control import vectorize
from engine.ops.creation import *
from engine.ops.cumulative import *
from engine.ops.diagonals import *
from engine.ops.einsum import einsum
from engine.ops.elementwise import *
from engine.ops.indexing import *
from engine.ops.lengthen import repeat
from engine.ops.linalg import slogdet
from engine.ops.pad import pad
from engine.ops.products import matmul
from engine.ops.reduce import *
from engine.ops.shape import *
from engine.ops.sorting import *
from engine.ops.statistics import *
from engine.ops.ufuncs import *
from engine.ops.vectors import *
