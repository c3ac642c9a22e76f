"""What the program remembers between two starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

RECENT_LIMIT = 10


def shown_name(path: Path) -> str:
    """A file's name in a list: a project's without its ending, another's with it."""
    return path.stem if path.suffix == ".loom" else path.name


class Settings:
    """Typed access to the user's settings (an ini file in the user's configuration folder)."""

    def __init__(self) -> None:
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "layerloom", "layerloom"
        )

    def _text(self, key: str, default: str) -> str:
        return str(self._store.value(key, default))

    @property
    def theme(self) -> str:
        """ "system", "light" or "dark"."""
        found = self._text("theme", "system")
        return found if found in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, mode: str) -> None:
        self._store.setValue("theme", mode)

    @property
    def language(self) -> str:
        """ "system" or a key of ``i18n.LANGUAGES``."""
        return self._text("language", "system")

    @language.setter
    def language(self, name: str) -> None:
        self._store.setValue("language", name)

    @property
    def autosave_minutes(self) -> int:
        """How often unsaved work is kept for recovery; 0 for never."""
        try:
            return min(max(int(self._text("autosave_minutes", "1")), 0), 60)
        except ValueError:
            return 1

    @autosave_minutes.setter
    def autosave_minutes(self, minutes: int) -> None:
        self._store.setValue("autosave_minutes", minutes)

    @property
    def last_folder(self) -> str:
        """Folder a file dialog opens in."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._text("last_folder", home or str(Path.home()))

    @last_folder.setter
    def last_folder(self, folder: str) -> None:
        self._store.setValue("last_folder", folder)

    @property
    def recent_files(self) -> list[Path]:
        """Files and folders opened lately, the latest first; what is gone is left out."""
        kept: Any = self._store.value("recent_files", [])
        names = [kept] if isinstance(kept, str) else kept or []  # a list of one comes back so
        return [Path(name) for name in names if name and Path(name).exists()]

    def add_recent(self, path: Path) -> None:
        kept = [known for known in self.recent_files if known != path.resolve()]
        names = [str(path.resolve()), *map(str, kept)][:RECENT_LIMIT]
        self._store.setValue("recent_files", names)

    def clear_recent(self) -> None:
        self._store.remove("recent_files")

    def blob(self, key: str) -> QByteArray:
        """A window's geometry or state, empty when none was kept."""
        value = self._store.value(f"window/{key}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_blob(self, key: str, value: QByteArray) -> None:
        self._store.setValue(f"window/{key}", value)
