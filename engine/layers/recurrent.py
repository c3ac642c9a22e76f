"""Layers with a memory that read a sequence step by step."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Float, Int, Kind
from engine.layers.layer import Layer
from engine.layers.weights import (
    ActivationKind,
    act_code,
    constraint,
    initializer,
    known_size,
    regularizer,
    require_rank,
)
from engine.param import Configurable, param
from engine.random import Seed, draw_seed
from engine.registry import register
from engine.tensor import Variable

_GATES = 4


class LstmArguments(Configurable):
    """What the cell and the layer both take."""

    units = param(Int(low=1), doc="Size of the memory, and number of outputs.")
    activation = param(ActivationKind(), "tanh", advanced=True, doc="Function for new content.")
    recurrent_activation = param(
        ActivationKind(), "sigmoid", advanced=True, doc="Function of the gates, between 0 and 1."
    )
    use_bias = param(Bool(), True, advanced=True, doc="Whether to add a trained offset.")
    kernel_initializer = initializer("glorot_uniform", "input weights")
    recurrent_initializer = initializer("orthogonal", "memory's weights")
    bias_initializer = initializer("zeros", "biases")
    unit_forget_bias = param(
        Bool(),
        True,
        last=True,
        advanced=True,
        doc="Whether the forget gate starts open, which trains better.",
    )
    kernel_regularizer = regularizer("input weights")
    recurrent_regularizer = regularizer("memory's weights")
    bias_regularizer = regularizer("biases")
    kernel_constraint = constraint("input weights")
    recurrent_constraint = constraint("memory's weights")
    bias_constraint = constraint("biases")
    dropout = param(
        Float(0.0, 1.0, step=0.05),
        0.0,
        last=True,
        doc="Share of the inputs that is switched off while training.",
    )
    recurrent_dropout = param(
        Float(0.0, 1.0, step=0.05),
        0.0,
        last=True,
        advanced=True,
        doc="Share of the memory that is switched off while training; slower.",
    )
    seed = param(Seed(), None, last=True, advanced=True, doc="Makes the dropout repeatable.")


@register("layer", family="recurrent", hidden=True)
class LSTMCell(LstmArguments, Layer):
    """One step of an LSTM: forgets, takes in and gives out by three gates.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c')
    Shape: (batch, features) to (batch, units)
    """

    _state: Variable

    def check_params(self) -> None:
        super().check_params()
        self.state_size = [self.units, self.units]
        self.output_size = self.units
        self.__dict__["_state"] = ops.key_state(draw_seed(self.seed))

    def build(self, input_shape: Any) -> None:
        width = _GATES * self.units
        features = known_size(input_shape, -1, "number of features (the last axis)")
        self.kernel = self.add_weight(
            (features, width),
            self.kernel_initializer,
            name="kernel",
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.recurrent_kernel = self.add_weight(
            (self.units, width),
            self.recurrent_initializer,
            name="recurrent_kernel",
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                (width,),
                self._bias_start(),
                name="bias",
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _bias_start(self) -> Any:
        start, units = self.bias_initializer, self.units
        if not self.unit_forget_bias:
            return start

        def with_open_forget_gate(shape: Any, dtype: Any = None) -> np.ndarray:
            rest = np.asarray(start((3 * units,), dtype))
            ones = np.ones(units, rest.dtype)
            return np.concatenate([rest[:units], ones, rest[units:]])

        return with_open_forget_gate

    def masks(self, x: Any, h: Any, training: bool) -> tuple[list[Any], list[Any]]:
        """Return a factor per gate for the inputs and for the memory; empty without dropout."""
        if not training:
            return [], []
        found: list[list[Any]] = []
        count = 1 if self.recurrent_dropout == 0 else _GATES
        for like, rate, number in ((x, self.dropout, count), (h, self.recurrent_dropout, _GATES)):
            ones = ops.ones_like(like)
            drawn = [
                ops.dropout(ones, ops.draw_key(self._state), rate)
                for _ in range(number if rate else 0)
            ]
            found.append(drawn * _GATES if len(drawn) == 1 else drawn)
        return found[0], found[1]

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        h, c = states
        x_masks, h_masks = self.masks(inputs, h, training)
        return self.step(inputs, h, c, x_masks, h_masks)

    def step(self, x: Any, h: Any, c: Any, x_masks: Any, h_masks: Any) -> Any:
        """Return the output and the new states [h, c]."""
        z = [
            self._gate(x, self.kernel, x_masks, k)
            + self._gate(h, self.recurrent_kernel, h_masks, k)
            for k in range(_GATES)
        ]
        if self.bias is not None:
            z = [
                part + self.bias[k * self.units : (k + 1) * self.units] for k, part in enumerate(z)
            ]
        i, f, o = (self.recurrent_activation(z[k]) for k in (0, 1, 3))
        c = f * c + i * self.activation(z[2])
        h = o * self.activation(c)
        return h, [h, c]

    def _gate(self, value: Any, kernel: Any, masks: Any, gate: int) -> Any:
        columns = slice(gate * self.units, (gate + 1) * self.units)
        return ops.matmul(value * masks[gate] if masks else value, kernel[:, columns])


@register("layer", family="recurrent")
class LSTM(LstmArguments, Layer):
    """Reads a sequence and remembers what matters, near or far: long short-term memory.

    Formula: c' = f · c + i · activation(z), h' = o · activation(c'), step by step
    Shape: (batch, steps, features) to (batch, units), or (batch, steps, units)
    """

    supports_masking = True
    states: list[Variable] | None
    return_sequences = param(
        Bool(),
        False,
        last=True,
        doc="Whether to give the output of every step, for another recurrent layer to read.",
    )
    return_state = param(
        Bool(),
        False,
        last=True,
        advanced=True,
        doc="Whether to give the last states as outputs too.",
    )
    go_backwards = param(
        Bool(), False, last=True, advanced=True, doc="Whether to read the sequence from its end."
    )
    stateful = param(
        Bool(),
        False,
        last=True,
        advanced=True,
        doc="Whether each batch goes on where the same places of the last batch ended.",
    )
    unroll = param(
        Bool(),
        False,
        last=True,
        advanced=True,
        hidden=True,
        doc="Kept for Keras's files; makes no difference to the result.",
    )
    use_cudnn = param(
        Kind(),
        "auto",
        last=True,
        hidden=True,
        in_config=False,
        doc="Kept for Keras's signature; there is no GPU here.",
    )
    activity_regularizer = regularizer("outputs")

    def check_params(self) -> None:
        super().check_params()
        # One cell does the work and owns the weights, as in Keras's files.
        arguments = {name: getattr(self, name) for name in LstmArguments.params}
        self.cell = LSTMCell(**arguments, name="lstm_cell", dtype=self.dtype)
        self.cell.trainable = self.trainable
        self.__dict__["states"] = None

    def build(self, input_shape: Any) -> None:
        shape = input_shape[0] if isinstance(input_shape, list) else input_shape
        require_rank(
            self,
            shape,
            3,
            "batch, steps, features",
            "Put an Embedding layer before it for word numbers, or a Reshape to (steps, features).",
        )
        self.cell._build(tuple(shape[::2]))
        for weight in self.cell.weights:
            weight.path = f"{self.name}/{self.cell.name}/{weight.name}"
        if self.stateful:
            self._make_states(shape[0])

    def _make_states(self, batch: int | None) -> None:
        if batch is None:
            raise ValueError(
                "a stateful layer needs a fixed batch size; give the input's batch_size."
            )
        self.__dict__["states"] = [
            Variable(np.zeros((batch, self.units), self.dtype), trainable=False, name=f"state_{s}")
            for s in "hc"
        ]

    def reset_state(self) -> None:
        """Forget what a stateful layer carried over from earlier batches."""
        for state in self.states or ():
            state.set_value(np.zeros(state.shape))

    reset_states = reset_state

    def call(
        self, sequences: Any, initial_state: Any = None, mask: Any = None, training: bool = False
    ) -> Any:
        if isinstance(sequences, (list, tuple)):
            sequences, *initial_state = sequences
            mask = mask[0] if isinstance(mask, list) else mask
        x = self.as_float(sequences)
        require_rank(
            self, x.shape, 3, "batch, steps, features", "Put an Embedding or Reshape before it."
        )
        h, c = self._first_states(x, initial_state)
        if self.go_backwards:
            x = ops.flip(x, 1)
            mask = None if mask is None else ops.flip(mask, 1)
        seq, h, c = self._run(x, h, c, mask, training)
        if self.states is not None:
            for state, last in zip(self.states, (h, c), strict=True):
                state.assign(last)
        output = seq if self.return_sequences else h
        return [output, h, c] if self.return_state else output

    def _first_states(self, x: Any, initial_state: Any) -> Any:
        if initial_state:
            return initial_state
        if self.states is not None:
            return self.states
        # Made from x so that an open batch size stays open while shapes are inferred.
        if x.shape[0] is None:
            zeros: Any = ops.broadcast_to(np.zeros((), x.dtype), (None, self.units))
        else:
            zeros = np.zeros((x.shape[0], self.units), x.dtype)
        return zeros, zeros

    def _run(self, x: Any, h: Any, c: Any, mask: Any, training: bool) -> Any:
        cell = self.cell
        codes = act_code(cell.activation), act_code(cell.recurrent_activation)
        slow = None in codes or (training and cell.recurrent_dropout > 0)
        if slow and x.shape[1] is not None:
            return self._run_steps(x, h, c, mask, training)
        if training and cell.dropout:
            key = ops.draw_key(cell._state)
            x = ops.dropout(x, key, cell.dropout, (None, 1, None))
        bias = np.zeros(_GATES * self.units, x.dtype) if cell.bias is None else cell.bias
        return ops.lstm(
            x,
            cell.kernel,
            cell.recurrent_kernel,
            bias,
            h,
            c,
            mask,
            act=codes[0] or 0,
            recurrent_act=codes[1] or 0,
        )

    def _run_steps(self, x: Any, h: Any, c: Any, mask: Any, training: bool) -> Any:
        """The same step by step, for what the whole-sequence kernel does not do."""
        x_masks, h_masks = self.cell.masks(x[:, 0], h, training)
        outputs = []
        for t in range(x.shape[1]):
            _, (new_h, new_c) = self.cell.step(x[:, t], h, c, x_masks, h_masks)
            if mask is not None:
                keep = ops.expand_dims(mask[:, t], -1)
                new_h, new_c = ops.where(keep, new_h, h), ops.where(keep, new_c, c)
            h, c = new_h, new_c
            outputs.append(h)
        return ops.stack(outputs, axis=1), h, c

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        mask = previous_mask[0] if isinstance(previous_mask, list) else previous_mask
        mask = mask if self.return_sequences else None
        return [mask, None, None] if self.return_state else mask
