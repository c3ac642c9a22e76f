"""Operations on tensors, named and behaving like ``keras.ops``.

Each works on tensors, variables, arrays and numbers: at once, under a
``GradientTape``, or inside a trace. Every family's file lists its names in
``__all__``; what is named below besides is the engine's own.
"""

# ruff: noqa: F401, F403 (names of the package)

from engine.ops import image, linalg, nn, numpy
from engine.ops.about import *
from engine.ops.activation import *
from engine.ops.activations import *
from engine.ops.arrange import *
from engine.ops.attention import *
from engine.ops.complex import *
from engine.ops.control import *
from engine.ops.conv3d import conv3d
from engine.ops.convolution import conv1d, conv2d
from engine.ops.creation import *
from engine.ops.crossentropy import sigmoid_crossentropy, sparse_softmax_crossentropy
from engine.ops.ctc import *
from engine.ops.cumulative import *
from engine.ops.diagonals import *
from engine.ops.differentiation import *
from engine.ops.einsum import einsum
from engine.ops.elementwise import *
from engine.ops.fourier import *
from engine.ops.indexing import *
from engine.ops.lengthen import repeat, upsample
from engine.ops.linalg import *
from engine.ops.normalization import batch_norm
from engine.ops.normalizing import *
from engine.ops.pad import crop, pad
from engine.ops.patches import depth_to_space, fold, space_to_depth, unfold
from engine.ops.products import dense, matmul
from engine.ops.random import draw_key, dropout, key_state, normal, uniform
from engine.ops.recurrent import gru, lstm, simple_rnn
from engine.ops.reduce import *
from engine.ops.scores import *
from engine.ops.shape import *
from engine.ops.sorting import *
from engine.ops.sparsemax import sparsemax
from engine.ops.special import erf
from engine.ops.state import assign, assign_add, assign_sub
from engine.ops.statistics import *
from engine.ops.ufuncs import *
from engine.ops.vectors import *
from engine.ops.windows import *
from engine.symbolic import accept_symbols

accept_symbols(globals(), [n for n in globals() if not n.startswith("_")])
for _space in (image, linalg, nn, numpy):
    for _name, _function in list(vars(_space).items()):
        _found = globals().get(_name)
        if getattr(_found, "__wrapped__", None) is _function:
            setattr(_space, _name, _found)  # one and the same under both names
    accept_symbols(vars(_space), [n for n in vars(_space) if not n.startswith("_")])
