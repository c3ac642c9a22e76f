"""Muon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.kinds import Bool, Float, Int, Kind, Optional
from engine.ops import update, update_rules
from engine.optimizers.optimizer import Optimizer
from engine.optimizers.settings import mean_decay, small_number, square_decay
from engine.param import param
from engine.tensor import Variable


class Patterns(Kind):
    """A list of texts, or None for an empty one."""

    def validate(self, value: Any) -> list[str]:
        if value is None:
            return []
        if isinstance(value, str) or not all(isinstance(v, str) for v in value):
            raise ValueError
        for pattern in value:
            re.compile(pattern)
        return list(value)

    def describe(self) -> str:
        return "a list of texts"

    def bad_values(self) -> list[Any]:
        return ["x", 3]


def _number(default: float, doc: str) -> Any:
    return param(Float(), default, last=True, advanced=True, doc=doc)


@registry.register("optimizer")
class Muon(Optimizer):
    """Momentum made orthogonal for the matrices of Dense layers, AdamW for all other weights.

    Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks".
    """

    accumulates = True

    adam_beta_1, adam_beta_2 = mean_decay(0.9), square_decay(0.999)
    adam_weight_decay = param(
        Optional(Float(low=0)), 0.004, advanced=True,
        doc="Part by which weights trained by AdamW shrink at every step.",
    )
    epsilon = small_number()
    weight_decay = param(
        Optional(Float(low=0)), 0.004, last=True, advanced=True,
        doc="Part (times the learning rate) by which matrices shrink at every step.",
    )
    exclude_layers = param(
        Patterns(), None, last=True, hidden=True,
        doc="Patterns of the paths of weights that AdamW trains.",
    )
    exclude_embeddings = param(
        Bool(), True, last=True, advanced=True, doc="Whether AdamW trains embeddings too."
    )
    muon_a = _number(3.4445, "First number of the polynomial that makes a matrix orthogonal.")
    muon_b = _number(-4.775, "Second number of the polynomial.")
    muon_c = _number(2.0315, "Third number of the polynomial.")
    adam_lr_ratio = param(
        Float(low=0), 1, last=True, advanced=True,
        doc="AdamW's learning rate is the learning rate times this number.",
    )
    momentum = param(
        Float(low=0, high=1), 0.95, last=True, doc="Part of the last step that is kept up."
    )
    ns_steps = param(
        Int(low=1), 5, last=True, advanced=True, doc="How often the polynomial is applied."
    )
    nesterov = param(
        Bool(), True, last=True, advanced=True,
        doc="Whether to look ahead along the momentum before taking the gradient's step.",
    )
    rms_rate = param(
        Optional(Float(low=0)), 0.2, last=True, advanced=True,
        doc="Scales steps to the size AdamW's have; empty to leave them.",
    )

    def by_adam(self, variable: Variable) -> bool:
        """Whether AdamW trains a variable."""
        path = variable.path
        embedding = self.exclude_embeddings and "embedding" in path.lower()
        named = any(re.search(pattern, path) for pattern in self.exclude_layers)
        return len(variable.shape) != 2 or embedding or named

    def build(self, variables: Sequence[Variable]) -> None:
        super().build(variables)
        self._slots = []
        for variable in variables:
            names = ("momentum", "velocity") if self.by_adam(variable) else ("momentum",)
            self._slots.append([self.add_variable_from_reference(variable, n) for n in names])

    def decay_of(self, variable: Variable) -> float | None:
        return self.adam_weight_decay if self.by_adam(variable) else self.weight_decay

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        slots = self.slot(self._slots, variable)
        if len(slots) == 2:
            if self.adam_lr_ratio != 1:
                learning_rate = learning_rate * self.adam_lr_ratio
            momentum, velocity = slots
            update.adam(
                variable, gradient, momentum, velocity, None, learning_rate, self._iteration,
                beta_1=self.adam_beta_1, beta_2=self.adam_beta_2, epsilon=self.epsilon,
                every=self._every,
            )
            return
        update_rules.muon(
            variable, slots, gradient, learning_rate, self._iteration, self._every,
            momentum=self.momentum, nesterov=self.nesterov,
            polynomial=(self.muon_a, self.muon_b, self.muon_c), steps=self.ns_steps,
            scale=self.rms_rate,
        )
