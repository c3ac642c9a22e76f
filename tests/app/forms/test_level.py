"""Labels of plain forms stand level with their fields."""

from PySide6.QtWidgets import QFormLayout, QLabel, QSpinBox, QWidget

from app.forms.level import level_labels


def test_labels_are_centred_on_taller_fields(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    form, label, field = QFormLayout(), QLabel("Seed"), QSpinBox()
    field.setFixedHeight(label.sizeHint().height() + 21)
    form.addRow(label, field)
    level_labels(form)
    widget.setLayout(form)
    widget.show()
    assert abs(label.geometry().center().y() - field.geometry().center().y()) <= 1
