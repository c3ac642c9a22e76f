"""A person looks where the time and the memory of a model go, changes it and looks again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app import commands, theme
from app.canvas.items import heat


@pytest.fixture
def measured(window, qtbot):
    """The wine example with its time on the cards."""
    window.open_example("wine_mlp")
    switch(qtbot, window, "heat_time")
    return window


def switch(qtbot, window, key):
    window.actions_[key].trigger()
    wait(qtbot, window)


def wait(qtbot, window):
    qtbot.waitUntil(lambda: shown(window), timeout=60_000)


def shown(window):
    cards = window.design.canvas.canvas.nodes.values()
    return any(card.heat is not None for card in cards)


def card(window, name):
    node = window.workspace.document.graph.by_name(name)
    return window.design.canvas.canvas.nodes[node.id]


def dense(window):
    nodes = window.workspace.document.graph.topological()
    return [node for node in nodes if node.kind == "Dense"]


def colour_of(window, item):
    """The colour of a card in the picture of the canvas, beside its texts."""
    canvas = window.design.canvas
    canvas.fit_all()
    rect = item.card_rect()
    at = canvas.mapFromScene(rect.left() + 26, rect.bottom() - 6)
    return QColor(canvas.viewport().grab().toImage().pixelColor(at))


def near(one, other):
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= 12 for a, b in pairs)


def test_every_layer_gets_its_share_and_the_greatest_the_strongest_colour(measured):
    canvas = measured.design.canvas
    profile = measured.heat_map.heat.profile
    levels = {}
    for node in measured.workspace.document.graph.topological():
        if node.kind != "InputLayer":
            item = card(measured, node.name)
            levels[node.name] = item.heat.level
            assert "%" in item.text.detail
            assert "forward" in canvas.canvas.heat_tip(node.id)
    costly = max(profile.layers, key=lambda cost: cost.seconds).name
    assert levels[costly] == 1.0 and max(levels.values()) == 1.0
    strongest = heat.colour(1.0, theme.current())
    assert near(colour_of(measured, card(measured, costly)), strongest)
    assert canvas.legend.isVisible() and "Time" in canvas.legend.title.text()
    assert canvas.legend.accessibleDescription().startswith("Time per step")


def test_the_legend_hides_no_card_while_a_corner_is_free(measured):
    canvas = measured.design.canvas
    canvas.fit_all()
    corner = canvas.mapToScene(canvas.legend.geometry().center())
    middle = canvas.mapToScene(canvas.viewport().rect().center())
    first = dense(measured)[0]
    canvas.centerOn(card(measured, first.name).card_rect().center() + middle - corner)
    under = canvas.mapFromScene(card(measured, first.name).card_rect()).boundingRect()
    assert canvas.legend.geometry().intersects(under)  # the drawing was moved below it
    measured.actions_["heat_memory"].trigger()
    boxes = [canvas.mapFromScene(item.card_rect()).boundingRect()
             for item in canvas.canvas.nodes.values()]
    assert canvas.rect().contains(canvas.legend.geometry())
    assert not any(canvas.legend.geometry().intersects(box) for box in boxes)


def test_memory_is_shown_without_measuring_again(measured, qtbot):
    before = measured.heat_map.heat
    measured.actions_["heat_memory"].trigger()
    assert not measured.actions_["heat_time"].isChecked()
    assert measured.heat_map.heat is before
    assert "Memory" in measured.design.canvas.legend.title.text()
    widest = max(before.profile.layers, key=lambda cost: cost.memory)
    assert card(measured, widest.name).heat.level == 1.0


def test_an_edit_makes_it_old_and_undoing_makes_it_valid(measured):
    work, legend = measured.workspace, measured.design.canvas.legend
    node = dense(measured)[0]
    commands.push(work.stack, commands.SetParam(work.document, node.id, "units", 3))
    work.document.check()
    assert card(measured, node.name).heat.stale and "old" in card(measured, node.name).text.detail
    assert legend.again.isVisible()
    work.stack.undo()
    work.document.check()
    assert not card(measured, node.name).heat.stale and not legend.again.isVisible()


def test_measuring_again_shows_the_drawing_as_it_is_now(measured, qtbot):
    work, legend = measured.workspace, measured.design.canvas.legend
    before = measured.heat_map.heat
    node = dense(measured)[0]
    commands.push(work.stack, commands.SetParam(work.document, node.id, "units", 700))
    work.document.check()
    qtbot.mouseClick(legend.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: measured.heat_map.heat is not before, timeout=60_000)
    assert not legend.again.isVisible()
    weights = measured.heat_map.heat.costs[node.id].weights
    assert weights > before.costs[node.id].weights


def test_it_goes_away_as_it_came(measured, qtbot):
    node = dense(measured)[0]
    item, legend = card(measured, node.name), measured.design.canvas.legend
    qtbot.mouseClick(legend.close_button, Qt.MouseButton.LeftButton)
    assert item.heat is None and "%" not in item.text.detail and item.text.detail
    assert not legend.isVisible() and not measured.actions_["heat_time"].isChecked()
    assert near(colour_of(measured, item), theme.current().color("node"))


def test_the_project_is_not_changed_by_looking(measured):
    work = measured.workspace
    assert not work.document.modified and work.stack.count() == 0
    assert work.document.weights is None and not work.document.runs


def test_a_project_that_cannot_be_trained_says_what_is_missing(window, qtbot):
    window.files.new("sequential")
    with qtbot.waitSignal(window.heat_map.said) as said:
        window.actions_["heat_time"].trigger()
    assert said.args[0].startswith("The heat map measures") and "layers" in said.args[0]
    assert not window.actions_["heat_time"].isChecked()
    assert not window.design.canvas.legend.isVisible()


def test_another_project_begins_without_it(measured):
    measured.open_example("diabetes_regression")
    assert not measured.actions_["heat_time"].isChecked() and not shown(measured)


def test_in_the_dark_the_costly_card_is_the_bright_one(measured):
    levels = (0.0, 0.5, 1.0)
    light, dark = (
        [heat.colour(level, theme.Theme(is_dark)).lightnessF() for level in levels]
        for is_dark in (False, True)
    )
    assert light == sorted(light, reverse=True) and dark == sorted(dark)

