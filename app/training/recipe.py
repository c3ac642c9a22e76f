"""From what the user set up to arrays and a compiled model; runs in the worker thread."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.data.errors import DataError
from app.data.match import match
from app.data.prepare import prepare
from app.data.spec import DataSpec, PortSpec, Prepared, Table
from app.document.build import Built, build
from app.document.check import check
from app.document.document import Document
from app.document.graph import Graph
from app.document.ports import input_ports, output_ports
from app.document.train_setup import TrainSetup
from app.training import optimizer_state, tables
from app.training.failure import Refused
from engine import registry

Weights = dict[str, list[np.ndarray]]


@dataclass(frozen=True)
class Snapshot:
    """Everything a training needs, cut loose from the document that goes on changing.

    Attributes:
        graph: A copy.
        setup: A copy.
        data: Where the data comes from.
        base: Folder that relative paths start from, or None.
        weights: Start from these where layer names and shapes agree; None for fresh ones.
        optimizer: The optimizer's state that goes with the weights, if it is to continue.
        epochs_before: Epochs that earlier runs gave those weights.
    """

    graph: Graph
    setup: TrainSetup
    data: DataSpec
    base: Path | None = None
    weights: Weights | None = None
    optimizer: dict[str, np.ndarray] | None = None
    epochs_before: int = 0


@dataclass(frozen=True)
class Material:
    """The data of a snapshot, ready for its model.

    Attributes:
        table: What was read.
        prepared: Arrays by model input and output name.
        inputs: The model's inputs in its order.
        outputs: The model's outputs in its order.
        spec: How the table becomes the arrays.
    """

    table: Table
    prepared: Prepared
    inputs: list[PortSpec]
    outputs: list[PortSpec]
    spec: DataSpec


def read_table(snapshot: Snapshot) -> Table:
    return tables.read(snapshot.data, snapshot.base or Path.cwd())


def check_table(table: Table, snapshot: Snapshot) -> tuple[list[PortSpec], list[PortSpec]]:
    """Return the model's inputs and outputs; Refused when the data does not fit them."""
    inputs, outputs = ports(snapshot.graph, snapshot.setup)
    problems = [
        problem.text
        for problem in match(table, snapshot.data, inputs, outputs)
        if problem.severity == "error"
    ]
    if problems:
        raise Refused(
            QCoreApplication.translate("Training", "The data does not fit the model"),
            "\n".join(problems),
        )
    return inputs, outputs


def gather(snapshot: Snapshot) -> Material:
    """Load, check against the model and prepare, in one go."""
    table = read_table(snapshot)
    inputs, outputs = check_table(table, snapshot)
    prepared = prepare(table, snapshot.data, inputs, outputs)
    return Material(table, prepared, inputs, outputs, snapshot.data)


def ports(graph: Graph, setup: TrainSetup) -> tuple[list[PortSpec], list[PortSpec]]:
    """Inputs and outputs in the model's order; Refused when the graph cannot be built."""
    report = check(graph)
    if not report.ok:
        raise Refused(
            QCoreApplication.translate("Training", "The model has problems"),
            "\n".join(problem.text for problem in report.errors[:5]),
        )
    return input_ports(graph, report), output_ports(graph, setup, report)


def ordered(arrays: dict[str, np.ndarray], specs: list[PortSpec]) -> Any:
    """The arrays as ``fit`` takes them: one, or a list in the model's order."""
    values = [arrays[spec.name] for spec in specs]
    return values[0] if len(values) == 1 else values


def weighing(material: Material, rows: np.ndarray) -> Any:
    """The weights of these rows as ``fit`` takes them: once for each output, None without any."""
    weights = material.prepared.weights
    if weights is None:
        return None
    return weights[rows] if len(material.outputs) == 1 else [weights[rows]] * len(material.outputs)


def make_model(snapshot: Snapshot) -> tuple[Built, tuple[str, ...]]:
    """Build and compile; return also the names of layers that took over weights."""
    built = build(snapshot.graph)
    carried = load_weights(built.model, snapshot.weights or {})
    compile_model(built.model, snapshot)
    if carried and snapshot.optimizer:
        optimizer_state.give(built.model, snapshot.optimizer)
    return built, carried


