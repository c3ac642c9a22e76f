"""How a model is compiled and trained, and the proposal made from its last layers."""

from __future__ import annotations

import copy
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from app.document.graph import Graph
from app.document.losses import (
    BINARY,
    CATEGORICAL,
    SPARSE,
    SQUARED,
    Ending,
    ending_of,
    fitting_loss,
)
from app.document.report import Report
from app.document.words import fill, translate
from engine import registry


def default_optimizer() -> dict[str, Any]:
    return {"class_name": "Adam", "config": {}}


@dataclass
class OutputSetup:
    """What one output of the model is judged by.

    Attributes:
        loss: Keras name or ``{"class_name", "config"}``; "" while none is chosen.
        loss_weight: Factor of this output's loss in the total.
        metrics: Keras names or ``{"class_name", "config"}``.
        weighted_metrics: The same, but they count samples by their weights.
    """

    loss: dict[str, Any] | str = ""
    loss_weight: float = 1.0
    metrics: list[dict[str, Any] | str] = field(default_factory=list)
    weighted_metrics: list[dict[str, Any] | str] = field(default_factory=list)


@dataclass
class TrainSetup:
    """Everything of ``compile`` and ``fit`` except the data.

    Attributes:
        optimizer: ``{"class_name", "config"}``; the config holds what differs from the default.
        outputs: Output layer name -> loss, weight and metrics.
        epochs: Passes over the training data.
        batch_size: Samples per step.
        validation_split: Share of the training data kept for validation, 0 to below 1.
        validation_freq: Epochs from one validation to the next.
        shuffle: Whether samples are shuffled before each epoch.
        class_weight: Class number -> weight, or None.
        seed: For initial weights, shuffling and dropout; None for a new one each run.
        callbacks: ``{"class_name", "config"}`` each, in order.
    """

    optimizer: dict[str, Any] = field(default_factory=default_optimizer)
    outputs: dict[str, OutputSetup] = field(default_factory=dict)
    epochs: int = 10
    batch_size: int = 32
    validation_split: float = 0.0
    validation_freq: int = 1
    shuffle: bool = True
    class_weight: dict[int, float] | None = None
    seed: int | None = None
    callbacks: list[dict[str, Any]] = field(default_factory=list)

    def copy(self) -> TrainSetup:
        return copy.deepcopy(self)

    def to_json(self) -> dict[str, Any]:
        record = asdict(self)
        if self.class_weight is not None:
            record["class_weight"] = {str(k): v for k, v in self.class_weight.items()}
        return record

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> TrainSetup:
        """Return the setup ``to_json`` wrote; what is missing gets its default.

        Raises:
            ValueError: for a field of another type, named in the text.
        """
        setup = cls()
        for name, read in _READERS.items():
            if name in record:
                try:
                    setattr(setup, name, read(record[name]))
                except (TypeError, ValueError, KeyError, AttributeError) as error:
                    raise ValueError(
                        f"training setup: '{name}' cannot be {record[name]!r:.80}"
                    ) from error
        return setup


def exactly(*types: type) -> Any:
    """A reader of one field of a record, which takes values of these types alone."""

    def read(value: Any) -> Any:
        if type(value) not in types:
            raise TypeError
        return value

    return read


def _number(value: Any) -> float:
    return float(exactly(int, float)(value))


def _named(value: Any) -> dict[str, Any]:
    """A ``{"class_name", "config"}`` record."""
    config = exactly(dict)(value.get("config") or {})
    return {"class_name": exactly(str)(value["class_name"]), "config": dict(config)}


def _identifier(value: Any) -> dict[str, Any] | str:
    return value if isinstance(value, str) else _named(value)


def _output(value: dict[str, Any]) -> OutputSetup:
    return OutputSetup(
        _identifier(value.get("loss", "")),
        _number(value.get("loss_weight", 1.0)),
        *(
            [_identifier(metric) for metric in value.get(name, [])]
            for name in ("metrics", "weighted_metrics")
        ),
    )


