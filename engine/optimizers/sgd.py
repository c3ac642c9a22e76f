"""Stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.kinds import Bool, Float
from engine.ops import update
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.rate import rate_param
from engine.param import param
from engine.tensor import Variable


@registry.register("optimizer", aliases=("sgd",))
class SGD(Optimizer):
    """Steps straight down the gradient, with momentum if wanted; simple and robust.

    Without momentum ``w -= learning_rate * g``; with it ``v = momentum * v -
    learning_rate * g`` and ``w += v``, or with Nesterov's rule
    ``w += momentum * v - learning_rate * g``.
    """

    accumulates = True

    learning_rate = rate_param(0.01)
    momentum = param(
        Float(low=0, high=1), 0.0,
        doc="Part of the last step that is kept up, like a ball's; 0.9 is usual, 0 for none.",
    )
    nesterov = param(
        Bool(), False, advanced=True,
        doc="Whether to look ahead along the momentum before taking the gradient's step.",
    )

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._momentums: list[Variable] = []
        if self.momentum:
            self._momentums = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        if self._momentums:
            update.momentum(
                variable, gradient, self.slot(self._momentums, variable), learning_rate,
                self._iteration, self.momentum, self.nesterov, self._every,
            )
        else:
            update.sgd(variable, gradient, learning_rate, self._iteration, self._every)
