"""LossScaleOptimizer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from engine import ops, registry
from engine.initializers import Constant
from engine.kinds import Float, Int
from engine.ops.casting import copied
from engine.optimizers.optimizer import Optimizer
from engine.origin import in_update
from engine.param import param
from engine.tensor import Variable

#: Arguments of every optimizer that older files write here; the inner optimizer has them.
_INNER = (
    "weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum",
    "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps",
)


@registry.register("optimizer", hidden=True)
class LossScaleOptimizer(Optimizer):
    """Scales the loss up while gradients are taken, so that tiny ones do not vanish.

    The scale doubles after ``dynamic_growth_steps`` steps in a row; a gradient that is not
    finite halves it, and that step is left out.

    Args:
        inner_optimizer: The optimizer that takes the steps.
        initial_scale: The scale at the start.
        dynamic_growth_steps: After how many good steps the scale doubles.
        name: Name of the optimizer.
    """

    initial_scale = param(
        Float(low=0, open_low=True), 2.0**15, last=True, doc="The scale at the start."
    )
    dynamic_growth_steps = param(
        Int(low=1), 2000, last=True, unit="steps",
        doc="After how many good steps the scale doubles.",
    )

    def __init__(
        self,
        inner_optimizer: Any,
        initial_scale: float = 2.0**15,
        dynamic_growth_steps: int = 2000,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        _refuse(kwargs)
        super().__init__(
            learning_rate=0.0, name=name, initial_scale=initial_scale,
            dynamic_growth_steps=dynamic_growth_steps,
        )
        inner = registry.get("optimizer", inner_optimizer)
        if not isinstance(inner, Optimizer) or isinstance(inner, LossScaleOptimizer):
            raise ValueError(
                "LossScaleOptimizer: 'inner_optimizer' must be an optimizer that scales no loss "
                f"itself, got {inner_optimizer!r}."
            )
        inner.loss_scale_factor = None  # gradients would be scaled twice
        self.inner_optimizer = inner

    # -- what the inner optimizer knows ------------------------------------------

    def set_rate(self, value: Any) -> None:
        if "inner_optimizer" in vars(self):
            self.inner_optimizer.learning_rate = value
        else:  # the place Keras's files have for a rate that is never used
            super().set_rate(value)

    def rate(self) -> Any:
        return self.inner_optimizer.rate()

    @property
    def iterations(self) -> Any:
        return self.inner_optimizer.iterations

    @property
    def variables(self) -> list[Variable]:
        return [*self._variables, *self.inner_optimizer.variables]

    @property
    def keeps_averages(self) -> bool:
        return self.inner_optimizer.keeps_averages

    def exclude_from_weight_decay(
        self,
        var_list: Iterable[Variable] | None = None,
        var_names: Iterable[str] | None = None,
    ) -> None:
        self.inner_optimizer.exclude_from_weight_decay(var_list, var_names)

    def finalize_variable_values(self, var_list: Sequence[Variable] | None = None) -> None:
        self.inner_optimizer.finalize_variable_values(var_list)

    def swap_averages(self) -> None:
        self.inner_optimizer.swap_averages()

    # -- a step --------------------------------------------------------------------

    def inner(self) -> Sequence[Optimizer]:
        return [self.inner_optimizer]

    def build(self, variables: Sequence[Variable]) -> None:
        self.step_counter = self.add_variable((), "zeros", "int32", "step_counter")
        start = Constant(self.initial_scale)
        self.dynamic_scale = self.add_variable((), start, "float32", "dynamic_scale")
        self.inner_optimizer.build(variables)
        super().build(variables)

    def scale_loss(self, loss: Any) -> Any:
        scale = self.dynamic_scale if self.built else self.initial_scale
        return ops.multiply(loss, ops.cast(scale, loss.dtype))

    @in_update
    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None
    ) -> None:
        grads = list(grads)
        if not grads:
            return
        variables = self._known(grads, trainable_variables)
        finite = _all_finite([g for g in grads if g is not None])
        # A step that must not count is taken back: a compiled step cannot branch.
        state = [*variables, *self.inner_optimizer.variables]
        before = [copied(v) for v in state]
        scale = copied(self.dynamic_scale)
        self.inner_optimizer.apply(
            [None if g is None else ops.divide(g, ops.cast(scale, g.dtype)) for g in grads],
            variables,
        )
        for variable, old in zip(state, before, strict=True):
            ops.assign(variable, ops.where(finite, variable, old))
        self._rescale(finite, scale)

    def _rescale(self, finite: Any, scale: Any) -> None:
        done = ops.add(self.step_counter, 1)
        full = ops.greater_equal(done, self.dynamic_growth_steps)
        again = ops.logical_or(full, ops.logical_not(finite))
        ops.assign(self.step_counter, ops.cast(ops.where(again, 0, done), "int32"))
        grown = ops.where(full, ops.multiply(scale, 2.0), scale)
        ops.assign(self.dynamic_scale, ops.where(finite, grown, ops.multiply(scale, 0.5)))

    def get_config(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "inner_optimizer": registry.serialize(self.inner_optimizer),
            "initial_scale": self.initial_scale,
            "dynamic_growth_steps": self.dynamic_growth_steps,
        }


def _refuse(kwargs: dict[str, Any]) -> None:
    """Raise TypeError for arguments that only the inner optimizer takes."""
    if not kwargs.pop("dynamic", True):
        raise ValueError(
            "LossScaleOptimizer: for a scale that stays the same set loss_scale_factor on the "
            "inner optimizer instead of dynamic=False."
        )
    defaults = {name: Optimizer.params[name].default for name in _INNER}
    for name, value in kwargs.items():
        if name not in defaults:
            raise TypeError(f"LossScaleOptimizer has no argument '{name}'.")
        if value != defaults[name]:
            raise ValueError(
                f"LossScaleOptimizer does not take '{name}' (got {value!r}): give it to the "
                "inner optimizer."
            )


def _all_finite(tensors: Sequence[Any]) -> Any:
    found: Any = None
    for tensor in tensors:
        whole = ops.all(ops.equal(ops.subtract(tensor, tensor), 0.0))  # not so for inf and NaN
        found = whole if found is None else ops.logical_and(found, whole)
    return True if found is None else found
