"""Labels of a plain form on the height of what they name."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout


def level_labels(form: QFormLayout) -> None:
    """Centre each label on its field: Qt lays a label at the top of a taller field."""
    for row in range(form.rowCount()):
        label = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        field = form.itemAt(row, QFormLayout.ItemRole.FieldRole)
        if label is not None and field is not None and (widget := label.widget()) is not None:
            height = field.sizeHint().height()
            widget.setFixedHeight(max(height, widget.sizeHint().height()))
