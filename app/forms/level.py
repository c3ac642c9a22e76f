"""Labels of a plain form on the height of what they name."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout


def level_labels(form: QFormLayout) -> None:
    """Centre each label on its field: Qt lays a label at the top of a taller field."""
    for row in range(form.rowCount()):
        label = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        field = form.itemAt(row, QFormLayout.ItemRole.FieldRole)
        if label is None or field is None:
            continue
        name, named = label.widget(), field.widget()
        if name is not None and named is not None:
            named.ensurePolished()
            bounded = named.sizeHint().boundedTo(named.maximumSize())
            height = bounded.expandedTo(named.minimumSize()).height()
            name.setFixedHeight(max(height, name.sizeHint().height()))
