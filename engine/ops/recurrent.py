"""A whole sequence through a recurrent layer, as one op each way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.kernels import recurrent as kernels
from engine.kernels import recurrent_gru as gru_kernels
from engine.kernels import recurrent_gru_before as before_kernels
from engine.kernels import recurrent_simple as simple_kernels
from engine.kernels.walk import kept_shape
from engine.op import Call, Node, Op, apply, elements
from engine.ops.shape import get_item
from engine.tensor import Spec, Tensor


class Lstm(Op):
    """Inputs x, kernel, recurrent kernel, bias, h0, c0 [, mask].

    Outputs h of all steps, c and gates of all steps in the kernel's own form, the last c and h.
    """

    name = "lstm"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        _check_shapes(inputs, 2)
        x, units, dtype = inputs[0].shape, inputs[2].shape[0], inputs[0].dtype
        cells, gates = (Spec(kept_shape(x[0], x[1], units, count), dtype) for count in (1, 4))
        last = Spec((x[0], units), dtype)
        return Spec((*x[:2], units), dtype), cells, gates, last, last

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        return (Spec(kernels.lstm_scratch(ins[0].shape, ins[2].shape[0]), ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        codes = (attrs["act"], attrs["recurrent_act"])
        return [(kernels.lstm, (*ins[:6], _mask(ins, 6), *codes, *outs, scratch[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        if grads[1] is not None or grads[2] is not None:
            raise TypeError("lstm: gradients flow through the outputs and the last states.")
        seq, cells, gates = node.outputs[:3]
        d_seq, d_c, d_h = (_given(grads[k], seq.dtype) for k in (0, 3, 4))
        kept, masks = (seq, cells, gates), node.inputs[6:]
        found = apply(_LSTM_GRAD, d_seq, d_h, d_c, *node.inputs[:6], *kept, *masks, **node.attrs)
        return [*found, *([None] * len(masks))]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        features, units = ins[0].shape[2] or 1, ins[2].shape[0] or 1
        return 4 * elements(outs[0].shape) * (2.0 * (features + units) + 4.0)


def _given(gradient: Tensor | None, dtype: str) -> Any:
    """A gradient, or nothing in its place."""
    return np.empty(0, dtype) if gradient is None else gradient


def _check_shapes(inputs: Sequence[Spec], states: int) -> None:
    """Refuse what a kernel would read beyond its end: inputs in an op's order, bias third."""
    x, kernel, recurrent = (i.shape for i in inputs[:3])
    _check_features(x, kernel)
    units = recurrent[0]
    for state in inputs[4 : 4 + states]:
        if len(state.shape) != 2 or not _fits(state.shape, (x[0], units)):
            raise ValueError(
                f"a state before the first step has the shape {state.shape}, but the input of "
                f"shape {x} and {units} units need {(x[0], units)}."
            )
    for mask in inputs[4 + states :]:
        if len(mask.shape) != 2 or not _fits(mask.shape, x[:2]) or mask.dtype != "bool":
            raise ValueError(
                f"the mask of shape {mask.shape} and type {mask.dtype} does not fit the input of "
                f"shape {x}: it must be of type bool and shape {x[:2]}."
            )


def _fits(shape: Any, wanted: Any) -> bool:
    return all(None in (s, w) or s == w for s, w in zip(shape, wanted, strict=True))


def _check_features(x: Any, kernel: Any) -> None:
    if len(x) != 3:
        raise ValueError(f"expected (batch, steps, features), got the shape {x}.")
    if x[2] is not None and x[2] != kernel[0]:
        raise ValueError(
            f"the input of shape {x} has {x[2]} features, the kernel of shape {kernel} "
            f"expects {kernel[0]}."
        )


