"""Optimizers that remember how large all gradients were: Adagrad, Adadelta, Ftrl."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.initializers import Constant
from engine.kinds import Float
from engine.ops import update_rules
from engine.optimizers import older
from engine.optimizers.older import older_rule
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.settings import first_accumulator, small_number
from engine.param import param
from engine.tensor import Variable


@registry.register("optimizer")
class Adagrad(Optimizer):
    """Smaller and smaller steps for weights that changed often; good for rare features.

    Duchi et al. 2011, "Adaptive Subgradient Methods for Online Learning and Stochastic
    Optimization".
    """

    accumulates = True

    initial_accumulator_value = first_accumulator()
    epsilon = small_number()
    keras2 = older_rule()

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        start = Constant(self.initial_accumulator_value)
        self._accumulators = self.add_optimizer_variables(variables, "accumulator", start)

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        slots = [self.slot(self._accumulators, variable)]
        if self.keras2:
            return older.adagrad(
                variable, gradient, slots[0], learning_rate, epsilon=self.epsilon
            )
        update_rules.adagrad(
            variable, slots, gradient, learning_rate, self._iteration, self._every,
            epsilon=self.epsilon,
        )


@registry.register("optimizer")
class Adadelta(Optimizer):
    """Like Adagrad, but forgets old gradients; often used with a learning rate of 1.

    Zeiler 2012, "ADADELTA: An Adaptive Learning Rate Method".
    """

    accumulates = True

    rho = param(
        Float(low=0, high=1), 0.95, advanced=True,
        doc="How slowly the usual size of a gradient is forgotten.",
    )
    epsilon = small_number()

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        names = ("accumulated_grad", "accumulated_delta_var")
        self._slots = self.add_slots(variables, names)

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        update_rules.adadelta(
            variable, self.slot(self._slots, variable), gradient, learning_rate,
            self._iteration, self._every, rho=self.rho, epsilon=self.epsilon,
        )


@registry.register("optimizer")
class Ftrl(Optimizer):
    """For large linear models with rare features; its L1 penalty makes weights exactly 0.

    McMahan et al. 2013, "Ad Click Prediction: a View from the Trenches".
    """

    accumulates = True

    learning_rate_power = param(
        Float(high=0), -0.5, advanced=True,
        doc="How the step shrinks with the gradients so far: 0 not at all, -0.5 like Adagrad.",
    )
    initial_accumulator_value = first_accumulator()
    l1_regularization_strength = param(
        Float(low=0), 0.0, doc="Penalty on the sum of the absolute weights."
    )
    l2_regularization_strength = param(
        Float(low=0), 0.0, doc="Penalty on the sum of the squared weights."
    )
    l2_shrinkage_regularization_strength = param(
        Float(low=0), 0.0, advanced=True, doc="Penalty on squared weights within the gradient only."
    )
    beta = param(Float(low=0), 0.0, advanced=True, doc="Added to the step's divisor.")

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        starts = (Constant(self.initial_accumulator_value), "zeros")
        self._slots = self.add_slots(variables, ("accumulator", "linear"), starts)

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        update_rules.ftrl(
            variable, self.slot(self._slots, variable), gradient, learning_rate,
            self._iteration, self._every,
            power=self.learning_rate_power,
            l1=self.l1_regularization_strength,
            l2=self.l2_regularization_strength,
            shrinkage=self.l2_shrinkage_regularization_strength,
            beta=self.beta,
        )
