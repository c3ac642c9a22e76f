"""Cases of the ops every network is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import engine.ops as ops
from engine.kernels.act import LINEAR, RELU, SIGMOID, TANH
from engine.ops.casting import copied
from engine.ops.embedding import gather_rows
from engine.ops.judging import safe_divide
from engine.ops.products import column_sums, relu_slopes
from tests.op_cases import Cases, distinct, positive, real

LABELS = np.array([2, 0, 1], np.int64)
INDEX = np.array([[1, 3, 1], [0, 2, 2]], np.int32)
MASK = np.array([[True, True, False], [True, False, True]])
SHOWN = np.array([[0.0, 2.0, 1.0], [3.0, 0.0, 0.5]])
KEY = np.array([5, 3], np.uint64)


def lstm(mask: Any = None, act: int = TANH, recurrent_act: int = SIGMOID) -> Callable[..., Any]:
    return lambda *a: ops.lstm(*a, mask, act=act, recurrent_act=recurrent_act)


LSTM = (real(2, 3, 2), real(2, 12), real(3, 12), real(12), real(2, 3), real(2, 3))

CASES: Cases = {
    "add": (ops.add, (real(2, 3), real(3))),
    "subtract": (ops.subtract, (real(2, 1), real(2, 3))),
    "multiply": (ops.multiply, (real(2, 3), real(1, 3))),
    "divide": (ops.divide, (real(2, 3), real(3))),
    "power": (ops.power, (positive(2, 3), real(3))),
    "maximum": (ops.maximum, (distinct(2, 3), distinct(2, 3) + 0.05)),
    "minimum": (ops.minimum, (distinct(2, 3), distinct(2, 3) + 0.05)),
    "negative": (ops.negative, (real(2, 3),)),
    "square": (ops.square, (real(2, 3),)),
    "sqrt": (ops.sqrt, (positive(2, 3),)),
    "exp": (ops.exp, (real(2, 3),)),
    "expm1": (ops.expm1, (real(2, 3),)),
    "log": (ops.log, (positive(2, 3),)),
    "log1p": (ops.log1p, (positive(2, 3),)),
    "absolute": (ops.absolute, (real(2, 3),)),
    "erf": (ops.erf, (real(2, 3),)),
    "sin": (ops.sin, (real(2, 3),)),
    "cos": (ops.cos, (real(2, 3),)),
    "clip": (lambda x: ops.clip(x, -0.8, 0.9), (real(3, 4),)),
    "where": (lambda x, y: ops.where(MASK, x, y), (real(2, 3), real(2, 3))),
    "cast": (lambda x: ops.cast(x, "float64") * 2.0, (real(2, 3),)),
    "copy": (copied, (real(2, 3),)),
    "sum": (lambda x: ops.sum(x, axis=(0, 2)), (real(2, 3, 2),)),
    "mean": (lambda x: ops.mean(x, axis=1, keepdims=True), (real(2, 3, 2),)),
    "max": (lambda x: ops.max(x, axis=1), (distinct(2, 4),)),
    "min": (lambda x: ops.min(x, axis=0, keepdims=True), (distinct(2, 4),)),
    "variance": (lambda x: ops.variance(x, axis=0), (real(4, 2),)),
    "reshape": (lambda x: ops.reshape(x, (3, -1)), (real(2, 3, 2),)),
    "transpose": (lambda x: ops.transpose(x, (2, 0, 1)), (real(2, 3, 2),)),
    "broadcast_to": (lambda x: ops.broadcast_to(x, (4, 2, 3)), (real(2, 1),)),
    "concatenate": (lambda x, y: ops.concatenate([x, y], axis=1), (real(2, 3), real(2, 1))),
    "stack": (lambda x, y: ops.stack([x, y], axis=1), (real(2, 3), real(2, 3))),
    "get_item": (lambda x: x[:, 1:3, None, -1], (real(2, 4, 3),)),
    "flip": (lambda x: ops.flip(x, 1), (real(2, 4),)),
    "matmul": (ops.matmul, (real(3, 4), real(4, 2))),
    "matmul turned": (lambda a, b: ops.matmul(a, b, True, True), (real(4, 3), real(2, 4))),
    "matmul half turned": (lambda a, b: ops.matmul(a, b, False, True), (real(3, 4), real(2, 4))),
    "matmul stacked": (ops.matmul, (real(2, 3, 4), real(4, 2))),
    "matmul vector": (ops.matmul, (real(2, 3), real(3))),
    "dense": (lambda x, w, b: ops.dense(x, w, b, act=TANH), (real(2, 3, 4), real(4, 5), real(5))),
    "dense relu": (lambda x, w: ops.dense(x, w, act=RELU), (real(3, 4), real(4, 5))),
    "dense relu bias": (lambda *a: ops.dense(*a, act=RELU), (real(3, 4), real(4, 5), real(5))),
    "relu bias gradient": (
        lambda dy: ops.concatenate([ops.reshape(o, (-1,)) for o in relu_slopes(SHOWN, dy)]),
        (real(2, 3),),
    ),
    "dense sigmoid": (lambda x, w: ops.dense(x, w, act=SIGMOID), (real(3, 4), real(4, 5))),
    "column_sums": (column_sums, (real(2, 3, 4),)),
    "conv2d": (
        lambda x, w, b: ops.conv2d(x, w, b, strides=(2, 1), padding="same", act=TANH),
        (real(2, 5, 4, 2), real(3, 2, 2, 3), real(3)),
    ),
    "conv2d dilated": (
        lambda x, w: ops.conv2d(x, w, dilation=(2, 2)),
        (real(1, 6, 6, 2), real(2, 2, 2, 3)),
    ),
    "conv2d grouped": (
        lambda x, w: ops.conv2d(x, w, groups=2, padding="same"),
        (real(1, 4, 4, 4), real(3, 3, 2, 6)),
    ),
    "conv1d causal": (
        lambda x, w, b: ops.conv1d(x, w, b, padding="causal", dilation=2),
        (real(2, 6, 2), real(3, 2, 3), real(3)),
    ),
    "max_pool": (lambda x: ops.max_pool(x, (2, 3), (2, 2), "same"), (distinct(2, 5, 5, 2),)),
    "max_pool 1d": (lambda x: ops.max_pool(x, (2,), (1,), "valid"), (distinct(2, 5, 2),)),
    "average_pool": (lambda x: ops.average_pool(x, (2, 2), (2, 1), "same"), (real(2, 5, 4, 2),)),
    "batch_norm": (
        lambda x, g, b: ops.batch_norm(x, g, b, 1e-3)[0],
        (real(4, 3, 2), real(2), real(2)),
    ),
    "gather_rows": (lambda t: gather_rows(t, INDEX), (real(4, 3),)),
    "lstm": (lstm(), LSTM),
    "lstm masked": (lstm(MASK), LSTM),
    "lstm other activations": (lstm(None, RELU, LINEAR), LSTM),
    "relu": (ops.relu, (real(3, 4),)),
    "sigmoid": (ops.sigmoid, (real(3, 4),)),
    "tanh": (ops.tanh, (real(3, 4),)),
    "softplus": (ops.softplus, (real(3, 4),)),
    "elu": (lambda x: ops.elu(x, 1.3), (real(3, 4),)),
    "softmax": (lambda x: ops.softmax(x, axis=1), (real(2, 3, 2),)),
    "log_softmax": (ops.log_softmax, (real(3, 4),)),
    "sigmoid_crossentropy": (ops.sigmoid_crossentropy, (real(2, 3), real(2, 3))),
    "safe_divide": (safe_divide, (real(2, 3), positive(2, 3))),
    "sparse_softmax_crossentropy": (
        lambda x: ops.sparse_softmax_crossentropy(LABELS, x),
        (real(3, 4),),
    ),
    "dropout": (lambda x: ops.dropout(x, KEY, 0.4), (real(5, 6),)),
    "dropout with a noise shape": (
        lambda x: ops.dropout(x, KEY, 0.4, (None, 1, None)),
        (real(5, 3, 4),),
    ),
}

#: Ops whose gradient rule is not itself differentiable (stated by the op).
ONCE = ("batch_norm", "lstm", "lstm masked", "lstm other activations")
