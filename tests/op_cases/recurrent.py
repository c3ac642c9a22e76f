"""Cases of the ops that run a whole sequence (the LSTM's are among the basic ones)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import engine.ops as ops
from engine.kernels.act import LINEAR, RELU, SIGMOID, TANH
from tests.op_cases import Cases, real

MASK = np.array([[False, True, True], [True, False, True]])


def gru(after: bool, mask: Any = None, act: int = TANH, gate: int = SIGMOID) -> Callable[..., Any]:
    return lambda *a: ops.gru(*a, mask, act=act, recurrent_act=gate, reset_after=after)


def simple(mask: Any = None, act: int = TANH) -> Callable[..., Any]:
    return lambda *a: ops.simple_rnn(*a, mask, act=act)


AFTER = (real(2, 3, 2), real(2, 9), real(3, 9), real(2, 9), real(2, 3))
BEFORE = (*AFTER[:3], real(9), AFTER[4])
SIMPLE = (real(2, 3, 2), real(2, 4), real(4, 4) / 2, real(4), real(2, 4))

CASES: Cases = {
    "gru": (gru(True), AFTER),
    "gru masked": (gru(True, MASK), AFTER),
    "gru other activations": (gru(True, None, LINEAR, TANH), AFTER),
    "gru reset before": (gru(False), BEFORE),
    "gru reset before, masked": (gru(False, MASK), BEFORE),
    "gru reset before, other activations": (gru(False, MASK, LINEAR, SIGMOID), BEFORE),
    "simple_rnn": (simple(), SIMPLE),
    "simple_rnn masked": (simple(MASK), SIMPLE),
    "simple_rnn relu": (simple(MASK, RELU), SIMPLE),
}

#: Ops whose gradient rule is not itself differentiable (stated by the op).
ONCE = tuple(CASES)
