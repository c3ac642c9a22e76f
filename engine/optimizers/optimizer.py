"""Optimizer: how gradients change the weights."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import numpy as np

from engine import ops, registry
from engine.config import floatx
from engine.kinds import Bool, Float, Int, Optional, Text
from engine.ops import update
from engine.optimizers.clipping import clip_by_global_norm, clip_by_norm
from engine.optimizers.rate import rate_param, written_rate
from engine.optimizers.schedules import InverseTimeDecay, LearningRateSchedule
from engine.optimizers.state import State
from engine.origin import in_update, updating
from engine.param import Configurable, param
from engine.tensor import Variable, as_operand

#: Keys that other versions of Keras write and that change nothing here.
_MEANINGLESS = ("is_legacy_optimizer", "jit_compile", "rho_decay")


class Optimizer(State, Configurable):
    """Base of optimizers: override ``build`` for slots and ``update_step`` for the rule.

    Attributes:
        learning_rate: A Variable; assigning a number to it sets its value. With a
            schedule it is what the schedule gives for the present step, and no variable.
        variables: All state in the order of Keras's files: iteration,
            learning_rate, moving averages, gradient sums, the rule's own slots.
    """

    renamed: ClassVar[dict[str, str]] = {"lr": "learning_rate"}
    #: Whether ``update_step`` itself waits for the last of the accumulated steps.
    accumulates: ClassVar[bool] = False
    #: Made with the learning rate, the first argument.
    _iteration: Variable
    #: The Variable, the schedule or the function that gives the learning rate.
    _rate: Any
    _old_decay: float | None = None

    learning_rate = rate_param(0.001)
    weight_decay = param(
        Optional(Float(low=0)), None, last=True, advanced=True,
        doc="Part (times the learning rate) by which weights shrink at every step.",
    )
    clipnorm = param(
        Optional(Float(low=0, open_low=True)), None, last=True, advanced=True,
        doc="Greatest length of each weight's gradient; longer ones are shortened.",
    )
    clipvalue = param(
        Optional(Float(low=0, open_low=True)), None, last=True, advanced=True,
        doc="Greatest size of each number in a gradient.",
    )
    global_clipnorm = param(
        Optional(Float(low=0, open_low=True)), None, last=True, advanced=True,
        doc="Greatest length of all gradients taken together.",
    )
    use_ema = param(
        Bool(), False, last=True, advanced=True,
        doc="Whether to keep moving averages of the weights and use them after training.",
    )
    ema_momentum = param(
        Float(low=0, high=1), 0.99, last=True, advanced=True,
        doc="How slowly the moving averages follow the weights.",
    )
    ema_overwrite_frequency = param(
        Optional(Int(low=1)), None, last=True, advanced=True, unit="steps",
        doc="After how many steps the averages replace the weights; empty for at the end only.",
    )
    loss_scale_factor = param(
        Optional(Float(low=0, open_low=True)), None, last=True, advanced=True, hidden=True,
        doc="Factor on the loss while gradients are computed, against tiny numbers.",
    )
    gradient_accumulation_steps = param(
        Optional(Int(low=2)), None, last=True, advanced=True, unit="batches",
        doc="Number of batches whose gradients are averaged for one step.",
    )
    name = param(
        Optional(Text()), None, last=True, advanced=True, hidden=True,
        doc="Name of the optimizer, used for its variables.",
    )

    def take_extra(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        kwargs = {k: v for k, v in kwargs.items() if k not in _MEANINGLESS}
        if kwargs.get("epsilon", "given") is None:  # Keras 2: the usual one
            del kwargs["epsilon"]
        if "decay" in kwargs:  # Keras 2: the rate is divided by 1 + decay * step
            given = Optional(Float(low=0)).validate(kwargs.pop("decay"))
            self._old_decay = given or None
        return kwargs

    def check_params(self) -> None:
        clips = {n: getattr(self, n) for n in ("clipnorm", "clipvalue", "global_clipnorm")}
        given = {name: value for name, value in clips.items() if value is not None}
        if len(given) > 1:
            raise ValueError(
                f"{type(self).__name__}: only one of clipnorm, clipvalue and global_clipnorm "
                f"can be set, got {given}."
            )
        if self.gradient_accumulation_steps and not self.accumulates:
            raise ValueError(
                f"{type(self).__name__} does not support gradient_accumulation_steps."
            )
        if self.name is None:
            self.name = registry.snake_case(type(self).__name__)
        if self._old_decay and isinstance(self._rate, Variable):
            self.learning_rate = InverseTimeDecay(written_rate(self._rate), 1, self._old_decay)
        self.built = False
        self._kept = {}
        self._undecayed: set[int] = set()
        self._undecayed_names: re.Pattern[str] | None = None
        self._trained: list[Variable] = []
        self._averages: list[Variable] = []
        self._swapped = False  # whether the averages are in the weights' place
        self._sums: list[Variable] = []
        self._position: dict[int, int] = {}
        self.rename(str(self.name))

    def set_rate(self, value: Any) -> None:
        """Take a number, a schedule or a function as the learning rate.

        Raises:
            TypeError: for a number where a schedule decides.
        """
        before = vars(self).get("_rate")
        if before is None:
            self._iteration = Variable(0, dtype="int32", trainable=False, name="iteration")
            self._variables = [self._iteration]
        if callable(value):
            if isinstance(before, Variable):
                self._variables.remove(before)
            self._rate = value
        elif before is None:
            self._rate = Variable(
                float(value), dtype=floatx(), trainable=False, name="learning_rate"
            )
            self._variables.append(self._rate)
        elif isinstance(before, Variable):
            before.set_value(np.asarray(value))
        else:
            raise TypeError(
                f"{type(self).__name__}: a schedule decides on the learning rate, so it cannot be "
                f"set to {value!r}. Make the optimizer with a number to change it during training."
            )

    def rate(self) -> Any:
        """Return the learning rate of the present step: a Variable, or a scalar tensor."""
        if isinstance(self._rate, LearningRateSchedule):
            return ops.cast(self._rate(self._iteration), floatx())
        return self._rate if isinstance(self._rate, Variable) else update.called(self._rate)

    @property
    def lr(self) -> Any:
        """Keras 2's name of the learning rate."""
        return self.learning_rate

    @lr.setter
    def lr(self, value: Any) -> None:
        self.learning_rate = value

    # -- state -----------------------------------------------------------------

    @property
    def iterations(self) -> Any:
        """How many steps were taken (batches, divided by those accumulated for a step)."""
        if self.gradient_accumulation_steps:
            return int(self._iteration) // self.gradient_accumulation_steps
        return self._iteration

    def build(self, variables: Sequence[Variable]) -> None:
        """Make the state for the variables to be trained; call before making slots."""
        self._trained = list(variables)
        self._position = {id(v): i for i, v in enumerate(self._trained)}
        if self.use_ema:
            self._averages = self.add_optimizer_variables(self._trained, "average")
        if self.gradient_accumulation_steps:
            self._sums = self.add_optimizer_variables(self._trained, "gradient_accumulator")
        self.built = True

    # -- a step ----------------------------------------------------------------

    def update_step(self, gradient: Any, variable: Variable, learning_rate: Any) -> None:
        """Change a variable by its gradient."""
        raise NotImplementedError(f"{type(self).__name__} does not define update_step.")

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]]) -> Any:
        """Take a step; pairs of a gradient and its variable."""
        pairs = list(grads_and_vars)
        self.apply([g for g, _ in pairs], [v for _, v in pairs])
        return self._iteration

    def minimize(self, loss: Any, var_list: Any, tape: Any = None) -> Any:
        """Take a step that makes a loss smaller.

        Args:
            loss: A function without arguments that computes it; or its value, computed
                under ``tape``.
            var_list: The variables to change, or a function that returns them.
            tape: The GradientTape that recorded a value.

        Raises:
            ValueError: for a value without its tape.
        """
        from engine.tape import GradientTape

        if callable(loss):
            with tape or GradientTape() as tape:
                loss = loss()
        elif tape is None:
            raise ValueError(
                "minimize needs the loss as a function, or its value with the tape that recorded "
                "it: minimize(loss, variables, tape=tape)."
            )
        variables = list(var_list() if callable(var_list) else var_list)
        return self.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))

    @in_update
    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        """Take a step.

        Args:
            grads: A gradient for each variable; None leaves a variable out, with a warning.
            trainable_variables: The variables; those the optimizer was built with by default.

        Raises:
            ValueError: when every gradient is None, or for a variable the
                optimizer was not built with.
        """
        grads = list(grads)
        if not grads:
            return
        variables = self._known(grads, trainable_variables)
        grads, variables = _with_gradient(grads, variables)
        if self.loss_scale_factor is not None:
            grads = [ops.divide(g, self.loss_scale_factor) for g in grads]
        if self._sums:
            grads = [
                update.accumulate(self.slot(self._sums, v), g, self._iteration, self._every)
                for g, v in zip(grads, variables, strict=True)
            ]
        grads = self._clipped(grads)
        rate = self.rate()
        self._decay(variables, rate)
        self.begin_step(variables)
        for grad, variable in zip(grads, variables, strict=True):
            with updating(variable):
                self.update_step(grad, variable, rate)
        self._average()
        for variable in variables:
            if variable.constraint is not None:
                ops.assign(variable, variable.constraint(variable))
        ops.assign_add(self._iteration, 1)

    def begin_step(self, variables: Sequence[Variable]) -> None:
        """Hook: what a rule does once in a step, before the variables are updated."""

    @property
    def _every(self) -> int:
        return self.gradient_accumulation_steps or 1

    def _known(self, grads: list[Any], variables: Sequence[Variable] | None) -> list[Variable]:
        if variables is None:
            if not self.built:
                raise ValueError(
                    "The optimizer does not know its variables yet: give them with the gradients, "
                    "or call optimizer.build(variables) first."
                )
            variables = self._trained
        variables = list(variables)
        if len(grads) != len(variables):
            raise ValueError(f"{len(grads)} gradients do not fit {len(variables)} variables.")
        if not self.built:
            self.build(variables)
        for variable in variables:
            if id(variable) not in self._position:
                raise ValueError(
                    f"The optimizer was not built with the variable '{variable.path}'. "
                    "Make a new optimizer for another set of variables."
                )
        return variables

    def _clipped(self, grads: list[Any]) -> list[Any]:
        if self.clipnorm:
            return [clip_by_norm(g, self.clipnorm) for g in grads]
        if self.global_clipnorm:
            return clip_by_global_norm(grads, self.global_clipnorm)
        if self.clipvalue:
            return [ops.clip(g, -self.clipvalue, self.clipvalue) for g in grads]
        return grads

    def _decay(self, variables: list[Variable], rate: Any) -> None:
        for variable in variables:
            part = self.decay_of(variable)
            if part is not None and self._decays(variable):
                update.decay(variable, rate, self._iteration, part, self._every)

    def decay_of(self, variable: Variable) -> float | None:
        """Return the weight decay of a variable."""
        return self.weight_decay

    def _decays(self, variable: Variable) -> bool:
        named = self._undecayed_names is not None and self._undecayed_names.search(variable.name)
        return id(variable) not in self._undecayed and not named

    def exclude_from_weight_decay(
        self,
        var_list: Iterable[Variable] | None = None,
        var_names: Iterable[str] | None = None,
    ) -> None:
        """Keep weight decay away from variables, or from those whose name contains a text."""
        if self.built:
            raise ValueError("Call exclude_from_weight_decay before the optimizer is built.")
        self._undecayed = {id(v) for v in var_list or ()}
        names = list(var_names or ())
        self._undecayed_names = re.compile("|".join(names)) if names else None

    def _average(self) -> None:
        for variable, average in zip(self._trained, self._averages, strict=False):
            update.average(
                average, variable, self._iteration,
                self.ema_momentum, self._every, self.ema_overwrite_frequency or 0,
            )

    @property
    def keeps_averages(self) -> bool:
        """Whether moving averages of the weights are kept."""
        return bool(self.use_ema)

    def finalize_variable_values(self, var_list: Sequence[Variable] | None = None) -> None:
        """Replace the weights by their moving averages, at the end of training."""
        for variable, average in zip(self._trained, self._averages, strict=False):
            if self._swapped:
                average.set_value(variable.value)
            else:
                variable.set_value(average.value)
        self._swapped = False

    def swap_averages(self) -> None:
        """Exchange the weights and their moving averages."""
        for variable, average in zip(self._trained, self._averages, strict=False):
            weights = variable.value.copy()
            variable.set_value(average.value)
            average.set_value(weights)
        self._swapped = not self._swapped

    def scale_loss(self, loss: Any) -> Any:
        """Return the loss as gradients are to be taken of it."""
        if self.loss_scale_factor is None:
            return loss
        return ops.multiply(loss, self.loss_scale_factor)

    # -- configuration ---------------------------------------------------------

    def get_config(self) -> dict[str, Any]:
        config = {
            name: definition.kind.to_config(getattr(self, name))
            for name, definition in self.params.items()
            if name != "learning_rate" and definition.is_written(getattr(self, name))
        }
        return {"learning_rate": written_rate(self._rate), **config}

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict[str, Any] | None = None
    ) -> Any:
        return cls(**config)


def _with_gradient(
    grads: list[Any], variables: list[Variable]
) -> tuple[list[Any], list[Variable]]:
    kept = [(as_operand(g), v) for g, v in zip(grads, variables, strict=True) if g is not None]
    if not kept:
        raise ValueError(
            "No variable has a gradient: the loss does not depend on any of them. Check that "
            "the model's output enters the loss and that some layers are trainable."
        )
    if len(kept) < len(grads):
        missing = [v.path for g, v in zip(grads, variables, strict=True) if g is None]
        warnings.warn(
            f"The loss does not depend on {', '.join(missing)}; they are not trained.",
            stacklevel=4,
        )
    return [g for g, _ in kept], [v for _, v in kept]
