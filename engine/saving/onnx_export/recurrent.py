"""Whole sequences through recurrent layers in ONNX.

ONNX has LSTM, GRU and RNN for plain sequences with the usual activations. With a mask,
which ONNX knows only as lengths, or another activation, a Scan runs the step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from onnx import helper

from engine.kernels import act
from engine.op import Node
from engine.saving.onnx_export.basic import ACTIVATIONS, activated
from engine.saving.onnx_export.writer import Writer, element_type

#: (batch, steps, ...) to (steps, batch, ...), and back.
_BY_STEP = _BY_BATCH = (1, 0, 2)
_COMMON = (act.RELU, act.SIGMOID, act.TANH)
#: What a step makes of its part of x @ kernel and the states.
Step = Callable[[str, list[str]], list[str]]


def _is_plain(w: Writer, n: Node, ins: list[str], states: int) -> bool:
    """Whether ONNX's own op does it: no mask, common activations, weights known now."""
    codes = [n.attrs[key] for key in ("act", "recurrent_act") if key in n.attrs]
    known = all(w.array(name) is not None for name in ins[1:4])
    return len(ins) == 4 + states and known and all(code in _COMMON for code in codes)


def _own_op(
    w: Writer, n: Node, ins: list[str], kind: str, order: Sequence[int], states: int, **attrs: Any
) -> list[str]:
    """ONNX's op with the gates in its order; gives all outputs and the last states."""
    units = n.inputs[2].shape[0]
    kernel, recurrent = (
        w.constant(_gates(w.array(name), order)[None], f"{name}_for_onnx") for name in ins[1:3]
    )
    parts = np.atleast_2d(w.array(ins[3]))  # type: ignore[arg-type]
    zeros = np.zeros((2 - len(parts), parts.shape[1]), parts.dtype)
    rows = [_gates(part, order) for part in (*parts, *zeros)]
    bias = w.constant(np.concatenate(rows)[None], f"{ins[3]}_for_onnx")
    before = [w.unsqueeze(name, 0) for name in ins[4 : 4 + states]]
    x = w.transpose(ins[0], _BY_STEP)
    found = w.ops(
        kind, 1 + states, x, kernel, recurrent, bias, "", *before, hidden_size=units, **attrs
    )
    sequence = w.transpose(w.squeeze(found[0], 1), _BY_BATCH)
    return [sequence, *(w.squeeze(name, 0) for name in found[1:])]


def _gates(array: Any, order: Sequence[int]) -> np.ndarray:
    """Keras's columns, gate by gate, as ONNX's rows in its order of gates."""
    parts = np.split(array, len(order), axis=-1)
    return np.concatenate([parts[i].T for i in order])


def _scan(w: Writer, n: Node, ins: list[str], states: int, step: Step) -> list[str]:
    """Run a step over time; gives all outputs and the last states. A masked step keeps them."""
    bias = ins[3]
    if n.inputs[3].ndim == 2:  # the second row belongs to the product with the state
        bias = w.op("Gather", bias, w.scalar(0, "int64"), axis=0)
    product = w.op("Add", w.op("MatMul", ins[0], ins[1]), bias)
    series = [w.transpose(product, _BY_STEP)]
    dtype, units = n.inputs[0].dtype, n.inputs[2].shape[0]
    kinds = [(dtype, (None, n.inputs[1].shape[1]))]
    if len(ins) > 4 + states:
        mask = w.unsqueeze(ins[4 + states], 2)
        series.append(w.transpose(mask, _BY_STEP))
        kinds.append(("bool", (None, 1)))
    outer, w.nodes = w.nodes, []
    old = [w.name(f"{w.layer}/state") for _ in range(states)]
    here = [w.name(f"{w.layer}/step") for _ in series]
    new = step(here[0], old)
    if len(here) > 1:
        new = [w.op("Where", here[1], a, b) for a, b in zip(new, old, strict=True)]
    results = [w.op("Identity", name) for name in (*new, new[0])]
    state = (dtype, (None, units))
    body = helper.make_graph(
        w.nodes,
        f"{w.layer}/one_step",
        [_info(name, *kind) for name, kind in zip(old + here, [state] * states + kinds)],  # noqa: B905
        [_info(name, *state) for name in results],
    )
    w.nodes = outer
    found = w.ops(
        "Scan", states + 1, *ins[4 : 4 + states], *series, body=body, num_scan_inputs=len(series)
    )
    return [w.transpose(found[-1], _BY_BATCH), *found[:-1]]


