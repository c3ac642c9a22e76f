"""Losses that do not fit the model's end or the data's labels, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.document.advice import advise_loss
from app.document.document import Document
from app.document.graph import Node
from app.document.logged import logged_names
from app.document.losses import CATEGORICAL, SPARSE, loss_name
from app.document.train_setup import OutputSetup

#: What callbacks that change the learning rate log besides.
_RATE = "learning_rate"


def labels_of(document: Document) -> str | None:
    """The form of the class targets of the chosen data, None without data."""
    return document.data.labels if document.data is not None else None


def warnings_for(document: Document, node: Node, setup: OutputSetup) -> list[str]:
    """What does not fit about an output's loss; [] when all does."""
    if not setup.loss:
        return [
            QCoreApplication.translate("TrainDialog", "Without a loss this output cannot learn.")
        ]
    found: list[str] = []
    report = document.report.nodes.get(node.id)
    if report is not None and report.output_shape is not None:
        found += [p.text for p in advise_loss(document.graph, node, report.output_shape, setup)]
    mismatch = _labels_mismatch(loss_name(setup.loss), labels_of(document))
    return [*found, mismatch] if mismatch else found


def _labels_mismatch(loss: str, labels: str | None) -> str:
    if loss == SPARSE and labels == "onehot":
        return QCoreApplication.translate(
            "TrainDialog",
            "The labels of your data are one-hot rows such as [0, 1, 0], but this loss wants "
            "class numbers. Use CategoricalCrossentropy, or choose class numbers for the data.",
        )
    if loss == CATEGORICAL and labels == "integer":
        return QCoreApplication.translate(
            "TrainDialog",
            "The labels of your data are class numbers such as 2, but this loss wants one-hot "
            "rows. Use SparseCategoricalCrossentropy, or choose one-hot labels for the data.",
        )
    return ""


def monitor_warning(
    document: Document,
    outputs: Mapping[str, OutputSetup],
    monitor: str,
    validation_split: float,
) -> str:
    """Why a watched value will never be logged; "" when it will."""
    held_out = document.data is not None and document.data.validation > 0
    validated = held_out or validation_split > 0
    try:
        known = [*logged_names(document, outputs), _RATE]
    except (ValueError, TypeError, KeyError):
        return ""  # what is wrong there is told there
    stem = monitor.removeprefix("val_")
    if stem not in known or (stem == _RATE and stem != monitor):
        told = [name for name in known if name != _RATE]
        told += [f"val_{name}" for name in told] if validated else []
        return QCoreApplication.translate(
            "TrainDialog",
            "This training has no value “{name}”, so nothing would happen. It has: {known}.",
        ).format(name=monitor, known=", ".join(told))
    if stem != monitor and not validated:
        return QCoreApplication.translate(
            "TrainDialog",
            "Nothing is held back for validation, so “{name}” is never known. Set a validation "
            "split, or watch “{instead}”.",
        ).format(name=monitor, instead=stem)
    return ""
