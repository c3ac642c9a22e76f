"""Ops that write to variables."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.op import Call, Op, apply
from engine.ops.elementwise import add, cast, subtract
from engine.tensor import Spec, Variable, as_operand


class Assign(Op):
    """Copy a value into a variable's buffer."""

    name = "assign"
    mutates = (0,)

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        variable, value = inputs
        if variable.shape != value.shape:
            raise ValueError(
                f"the variable has the shape {variable.shape}, the value {value.shape}."
            )
        return ()

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.copyto, (ins[0], ins[1]))]

    def gradient(self, node: Any, *grads: Any) -> Any:
        return (None, None)


class AssignAdd(Assign):
    """Add a value to a variable's buffer."""

    name = "assign_add"

    def bind(self, ins: Any, outs: Any, attrs: Any, scratch: Any) -> list[Call]:
        return [(np.add, (ins[0], ins[1], ins[0]))]


_ASSIGN = Assign()
_ASSIGN_ADD = AssignAdd()


def assign(variable: Variable, value: Any) -> Variable:
    """Set a variable to a value of its shape; returns the variable."""
    apply(_ASSIGN, variable, cast(as_operand(value, like=variable), variable.dtype))
    return variable


def assign_add(variable: Variable, value: Any) -> Variable:
    """Add a value to a variable in place."""
    given = as_operand(value, like=variable)
    if given.shape != variable.shape or variable.dtype == "bool":
        return assign(variable, add(variable, given))
    apply(_ASSIGN_ADD, variable, cast(given, variable.dtype))
    return variable


def assign_sub(variable: Variable, value: Any) -> Variable:
    """Subtract a value from a variable in place."""
    return assign(variable, subtract(variable, value))