_READERS: dict[str, Any] = {
    "optimizer": _named,
    "outputs": lambda value: {str(k): _output(v) for k, v in value.items()},
    "epochs": exactly(int),
    "batch_size": exactly(int),
    "validation_split": _number,
    "validation_freq": exactly(int),
    "shuffle": exactly(bool),
    "class_weight": lambda v: None if v is None else {int(k): _number(w) for k, w in v.items()},
    "seed": exactly(int, type(None)),
    "callbacks": lambda value: [_named(item) for item in value],
}


# -- the proposal ---------------------------------------------------------

#: What the targets of an output are: class numbers, one-hot rows, or numbers.
Targets = Literal["integer", "onehot", "numeric"]


@dataclass(frozen=True)
class Proposed:
    """Loss and metrics for one output, and one plain sentence saying why."""

    setup: OutputSetup
    why: str


def propose(
    graph: Graph,
    report: Report,
    targets: Targets | dict[str, Targets] | None = None,
    keep: TrainSetup | None = None,
) -> TrainSetup:
    """Propose training settings from the ends of a model.

    Args:
        graph: The model as drawn.
        report: Its check, for the output shapes.
        targets: What the targets are, of all outputs or by output name; None
            while no data is chosen.
        keep: Settings whose optimizer, epochs, callbacks and so on are kept;
            the losses and metrics of all outputs are proposed anew.
    """
    setup = keep.copy() if keep else TrainSetup()
    proposals = propose_outputs(graph, report, targets)
    setup.outputs = {name: proposed.setup for name, proposed in proposals.items()}
    return setup


def propose_outputs(
    graph: Graph, report: Report, targets: Targets | dict[str, Targets] | None = None
) -> dict[str, Proposed]:
    """Propose loss and metrics for each output: output layer name -> proposal with its reason."""
    proposals = {}
    for node in graph.outputs():
        wanted = targets.get(node.name) if isinstance(targets, dict) else targets
        found = report.nodes.get(node.id)
        ending = ending_of(graph, node.id, found.output_shape if found else None)
        proposals[node.name] = _propose(node.name, ending, wanted)
    return proposals


def _propose(name: str, ending: Ending, targets: Targets | None) -> Proposed:
    plain = fitting_loss(ending)
    if plain == SPARSE and targets == "onehot":
        plain = CATEGORICAL
    loss: dict[str, Any] | str = plain
    if plain == SQUARED and ending.units != 1 and targets in ("integer", "onehot"):
        plain = SPARSE if targets == "integer" else CATEGORICAL
        found = registry.find("loss", plain).name
        loss = {"class_name": found, "config": {"from_logits": True}}
    metrics: list[dict[str, Any] | str] = [*ending.metrics(plain)]
    return Proposed(OutputSetup(loss, 1.0, metrics), _why(name, ending, plain, targets))


def _why(name: str, ending: Ending, loss: str, targets: Targets | None) -> str:
    units = "?" if ending.units is None else ending.units
    if loss == BINARY and ending.units == 1:
        text = translate(
            "propose",
            "%1 ends with one sigmoid value, a yes-or-no answer: binary crossentropy and accuracy.",
        )
    elif loss == BINARY:
        text = translate(
            "propose",
            "%1 ends with %2 sigmoid values, each a yes-or-no answer of its own: binary "
            "crossentropy and binary accuracy.",
        )
    elif loss in (SPARSE, CATEGORICAL) and ending.activation != "softmax":
        text = translate(
            "propose",
            "%1 ends with %2 values without softmax and the targets are classes: crossentropy "
            "that applies the softmax itself (from logits), and accuracy.",
        )
    elif loss == CATEGORICAL:
        text = translate(
            "propose",
            "%1 ends with a softmax over %2 classes and the targets are one-hot rows: categorical "
            "crossentropy and accuracy.",
        )
    elif loss == SPARSE and targets is None:
        text = translate(
            "propose",
            "%1 ends with a softmax over %2 classes: sparse categorical crossentropy, for targets "
            "that are class numbers, and accuracy.",
        )
    elif loss == SPARSE:
        text = translate(
            "propose",
            "%1 ends with a softmax over %2 classes and the targets are class numbers: sparse "
            "categorical crossentropy and accuracy.",
        )
    else:
        text = translate(
            "propose",
            "%1 ends with plain numbers: mean squared error, and mean absolute error to read.",
        )
    return fill(text, name, units)
