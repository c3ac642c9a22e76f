"""What the built-in cells share: weights, states and dropout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from engine import ops
from engine.layers.layer import Layer
from engine.layers.recurrent.arguments import CellArguments
from engine.layers.recurrent.states import zeros
from engine.layers.weights import known_size
from engine.random import draw_seed
from engine.tensor import Variable
from engine.tree import flatten

#: A factor per gate for the inputs and for the memory; empty without dropout.
Masks = tuple[list[Any], list[Any]]


class Cell(CellArguments, Layer):
    """One step of a recurrent layer.

    Attributes:
        gates: Number of sums of inputs and memory the step makes.
        state_size: Size of the state, or a list of sizes.
        output_size: Size of the output.
    """

    gates = 1
    seed: Any
    state_size: Any
    _state: Variable
    _held: list[Masks] | None
    activity_regularizer: Any = None

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        kwargs = super().take_extra(kwargs)
        kwargs.pop("implementation", None)  # how Keras arranges the same products
        return kwargs

    def check_params(self) -> None:
        super().check_params()
        self.state_size = self.sizes()
        self.output_size = self.units
        self.__dict__["_state"] = ops.key_state(draw_seed(self.seed))
        self.__dict__["_held"] = None

    def sizes(self) -> Any:
        """The state's size, or a list of sizes."""
        return self.units

    def build(self, input_shape: Any) -> None:
        features = known_size(input_shape, -1, "number of features (the last axis)")
        width = self.gates * self.units
        self.add_weights((features, width), (self.units, width), self.bias_shape())

    def bias_shape(self) -> tuple[int, ...]:
        return (self.gates * self.units,)

    def bias_start(self) -> Any:
        """The bias's initializer."""
        return self.bias_initializer

    def add_weights(self, kernel: Any, recurrent: Any, bias: Any) -> None:
        """Declare the kernel, the recurrent kernel and the bias of these shapes."""
        self.kernel = self.add_weight(
            kernel,
            self.kernel_initializer,
            name="kernel",
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.recurrent_kernel = self.add_weight(
            recurrent,
            self.recurrent_initializer,
            name="recurrent_kernel",
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                bias,
                self.bias_start(),
                name="bias",
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """Return the states before the first step: zeros."""
        return [zeros(batch_size, size, self.dtype) for size in flatten(self.sizes())]

    # -- one step ----------------------------------------------------------------

    def call(self, inputs: Any, states: Any, training: bool = False) -> Any:
        states = list(states) if isinstance(states, (list, tuple)) else [states]
        inputs = self.as_float(inputs)
        return self.step(inputs, states, self._masks(inputs, states[0], training))

    def step(self, x: Any, states: list[Any], masks: Masks) -> Any:
        """Return the output and the list of new states."""
        raise NotImplementedError

    # -- dropout -----------------------------------------------------------------

    def _masks(self, x: Any, h: Any, training: bool) -> Masks:
        if self._held:
            return self._held[0]
        masks = self.draw_masks(x, h, training)
        if self._held is not None:
            self._held.append(masks)
        return masks

    def draw_masks(self, x: Any, h: Any, training: bool) -> Masks:
        """Draw what to drop: one mask for all gates' inputs unless the memory drops too."""
        if not training:
            return [], []
        count = 1 if self.recurrent_dropout == 0 else self.gates
        inputs = self._drawn(x, self.dropout, count)
        return inputs * (self.gates // max(len(inputs), 1)), self._drawn(
            h, self.recurrent_dropout, self.gates
        )

    def _drawn(self, like: Any, rate: float, count: int) -> list[Any]:
        if not rate:
            return []
        ones = ops.ones_like(like)
        return [ops.dropout(ones, ops.draw_key(self._state), rate) for _ in range(count)]

    def drop_inputs(self, x: Any, training: bool) -> Any:
        """Drop the same features of all steps of x, for ops that take the whole sequence."""
        if not (training and self.dropout):
            return x
        return ops.dropout(x, ops.draw_key(self._state), self.dropout, (None, 1, None))

    # -- for ops that take the whole sequence ---------------------------------------

    def known_bias(self, dtype: str) -> Any:
        """The bias, or zeros where there is none."""
        return np.zeros(self.bias_shape(), dtype) if self.bias is None else self.bias


def gate(value: Any, kernel: Any, masks: list[Any], number: int, units: int) -> Any:
    """Return the product of one gate, with its share of the dropout."""
    columns = slice(number * units, (number + 1) * units)
    return ops.matmul(value * masks[number] if masks else value, kernel[:, columns])


@contextmanager
def holding_masks(cell: Any) -> Iterator[None]:
    """Inside, every built-in cell of ``cell`` draws its dropout once, for all steps."""
    inside = cell._flatten_layers() if isinstance(cell, Layer) else ()
    cells = [layer for layer in inside if isinstance(layer, Cell)]
    for one in cells:
        one.__dict__["_held"] = []
    try:
        yield
    finally:
        for one in cells:
            one.__dict__["_held"] = None
