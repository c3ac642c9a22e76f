"""Ops that change weights: the optimizers' rules, decay, averages, summed gradients.

Each writes to its variables in place. The learning rate and the count of batches
are read when the op runs. With ``every`` above 1 a weight changes only at every
n-th batch, and the rule's own count of steps counts those alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.config import floatx
from engine.kernels import update as kernels
from engine.op import Call, Node, Op, WithoutGradient, apply
from engine.ops.elementwise import cast
from engine.tensor import Spec, Tensor, Variable


class Update(Op):
    """Runs ``function(*arrays, **attrs)`` on the buffers of variables; has no outputs.

    Args:
        name: Its name in graphs.
        function: What it does; the first array is the variable, ``gradient`` its gradient.
        mutates: Positions of the variables it writes to.
        gradient: Position of the gradient, None if there is none.
        work: Floating point operations for each element of the variable.
    """

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        mutates: tuple[int, ...],
        gradient: int | None,
        work: float,
    ) -> None:
        self.name = name
        self.function = function
        self.mutates = mutates
        self.gradient_at = gradient
        self.work = work

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        if self.gradient_at is not None and inputs[self.gradient_at].shape != inputs[0].shape:
            raise ValueError(
                f"the gradient's shape {inputs[self.gradient_at].shape} differs from the "
                f"variable's {inputs[0].shape}."
            )
        return ()

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        written = {*self.mutates, self.gradient_at}
        arrays = [np.atleast_1d(a) if i in written else a for i, a in enumerate(ins)]
        return [(self.function, (*arrays, *attrs.values()))]

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return self.work * math.prod(ins[0].shape)


def step_number(iteration: np.ndarray, every: int) -> int:
    """Return the number of the rule's step that this batch completes, from 1; 0 if none."""
    done = int(iteration) + 1
    return 0 if done % every else done // every


def _decay(
    var: np.ndarray, rate: np.ndarray, iteration: np.ndarray, part: float, every: int
) -> None:
    if step_number(iteration, every):
        np.multiply(var, var.dtype.type(1 - part * float(rate)), var)


def _average(
    average: np.ndarray,
    var: np.ndarray,
    iteration: np.ndarray,
    momentum: float,
    every: int,
    overwrite: int,
) -> None:
    step = int(iteration) // every
    kept = momentum if step else 0.0  # the first average is the variable itself
    average *= average.dtype.type(kept)
    average += var * var.dtype.type(1 - kept)
    if overwrite and (step + 1) % overwrite == 0:
        np.copyto(var, average)


class Rule(Update):
    """An optimizer's rule whose kernel changes any number of variables in one call.

    Args:
        name: Its name in graphs.
        bind: Gives the call for the arrays of variables, the rate, the count of
            batches, then the rule's numbers by name.
        mutates, gradient, work: As for ``Update``.
    """

    def __init__(
        self,
        name: str,
        bind: Callable[..., Call],
        mutates: tuple[int, ...],
        gradient: int,
        work: float,
    ) -> None:
        super().__init__(name, bind, mutates, gradient, work)
        self.together = Together(self, gradient + 1)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        found = {i.dtype for i in inputs[:-2]}
        if len(found) > 1:
            raise ValueError(f"a variable, its slots and gradient differ in type: {sorted(found)}.")
        return super().specs(*inputs, **attrs)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [self.function([ins[:-2]], *ins[-2:], **attrs)]

    def joined(self, nodes: Sequence[Node]) -> Sequence[Node]:
        """Return nodes of this rule that follow each other as one, where that does the same."""
        alike = all(_terms(n) == _terms(nodes[0]) for n in nodes)
        if len(nodes) == 1 or not alike or len({id(n.inputs[0]) for n in nodes}) < len(nodes):
            return nodes
        inputs = [i for n in nodes for i in n.inputs[:-2]]
        node = Node(self.together, (*inputs, *nodes[0].inputs[-2:]), nodes[0].attrs, ())
        node.origin = nodes[0].origin
        return [node]


def _terms(node: Node) -> Any:
    """What steps have to have in common: precision, rate, count of batches, numbers."""
    rate, iteration = node.inputs[-2:]
    return node.inputs[0].dtype, id(rate), id(iteration), node.attrs


class Together(Op):
    """A rule for several variables: those of the first with its slots and gradient, and so on."""

    def __init__(self, rule: Rule, size: int) -> None:
        self.rule = rule
        self.name = rule.name
        self.size = size
        self.mutates = (0,)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        parts = [ins[i : i + self.size] for i in range(0, len(ins) - 2, self.size)]
        return [self.rule.function(parts, *ins[-2:], **attrs)]

    def flops(self, ins: Any, outs: Any, attrs: Any) -> float:
        return sum(self.rule.work * math.prod(i.shape) for i in ins[: -2 : self.size])


class Accumulate(Op):
    """Adds a gradient to a sum; at every n-th batch gives the mean and starts anew."""

    name = "accumulate_gradient"
    mutates = (0,)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (inputs[1],)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_accumulate, (*ins, outs[0], attrs["every"]))]


def _accumulate(
    total: np.ndarray, grad: np.ndarray, iteration: np.ndarray, mean: np.ndarray, every: int
) -> None:
    total += grad
    if step_number(iteration, every):
        np.divide(total, total.dtype.type(every), mean)
        total.fill(0)
    else:
        np.copyto(mean, grad)  # nothing changes a weight by it


