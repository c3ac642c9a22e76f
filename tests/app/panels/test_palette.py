"""The palette: made from the registry, searched, dragged and chosen from."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.document.clipboard import LAYER_MIME_TYPE
from app.panels.palette import Palette, drag_picture
from engine import registry

Key = Qt.Key


@pytest.fixture
def palette(qtbot, shelf):
    made = Palette()
    qtbot.addWidget(made)
    made.resize(220, 500)
    made.show()
    made.chosen = []
    made.layerChosen.connect(made.chosen.append)
    return made


def item(palette: Palette, name: str):
    return next(i for i in palette._items() if i.data(0, Qt.ItemDataRole.UserRole) == name)


def test_every_layer_is_offered_except_the_hidden(palette):
    assert palette.shown() == ["InputLayer", "Dense", "Conv2D", "Dropout"]


def test_layers_stand_under_their_family(palette):
    titles = {group.text(0): group.childCount() for group in palette._groups()}
    assert titles == {"Basic": 2, "Convolution": 1, "Regularization": 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dens", ["Dense"]),
        ("convolution2d", ["Conv2D"]),
        ("patterns image", ["Conv2D"]),
        ("input_layer", ["InputLayer"]),
        ("antique", []),
    ],
)
def test_searching_by_name_alias_and_summary(qtbot, palette, text, found):
    qtbot.keyClicks(palette.search, text)
    assert palette.shown() == found
    assert palette.empty.isVisible() == (not found)


def test_enter_in_the_search_chooses_the_best_match(qtbot, palette):
    qtbot.keyClicks(palette.search, "input")  # also in what Dense and Dropout say
    qtbot.keyClick(palette.search, Key.Key_Return)
    assert palette.chosen == ["InputLayer"]
    assert palette.search.text() == "" and "Conv2D" in palette.shown()  # ready for the next


def test_arrow_keys_in_the_search_move_in_the_list(qtbot, palette):
    qtbot.keyClick(palette.search, Key.Key_Down)
    qtbot.keyClick(palette.search, Key.Key_Down)
    qtbot.keyClick(palette.search, Key.Key_Return)
    assert palette.chosen == ["Dense"]


def test_escape_clears_the_search(qtbot, palette):
    qtbot.keyClicks(palette.search, "dens")
    qtbot.keyClick(palette.search, Key.Key_Escape)
    assert palette.search.text() == "" and len(palette.shown()) == 4


def test_double_click_and_enter_choose(qtbot, palette):
    where = palette.tree.visualItemRect(item(palette, "Conv2D")).center()
    viewport = palette.tree.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    assert palette.chosen == []
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=where)
    assert palette.chosen == ["Conv2D"]
    palette.tree.setCurrentItem(item(palette, "Dropout"))
    qtbot.keyClick(palette.tree, Key.Key_Return)
    assert palette.chosen == ["Conv2D", "Dropout"]


def test_what_is_dragged_names_the_class(palette):
    data = palette.tree.mimeData([item(palette, "Conv2D")])
    assert data.formats() == [LAYER_MIME_TYPE]
    assert bytes(data.data(LAYER_MIME_TYPE).data()) == b"Conv2D"


def test_a_family_is_no_layer_to_drag(palette):
    group = palette._groups()[0]
    assert palette.tree.mimeData([group]).formats() == []
    assert not group.flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_the_drag_picture_is_sharp_on_dense_screens(qapp, shelf):
    entry = registry.find("layer", "Conv2D")
    assert drag_picture(entry, 2.0).width() == 2 * drag_picture(entry, 1.0).width()


def test_used_layers_come_first(qtbot, palette):
    palette.tree.setCurrentItem(item(palette, "Dropout"))
    qtbot.keyClick(palette.tree, Key.Key_Return)
    assert palette.shown()[0] == "Dropout" and palette.shown().count("Dropout") == 2


def test_a_click_folds_a_family_and_searching_still_finds_in_it(qtbot, palette):
    where = palette.tree.visualItemRect(palette._groups()[0]).center()
    qtbot.mouseClick(palette.tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not palette._groups()[0].isExpanded()
    qtbot.keyClicks(palette.search, "dense")
    assert palette._groups()[0].isExpanded()
    palette.search.clear()
    assert not palette._groups()[0].isExpanded()


def test_tooltips_come_from_the_docstring(palette):
    tip = item(palette, "Dense").toolTip(0)
    assert "Every output looks at every input." in tip
    assert "y = activation(x · kernel + bias)" in tip
