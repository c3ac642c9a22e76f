"""Every editor: what a person types, clicks and sees, and what value comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from app.forms.factory import editor_for
from app.forms.stored import MIXED, UNSET
from engine import kinds

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot):
    """Make the editor of a kind, with a value, shown and with its emitted values recorded."""

    def build(kind: kinds.Kind, value: Any):
        editor = editor_for(kind)
        qtbot.addWidget(editor)
        editor.resize(240, 40)
        editor.show()
        editor.set_value(value)
        heard: list[Any] = []
        editor.valueChanged.connect(heard.append)
        return editor, heard

    return build


def type_over(qtbot, line, text: str) -> None:
    line.selectAll()
    if not text:
        qtbot.keyClick(line, Key.Key_Delete)
    elif text.isascii():
        qtbot.keyClicks(line, text)
    else:
        line.insert(text)  # as an input method does


# --- numbers ---------------------------------------------------------------------------------


def test_typing_a_whole_number_gives_it(qtbot, make):
    editor, heard = make(kinds.Int(low=1), 64)
    type_over(qtbot, editor.box.lineEdit(), "128")
    assert editor.value() == 128
    assert heard == [1, 12, 128]
    assert editor.error() == ""


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "abc", "1_000", ""])
def test_a_refused_number_stays_on_screen_and_the_last_good_one_in_use(qtbot, make, text):
    editor, heard = make(kinds.Int(low=1), 64)
    type_over(qtbot, editor.box.lineEdit(), text)
    assert editor.box.text_shown() == text
    assert editor.value() == 64 and heard in ([], [1, 64])  # "1" was good on the way to "1.5"
    assert "whole number, at least 1" in editor.error()
    assert "Still using 64" in editor.error()
    assert editor.box.property("error") is True


def test_escape_brings_the_last_good_number_back(qtbot, make):
    editor, _ = make(kinds.Int(low=1), 64)
    type_over(qtbot, editor.box.lineEdit(), "x")
    qtbot.keyClick(editor.box, Key.Key_Escape)
    assert editor.box.text_shown() == "64" and editor.error() == ""
    assert editor.box.property("error") is False


def test_escape_takes_back_a_number_being_typed(qtbot, make):
    editor, heard = make(kinds.Int(low=1), 64)
    type_over(qtbot, editor.box.lineEdit(), "12")
    qtbot.keyClick(editor.box, Key.Key_Escape)
    assert editor.value() == 64 and heard == [1, 12, 64]


def test_a_refusal_keeps_what_enter_confirmed(qtbot, make):
    editor, _ = make(kinds.Int(low=1), 64)
    type_over(qtbot, editor.box.lineEdit(), "12")
    qtbot.keyClick(editor.box, Key.Key_Return)
    type_over(qtbot, editor.box.lineEdit(), "7x")
    assert editor.value() == 12 and "Still using 12" in editor.error()


def test_arrow_keys_stay_within_the_range(qtbot, make):
    editor, heard = make(kinds.Int(low=1, high=3), 2)
    for _ in range(3):
        qtbot.keyClick(editor.box, Key.Key_Up)
    assert editor.value() == 3 and heard == [3]
    qtbot.keyClick(editor.box, Key.Key_PageDown)
    assert editor.value() == 1


def test_arrows_continue_from_the_last_good_number_after_bad_text(qtbot, make):
    editor, _ = make(kinds.Int(low=1), 8)
    type_over(qtbot, editor.box.lineEdit(), "oops")
    qtbot.keyClick(editor.box, Key.Key_Up)
    assert editor.value() == 9 and editor.box.text_shown() == "9" and not editor.error()


@pytest.mark.parametrize(
    ("text", "value"), [("1e-4", 1e-4), ("0.25", 0.25), (" 3 ", 3.0), ("2E3", 2000.0)]
)
def test_numbers_may_be_written_scientifically(qtbot, make, text, value):
    editor, _ = make(kinds.Float(), 0.5)
    type_over(qtbot, editor.box.lineEdit(), text)
    assert editor.value() == value


@pytest.mark.parametrize("text", ["1", "-0.1", "nan", "inf", "half"])
def test_a_share_takes_nothing_outside_zero_to_one(qtbot, make, text):
    editor, heard = make(kinds.Float(0, 1, open_high=True), 0.5)
    type_over(qtbot, editor.box.lineEdit(), text)
    assert editor.value() == 0.5 and heard[-1:] in ([], [0.5])
    assert "at least 0 and below 1" in editor.error()


def test_learning_rates_step_in_their_own_decade(qtbot, make):
    editor, heard = make(kinds.Float(low=0, open_low=True), 0.001)
    qtbot.keyClick(editor.box, Key.Key_Up)
    qtbot.keyClick(editor.box, Key.Key_Down)
    qtbot.keyClick(editor.box, Key.Key_Down)
    assert heard == [0.002, 0.001, 0.0009]


def test_a_named_step_is_exact(qtbot, make):
    editor, _ = make(kinds.Float(0, 1, step=0.05), 0.1)
    for _ in range(4):
        qtbot.keyClick(editor.box, Key.Key_Up)
    assert editor.value() == 0.3 and editor.box.text_shown() == "0.3"


def test_small_numbers_are_shown_short(make):
    editor, _ = make(kinds.Float(), 1e-7)
    assert editor.box.text_shown() == "1e-7"


def test_an_emptied_optional_number_is_none(qtbot, make):
    editor, heard = make(kinds.Optional(kinds.Int(), "random each time"), 7)
    type_over(qtbot, editor.box.lineEdit(), "")
    assert heard == [None] and editor.error() == ""
    assert editor.box.lineEdit().placeholderText() == "random each time"
    qtbot.keyClicks(editor.box, "3")
    assert editor.value() == 3


def test_a_missing_number_is_asked_for_without_inventing_one(make):
    editor, heard = make(kinds.Int(low=1), UNSET)
    assert editor.box.text_shown() == ""
    assert editor.error() == "Enter a whole number, at least 1." and not heard


def test_the_wheel_moves_only_a_number_that_has_the_focus(qtbot, make):
    editor, heard = make(kinds.Int(), 5)
    editor.box.clearFocus()
    nothing, up = QPoint(), QPoint(0, 120)
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        nothing,
        up,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.box, event)
    assert heard == []


# --- yes or no, one of a few -----------------------------------------------------------------


def test_space_ticks_the_box(qtbot, make):
    editor, heard = make(kinds.Bool(), False)
    qtbot.keyClick(editor.box, Key.Key_Space)
    assert heard == [True]


def test_a_half_checked_box_becomes_checked(qtbot, make):
    editor, heard = make(kinds.Bool(), MIXED)
    assert editor.box.checkState() == Qt.CheckState.PartiallyChecked
    qtbot.keyClick(editor.box, Key.Key_Space)
    assert heard == [True] and editor.box.checkState() == Qt.CheckState.Checked


def test_keys_choose_in_a_combo(qtbot, make):
    editor, heard = make(kinds.Choice("valid", "same"), "valid")
    qtbot.keyClick(editor.combo, Key.Key_Down)
    assert heard == ["same"]


def test_a_choice_nobody_knows_is_shown_and_said(make):
    editor, heard = make(kinds.Choice("valid", "same"), "vallid")
    assert editor.combo.placeholderText() == "vallid" and editor.combo.currentIndex() == -1
    assert editor.error() == "Choose one of: valid, same."
    assert editor.value() == "vallid" and not heard


def test_an_optional_choice_offers_none(qtbot, make):
    editor, heard = make(kinds.Optional(kinds.Choice("a", "b"), "automatic"), "a")
    assert editor.combo.itemText(0) == "automatic"
    qtbot.keyClick(editor.combo, Key.Key_Home)
    assert heard == [None]


# --- several numbers -------------------------------------------------------------------------


def test_linked_numbers_change_together(qtbot, make):
    editor, _ = make(kinds.IntTuple(2), [3, 3])
    type_over(qtbot, editor.boxes[1], "5")
    assert editor.value() == [5, 5] and editor.boxes[0].text_shown() == "5"


def test_unlinked_numbers_change_alone_and_linking_makes_them_the_first(qtbot, make):
    editor, _ = make(kinds.IntTuple(2), (3, 5))
    assert not editor.link.isChecked()
    type_over(qtbot, editor.boxes[1], "7")
    assert editor.value() == [3, 7]
    qtbot.mouseClick(editor.link, LEFT)
    assert editor.value() == [3, 3]


def test_a_bad_number_among_several_is_refused(qtbot, make):
    editor, heard = make(kinds.IntTuple(2), [3, 5])
    type_over(qtbot, editor.boxes[0], "0")
    assert editor.value() == [3, 5] and not heard
    assert "Still using 3, 5" in editor.error()
    qtbot.keyClick(editor.boxes[0], Key.Key_Up)
    assert editor.value() == [1, 5] and not editor.error()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("28, 28, 1", [28, 28, 1]),
        ("28×28x3", [28, 28, 3]),
        ("(None, 10)", [None, 10]),
        ("any，10", [None, 10]),
        ("10", [10]),
        ("?, 4", [None, 4]),
        ("", []),
    ],
)
def test_shapes_are_read_in_every_usual_spelling(qtbot, make, text, value):
    editor, _ = make(kinds.Shape(), [7])
    type_over(qtbot, editor.line, text)
    assert editor.value() == value and editor.error() == ""


def test_a_shape_is_shown_with_any_for_an_open_size(make):
    editor, _ = make(kinds.Shape(), (28, None, 1))
    assert editor.line.text() == "28, any, 1"


def test_a_shape_that_is_none_says_how_to_write_one(qtbot, make):
    editor, _ = make(kinds.Shape(), [28])
    type_over(qtbot, editor.line, "28, 0")
    assert "28, 28, 1" in editor.error() and editor.value() == [28]


def test_one_rest_in_a_target_shape(qtbot, make):
    editor, _ = make(kinds.Shape(allow_none=False, allow_minus_one=True), [2])
    type_over(qtbot, editor.line, "-1, 4")
    assert editor.value() == [-1, 4]
    type_over(qtbot, editor.line, "-1, -1")
    assert editor.value() == [2] and "what is left" in editor.error()


def test_a_lone_axis_stays_a_number(qtbot, make):
    editor, _ = make(kinds.IntList(single=True), -1)
    type_over(qtbot, editor.line, "2")
    assert editor.value() == 2
    type_over(qtbot, editor.line, "[2]")
    assert editor.value() == [2]
    type_over(qtbot, editor.line, "1, 2")
    assert editor.value() == [1, 2]


# --- texts -----------------------------------------------------------------------------------


def test_a_needed_text_must_not_be_empty(qtbot, make):
    editor, _ = make(kinds.Text(allow_empty=False), "run")
    type_over(qtbot, editor.line, "")
    assert editor.value() == "run" and "not empty" in editor.error()


def test_browsing_gives_the_path(qtbot, make, monkeypatch):
    editor, heard = make(kinds.PathText(), "a.keras")
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *a, **k: ("/models/b.keras", ""))
    )
    qtbot.mouseClick(editor.button, LEFT)
    assert heard == ["/models/b.keras"] and editor.line.text() == "/models/b.keras"


def test_a_cancelled_browse_changes_nothing(qtbot, make, monkeypatch):
    editor, heard = make(kinds.PathText(), "a.keras")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *a, **k: ("", "")))
    qtbot.mouseClick(editor.button, LEFT)
    assert heard == [] and editor.line.text() == "a.keras"


# --- a value or none, one kind or another ----------------------------------------------------


def test_an_optional_tuple_is_switched_on_and_off(qtbot, make):
    editor, heard = make(kinds.Optional(kinds.IntTuple(2), "as the pool"), None)
    assert not editor.inner.isVisible()
    qtbot.keyClick(editor.box, Key.Key_Space)
    assert heard == [[1, 1]] and editor.inner.isVisible()
    type_over(qtbot, editor.inner.boxes[0], "2")
    qtbot.keyClick(editor.box, Key.Key_Space)
    qtbot.keyClick(editor.box, Key.Key_Space)
    assert heard[1:] == [[2, 2], None, [2, 2]]


def test_another_kind_is_chosen_from_the_menu(qtbot, make):
    editor, heard = make(kinds.Either(kinds.Float(low=0), kinds.Choice("auto", "none")), "none")
    number, choice = editor.inners
    assert choice.isVisible() and not number.isVisible()
    editor.button.menu().actions()[0].trigger()
    assert number.isVisible() and heard == [0.1]
    type_over(qtbot, number.box.lineEdit(), "-1")
    assert "at least 0" in editor.error() and editor.value() == 0.1


def test_an_inner_refusal_is_the_outer_ones(qtbot, make):
    editor, heard = make(kinds.Optional(kinds.Shape()), [4])
    said: list[str] = []
    editor.errorChanged.connect(said.append)
    type_over(qtbot, editor.inner.line, "x")
    assert not editor.accepts() and "sizes" in said[-1] and heard == []


# --- objects ---------------------------------------------------------------------------------


def test_choosing_an_object_shows_its_own_arguments(qtbot, make, shelf):
    editor, heard = make(kinds.Optional(kinds.Object("regularizer")), None)
    qtbot.keyClick(editor.combo, Key.Key_Down)
    assert heard == ["l1"]
    form = editor.extra.findChild(type(editor._form))
    type_over(qtbot, form.field("l1").editor.box.lineEdit(), "0.5")
    assert editor.value() == {"class_name": "L1", "config": {"l1": 0.5}}


def test_needed_arguments_of_an_object_get_a_first_value(qtbot, make, shelf):
    editor, heard = make(kinds.Object("regularizer"), "l1")
    qtbot.keyClick(editor.combo, Key.Key_Down)
    assert heard == [{"class_name": "Ceiling", "config": {"height": 2}}]


def test_settings_of_an_object_are_kept_while_another_is_tried(qtbot, make, shelf):
    editor, heard = make(kinds.Object("regularizer"), {"class_name": "L1", "config": {"l1": 0.3}})
    qtbot.keyClick(editor.combo, Key.Key_Down)
    qtbot.keyClick(editor.combo, Key.Key_Up)
    assert heard[-1] == {"class_name": "L1", "config": {"l1": 0.3}}


def test_hidden_entries_are_not_offered_but_shown_when_in_use(make, shelf):
    editor, _ = make(kinds.Object("regularizer"), "l1")
    assert editor.combo.findText("Secret") < 0
    editor.set_value("secret")
    assert editor.combo.currentText() == "Secret" and editor.error() == ""


def test_an_unknown_object_is_shown_and_said(make, shelf):
    editor, _ = make(kinds.Object("activation"), "reluu")
    assert editor.combo.placeholderText() == "reluu"
    assert editor.error() == "Choose one from the list." and editor.value() == "reluu"


# --- values from outside ---------------------------------------------------------------------


def test_values_from_outside_are_shown_and_not_told(make):
    editor, heard = make(kinds.Int(), 5)
    editor.set_value(9)
    assert editor.box.text_shown() == "9" and heard == []


def test_the_echo_of_an_edit_leaves_the_text_alone(qtbot, make):
    editor, _ = make(kinds.Float(), 0.5)
    type_over(qtbot, editor.box.lineEdit(), "0.10")
    editor.set_value(0.1)
    assert editor.box.text_shown() == "0.10"


def test_undo_replaces_refused_text(qtbot, make):
    editor, _ = make(kinds.Int(low=1), 64)
    type_over(qtbot, editor.box.lineEdit(), "x")
    editor.set_value(32)
    assert editor.box.text_shown() == "32" and editor.error() == ""


@pytest.mark.parametrize(
    "kind",
    [kinds.Int(), kinds.Float(), kinds.Text(), kinds.Shape(), kinds.IntTuple(2)],
)
def test_differing_values_are_not_shown_as_one(make, kind):
    editor, heard = make(kind, MIXED)
    first = editor.inputs()[0]
    line = first.lineEdit() if hasattr(first, "lineEdit") else first
    assert line.text() == "" and line.placeholderText() == "several values"
    assert editor.error() == "" and heard == []


def test_screen_readers_hear_name_help_and_error(qtbot, make):
    editor, _ = make(kinds.Int(low=1), 64)
    editor.describe("Units", "Number of outputs.")
    assert editor.box.accessibleName() == "Units"
    assert editor.box.accessibleDescription() == "Number of outputs."
    type_over(qtbot, editor.box.lineEdit(), "x")
    assert editor.box.accessibleDescription().startswith("Enter a whole number")