class Called(WithoutGradient):
    """The number that a Python function gives, asked anew at every run."""

    name = "called"

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        return (Spec((), floatx()),)

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(_call, (attrs["function"], outs[0]))]


def _call(function: Callable[[], Any], out: np.ndarray) -> None:
    out[...] = float(function())


_CALLED = Called()
_SGD = Rule("sgd", kernels.sgd_call, (0,), 1, 2)
_MOMENTUM = Rule("sgd_momentum", kernels.momentum_call, (0, 1), 2, 4)
#: By whether there is a momentum and whether the rule is centered.
_RMSPROP = {
    (False, False): Rule("rmsprop", kernels.rmsprop_call, (0, 1), 4, 8),
    (True, False): Rule("rmsprop", kernels.rmsprop_call, (0, 1, 2), 4, 10),
    (False, True): Rule("rmsprop", kernels.rmsprop_call, (0, 1, 3), 4, 12),
    (True, True): Rule("rmsprop", kernels.rmsprop_call, (0, 1, 2, 3), 4, 14),
}
_ADAM = Rule("adam", kernels.adam_call, (0, 1, 2), 4, 12)
_AMSGRAD = Rule("adam", kernels.adam_call, (0, 1, 2, 3), 4, 13)
_DECAY = Update("weight_decay", _decay, (0,), None, 1)
_AVERAGE = Update("moving_average", _average, (0, 1), None, 3)
_ACCUMULATE = Accumulate()


def sgd(variable: Variable, gradient: Any, rate: Any, iteration: Variable, every: int = 1) -> None:
    """``w -= rate * g``"""
    apply(_SGD, variable, cast(gradient, variable.dtype), rate, iteration, every=every)


def momentum(
    variable: Variable,
    gradient: Any,
    slot: Variable,
    rate: Any,
    iteration: Variable,
    momentum: float,
    nesterov: bool = False,
    every: int = 1,
) -> None:
    """``m = momentum * m - rate * g; w += m`` (Nesterov: ``w += momentum * m - rate * g``)"""
    apply(
        _MOMENTUM,
        variable,
        slot,
        cast(gradient, variable.dtype),
        rate,
        iteration,
        momentum=momentum,
        nesterov=nesterov,
        every=every,
    )


def rmsprop(
    variable: Variable,
    gradient: Any,
    velocity: Variable,
    momentum_slot: Variable | None,
    average_gradient: Variable | None,
    rate: Any,
    iteration: Variable,
    *,
    rho: float,
    momentum: float,
    epsilon: float,
    every: int = 1,
) -> None:
    """``v = rho * v + (1 - rho) * g^2; w -= rate * g / sqrt(v + epsilon)``

    With ``average_gradient`` its square is taken off v in the root; with
    ``momentum_slot`` the step is added up as in SGD.
    """
    moving, centered = momentum_slot is not None, average_gradient is not None
    apply(
        _RMSPROP[moving, centered],
        variable,
        velocity,
        momentum_slot if moving else _unused(variable),
        average_gradient if centered else _unused(variable),
        cast(gradient, variable.dtype),
        rate,
        iteration,
        rho=rho,
        momentum=momentum if moving else 0.0,
        eps=epsilon,
        every=every,
    )


def adam(
    variable: Variable,
    gradient: Any,
    mean: Variable,
    variance: Variable,
    greatest: Variable | None,
    rate: Any,
    iteration: Variable,
    *,
    beta_1: float,
    beta_2: float,
    epsilon: float,
    every: int = 1,
) -> None:
    """``m += (g - m)(1 - b1); v += (g^2 - v)(1 - b2); w -= a * m / (sqrt(v) + epsilon)``

    where ``a = rate * sqrt(1 - b2^t) / (1 - b1^t)``; with ``greatest`` the root is
    of the greatest v so far.
    """
    apply(
        _ADAM if greatest is None else _AMSGRAD,
        variable,
        mean,
        variance,
        _unused(variable) if greatest is None else greatest,
        cast(gradient, variable.dtype),
        rate,
        iteration,
        beta1=beta_1,
        beta2=beta_2,
        eps=epsilon,
        every=every,
    )


def decay(variable: Variable, rate: Any, iteration: Variable, part: float, every: int = 1) -> None:
    """``w -= w * part * rate``"""
    apply(_DECAY, variable, rate, iteration, part=part, every=every)


def average(
    slot: Variable,
    variable: Variable,
    iteration: Variable,
    momentum: float,
    every: int = 1,
    overwrite: int = 0,
) -> None:
    """``a = momentum * a + (1 - momentum) * w``; every ``overwrite`` steps ``w = a``."""
    apply(_AVERAGE, slot, variable, iteration, momentum=momentum, every=every, overwrite=overwrite)


def accumulate(total: Variable, gradient: Any, iteration: Variable, every: int) -> Tensor:
    """Return the mean of ``every`` gradients when this batch completes them."""
    return apply(_ACCUMULATE, total, gradient, iteration, every=every)[0]


def called(function: Callable[[], Any]) -> Tensor:
    """Return the scalar that a Python function gives at each run."""
    return apply(_CALLED, function=function)[0]


def _unused(variable: Variable) -> np.ndarray:
    """Stands for a slot that the rule does not touch."""
    return np.empty(0, variable.dtype)
