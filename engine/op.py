"""One definition of an op, and how it is applied.

An op has (1) a shape rule, pure, that also serves shape inference with unknown
sizes; (2) kernels that write into buffers they are given; (3) a gradient rule
written in other ops. The same three serve eager execution with tapes, tracing
and the compiled training step.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.lane import LANE
from engine.origin import current_origin
from engine.tensor import Sizes, Spec, Tensor, Variable, as_operand, dtype_of, storage

Operand = Tensor | Variable
#: A bound kernel: a function and its arguments.
Call = tuple[Callable[..., Any], tuple[Any, ...]]


class Op:
    """Base of all ops.

    Attributes:
        name: Name in error messages and graphs.
        view: The output is the input's memory under another shape.
        inplace: Position of an input whose buffer the first output may take over.
        mutates: Positions of variables the op writes to.
        folds: Whether constants give a constant, so that a plan need not compute it.
        one_precision: Whether its kernels need floating point inputs of one dtype.
    """

    name = "op"
    view = False
    inplace: tuple[int, ...] = ()
    mutates: tuple[int, ...] = ()
    folds = False
    one_precision = False

    def specs(self, *inputs: Spec, **attrs: Any) -> tuple[Spec, ...]:
        """Shape rule: return the outputs' specs or raise ValueError naming the shapes."""
        raise NotImplementedError

    def scratch(
        self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: dict[str, Any]
    ) -> Sequence[Spec]:
        """Return the specs of the working memory that ``bind`` wants."""
        return ()

    def bind(
        self,
        ins: Sequence[np.ndarray],
        outs: Sequence[np.ndarray],
        attrs: dict[str, Any],
        scratch: Sequence[np.ndarray],
    ) -> list[Call]:
        """Return the kernel calls that compute ``outs`` from ``ins``."""
        raise NotImplementedError

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        """Return one gradient per input (None where there is none), made with ops."""
        raise TypeError(f"The op '{self.name}' has no gradient.")

    def joined(self, nodes: Sequence[Node]) -> Sequence[Node]:
        """Return nodes of this op that follow each other in a trace in fewer, if that is faster."""
        return nodes

    def flops(self, ins: Sequence[Spec], outs: Sequence[Spec], attrs: dict[str, Any]) -> float:
        """Floating point operations, an unknown size counting as 1."""
        return float(sum(elements(o.shape) for o in outs))

    def __repr__(self) -> str:
        return f"<op {self.name}>"


class WithoutGradient(Op):
    """An op through which no gradient flows: positions, counts, comparisons, fresh numbers."""

    def gradient(self, node: Node, *grads: Tensor | None) -> Sequence[Any]:
        return (None,) * len(node.inputs)


class Node:
    """One application of an op: what went in, what came out, and whose work it is."""

    __slots__ = ("attrs", "inputs", "op", "origin", "outputs")

    def __init__(
        self,
        op: Op,
        inputs: tuple[Operand, ...],
        attrs: dict[str, Any],
        outputs: tuple[Tensor, ...],
    ) -> None:
        self.op = op
        self.inputs = inputs
        self.attrs = attrs
        self.outputs = outputs
        self.origin = current_origin()

    def __repr__(self) -> str:
        ins = ", ".join(str(i.shape) for i in self.inputs)
        return f"<{self.op.name} {ins} -> {', '.join(str(o.shape) for o in self.outputs)}>"


class Recorder:
    """Something that listens to op applications: a trace or a tape."""

    #: A tracing recorder makes ops stand for values instead of computing them.
    tracing = False

    def record(self, node: Node) -> None:
        raise NotImplementedError


class _Active(threading.local):
    def __init__(self) -> None:
        self.recorders: list[Recorder] = []


_active = _Active()


def push_recorder(recorder: Recorder) -> None:
    _active.recorders.append(recorder)


def pop_recorder(recorder: Recorder) -> None:
    _active.recorders.remove(recorder)


def is_tracing() -> bool:
    return any(r.tracing for r in _active.recorders)


def apply(op: Op, *values: Any, **attrs: Any) -> tuple[Tensor, ...]:
    """Apply an op and return its outputs, computed at once or recorded in the trace."""
    inputs = tuple(as_operand(v) for v in values)
    try:
        if op.one_precision:
            _check_precision([i.spec for i in inputs])
        specs = op.specs(*(i.spec for i in inputs), **attrs)
    except ValueError as error:
        raise ValueError(f"{op.name}: {error}") from None
    sizes = _are_sizes(op, inputs, specs)
    if is_tracing() and not sizes:
        outputs = tuple(Tensor(s.shape, s.dtype) for s in specs)
    else:
        # a view must not see what is assigned later: it shows a copy of a variable
        arrays = [
            i.value if isinstance(i, Variable) and not op.view else i.array() for i in inputs
        ]
        kind = Sizes if sizes else Tensor
        outputs = tuple(
            kind(s.shape, s.dtype, value)
            for s, value in zip(specs, execute(op, arrays, specs, attrs), strict=True)
        )
        if is_tracing():
            return outputs
    if _active.recorders:
        node = Node(op, inputs, attrs, outputs)
        for output in outputs:
            output.node = node
        for recorder in _active.recorders:
            recorder.record(node)
    return outputs


#: Up to so many whole numbers are computed with at once inside a trace.
_FEW = 64


def _are_sizes(op: Op, inputs: Sequence[Operand], specs: Sequence[Spec]) -> bool:
    """Whether this computes with sizes and other known whole numbers: Python may read them."""
    if not any(type(operand) is Sizes for operand in inputs):
        return False
    for operand in inputs:
        value = operand.value if isinstance(operand, Tensor) else None
        if value is None or operand.dtype not in _WHOLE or value.size > _FEW:
            return False
    few = all(None not in s.shape and elements(s.shape) <= _FEW for s in specs)
    return few and not op.mutates


_WHOLE = frozenset({"bool", "int32", "int64"})


def _check_precision(specs: Sequence[Spec]) -> None:
    """Kernels read memory as it comes: another precision would give nonsense, not an error."""
    found = sorted({s.dtype for s in specs if s.dtype.startswith("float")})
    if len(found) > 1 or not specs[0].dtype.startswith("float"):
        raise ValueError(
            f"its inputs must be numbers of one precision, got {', '.join(s.dtype for s in specs)}."
            " Use ops.cast on some of them."
        )


def execute(
    op: Op, arrays: Sequence[np.ndarray], specs: Sequence[Spec], attrs: dict[str, Any]
) -> list[np.ndarray]:
    """Run an op on arrays at once, in buffers of its own."""
    if op.view:
        return [arrays[0].reshape(specs[0].shape)]
    arrays = [a if a.flags.c_contiguous else np.ascontiguousarray(a) for a in arrays]
    outs = [np.empty(s.shape, storage(s.dtype)) for s in specs]
    ins = [Spec(a.shape, dtype_of(a)) for a in arrays]
    work = [np.empty(s.shape, s.dtype) for s in op.scratch(ins, specs, attrs)]  # type: ignore[arg-type]
    with LANE, np.errstate(all="ignore"):
        for function, args in op.bind(arrays, outs, attrs, work):
            function(*args)
    return outs


def elements(shape: Sequence[int | None]) -> int:
    """Number of elements, an unknown size counting as 1."""
    count = 1
    for size in shape:
        count *= 1 if size is None else size
    return count
