"""Everything a project file holds, as plain objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.document.account import Account
from app.document.graph import Graph
from app.document.train_setup import TrainSetup

if TYPE_CHECKING:
    import numpy as np

    from app.data.spec import DataSpec


@dataclass
class ProjectRecord:
    """The contents of one project.

    Attributes:
        graph: The model as drawn, positions included.
        data: Where the data comes from, None while nothing is chosen.
        setup: How the model is trained.
        runs: JSON records of the training runs, oldest first.
        weights: Layer name -> arrays in the order of ``layer.weights``, or None.
        optimizer: Name -> array of the optimizer's state, to continue training, or None.
        title: Shown in the window's title, "" for the file's name.
        account: How the model was read from a file of Keras, None for one drawn here.
        notes: Text the project shows to who opens it (examples use it).
    """

    graph: Graph = field(default_factory=Graph)
    data: DataSpec | None = None
    setup: TrainSetup = field(default_factory=TrainSetup)
    runs: list[dict[str, Any]] = field(default_factory=list)
    weights: dict[str, list[np.ndarray]] | None = None
    optimizer: dict[str, np.ndarray] | None = None
    title: str = ""
    notes: str = ""
    account: Account | None = None
