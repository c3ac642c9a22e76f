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

from app.document.graph import INPUT_KIND, arity
from app.document.report import Shape
from engine import registry
from engine.layers.preprocessing.vocabulary import without_vocabulary_files
from engine.layers.symbolic import KerasTensor
from engine.random import separate_seeds

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
        output: None when ``error`` says why there is none.
        parameters: Numbers held by the layer.
        trainable: Those of them that training changes.
        flops: Float operations per sample.
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


_known: dict[Any, Inferred] = {}
_lock = threading.Lock()


def infer(
    kind: str,
    name: str,
    params: dict[str, Any],
    inputs: tuple[Spec, ...],
    built_on: tuple[Spec, ...] | None = None,
) -> Inferred:
    """Return what the engine says, from memory when it was asked before.

    Args:
        kind: Class name of the layer.
        name: Its name, which messages mention.
        params: Its arguments.
        inputs: What arrives, in port order.
        built_on: For a further use of a shared layer, what its first use takes.
    """
    key = (kind, name, repr(params), inputs, built_on)
    found = _known.get(key)
    if found is None:
        with separate_seeds():  # a training being prepared meanwhile must not notice
            found = _ask(kind, name, params, inputs, built_on)
        with _lock:  # a training checks its snapshot in its own thread
            while len(_known) >= KEPT:
                _known.pop(next(iter(_known)))
            _known[key] = found
    return found


def _ask(
    kind: str,
    name: str,
    params: dict[str, Any],
    inputs: tuple[Spec, ...],
    built_on: tuple[Spec, ...] | None,
) -> Inferred:
    try:
        target = registry.find("layer", kind).target
    except ValueError as error:
        return Inferred(error=str(error), stage="kind")
    try:
        with without_vocabulary_files():
            layer = target(**params, name=name)
    except Exception as error:  # whatever a layer raises is shown to its maker
        return Inferred(error=_plain(error, kind, name), stage="params")
    try:
        if kind == INPUT_KIND:
            return Inferred(Spec(tuple(layer.batch_shape), str(layer.dtype)))
        if built_on is not None:
            _call(layer, kind, built_on)
        return _measure(layer, _call(layer, kind, inputs))
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


def _call(layer: Any, kind: str, inputs: tuple[Spec, ...]) -> Any:
    symbols = [KerasTensor(spec.shape, spec.dtype) for spec in inputs]
    return layer(symbols[0] if arity(kind) == "one" else symbols)


def _measure(layer: Any, output: Any) -> Inferred:
    if isinstance(output, (list, tuple)):
        raise ValueError("This layer gives several values; only layers with one are supported.")
    history = output.keras_history
    flops = history.layer._inbound_nodes[history.node_index].flops
    trainable = sum(math.prod(weight.shape) for weight in layer.trainable_weights)
    spec = Spec(tuple(output.shape), str(output.dtype))
    return Inferred(spec, int(layer.count_params()), int(trainable), float(flops))
