"""Adam."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.kinds import Bool
from engine.ops import update
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.settings import mean_decay, small_number, square_decay
from engine.param import param
from engine.tensor import Variable


@registry.register("optimizer", aliases=("adam",))
class Adam(Optimizer):
    """Momentum together with a step size for each weight; the usual first choice.

    Kingma and Ba 2014, "Adam: A Method for Stochastic Optimization".
    """

    accumulates = True

    beta_1, beta_2, epsilon = mean_decay(0.9), square_decay(0.999), small_number()
    amsgrad = param(
        Bool(), False, advanced=True,
        doc="Whether to divide by the greatest mean so far, which never lets steps grow again.",
    )

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._momentums: list[Variable] = []
        self._velocities: list[Variable] = []
        for variable in variables:
            self._momentums.append(self.add_variable_from_reference(variable, "momentum"))
            self._velocities.append(self.add_variable_from_reference(variable, "velocity"))
        self._greatest: list[Variable] = []
        if self.amsgrad:
            self._greatest = self.add_optimizer_variables(variables, "velocity_hat")

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        update.adam(
            variable,
            gradient,
            self.slot(self._momentums, variable),
            self.slot(self._velocities, variable),
            self.slot(self._greatest, variable) if self._greatest else None,
            learning_rate,
            self._iteration,
            beta_1=self.beta_1,
            beta_2=self.beta_2,
            epsilon=self.epsilon,
            every=self._every,
        )
