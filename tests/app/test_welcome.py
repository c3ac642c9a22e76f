"""The first page."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QScrollArea

from app.document.examples import examples
from app.settings import Settings
from app.welcome import ExampleCard, WelcomePage


@pytest.fixture
def page(qtbot):
    settings = Settings()
    settings._store.clear()
    page = WelcomePage(settings)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    yield page
    settings._store.clear()


def cards(page):
    return page.findChildren(ExampleCard)


def test_every_example_has_a_card_that_opens_it(page, qtbot):
    assert [card.text() for card in cards(page)] == [example.title for example in examples()]
    for card, example in zip(cards(page), examples(), strict=True):
        with qtbot.waitSignal(page.exampleChosen) as chosen:
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
        assert chosen.args == [example.key]


def test_cards_work_by_keyboard_and_for_screen_readers(page, qtbot):
    card = cards(page)[0]
    card.setFocus()
    with qtbot.waitSignal(page.exampleChosen):
        qtbot.keyClick(card, Qt.Key.Key_Space)
    assert card.accessibleName() and card.accessibleDescription()


def test_texts_fit_into_the_cards(page):
    for card, example in zip(cards(page), examples(), strict=True):
        assert card.text_height() <= card.height(), example.key


def test_a_card_shows_its_model(page):
    for card in cards(page):
        image = card.grab().toImage()
        box = range(14, 134)
        inks = {image.pixelColor(QPoint(x, y)).name() for x in box for y in range(14, 130, 3)}
        assert len(inks) > 2, card.text()  # ground, wires and at least one family


def test_recent_projects_and_the_way_back(page, qtbot, tmp_path):
    path = tmp_path / "seen.loom"
    path.touch()
    page._settings.add_recent(path)
    page.refresh("Open one")

    def texts():
        return [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]

    qtbot.waitUntil(lambda: "seen" in texts())
    assert any("Open one" in text for text in texts())
    with qtbot.waitSignal(page.pathChosen) as chosen:
        next(b for b in page.findChildren(QPushButton) if b.text() == "seen").click()
    assert chosen.args == [path.resolve()]
    page.refresh("")
    assert not page._back.isVisible()


def test_a_narrow_card_grows_with_its_words(page, qtbot):
    card = cards(page)[4]
    card.setFixedWidth(240)
    qtbot.waitUntil(lambda: card.text_height() <= card.height())
    assert card.height() > 148


@pytest.mark.parametrize(("width", "columns"), [(900, 1), (1280, 2), (1440, 2), (900, 1)])
def test_no_card_is_cut_off_in_a_narrow_window(page, qtbot, width, columns):
    page.resize(width, 560)
    scroll = page.findChild(QScrollArea)
    qtbot.waitUntil(lambda: len({card.x() for card in cards(page)}) == columns)
    qtbot.waitUntil(lambda: scroll.horizontalScrollBar().maximum() == 0)
    for card in cards(page):
        right = card.mapTo(page, card.rect().topRight()).x()
        assert right < page.width() and card.text_height() <= card.height()


def test_the_keyboard_begins_at_the_first_button(page, tmp_path):
    page.setFocus()
    assert page.focusProxy().text() == "New sequential model"
    page.refresh("digits")
    assert "digits" in page.focusProxy().text()
