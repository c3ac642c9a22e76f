"""GradientTape, with TensorFlow's behaviour."""

from __future__ import annotations

import contextlib
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
        from engine.gradient import backward  # ops import the recorder, gradients import ops

        if self._used and not self.persistent:
            raise RuntimeError(
                "A GradientTape gives gradients once; make it GradientTape(persistent=True) "
                "to ask several times."
            )
        self._used = True
        wanted = flatten(sources)
        outputs = {id(o) for node in self._nodes for o in node.outputs}
        known = [
            isinstance(s, Variable)
            and s.trainable
            and self.watch_accessed_variables
            or id(s) in self._watched
            or id(s) in outputs
            for s in wanted
        ]
        asked = [s for s, k in zip(wanted, known, strict=True) if k]
        recording = self in _recorders()
        if recording and not self.persistent:
            pop_recorder(self)
        try:
            seeds = (
                None
                if output_gradients is None
                else [as_operand(g) for g in flatten(output_gradients)]
            )
            found = iter(backward(list(self._nodes), flatten(target), asked, seeds))
        finally:
            if recording and not self.persistent:
                push_recorder(self)
        if not self.persistent:
            self._nodes = []
        gradients = [next(found) if k else None for k in known]
        if unconnected_gradients == "zero":
            pairs = zip(gradients, wanted, strict=True)
            gradients = [_zeros(source) if g is None else g for g, source in pairs]
        return pack_like(sources, gradients)


def _zeros(source: Any) -> Tensor:
    return Tensor(source.shape, source.dtype, np.zeros(source.shape, source.dtype))


def _recorders() -> list[Recorder]:
    from engine.op import _active

    return _active.recorders
