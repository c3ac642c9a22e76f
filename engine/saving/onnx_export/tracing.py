"""A model's prediction as a trace that holds for every batch size."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.graph import Graph
from engine.layers.placeholder import Placeholder
from engine.op import Node
from engine.scopes import current_path
from engine.tensor import TEXT, Spec, Tensor
from engine.tree import flatten, pack_like

#: Sizes that stand for open ones while looking for what depends on them.
_PROBES = (37, 41)


class LayerGraph(Graph):
    """A trace that knows which layer applied each op."""

    def __init__(self, specs: Sequence[Spec]) -> None:
        super().__init__(specs)
        self.paths: dict[int, str] = {}

    def record(self, node: Node) -> None:
        super().record(node)
        self.paths[id(node)] = current_path()


def prediction_graph(model: Any, batch: int | None) -> LayerGraph:
    """Trace a model in inference; the batch size and declared open sizes stay open.

    Raises:
        ValueError: for a model without declared inputs, inputs of texts, a layer that does
            not exist here, or one that computes differently for each size of an open axis.
    """
    if not getattr(model, "inputs", None):
        raise ValueError(
            f"The model '{model.name}' does not say what goes in. Build it from keras.Input, or "
            "call a Sequential model once, before it is exported."
        )
    for symbol, name in zip(model.inputs, model.input_names, strict=True):
        if symbol.dtype == TEXT:
            raise ValueError(
                f"The input '{name}' takes texts, which ONNX models hardly do. Export the part of "
                "the model behind the layer that turns texts into numbers."
            )
    for layer in model._flatten_layers():
        if isinstance(layer, Placeholder):
            raise ValueError(
                f"The layer '{layer.name}' is of the class {layer.class_name}, which does not "
                "exist here: what it computes cannot be written as ONNX. Replace it by another "
                "layer, or export a .keras file."
            )
    graph = _traced(model, batch, None)
    if any(None in symbol.shape[1:] for symbol in model.inputs):
        _check_open_sizes(graph, *(_traced(model, batch, size) for size in _PROBES))
    return graph


def _traced(model: Any, batch: int | None, size: int | None) -> LayerGraph:
    specs = []
    for symbol in model.inputs:
        first = symbol.shape[0] if batch is None else batch
        rest = (size if s is None else s for s in symbol.shape[1:])
        specs.append(Spec((first, *rest), symbol.dtype))
    graph = LayerGraph(specs)
    structure = getattr(model, "_input_structure", graph.inputs[0])
    with graph:
        graph.outputs = model(pack_like(structure, graph.inputs), training=False)
    if not all(isinstance(leaf, Tensor) for leaf in flatten(graph.outputs)):
        raise ValueError(f"The model '{model.name}' gives something else than tensors.")
    return graph


def _check_open_sizes(graph: LayerGraph, *probes: LayerGraph) -> None:
    """Refuse what is computed differently for each size (loops over steps, means).

    Raises:
        ValueError: naming the first layer that does.
    """
    rows = [g.needed() for g in (graph, *probes)]
    for nodes in zip(*rows, strict=False):
        same_op = len({id(n.op) for n in nodes}) == 1
        if not same_op or not _alike(*(_told(n) for n in nodes)):
            raise _sized(graph.paths[id(nodes[0])])
    if len({len(row) for row in rows}) > 1:
        raise _sized(graph.paths[id(rows[0][-1])])


def _sized(path: str) -> ValueError:
    return ValueError(
        f"Layer '{path}' computes differently for each size of an axis that is left open. Give "
        "keras.Input every size but the batch's and export again."
    )


def _told(node: Node) -> Any:
    """What a node computes with besides tensors: its settings and constants."""
    constants = [i.value if isinstance(i, Tensor) else None for i in node.inputs]
    return [[node.attrs[key] for key in sorted(node.attrs)], constants]


def _alike(opened: Any, *probes: Any) -> bool:
    """Whether settings agree but for sizes that are open."""
    if isinstance(opened, (list, tuple)):
        same = all(isinstance(p, (list, tuple)) and len(p) == len(opened) for p in probes)
        return same and all(_alike(*items) for items in zip(opened, *probes, strict=True))
    if isinstance(opened, np.ndarray):
        return all(isinstance(p, np.ndarray) and np.array_equal(opened, p) for p in probes)
    if dataclasses.is_dataclass(opened) and hasattr(opened, "samples"):
        rows = [dataclasses.replace(g, samples=1) for g in (opened, *probes)]  # type: ignore[type-var]
        return all(row == rows[0] for row in rows)
    if opened is None or (isinstance(opened, int) and opened == -1):
        return all(p is None or isinstance(p, int) for p in probes)
    return all(p == opened for p in probes)