def compile_model(model: Any, snapshot: Snapshot) -> None:
    setup = snapshot.setup
    names = [node.name for node in snapshot.graph.outputs()]
    missing = [n for n in names if n not in setup.outputs or not setup.outputs[n].loss]
    if missing:
        raise Refused(
            QCoreApplication.translate("Training", "There is no loss yet"),
            QCoreApplication.translate(
                "Training",
                "Choose what the output “{name}” is judged by: open the training settings and "
                "pick a loss.",
            ).format(name=missing[0]),
        )
    chosen = [setup.outputs[name] for name in names]
    single = len(chosen) == 1
    losses = [registry.get("loss", each.loss) for each in chosen]
    metrics = [[_metric(metric) for metric in each.metrics] for each in chosen]
    weighted = [[_metric(metric) for metric in each.weighted_metrics] for each in chosen]
    model.compile(
        optimizer=registry.deserialize(setup.optimizer, "optimizer"),
        loss=losses[0] if single else losses,
        metrics=metrics[0] if single else metrics,
        weighted_metrics=(weighted[0] if single else weighted) if any(weighted) else None,
        loss_weights=None if single else [each.loss_weight for each in chosen],
    )


def make_callbacks(snapshot: Snapshot) -> list[Any]:
    """The callbacks of the settings; the files they write lie beside the project."""
    return [
        registry.deserialize(_beside_project(record, snapshot.base), "callback")
        for record in snapshot.setup.callbacks
    ]


def _beside_project(record: dict[str, Any], base: Path | None) -> dict[str, Any]:
    config = dict(record.get("config") or {})
    for name in ("filepath", "filename", "log_dir"):
        path = config.get(name)
        if not isinstance(path, str) or not path or Path(path).expanduser().is_absolute():
            continue
        if base is None:
            raise Refused(
                QCoreApplication.translate("Training", "Where should the file go?"),
                QCoreApplication.translate(
                    "Training",
                    "{callback} writes “{file}” beside the project, which has no place yet. Save "
                    "the project first, or give a whole path.",
                ).format(callback=record.get("class_name"), file=path),
            )
        config[name] = str(base / path)
    return {**record, "config": config}


def _metric(identifier: Any) -> Any:
    """Names stay names: ``compile`` knows which accuracy "accuracy" means for a loss."""
    return identifier if isinstance(identifier, str) else registry.get("metric", identifier)


def load_weights(model: Any, weights: Weights) -> tuple[str, ...]:
    """Give layers the weights of the same name where all shapes agree; return their names."""
    taken = []
    for layer in model.layers:
        arrays = weights.get(layer.name)
        shapes = [tuple(variable.shape) for variable in layer.weights]
        if arrays and shapes == [tuple(array.shape) for array in arrays]:
            layer.set_weights(arrays)
            taken.append(layer.name)
    return tuple(taken)


def weights_of(model: Any) -> Weights:
    """Layer name -> arrays, for every layer that has some."""
    return {layer.name: layer.get_weights() for layer in model.layers if layer.weights}


def graph_hash(graph: Graph) -> str:
    """Equal for graphs that build the same model, wherever the cards lie."""
    nodes = [
        (n.kind, n.name, n.params, n.shared_with, n.is_output, n.call) for n in graph.topological()
    ]
    wires = sorted(
        (x.source, x.target, x.target_port, x.source_port) for x in graph.links.values()
    )
    text = json.dumps([graph.kind, nodes, wires], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def cost_key(document: Document) -> str:
    """Equal as long as a step and an epoch of the document's training cost the same."""
    setup = document.setup.to_json()
    kept = {key: value for key, value in setup.items() if key not in ("epochs", "callbacks")}
    data = document.data.to_json() if document.data else None
    parts = [graph_hash(document.graph), kept, data, str(document.path)]
    return json.dumps(parts, sort_keys=True, default=str)


def data_failure(error: DataError) -> Refused:
    return Refused(QCoreApplication.translate("Training", "The data cannot be used"), str(error))
