"""Relatives of Adam: AdamW, Adamax, Nadam, Lamb, Lion, ScheduleFreeAdamW."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine import ops, registry
from engine.kinds import Float, Int
from engine.ops import update_rules
from engine.optimizers import older
from engine.optimizers.adam import Adam
from engine.optimizers.older import older_rule
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.rate import rate_param
from engine.optimizers.settings import mean_decay, small_number, square_decay
from engine.param import param
from engine.tensor import Variable


@registry.register("optimizer")
class AdamW(Adam):
    """Adam that also shrinks all weights a little at every step, against overfitting.

    Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization".
    """

    weight_decay = param(
        Float(low=0), 0.004,
        doc="Part (times the learning rate) by which weights shrink at every step.",
    )


class _TwoMeans(Optimizer):
    """Base: a mean of gradients and one of their sizes for each variable."""

    accumulates = True
    beta_1: float
    beta_2: float
    epsilon: float
    rule: update_rules.Rule
    names = ("momentum", "velocity")

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._slots = self.add_slots(variables, self.names)

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        type(self).rule(
            variable, self.slot(self._slots, variable), gradient, learning_rate,
            self._iteration, self._every,
            beta_1=self.beta_1, beta_2=self.beta_2, epsilon=self.epsilon,
        )


@registry.register("optimizer")
class Adamax(_TwoMeans):
    """Adam with the greatest gradient instead of the mean square; steady with rare features.

    Kingma and Ba 2014, "Adam: A Method for Stochastic Optimization", section 7.
    """

    rule, names = update_rules.adamax, ("momentum", "norm")
    beta_1, beta_2, epsilon = mean_decay(0.9), square_decay(0.999), small_number()


@registry.register("optimizer")
class Lamb(_TwoMeans):
    """Adam whose steps are scaled to the length of each layer's weights, for large batches.

    You et al. 2019, "Large Batch Optimization for Deep Learning".
    """

    rule = update_rules.lamb
    beta_1, beta_2, epsilon = mean_decay(0.9), square_decay(0.999), small_number()


@registry.register("optimizer")
class Nadam(_TwoMeans):
    """Adam that looks ahead along its momentum, as Nesterov's rule does.

    Dozat 2016, "Incorporating Nesterov Momentum into Adam".
    """

    beta_1, beta_2, epsilon = mean_decay(0.9), square_decay(0.999), small_number()
    keras2 = older_rule()

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        dtype = variables[0].dtype if variables else None
        self._product = self.add_variable((), "ones", dtype, "u_product")

    def begin_step(self, variables: Sequence[Variable]) -> None:
        if self.keras2:
            step = ops.cast(self._iteration, self._product.dtype) + 1.0
            self._product.assign(self._product * older.nadam_factor(self.beta_1, step))
            return
        update_rules.nadam_product(
            self._product, [], 0.0, 0.0, self._iteration, self._every, beta_1=self.beta_1
        )

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        slots = [*self.slot(self._slots, variable), self._product]
        if self.keras2:
            mean, velocity, product = slots
            return older.nadam(
                variable, gradient, mean, velocity, product, learning_rate, self._iteration,
                beta_1=self.beta_1, beta_2=self.beta_2, epsilon=self.epsilon,
            )
        update_rules.nadam(
            variable, slots, gradient, learning_rate, self._iteration, self._every,
            beta_1=self.beta_1, beta_2=self.beta_2, epsilon=self.epsilon,
        )


@registry.register("optimizer")
class Lion(Optimizer):
    """Steps of the same size for every weight, by the sign of its momentum; use a small rate.

    Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms".
    """

    accumulates = True
    beta_1, beta_2 = mean_decay(0.9), mean_decay(0.99)

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._momentums = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        slots = [self.slot(self._momentums, variable)]
        update_rules.lion(
            variable, slots, gradient, learning_rate, self._iteration, self._every,
            beta_1=self.beta_1, beta_2=self.beta_2,
        )


@registry.register("optimizer")
class ScheduleFreeAdamW(Optimizer):
    """Adam with an average of the weights in place of a falling learning rate.

    Defazio et al. 2024, "The Road Less Scheduled".
    """

    accumulates = True

    learning_rate = rate_param(0.0025)
    beta_1 = param(
        Float(low=0, high=1, open_low=True), 0.9, advanced=True,
        doc="How much the average of the weights counts in a step.",
    )
    beta_2, epsilon = square_decay(0.999), small_number(1e-8)
    warmup_steps = param(
        Int(low=0), 0, unit="steps", doc="Steps during which the learning rate rises from 0."
    )

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._slots = self.add_slots(variables, ("momentum", "velocity"))
        for variable, (start, _) in zip(variables, self._slots, strict=True):
            start.set_value(variable.value)

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        update_rules.schedule_free(
            variable, self.slot(self._slots, variable), gradient, learning_rate,
            self._iteration, self._every,
            beta_1=self.beta_1, beta_2=self.beta_2, epsilon=self.epsilon, warmup=self.warmup_steps,
        )
