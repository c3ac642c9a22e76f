"""RNN: walks a cell through a sequence, and what all recurrent layers do around that."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool
from engine.layers.context import goes_step_by_step_through
from engine.layers.inner import HoldsLayers, LayerKind
from engine.layers.layer import Layer
from engine.layers.recurrent.arguments import SequenceArguments, unroll_argument
from engine.layers.recurrent.cell import holding_masks
from engine.layers.recurrent.states import (
    choose,
    copy_to,
    given_states,
    initial_states,
    last_shown,
    size_list,
)
from engine.layers.weights import require_rank
from engine.param import param
from engine.registry import register, snake_case
from engine.tensor import Variable, as_operand
from engine.tree import flatten, map_structure

__all__ = ["RNN"]

_ZERO_DOC = "Whether masked steps give zeros instead of repeating the output before them."


class CellKind(LayerKind):
    """A cell: anything with ``call(inputs, states)`` and ``state_size``; a list is stacked."""

    def validate(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            from engine.layers.recurrent.stacked import StackedRNNCells

            return StackedRNNCells(value)
        if not hasattr(value, "call") or isinstance(value, Layer):
            value = super().validate(value)
        size_list(value)
        return value

    def describe(self) -> str:
        return "a cell (an object with call(inputs, states) and state_size) or a list of cells"


@register("layer", family="recurrent", hidden=True)
class RNN(SequenceArguments, HoldsLayers):
    """Walks a cell of your own, or a stack of cells, through a sequence.

    Formula: output, states = cell(x[t], states), step by step
    Shape: (batch, steps, ...) to the cell's output, or (batch, steps, ...)
    """

    supports_masking = True
    states: Any
    _axes = "batch, steps, features"
    _rank: int | None = None

    cell = param(CellKind(), doc="What is done at every step.")
    unroll = unroll_argument()
    zero_output_for_mask = param(Bool(), False, last=True, advanced=True, doc=_ZERO_DOC)
    time_major = param(
        Bool(),
        False,
        keyword_only=True,
        hidden=True,
        doc="Whether data and masks are (steps, batch, ...), as older versions of Keras allowed.",
    )

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        kwargs = super().take_extra(kwargs)
        kwargs.pop("implementation", None)  # how Keras arranges the same products
        return kwargs

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if not self.time_major:
            del config["time_major"]  # unknown to Keras 3
        return config

    def hold(self) -> None:
        self.__dict__["states"] = None

    @property
    def state_size(self) -> list[Any]:
        """The cell's sizes as a list."""
        return size_list(self.cell)

    # -- states ------------------------------------------------------------------

    def build(self, input_shape: Any) -> None:
        shape = input_shape[0] if isinstance(input_shape, list) else input_shape
        self._check_rank(shape)
        batch = shape[1] if self.time_major else shape[0]
        self.build_inner(self.cell, (batch, *shape[2:]))
        if self.stateful:
            self._make_states(batch)

    def _check_rank(self, shape: Any) -> None:
        require_rank(
            self,
            shape,
            self._rank or max(3, len(shape)),
            self._axes,
            "Put an Embedding layer before it for word numbers, or a Reshape to (steps, features).",
        )

    def _make_states(self, batch: int | None) -> None:
        if batch is None:
            raise ValueError(
                "a stateful layer needs a fixed batch size; give the input's batch_size."
            )
        self.__dict__["states"] = map_structure(
            lambda s: Variable(np.array(s), trainable=False, name="rnn_state"),
            self.get_initial_state(batch),
        )

    def get_initial_state(self, batch_size: int | None) -> list[Any]:
        """Return the states before the first step: the cell's own, or zeros."""
        return initial_states(self.cell, batch_size, self.dtype)

    def reset_state(self, states: Any = None) -> None:
        """Forget what a stateful layer carried over, or set it to arrays given."""
        held = [] if self.states is None else flatten(self.states)
        arrays = [np.zeros(s.shape) for s in held] if states is None else flatten(states)
        if len(arrays) != len(held):
            raise ValueError(
                f"'{self.name}' carries {len(held)} states over, {len(arrays)} were given."
            )
        for state, array in zip(held, arrays, strict=True):
            state.set_value(array)

    reset_states = reset_state

    def _first_states(self, x: Any, initial_state: Any) -> list[Any]:
        if initial_state is not None and flatten(initial_state):
            return given_states(self.cell, initial_state, self.dtype)
        if self.states is None:
            return self.get_initial_state(x.shape[0])
        batch = flatten(self.states)[0].shape[0]
        if x.shape[0] not in (None, batch):
            raise ValueError(
                f"it is stateful with {batch} samples per batch, but gets {x.shape[0]}. Choose a "
                "batch_size that divides the number of samples."
            )
        # Copies: the gradient looks at them after the new states have been written.
        return map_structure(lambda state: state * 1.0, self.states)

    # -- calling -----------------------------------------------------------------

    def __call__(self, sequences: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(sequences, (list, tuple)):  # [x, state, ...], as in Keras 2
            sequences, *states = sequences
            if states:
                kwargs["initial_state"] = states
        return super().__call__(sequences, *args, **kwargs)

    def call(
        self, sequences: Any, initial_state: Any = None, mask: Any = None, training: bool = False
    ) -> Any:
        x = self.as_float(sequences)
        self._check_rank(x.shape)
        mask = self._bool(mask)
        if self.time_major:
            x, mask = _batch_and_steps(x), _batch_and_steps(mask)
        states = self._first_states(x, initial_state)
        if self.go_backwards:
            x = ops.flip(x, 1)
            mask = None if mask is None else ops.flip(mask, 1)
        outputs, states = self.run(x, states, mask, training)
        if self.zero_output_for_mask and mask is not None and not self.unroll:
            shape = (*(s if s is not None else -1 for s in mask.shape), *[1] * (outputs.ndim - 2))
            outputs = ops.where(ops.reshape(mask, shape), outputs, 0.0)
        if self.states is not None:
            copy_to(self.states, states)
        output = outputs if self.return_sequences else self.last_output(outputs, states, mask)
        if self.time_major and self.return_sequences:
            output = _batch_and_steps(output)
        return [output, *states] if self.return_state else output

    def _bool(self, mask: Any) -> Any:
        if mask is None:
            return None
        mask = as_operand(flatten(mask)[0])
        return mask if mask.dtype == "bool" else ops.not_equal(mask, 0)

    def run(self, x: Any, states: list[Any], mask: Any, training: bool) -> tuple[Any, list[Any]]:
        """Return the outputs of all steps and the last states."""
        with holding_masks(self.cell):
            if not goes_step_by_step_through(x.shape[1]):
                output, states = self._step(x[:, 0], states, training)
                shape = (output.shape[0], x.shape[1], *output.shape[1:])
                return ops.broadcast_to(ops.expand_dims(output, 1), shape), states
            outputs: list[Any] = []
            for t in range(x.shape[1]):
                output, new = self._step(x[:, t], states, training)
                if mask is not None:
                    before = self._shown_before(outputs, states, output)
                    output = choose(mask[:, t], output, before)
                    new = choose(mask[:, t], new, states)
                outputs.append(output)
                states = new
            return ops.stack(outputs, axis=1), states

    def last_output(self, outputs: Any, states: list[Any], mask: Any) -> Any:
        """Return what the last step shows."""
        return outputs[:, -1]

    def _shown_before(self, outputs: list[Any], states: Any, output: Any) -> Any:
        """What a masked step shows: the last cell's state; unrolled, the output before it."""
        if not self.unroll:
            shown = last_shown(states)
            if shown.shape == output.shape:
                return shown
        return outputs[-1] if outputs else ops.zeros_like(output)

    def _step(self, x: Any, states: Any, training: bool) -> tuple[Any, Any]:
        cell = self.cell
        output, new = cell(x, states) if isinstance(cell, Layer) else cell.call(x, states)
        return output, list(new) if isinstance(new, (list, tuple)) else [new]

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        mask = flatten(previous_mask)[0] if self.return_sequences else None
        if not self.return_state:
            return mask
        return [mask, *(None for _ in flatten(self.state_size))]


def _batch_and_steps(x: Any) -> Any:
    """Change the places of the first two axes."""
    return None if x is None else ops.transpose(x, (1, 0, *range(2, x.ndim)))


class CellLayer(RNN):
    """A recurrent layer that makes its one cell itself, from its own arguments.

    Attributes:
        cell_class: Class of the cell, which owns the weights as in Keras's files.
    """

    starting = {"units": 32}
    cell_class: type[Layer]
    _rank = 3
    cell: Any = None
    recurrent_dropout: float
    zero_output_for_mask = param(Bool(), False, keyword_only=True, hidden=True, doc=_ZERO_DOC)

    def hold(self) -> None:
        super().hold()
        own = ("name", "trainable", "dtype")
        arguments = {n: getattr(self, n) for n in self.cell_class.params if n not in own}
        name = snake_case(self.cell_class.__name__)
        self.cell = self.cell_class(**arguments, name=name, dtype=self.dtype)

    def goes_step_by_step(self, mask: Any, training: bool) -> bool:
        """Whether a call needs more than the kernels for whole sequences do."""
        drops = training and self.recurrent_dropout > 0
        return drops or (self.unroll and mask is not None)  # see _shown_before

    def last_output(self, outputs: Any, states: list[Any], mask: Any) -> Any:
        """The state, whose gradient need not be spread over all steps."""
        if mask is not None and (self.unroll or self.zero_output_for_mask):
            return super().last_output(outputs, states, mask)
        return states[0]

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        if not self.zero_output_for_mask:
            del config["zero_output_for_mask"]  # unknown to early versions of Keras 3
        return config
