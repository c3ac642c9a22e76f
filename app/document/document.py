"""The open project: the only thing that changes its graph, with a signal for each change."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.document.account import Account
from app.document.graph import Graph, GraphKind, Link, Node
from app.document.record import ProjectRecord
from app.document.report import Report
from app.document.train_setup import TrainSetup

if TYPE_CHECKING:
    import numpy as np

    from app.data.spec import DataSpec

    #: Layer name -> arrays in the order of ``layer.weights``.
    Weights = dict[str, list[np.ndarray]]


class Document(QObject):
    """What the user is editing.

    Widgets read the attributes and connect to the signals; they change things
    by pushing commands (``app.commands``), which call the methods here.

    Attributes:
        graph: The model as drawn.
        data: Where the data comes from, None while nothing is chosen.
        setup: How the model is trained.
        runs: The training runs, oldest first (``Run`` objects or their JSON records).
        weights: Layer name -> arrays in the order of ``layer.weights``, as the
            last training left them, or None.
        optimizer: State of the optimizer that goes with the weights, or None.
        title: Name of the project.
        notes: Text shown to who opens the project.
        account: How the model was read from a file of Keras, None for one drawn here.
        path: The file it was read from or written to, or None.
        report: What the last check found.
        modified: Whether there are changes the file does not hold.
    """

    nodeAdded = Signal(object)
    nodeRemoved = Signal(object)
    nodeChanged = Signal(object)
    nodeMoved = Signal(object)
    linkAdded = Signal(object)
    linkRemoved = Signal(object)
    kindChanged = Signal(str)
    reset = Signal()
    dataChanged = Signal()
    setupChanged = Signal()
    runsChanged = Signal()
    weightsChanged = Signal()
    titleChanged = Signal()
    checked = Signal(object)
    modifiedChanged = Signal(bool)

    def __init__(self, graph: Graph | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.report = Report()
        self.modified = False
        self._numbers = itertools.count(1)
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(0)
        self._check_timer.timeout.connect(self.check)
        self._take(ProjectRecord(graph=graph or Graph()))

    # -- the whole --------------------------------------------------------

    def load(self, record: ProjectRecord, path: Path | None = None) -> None:
        """Replace everything by a project's contents (taken over, not copied)."""
        self._take(record)
        self.path = path
        self.set_modified(False)
        self.reset.emit()
        self.titleChanged.emit()
        self.check()

    def record(self) -> ProjectRecord:
        """The contents to save, independent of later changes (arrays are shared, never changed)."""
        return ProjectRecord(
            graph=self.graph.copy(),
            data=copy.deepcopy(self.data),
            setup=self.setup.copy(),
            runs=[_run_record(run) for run in self.runs],
            weights=None if self.weights is None else dict(self.weights),
            optimizer=None if self.optimizer is None else dict(self.optimizer),
            title=self.title,
            notes=self.notes,
            account=self.account,
        )

    def _take(self, record: ProjectRecord) -> None:
        self.graph = record.graph
        self.data: DataSpec | None = record.data
        self.setup: TrainSetup = record.setup
        self.runs: list[Any] = list(record.runs)
        self.weights: Weights | None = record.weights
        self.optimizer: dict[str, np.ndarray] | None = record.optimizer
        self.title: str = record.title
        self.notes: str = record.notes
        self.account: Account | None = record.account

    def set_modified(self, modified: bool) -> None:
        if modified != self.modified:
            self.modified = modified
            self.modifiedChanged.emit(modified)

    def set_path(self, path: Path | None) -> None:
        self.path = path
        self.titleChanged.emit()

    def set_title(self, title: str) -> None:
        self.title = title
        self.titleChanged.emit()

    # -- the check --------------------------------------------------------

    def check(self) -> Report:
        """Check the graph now; ``checked`` is emitted with the report."""
        from app.document.check import check  # it proposes edits, and an edit knows documents

        self._check_timer.stop()
        self.report = check(self.graph, setup=self.setup, weights=self.weights)
        self.checked.emit(self.report)
        return self.report

    def _touched(self) -> None:
        if QCoreApplication.instance() is not None:  # without a program nothing listens
            self._check_timer.start()  # restarted: one check however many changes this turn

    # -- nodes ------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        """An id never used before in this project session."""
        graph = self.graph
        for number in self._numbers:
            candidate = f"{prefix}{number}"
            if candidate not in graph.nodes and candidate not in graph.links:
                return candidate
        raise AssertionError("unreachable: the numbers do not end")

    def add_node(self, node: Node) -> None:
        self.graph.nodes[node.id] = node
        self.nodeAdded.emit(node)
        self._touched()

    def remove_node(self, node_id: str) -> None:
        """Remove a node and first the links at it."""
        for link in [*self.graph.links_into(node_id), *self.graph.links_from(node_id)]:
            if link.id in self.graph.links:
                self.remove_link(link.id)
        node = self.graph.nodes.pop(node_id)
        self.nodeRemoved.emit(node)
        self._touched()

    def set_params(self, node_id: str, params: dict[str, Any]) -> None:
        """Replace a node's arguments; ``nodeChanged`` is emitted for those that share it too."""
        self.graph.nodes[node_id].params = params
        self._changed(node_id)
        for sharer in self.graph.sharers(node_id):
            self.nodeChanged.emit(sharer)

    def rename(self, node_id: str, name: str) -> None:
        self.graph.nodes[node_id].name = name
        self._changed(node_id)

    def move(self, node_id: str, x: float, y: float) -> None:
        node = self.graph.nodes[node_id]
        node.x, node.y = float(x), float(y)
        self.nodeMoved.emit(node)  # no check: dragging must not wait for one

    def set_output(self, node_id: str, is_output: bool) -> None:
        self.graph.nodes[node_id].is_output = is_output
        self._changed(node_id)

    def set_layer(self, node_id: str, kind: str, params: dict[str, Any]) -> None:
        """Make a node (and those that share it) a layer of another class."""
        for sharer in self.graph.sharers(node_id):
            sharer.kind = kind
        self.graph.nodes[node_id].kind = kind
        self.set_params(node_id, params)

    def set_call(self, node_id: str, call: dict[str, Any] | None) -> None:
        """Tell how a node's layer is called."""
        self.graph.nodes[node_id].call = call
        self._changed(node_id)

    def set_shared(self, node_id: str, other: str | None) -> None:
        self.graph.nodes[node_id].shared_with = other
        self._changed(node_id)

    def set_kind(self, kind: GraphKind) -> None:
        """Make the graph sequential or functional."""
        self.graph.kind = kind
        self.kindChanged.emit(kind)
        self._touched()

    def _changed(self, node_id: str) -> None:
        self.nodeChanged.emit(self.graph.nodes[node_id])
        self._touched()

    # -- links ------------------------------------------------------------

    def add_link(self, link: Link) -> None:
        self.graph.links[link.id] = link
        self.linkAdded.emit(link)
        self._touched()

    def remove_link(self, link_id: str) -> None:
        link = self.graph.links.pop(link_id)
        self.linkRemoved.emit(link)
        self._touched()

    def restore_order(self, nodes: Iterable[str], links: Iterable[str]) -> None:
        """Put nodes and links back into an earlier order (undo restores it exactly)."""
        graph = self.graph
        _reorder(graph.nodes, nodes)
        _reorder(graph.links, links)

    # -- data, training ---------------------------------------------------

    def set_data(self, spec: DataSpec | None) -> None:
        self.data = spec
        self.dataChanged.emit()

    def set_setup(self, setup: TrainSetup) -> None:
        self.setup = setup
        self.setupChanged.emit()
        self._touched()

    def add_run(self, run: Any) -> None:
        self.runs.append(run)
        self.runsChanged.emit()

    def remove_run(self, run_id: str) -> None:
        self.runs = [run for run in self.runs if _run_id(run) != run_id]
        self.runsChanged.emit()

    def set_weights(
        self, weights: Weights | None, optimizer: dict[str, np.ndarray] | None = None
    ) -> None:
        """Take the weights a training made (and its optimizer's state, if it is to continue)."""
        self.weights = weights
        self.optimizer = optimizer
        self.weightsChanged.emit()


def _reorder(items: dict[str, Any], keys: Iterable[str]) -> None:
    ordered = {key: items[key] for key in keys}
    items.clear()
    items.update(ordered)


def _run_record(run: Any) -> dict[str, Any]:
    return run if isinstance(run, dict) else run.to_json()


def _run_id(run: Any) -> Any:
    return run.get("id") if isinstance(run, dict) else run.id
