"""One layer's output shape, sizes and cost from its arguments and input shapes.

The engine does the work on symbolic tensors, so that no kernel runs and no
weight is allocated. Results are kept: a check of a large graph after a small
change asks the engine about the changed layers only.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import Any

from app.document.graph import INPUT_KIND
from app.document.making import call_layer, is_known, make_layer, unknown
from app.document.report import Shape
from engine.layers.core import InputLayer
from engine.layers.symbolic import KerasTensor
from engine.models.functional import Functional
from engine.models.sequential import Sequential
from engine.random import separate_seeds
from engine.tree import flatten

#: Results kept; the oldest are dropped beyond it.
KEPT = 20_000


@dataclass(frozen=True)
class Spec:
    """What flows along a wire: shape with the batch first, and dtype."""

    shape: Shape
    dtype: str


@dataclass(frozen=True)
class Inferred:
    """What the engine says about one use of a layer.

    Attributes:
        output: None when ``error`` says why there is none; the first of several.
        outputs: All that comes out.
        parameters: Numbers held by the layer.
        trainable: Those of them that training changes.
        flops: Float operations per sample.
        values: Numbers of a sample it gives, those that pass inside a model included.
        error: The engine's message, "" without an error.
        stage: Where the error came from: "kind" (no such layer), "params"
            (its arguments) or "inputs" (what arrives).
    """

    output: Spec | None = None
    parameters: int = 0
    trainable: int = 0
    flops: float = 0.0
    error: str = ""
    stage: str = ""
    outputs: tuple[Spec, ...] = ()
    values: int = 0


_known: dict[Any, Inferred] = {}
_lock = threading.Lock()


def infer(
    kind: str,
    name: str,
    params: dict[str, Any],
    inputs: tuple[Spec, ...],
    built_on: tuple[Spec, ...] | None = None,
    call: dict[str, Any] | None = None,
    first_call: dict[str, Any] | None = None,
) -> Inferred:
    """Return what the engine says, from memory when it was asked before.

    Args:
        kind: Class name of the layer.
        name: Its name, which messages mention.
        params: Its arguments.
        inputs: What arrives, in port order.
        built_on: For a further use of a shared layer, what its first use takes.
        call: How the layer is called (see ``Node.call``).
        first_call: The same for its first use.
    """
    key = (kind, name, repr(params), inputs, built_on, repr(call), repr(first_call))
    found = _known.get(key)
    if found is None:
        with separate_seeds():  # a training being prepared meanwhile must not notice
            first = None if built_on is None else Use(built_on, first_call)
            found = _ask(kind, name, params, Use(inputs, call), first)
        with _lock:  # a training checks its snapshot in its own thread
            while len(_known) >= KEPT:
                _known.pop(next(iter(_known)))
            _known[key] = found
    return found


@dataclass(frozen=True)
class Use:
    """What a layer is called with, and how."""

    inputs: tuple[Spec, ...]
    call: dict[str, Any] | None = None


def _ask(
    kind: str, name: str, params: dict[str, Any], use: Use, first: Use | None
) -> Inferred:
    if not is_known(kind):
        return Inferred(error=unknown(kind), stage="kind")
    try:
        layer: Any = make_layer(kind, name, params)
    except Exception as error:  # whatever a layer raises is shown to its maker
        return Inferred(error=_plain(error, kind, name), stage="params")
    try:
        if kind == INPUT_KIND:
            spec = Spec(tuple(layer.batch_shape), str(layer.dtype))
            return Inferred(spec, outputs=(spec,), values=per_sample(spec.shape))
        if first is not None:
            _call(layer, kind, first)
        return _measure(layer, _call(layer, kind, use))
    except Exception as error:
        return Inferred(error=_plain(error, kind, name), stage="inputs")


def _plain(error: Exception, kind: str, name: str) -> str:
    """The engine's message without the layer's name, which the caller puts before it."""
    text = str(error)
    if not isinstance(error, (ValueError, TypeError)):
        text = f"{type(error).__name__}: {text}"  # the bare text of a KeyError says nothing
    for prefix in (f"Layer '{name}' ({kind}): ", f"{kind}: "):
        text = text.removeprefix(prefix)
    return text


def _call(layer: Any, kind: str, use: Use) -> Any:
    return call_layer(layer, kind, [KerasTensor(s.shape, s.dtype) for s in use.inputs], use.call)


def _measure(layer: Any, output: Any) -> Inferred:
    outputs = flatten(output)
    history = outputs[0].keras_history
    flops = history.layer._inbound_nodes[history.node_index].flops
    trainable = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
    held = sum(math.prod(weight.shape) for weight in layer.weights)
    specs = tuple(Spec(tuple(value.shape), str(value.dtype)) for value in outputs)
    values = _values_inside(layer) or sum(per_sample(spec.shape) for spec in specs)
    return Inferred(
        specs[0], int(held), int(trainable), float(flops), outputs=specs, values=values
    )


def per_sample(shape: Shape) -> int:
    """How many numbers a sample has; open sizes count as 1."""
    return math.prod(size for size in shape[1:] if size is not None)


def _values_inside(layer: Any) -> int:
    """What the layers of a model give, one with another; 0 for a layer that is no model."""
    inside = layer.functional if isinstance(layer, Sequential) else layer
    if not isinstance(inside, Functional):
        return 0
    return sum(
        _values_inside(call.layer) or sum(per_sample(tuple(value.shape)) for value in call.outputs)
        for call in inside.calls
        if not isinstance(call.layer, InputLayer)
    )
