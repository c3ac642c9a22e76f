"""RMSprop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.kinds import Bool, Float
from engine.ops import update
from engine.optimizers import older
from engine.optimizers.older import older_rule
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.settings import small_number
from engine.param import param
from engine.tensor import Variable


@registry.register("optimizer", aliases=("rmsprop",))
class RMSprop(Optimizer):
    """Divides each weight's step by the usual size of its gradient; good for recurrent layers.

    Tieleman and Hinton 2012, "Lecture 6.5: Divide the Gradient by a Running Average of Its
    Recent Magnitude".
    """

    accumulates = True

    rho = param(
        Float(low=0, high=1), 0.9, advanced=True,
        doc="How slowly the usual size of a gradient is forgotten.",
    )
    momentum = param(
        Float(low=0, high=1), 0.0, doc="Part of the last step that is kept up; 0 for none."
    )
    epsilon = small_number()
    centered = param(
        Bool(), False, advanced=True,
        doc="Whether to divide by the gradient's spread around its mean instead of its size.",
    )

    keras2 = older_rule()

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._velocities = self.add_optimizer_variables(variables, "velocity")
        self._momentums: list[Variable] = []
        self._average_gradients: list[Variable] = []
        if self.momentum > 0:
            self._momentums = self.add_optimizer_variables(variables, "momentum")
        if self.centered:
            self._average_gradients = self.add_optimizer_variables(variables, "average_gradient")

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        slots = (
            self.slot(self._velocities, variable),
            self.slot(self._momentums, variable) if self._momentums else None,
            self.slot(self._average_gradients, variable) if self._average_gradients else None,
        )
        if self.keras2:
            return older.rmsprop(
                variable, gradient, *slots, learning_rate,
                rho=self.rho, momentum=self.momentum, epsilon=self.epsilon,
            )
        update.rmsprop(
            variable,
            gradient,
            *slots,
            learning_rate,
            self._iteration,
            rho=self.rho,
            momentum=self.momentum,
            epsilon=self.epsilon,
            every=self._every,
        )
