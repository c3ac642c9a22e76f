"""The form: labels, defaults, resetting, folding, keeping what it does not show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from app.forms.param_form import ParamForm
from app.forms.stored import MIXED

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def form(qtbot, sample):
    made = ParamForm(sample, {"units": 64, "kernel_size": [3, 5]})
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    made.heard = []
    made.edited.connect(lambda name, value: made.heard.append((name, value)))
    return made


def type_over(qtbot, line, text: str) -> None:
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_every_argument_has_a_row_except_the_hidden(form, sample):
    assert set(form.names()) == set(sample.params) - {"secret"}


def test_an_edit_is_told_with_its_name(qtbot, form):
    type_over(qtbot, form.field("rate").editor.box.lineEdit(), "0.25")
    assert form.heard[-1] == ("rate", 0.25)
    assert form.values() == {"units": 64, "kernel_size": [3, 5], "rate": 0.25}


def test_values_are_those_that_differ_from_the_default(qtbot, form):
    type_over(qtbot, form.field("rate").editor.box.lineEdit(), "0.5")
    assert "rate" not in form.values()


def test_what_is_changed_is_marked_and_can_be_reset(qtbot, form):
    field = form.field("kernel_size")
    assert field.label.font().bold() and field.reset_button.isVisible()
    assert not form.field("rate").label.font().bold()
    assert not form.field("rate").reset_button.isVisible()
    qtbot.mouseClick(field.reset_button, LEFT)
    assert form.heard == [("kernel_size", [3, 3])]
    assert field.editor.boxes[1].text_shown() == "3"
    assert not field.label.font().bold() and not field.reset_button.isVisible()


def test_resetting_also_clears_refused_text(qtbot, form):
    field = form.field("rate")
    type_over(qtbot, field.editor.box.lineEdit(), "x")
    assert field.message.isVisible() and field.reset_button.isVisible()
    qtbot.mouseClick(field.reset_button, LEFT)
    assert field.editor.box.text_shown() == "0.5" and not field.message.isVisible()
    assert form.heard == []


def test_the_reset_button_names_the_default(form):
    assert "3, 3" in form.field("kernel_size").reset_button.toolTip()


def test_a_required_argument_has_no_reset(qtbot, form):
    type_over(qtbot, form.field("units").editor.box.lineEdit(), "x")
    assert not form.field("units").reset_button.isVisible()


def test_refused_text_is_listed_and_the_value_kept(qtbot, form):
    type_over(qtbot, form.field("units").editor.box.lineEdit(), "many")
    assert list(form.errors()) == ["units"]
    assert form.values()["units"] == 64
    assert form.field("units").message.text() == form.errors()["units"]


def test_advanced_arguments_are_folded_and_counted(qtbot, form):
    assert not form._fold.is_open()
    assert form._fold.button.text() == "Advanced"
    qtbot.keyClick(form._fold.button, Qt.Key.Key_Space)
    qtbot.keyClick(form.field("penalty").editor.combo, Qt.Key.Key_Down)
    assert form.heard == [("penalty", "l1")]
    assert "1" in form._fold.button.text()


def test_a_refused_advanced_value_opens_the_fold(qtbot, sample):
    form = ParamForm(sample, {"units": 1, "penalty": "no such thing"})
    qtbot.addWidget(form)
    assert form._fold.is_open()
    assert form.values()["penalty"] == "no such thing"


def test_unknown_and_hidden_values_are_kept(qtbot, sample):
    form = ParamForm(sample, {"units": 1, "secret": 9, "from_the_future": [1]})
    qtbot.addWidget(form)
    type_over(qtbot, form.field("units").editor.box.lineEdit(), "2")
    assert form.values() == {"units": 2, "secret": 9, "from_the_future": [1]}


def test_values_from_outside_are_shown_without_telling(form):
    form.set_values({"units": 8})
    assert form.field("units").editor.box.text_shown() == "8"
    assert form.field("kernel_size").value() == [3, 3] and form.heard == []


def test_differing_things_are_edited_together(qtbot, form):
    form.set_mixed(["units"])
    assert form.value("units") is MIXED and "units" not in form.values()
    qtbot.keyClicks(form.field("units").editor.box, "5")
    assert form.heard == [("units", 5)]


def test_dragging_a_label_moves_the_number(qtbot, form):
    label = form.field("units").label
    start = label.rect().center()
    qtbot.mousePress(label, LEFT, pos=start)
    qtbot.mouseMove(label, start + QPoint(24, 0))
    qtbot.mouseRelease(label, LEFT, pos=start + QPoint(24, 0))
    assert form.values()["units"] == 67


def test_clicking_a_label_ticks_its_box(qtbot, form):
    qtbot.mouseClick(form.field("use_bias").label, LEFT)
    assert form.heard == [("use_bias", False)]


def test_labels_stand_in_one_column(form):
    rights = {
        form.field(name).label.mapTo(form, QPoint(form.field(name).label.width(), 0)).x()
        for name in ("units", "rate", "activation", "filepath")
    }
    assert len(rights) == 1


def test_a_narrow_dock_holds_the_form(form):
    assert form.minimumSizeHint().width() <= 300


def test_help_and_the_argument_name_are_in_the_tooltip(form):
    tip = form.field("kernel_size").label.toolTip()
    assert "kernel_size" in tip and "Height and width." in tip
