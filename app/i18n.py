"""The program's language: translators, and the engine's texts through them."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

if TYPE_CHECKING:
    from engine.saving.common.report import Note

#: Languages offered, by the name their speakers use. English is the source.
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
#: Context under which the engine's texts stand in the catalogue.
ENGINE_CONTEXT = "engine"

_translators: list[QTranslator] = []
_bytes: list[bytes] = []  # QTranslator.load reads from this memory without copying it
_language = "en"


def language() -> str:
    """The language in force, a key of ``LANGUAGES``."""
    return _language


def is_known(wanted: str) -> bool:
    """Whether the program speaks a language, however its name is written."""
    return wanted.replace("_", "-").lower().split("-")[0] in ("en", "zh")


def resolve(wanted: str) -> str:
    """Turn "system", "zh", "zh-CN", "en_GB" ... into a key of ``LANGUAGES``."""
    names = QLocale.system().uiLanguages() if wanted in ("", "system") else [wanted]
    for name in names:
        if name.replace("_", "-").lower().split("-")[0] == "zh":
            return "zh_CN"
        if name.lower().startswith("en"):
            return "en"
    return "en"


def install(app: QCoreApplication, language: str = "system") -> str:
    """Switch the program's texts to a language and return its key.

    Widgets made before get a ``LanguageChange`` event and translate again.
    """
    global _language
    for translator in _translators:
        app.removeTranslator(translator)
    _translators.clear()
    _bytes.clear()
    _language = resolve(language)
    QLocale.setDefault(QLocale(_language))
    if _language != "en":
        for data in (_qt_catalogue(_language), _own_catalogue(_language)):
            _add(app, data)
    return _language


def _add(app: QCoreApplication, data: bytes) -> None:
    translator = QTranslator(app)
    if data and translator.load(data):
        app.installTranslator(translator)
        _translators.append(translator)
        _bytes.append(data)


def _own_catalogue(language: str) -> bytes:
    path = resources.files("resources.translations") / f"layerloom_{language}.qm"
    return path.read_bytes() if path.is_file() else b""


def _qt_catalogue(language: str) -> bytes:
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    path = Path(folder) / f"qtbase_{language}.qm"
    return path.read_bytes() if path.is_file() else b""


def without_mnemonic(text: str) -> str:
    """Menu text as it stands on a button: "&Open…" and "打开(&O)…" are "Open" and "打开"."""
    return re.sub(r"\(&.\)|&|…$", "", text)


def note_text(note: Note) -> str:
    """A note on a file in the user's language."""
    from engine.saving.common.report import fill

    return fill(engine_text(note.template), note.arguments)


def engine_text(text: str) -> str:
    """Translate a text that the engine wrote in English (docs of layers and parameters)."""
    return QCoreApplication.translate(ENGINE_CONTEXT, text) if text else ""