def _info(name: str, dtype: str, shape: Sequence[int | None]) -> Any:
    return helper.make_tensor_value_info(name, element_type(dtype), shape)


def _lstm(w: Writer, n: Node, ins: list[str]) -> list[str]:
    code, gate_code = n.attrs["act"], n.attrs["recurrent_act"]
    if _is_plain(w, n, ins, 2):
        names = [ACTIVATIONS[c] for c in (gate_code, code, code)]
        # Keras: input, forget, new, output; ONNX: input, output, forget, new. Its outputs
        # are the sequence, the last h and the last c.
        found = _own_op(w, n, ins, "LSTM", (0, 3, 1, 2), 2, activations=names)
        return [found[0], "", "", found[2], found[1]]

    def step(x: str, states: list[str]) -> list[str]:
        h, c = states
        z = w.op("Add", x, w.op("MatMul", h, ins[2]))
        parts = w.ops("Split", 4, z, axis=-1, num_outputs=4)
        i, f, o = (activated(w, parts[k], gate_code) for k in (0, 1, 3))
        fresh = w.op("Mul", i, activated(w, parts[2], code))
        c = w.op("Add", w.op("Mul", f, c), fresh)
        return [w.op("Mul", o, activated(w, c, code)), c]

    sequence, h, c = _scan(w, n, ins, 2, step)
    return [sequence, "", "", c, h]


def _gru(w: Writer, n: Node, ins: list[str]) -> list[str]:
    code, gate_code = n.attrs["act"], n.attrs["recurrent_act"]
    after, dtype = n.attrs["reset_after"], n.inputs[0].dtype
    if _is_plain(w, n, ins, 1):
        names = [ACTIVATIONS[gate_code], ACTIVATIONS[code]]
        attrs = {"activations": names, "linear_before_reset": int(after)}
        return _own_op(w, n, ins, "GRU", (0, 1, 2), 1, **attrs)

    def step(x: str, states: list[str]) -> list[str]:
        h, units = states[0], n.inputs[2].shape[0]
        from_x = w.ops("Split", 3, x, axis=-1, num_outputs=3)
        memory = w.op("MatMul", h, ins[2])
        if after and n.inputs[3].ndim == 2:
            memory = w.op("Add", memory, w.op("Gather", ins[3], w.scalar(1, "int64"), axis=0))
        parts = w.ops("Split", 3, memory, axis=-1, num_outputs=3)
        z, r = (activated(w, w.op("Add", from_x[k], parts[k]), gate_code) for k in (0, 1))
        if after:
            kept = w.op("Mul", r, parts[2])
        else:
            rows = [w.whole(2 * units), w.whole(3 * units), w.whole(1)]
            kept = w.op("MatMul", w.op("Mul", r, h), w.op("Slice", ins[2], *rows))
        new = activated(w, w.op("Add", from_x[2], kept), code)
        rest = w.op("Sub", w.scalar(1, dtype), z)
        return [w.op("Add", w.op("Mul", z, h), w.op("Mul", rest, new))]

    return _scan(w, n, ins, 1, step)


def _simple_rnn(w: Writer, n: Node, ins: list[str]) -> list[str]:
    code = n.attrs["act"]
    if _is_plain(w, n, ins, 1):
        return _own_op(w, n, ins, "RNN", (0,), 1, activations=[ACTIVATIONS[code]])[:1]

    def step(x: str, states: list[str]) -> list[str]:
        return [activated(w, w.op("Add", x, w.op("MatMul", states[0], ins[2])), code)]

    return _scan(w, n, ins, 1, step)[:1]


CONVERTERS: Any = {"gru": _gru, "lstm": _lstm, "simple_rnn": _simple_rnn}
