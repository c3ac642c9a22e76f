"""Preferences, shortcuts, about."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from app import theme
from app.dialogs.about_dialog import AboutDialog
from app.dialogs.preferences_dialog import PreferencesDialog
from app.dialogs.shortcuts_dialog import ShortcutsDialog
from app.settings import Settings


@pytest.fixture
def settings(qapp):
    found = Settings()
    found._store.clear()
    yield found
    found._store.clear()
    theme.apply(qapp, "light")


def choose(box, data):
    box.setCurrentIndex(box.findData(data))


def test_preferences_are_kept_on_ok(qtbot, settings):
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    choose(dialog.language, "zh_CN")
    choose(dialog.theme, "dark")
    dialog.autosave.setValue(5)
    assert theme.current().dark  # seen at once
    dialog.accept()
    again = Settings()
    assert (again.language, again.theme, again.autosave_minutes) == ("zh_CN", "dark", 5)


def test_cancel_puts_the_theme_back_and_keeps_nothing(qtbot, settings):
    settings.theme = "light"
    theme.apply(QApplication.instance(), "light")
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    choose(dialog.theme, "dark")
    dialog.reject()
    assert not theme.current().dark
    assert Settings().theme == "light"


def test_preferences_show_what_is_set(qtbot, settings):
    settings.language, settings.autosave_minutes = "en", 0
    dialog = PreferencesDialog(settings)
    qtbot.addWidget(dialog)
    assert dialog.language.currentData() == "en"
    assert dialog.autosave.text() == dialog.autosave.specialValueText()


@pytest.fixture
def shortcuts(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    menu = window.menuBar().addMenu("&File")
    menu.addAction("&Open…").setShortcut("Ctrl+O")
    inner = menu.addMenu("More")
    inner.addAction("&Close").setShortcut("Ctrl+W")
    menu.addAction("Without a key")
    dialog = ShortcutsDialog(window.menuBar(), window)
    dialog.show()
    yield dialog


def rows(dialog):
    found = []
    for number in range(dialog.list.topLevelItemCount()):
        group = dialog.list.topLevelItem(number)
        children = [group.child(i) for i in range(group.childCount())]
        found += [(c.text(0), c.text(1)) for c in children if not c.isHidden()]
    return found


def test_every_key_of_the_menus_is_listed(shortcuts):
    found = rows(shortcuts)
    assert ("Open", "Ctrl+O") in found and ("Close", "Ctrl+W") in found
    assert all(name != "Without a key" for name, _ in found)


def test_searching_by_name_or_key(shortcuts):
    shortcuts.search.setText("ctrl+w")
    assert rows(shortcuts) == [("Close", "Ctrl+W")]
    shortcuts.search.setText("open")
    assert ("Open", "Ctrl+O") in rows(shortcuts) and ("Close", "Ctrl+W") not in rows(shortcuts)


def test_about_tells_what_a_bug_report_needs(qtbot):
    import sys

    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    text = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Layerloom" in text and "MIT" in text
    assert ".".join(map(str, sys.version_info[:3])) in text