class LstmGrad(Op):
    """Gradients of x, kernel, recurrent kernel, bias, h0, c0."""

    name = "lstm_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return inputs[3:9]

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        return (Spec(kernels.lstm_grad_scratch(ins[3].shape, ins[5].shape[0]), ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        x, w, u, _, h0, c0, seq, cells, gates = ins[3:12]
        args = (*ins[:3], x, w, u, h0, c0, _mask(ins, 12), seq, cells, gates)
        codes = (attrs["act"], attrs["recurrent_act"])
        return [(kernels.lstm_grad, (*args, *codes, *outs, scratch[0]))]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        features, units = ins[3].shape[2] or 1, ins[5].shape[0] or 1
        return 8.0 * elements(ins[9].shape) * (2.0 * (features + units) + 2.0)


class Gru(Op):
    """Inputs x, kernel, recurrent kernel, bias, h0 [, mask].

    Outputs h of all steps, the last h, and what the gradient needs in the kernels' own form.
    """

    name = "gru"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        _check_shapes(inputs, 1)
        x, units, dtype = inputs[0].shape, inputs[2].shape[0], inputs[0].dtype
        seq, last = Spec((*x[:2], units), dtype), Spec((x[0], units), dtype)
        if attrs["reset_after"]:
            return seq, last, Spec(kept_shape(x[0], x[1], units, 4), dtype)
        return seq, last, Spec((*x[:2], 3 * units), dtype), seq

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        size = (gru_kernels.gru_scratch if attrs["reset_after"]
                else before_kernels.gru_before_scratch)
        return (Spec(size(ins[0].shape, ins[2].shape[0]), ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        run = gru_kernels.gru if attrs["reset_after"] else before_kernels.gru_before
        codes = (attrs["act"], attrs["recurrent_act"])
        return [(run, (*ins[:5], _mask(ins, 5), *codes, *outs, scratch[0]))]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        if any(g is not None for g in grads[2:]):
            raise TypeError("gru: gradients flow through the outputs.")
        kept, masks = (node.outputs[0], *node.outputs[2:]), node.inputs[5:]
        given = (_given(g, node.outputs[0].dtype) for g in grads[:2])
        found = apply(_GRU_GRAD, *given, *node.inputs[:5], *kept, *masks, **node.attrs)
        return [*found, *([None] * len(masks))]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        features, units = ins[0].shape[2] or 1, ins[2].shape[0] or 1
        return 3 * elements(outs[0].shape) * (2.0 * (features + units) + 4.0)


class GruGrad(Op):
    """Gradients of x, kernel, recurrent kernel, bias, h0."""

    name = "gru_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return inputs[2:7]

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        size = (gru_kernels.gru_grad_scratch if attrs["reset_after"]
                else before_kernels.gru_before_grad_scratch)
        return (Spec(size(ins[2].shape, ins[4].shape[0]), ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        after = attrs["reset_after"]
        run, kept = (gru_kernels.gru_grad, 9) if after else (before_kernels.gru_before_grad, 10)
        codes = (attrs["act"], attrs["recurrent_act"])
        return [(run, (*ins[:7], _mask(ins, kept), *ins[7:kept], *codes, *outs, scratch[0]))]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        features, units = ins[2].shape[2] or 1, ins[4].shape[0] or 1
        return 6.0 * elements(ins[7].shape) * (2.0 * (features + units) + 2.0)


class SimpleRnn(Op):
    """Inputs x, kernel, recurrent kernel, bias, h0 [, mask]; output h of all steps."""

    name = "simple_rnn"
    one_precision = True

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        _check_shapes(inputs, 1)
        x, kernel = inputs[0].shape, inputs[1].shape
        return (Spec((*x[:2], kernel[1]), inputs[0].dtype),)

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        shape = simple_kernels.simple_rnn_scratch(ins[0].shape, ins[2].shape[0])
        return (Spec(shape, ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        args = (*ins[:5], _mask(ins, 5), attrs["act"], outs[0], scratch[0])
        return [(simple_kernels.simple_rnn, args)]

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        masks = node.inputs[5:]
        args = (grads[0], *node.inputs[:5], node.outputs[0], *masks)
        return [*apply(_SIMPLE_RNN_GRAD, *args, **node.attrs), *([None] * len(masks))]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        features, units = ins[0].shape[2] or 1, ins[2].shape[0] or 1
        return elements(outs[0].shape) * (2.0 * (features + units) + 2.0)


class SimpleRnnGrad(Op):
    """Gradients of x, kernel, recurrent kernel, bias, h0."""

    name = "simple_rnn_gradient"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return inputs[1:6]

    def scratch(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> Sequence[Spec]:
        shape = simple_kernels.simple_rnn_grad_scratch(ins[1].shape, ins[3].shape[0])
        return (Spec(shape, ins[0].dtype),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        d_seq, x, w, u, _, h0, seq = ins[:7]
        args = (d_seq, x, w, u, h0, _mask(ins, 7), seq, attrs["act"], *outs, scratch[0])
        return [(simple_kernels.simple_rnn_grad, args)]

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: Any) -> float:
        return 2.0 * elements(ins[6].shape) * (2.0 * (ins[1].shape[2] or 1) + 2.0)


def _mask(ins: Sequence[np.ndarray], position: int) -> np.ndarray:
    if len(ins) <= position:
        return np.empty((0, 0), np.uint8)
    return ins[position].view(np.uint8)


_GRU = Gru()
_GRU_GRAD = GruGrad()
_SIMPLE_RNN = SimpleRnn()
_SIMPLE_RNN_GRAD = SimpleRnnGrad()
_LSTM = Lstm()
_LSTM_GRAD = LstmGrad()


def lstm(
    x: Any,
    kernel: Any,
    recurrent_kernel: Any,
    bias: Any,
    h0: Any,
    c0: Any,
    mask: Any = None,
    *,
    act: int,
    recurrent_act: int,
) -> tuple[Tensor, Tensor, Tensor]:
    """Run a sequence through an LSTM (gates in Keras's order i, f, c, o).

    Args:
        x: (batch, steps, features).
        kernel: (features, 4 * units). recurrent_kernel: (units, 4 * units). bias: (4 * units,).
        h0, c0: (batch, units), the states before the first step.
        mask: (batch, steps) bool; a step that is False keeps both states.
        act, recurrent_act: Codes from ``engine.kernels.act``.

    Returns:
        All outputs (batch, steps, units), the last h and the last c (batch, units).
    """
    inputs = [x, kernel, recurrent_kernel, bias, h0, c0]
    if mask is not None:
        inputs.append(mask)
    seq, _, _, c, h = apply(_LSTM, *inputs, act=act, recurrent_act=recurrent_act)
    return seq, h, c


def gru(
    x: Any,
    kernel: Any,
    recurrent_kernel: Any,
    bias: Any,
    h0: Any,
    mask: Any = None,
    *,
    act: int,
    recurrent_act: int,
    reset_after: bool = True,
) -> tuple[Tensor, Tensor]:
    """Run a sequence through a GRU (gates in Keras's order z, r, h).

    Args:
        x: (batch, steps, features).
        kernel: (features, 3 * units). recurrent_kernel: (units, 3 * units).
        bias: (2, 3 * units) with ``reset_after``, else (3 * units,).
        h0: (batch, units), the state before the first step.
        mask: (batch, steps) bool; a step that is False keeps the state.
        act, recurrent_act: Codes from ``engine.kernels.act``.
        reset_after: Whether the reset gate multiplies the product with the
            recurrent kernel, or the state before it.

    Returns:
        All outputs (batch, steps, units) and the last one (batch, units).
    """
    inputs = [x, kernel, recurrent_kernel, bias, h0]
    if mask is not None:
        inputs.append(mask)
    codes = {"act": act, "recurrent_act": recurrent_act}
    found = apply(_GRU, *inputs, **codes, reset_after=reset_after)
    return found[0], found[1]


def simple_rnn(
    x: Any, kernel: Any, recurrent_kernel: Any, bias: Any, h0: Any, mask: Any = None, *, act: int
) -> tuple[Tensor, Tensor]:
    """Run a sequence through h' = act(x @ kernel + bias + h @ recurrent_kernel).

    Args:
        x: (batch, steps, features).
        kernel: (features, units). recurrent_kernel: (units, units). bias: (units,).
        h0: (batch, units), the state before the first step.
        mask: (batch, steps) bool; a step that is False keeps the state.
        act: Code from ``engine.kernels.act``.

    Returns:
        All outputs (batch, steps, units) and the last one (batch, units).
    """
    inputs = [x, kernel, recurrent_kernel, bias, h0]
    if mask is not None:
        inputs.append(mask)
    seq = apply(_SIMPLE_RNN, *inputs, act=act)[0]
    return seq, get_item(seq, (slice(None), -1))
