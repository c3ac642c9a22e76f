"""The catalogue: complete, compiled from its source, and in force when chosen."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QDialogButtonBox, QMenu

from app import i18n
from app.main_window import MainWindow
from app.settings import Settings
from app.window.workspace import Workspace

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "resources" / "translations" / "layerloom_zh_CN.ts"


def tool():
    """packaging/update_translations.py as a module (packaging is no package)."""
    path = ROOT / "packaging" / "update_translations.py"
    spec = importlib.util.spec_from_file_location("update_translations", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def update():
    return tool()


@pytest.fixture
def chinese(qapp):
    i18n.install(qapp, "zh_CN")
    yield
    i18n.install(qapp, "en")


def test_every_text_of_the_program_is_in_the_catalogue(update):
    messages, strays = update.app_messages()
    assert strays == []
    missing = messages - update.read(CATALOGUE).keys()
    assert not missing, sorted(missing)[:5]


def test_every_text_of_the_engine_is_in_the_catalogue(update):
    missing = update.engine_messages() - update.read(CATALOGUE).keys()
    assert not missing, sorted(missing)[:5]


def test_the_notes_on_files_are_among_the_engines_texts(update):
    texts, strays = update.note_texts()
    assert strays == []
    assert {"{old} became {new}.", "The class {layer} does not exist here. Its place, settings "
            "and weights are kept; replace it to run the model."} <= texts
    sources = {message.source for message in update.engine_messages()}
    assert texts <= sources and {"A whole model in HDF5", "an early Keras"} <= sources


def test_every_text_is_translated(update):
    unfinished = [m for m, t in update.read(CATALOGUE).items() if t.unfinished or not t.forms[0]]
    assert not unfinished, sorted(unfinished)[:5]


def test_the_compiled_catalogue_is_that_of_the_source(update):
    assert CATALOGUE.with_suffix(".qm").read_bytes() == update.compiled(CATALOGUE)


def test_translations_keep_the_placeholders(update):
    holes = re.compile(r"\{[^{}]*\}|%\d|%n")
    for message, translation in update.read(CATALOGUE).items():
        for form in translation.forms:
            assert set(holes.findall(form)) == set(holes.findall(message.source)), message


def test_translations_keep_mnemonics_and_dots(update):
    for message, translation in update.read(CATALOGUE).items():
        if re.search(r"&\w", message.source):
            letter = re.search(r"&(\w)", message.source)[1].upper()
            assert f"(&{letter})" in translation.forms[0], message
        if message.source.endswith("…"):
            assert translation.forms[0].endswith("…"), message


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_mnemonics_of_one_menu_differ(qtbot, language):
    i18n.install(QCoreApplication.instance(), language)
    workspace = Workspace()
    window = MainWindow(workspace, Settings(), remember=False)
    qtbot.addWidget(window)
    for menu in window.menuBar().findChildren(QMenu):
        texts = [action.text() for action in menu.actions()]
        letters = [m[1].upper() for t in texts if (m := re.search(r"&(\w)", t))]
        assert len(letters) == len(set(letters)), f"{menu.title()}: {texts}"
    workspace.close()
    i18n.install(QCoreApplication.instance(), "en")


def test_choosing_chinese_turns_our_texts_qts_and_the_engines(qtbot, chinese):
    def ours(context, text):
        return QCoreApplication.translate(context, text)

    assert i18n.language() == "zh_CN"
    assert ours("Menus", "&File") == "文件(&F)"
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(buttons)
    cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel).text()
    assert "取消" in cancel
    assert i18n.engine_text("Number of outputs.") == "输出的个数。"
    assert QLocale().name() == "zh_CN"


def test_english_comes_back(qapp, chinese):
    i18n.install(qapp, "en")
    assert QCoreApplication.translate("Menus", "&File") == "&File"


def test_an_unknown_engine_text_stays_as_it_is(chinese):
    assert i18n.engine_text("A text nobody wrote.") == "A text nobody wrote."
    assert i18n.engine_text("") == ""


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("zh", "zh_CN"), ("zh-Hans-CN", "zh_CN"), ("en_GB", "en"), ("fr", "en"), ("zh_CN", "zh_CN")],
)
def test_languages_are_recognised(wanted, found):
    assert i18n.resolve(wanted) == found


@pytest.mark.parametrize(
    ("text", "plain"),
    [("&Open…", "Open"), ("打开(&O)…", "打开"), ("Cu&t", "Cut"), ("Undo", "Undo")],
)
def test_button_texts_have_no_mnemonics(text, plain):
    assert i18n.without_mnemonic(text) == plain
