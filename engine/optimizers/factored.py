"""Adafactor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.kinds import Bool, Float
from engine.ops import update_rules
from engine.optimizers.optimizer import Optimizer
from engine.param import param
from engine.tensor import Variable


@registry.register("optimizer")
class Adafactor(Optimizer):
    """Like Adam, with sums of rows and columns in place of a number for each weight.

    Shazeer and Stern 2018, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost".
    The rate never exceeds 1 / sqrt(step), whatever ``relative_step`` says, as in Keras.
    """

    accumulates = True

    beta_2_decay = param(
        Float(high=0), -0.8, advanced=True, doc="How fast old squared gradients are forgotten."
    )
    epsilon_1 = param(
        Float(low=0), 1e-30, advanced=True, doc="Small number added to squared gradients."
    )
    epsilon_2 = param(
        Float(low=0), 1e-3, advanced=True, doc="Smallest size of weights by which steps are scaled."
    )
    clip_threshold = param(
        Float(low=0, open_low=True), 1.0, advanced=True, doc="Greatest usual size of a step."
    )
    relative_step = param(
        Bool(), True, advanced=True, hidden=True, doc="Kept for Keras's files; changes nothing."
    )

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._slots = [self._slots_for(variable) for variable in variables]

    def _slots_for(self, variable: Variable) -> list[Variable]:
        shape, name = tuple(variable.shape), variable.name
        # Vectors have no rows and columns; Keras keeps a place for them all the same.
        rows = shape[:-1] if len(shape) > 1 else ()
        columns = (*shape[:-2], shape[-1]) if len(shape) > 1 else ()
        return [
            self.add_variable(rows, "zeros", variable.dtype, name),
            self.add_variable(columns, "zeros", variable.dtype, name),
            self.add_variable_from_reference(variable, "velocity"),
        ]

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        update_rules.adafactor(
            variable, self.slot(self._slots, variable), gradient, learning_rate,
            self._iteration, self._every,
            decay=self.beta_2_decay, epsilon_1=self.epsilon_1, epsilon_2=self.epsilon_2,
            threshold=self.clip_threshold,
        )
