"""Small projects that are trained for real, and a worker that ends with its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.data.spec import DataSpec
from app.document.document import Document
from app.document.graph import Graph
from app.document.train_setup import OutputSetup, TrainSetup
from app.training.job import TrainingJob
from app.training.worker import Worker

WINE_COLUMNS = 13


@pytest.fixture
def worker(qtbot: Any) -> Iterator[Worker]:
    worker = Worker()
    yield worker
    assert worker.shutdown(20_000), "the computing thread did not end"


@pytest.fixture
def job(worker: Worker) -> Iterator[TrainingJob]:
    job = TrainingJob(worker)
    yield job
    assert job.shutdown(20), "the training did not stop"


def chain(name: str, *layers: tuple[str, dict[str, Any]]) -> Graph:
    graph = Graph("sequential")
    previous = None
    for number, (kind, params) in enumerate(layers):
        node = graph.add(kind, f"{kind.lower()}_{name}{number}", y=100.0 * number, **params)
        if previous is not None:
            graph.connect(previous, node)
        previous = node
    return graph


def _document(graph: Graph, data: DataSpec, output: OutputSetup, **setup: Any) -> Document:
    document = Document(graph)
    inputs, outputs = graph.inputs(), graph.outputs()
    from app.data.load import load

    table = load(data)
    names = {role: [f.name for f in table.by_role(role)] for role in ("input", "target")}
    data.assign = {inputs[0].name: names["input"], outputs[0].name: names["target"]}
    document.set_data(data)
    document.set_setup(TrainSetup(outputs={outputs[0].name: output}, **setup))
    document.check()
    return document


@pytest.fixture
def wine() -> Callable[..., Document]:
    """Thirteen measurements, three classes: an epoch takes milliseconds."""

    def make(epochs: int = 3, batch_size: int = 32, seed: int | None = 7, **setup: Any) -> Document:
        graph = chain(
            "w",
            ("InputLayer", {"shape": [WINE_COLUMNS]}),
            ("Dense", {"units": 16, "activation": "relu"}),
            ("Dense", {"units": 3, "activation": "softmax"}),
        )
        data = DataSpec("builtin", name="wine", scale="standard", validation=0.2, test=0.2)
        loss = OutputSetup("sparse_categorical_crossentropy", metrics=["accuracy"])
        setup.setdefault("optimizer", {"class_name": "Adam", "config": {"learning_rate": 0.01}})
        return _document(
            graph, data, loss, epochs=epochs, batch_size=batch_size, seed=seed, **setup
        )

    return make


@pytest.fixture
def digits() -> Callable[..., Document]:
    """8 x 8 pictures, ten classes."""

    def make(epochs: int = 3, batch_size: int = 32, **setup: Any) -> Document:
        graph = chain(
            "d",
            ("InputLayer", {"shape": [8, 8, 1]}),
            ("Conv2D", {"filters": 8, "kernel_size": [3, 3], "activation": "relu"}),
            ("Flatten", {}),
            ("Dense", {"units": 10, "activation": "softmax"}),
        )
        data = DataSpec("builtin", name="digits", scale="minmax", validation=0.2, test=0.2)
        loss = OutputSetup("sparse_categorical_crossentropy", metrics=["accuracy"])
        return _document(graph, data, loss, epochs=epochs, batch_size=batch_size, seed=3, **setup)

    return make


@pytest.fixture
def diabetes() -> Callable[..., Document]:
    """Ten measurements, one number."""

    def make(epochs: int = 3, **setup: Any) -> Document:
        graph = chain(
            "n",
            ("InputLayer", {"shape": [10]}),
            ("Dense", {"units": 16, "activation": "relu"}),
            ("Dense", {"units": 1}),
        )
        data = DataSpec(
            "builtin",
            name="diabetes",
            scale="standard",
            scale_targets=True,
            labels="numeric",
            validation=0.2,
        )
        loss = OutputSetup("mean_squared_error", metrics=["mean_absolute_error"])
        return _document(graph, data, loss, epochs=epochs, seed=5, **setup)

    return make
