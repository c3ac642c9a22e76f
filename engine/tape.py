"""GradientTape, with TensorFlow's behaviour."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.op import Node, Recorder, pop_recorder, push_recorder
from engine.tensor import Tensor, Variable, as_operand
from engine.tree import flatten, pack_like


class GradientTape(Recorder):
    """Records ops so that gradients can be taken afterwards.

    Args:
        persistent: Whether ``gradient`` may be called more than once.
        watch_accessed_variables: Kept for TensorFlow's signature; variables that
            are used are watched.

    Tapes nest, and ``gradient`` inside an outer tape is itself recorded, so
    higher derivatives work wherever the ops' gradient rules have gradients.
    """

    def __init__(self, persistent: bool = False, watch_accessed_variables: bool = True) -> None:
        self.persistent = persistent
        self.watch_accessed_variables = watch_accessed_variables
        self._nodes: list[Node] = []
        self._watched: set[int] = set()
        self._keep: list[Any] = []
        self._used = False

    def __enter__(self) -> GradientTape:
        push_recorder(self)
        return self

    def __exit__(self, *details: Any) -> None:
        pop_recorder(self)

    def record(self, node: Node) -> None:
        self._nodes.append(node)

    def watch(self, tensor: Any) -> None:
        """Take note that gradients with respect to ``tensor`` will be asked for."""
        for item in flatten(tensor):
            if not isinstance(item, (Tensor, Variable)):
                raise TypeError(f"A tape watches tensors and variables, got {type(item).__name__}.")
            self._watched.add(id(item))
            self._keep.append(item)

    def watched_variables(self) -> tuple[Variable, ...]:
        """Return the variables that gradients can be asked for, in the order of their use."""
        nodes = self._nodes if self.watch_accessed_variables else []
        used = [v for node in nodes for v in node.inputs if getattr(v, "trainable", False)]
        found = [*self._keep, *used]
        variables = {id(v): v for v in found if isinstance(v, Variable)}
        return tuple(variables.values())

    def reset(self) -> None:
        """Forget what was recorded and watched."""
        self._nodes, self._watched, self._keep, self._used = [], set(), [], False

    @contextlib.contextmanager
    def stop_recording(self) -> Iterator[None]:
        """Leave out what is computed inside the block."""
        pop_recorder(self)
        try:
            yield
        finally:
            push_recorder(self)

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: str = "none",
    ) -> Any:
        """Return the gradients of ``target`` in the structure of ``sources``.

        Args:
            target: A tensor, or a list or dict of them (their sum is differentiated).
            sources: A tensor or variable, or a list or dict of them. A tensor
                that was neither watched nor computed from a variable gives None.
            output_gradients: What to multiply the gradients of the targets with.
            unconnected_gradients: "none", or "zero" for zeros in place of None.

        Raises:
            RuntimeError: on a second call of a tape that is not persistent.
        """
        wanted = flatten(sources)
        seeds = None
        if output_gradients is not None:
            seeds = [as_operand(g) for g in flatten(output_gradients)]
        (gradients,) = self._gradients(flatten(target), wanted, [seeds])
        if str(unconnected_gradients) == "zero":
            pairs = zip(gradients, wanted, strict=True)
            gradients = [_zeros(source) if g is None else g for g, source in pairs]
        return pack_like(sources, gradients)

    def jacobian(
        self,
        target: Any,
        sources: Any,
        unconnected_gradients: str = "none",
        parallel_iterations: Any = None,
        experimental_use_pfor: bool = True,
    ) -> Any:
        """Return the derivative of every element of ``target`` by every element of ``sources``.

        Args:
            target: A tensor.
            sources: A tensor or variable, or a list or dict of them.
            unconnected_gradients: "none", or "zero" for zeros in place of None.
            parallel_iterations, experimental_use_pfor: Kept for TensorFlow's signature.

        Returns:
            Tensors of the shapes ``target.shape + source.shape``, in the sources' structure.
        """
        from engine import ops

        wanted = flatten(sources)
        count = math.prod(target.shape)
        rows = self._gradients([target], wanted, [[seed] for seed in _units(target, count)])
        found: list[Any] = []
        for column, source in zip(zip(*rows, strict=True), wanted, strict=True):
            shape = (*target.shape, *source.shape)
            if None not in column:
                found.append(ops.reshape(ops.stack(column), shape))
            else:
                zero = str(unconnected_gradients) == "zero"
                found.append(ops.zeros(shape, source.dtype) if zero else None)
        return pack_like(sources, found)

    def batch_jacobian(
        self,
        target: Any,
        source: Any,
        unconnected_gradients: str = "none",
        parallel_iterations: Any = None,
        experimental_use_pfor: bool = True,
    ) -> Any:
        """Return, for every sample, the derivative of its target by its own source.

        The samples of ``target`` must not depend on other samples of ``source``.

        Returns:
            A tensor of the shape ``(batch, *target.shape[1:], *source.shape[1:])``.

        Raises:
            ValueError: when the two hold different numbers of samples.
        """
        from engine import ops

        if not target.shape or not source.shape or target.shape[0] != source.shape[0]:
            raise ValueError(
                "batch_jacobian needs a target and a source with the same first size, got the "
                f"shapes {target.shape} and {source.shape}."
            )
        one = Tensor(target.shape[1:], target.dtype)
        units = [
            ops.broadcast_to(ops.expand_dims(unit, 0), target.shape)
            for unit in _units(one, math.prod(one.shape))
        ]
        rows = self._gradients([target], [source], [[unit] for unit in units])
        shape = (*target.shape, *source.shape[1:])
        if not rows or rows[0][0] is None:
            return ops.zeros(shape, source.dtype) if str(unconnected_gradients) == "zero" else None
        return ops.reshape(ops.stack([row[0] for row in rows], axis=1), shape)

    def _gradients(
        self, targets: list[Any], wanted: list[Any], many: list[list[Any] | None]
    ) -> list[list[Any]]:
        """Return the sources' gradients, one list for each list of the targets' gradients."""
        from engine.gradient import backward  # ops import the recorder, gradients import ops

        if self._used and not self.persistent:
            raise RuntimeError(
                "A GradientTape gives gradients once; make it GradientTape(persistent=True) "
                "to ask several times."
            )
        self._used = True
        known = self._known(wanted)
        asked = [s for s, k in zip(wanted, known, strict=True) if k]
        recording = self in _recorders()
        if recording and not self.persistent:
            pop_recorder(self)
        try:
            nodes = list(self._nodes)
            several = [iter(backward(nodes, targets, asked, seeds)) for seeds in many]
        finally:
            if recording and not self.persistent:
                push_recorder(self)
        if not self.persistent:
            self._keep += self.watched_variables()
            self._nodes = []
        return [[next(found) if k else None for k in known] for found in several]

    def _known(self, wanted: list[Any]) -> list[bool]:
        """Whether each source is one that this tape has followed."""
        outputs = {id(o) for node in self._nodes for o in node.outputs}
        return [
            s.dtype.startswith(("float", "bfloat", "complex"))
            and (
                isinstance(s, Variable)
                and s.trainable
                and self.watch_accessed_variables
                or id(s) in self._watched
                or id(s) in outputs
            )
            for s in wanted
        ]


def _units(like: Any, count: int) -> Iterator[Tensor]:
    """Tensors of zeros with a one at each place in turn."""
    for place in range(count):
        unit = np.zeros(count, like.dtype)
        unit[place] = 1
        yield Tensor(like.shape, like.dtype, unit.reshape(like.shape))


def _zeros(source: Any) -> Tensor:
    return Tensor(source.shape, source.dtype, np.zeros(source.shape, source.dtype))


def _recorders() -> list[Recorder]:
    from engine.op import _active

    return _active.recorders
