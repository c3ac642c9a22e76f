"""What the program remembers."""

import pytest
from PySide6.QtCore import QByteArray

from app.settings import RECENT_LIMIT, Settings


@pytest.fixture
def settings():
    found = Settings()
    found._store.clear()
    yield found
    found._store.clear()


def test_choices_survive(settings):
    settings.theme, settings.language, settings.autosave_minutes = "dark", "zh_CN", 7
    settings.set_blob("geometry", QByteArray(b"abc"))
    again = Settings()
    assert (again.theme, again.language, again.autosave_minutes) == ("dark", "zh_CN", 7)
    assert again.blob("geometry") == QByteArray(b"abc")


def test_a_damaged_file_gives_defaults(settings):
    settings._store.setValue("theme", "purple")
    settings._store.setValue("autosave_minutes", "soon")
    assert settings.theme == "system" and settings.autosave_minutes == 1


def test_recent_files_latest_first_without_repeats_or_ghosts(settings, tmp_path):
    files = [tmp_path / f"{i}.loom" for i in range(RECENT_LIMIT + 3)]
    for file in files:
        file.touch()
        settings.add_recent(file)
    settings.add_recent(files[5])
    assert settings.recent_files[0] == files[5].resolve()
    assert len(settings.recent_files) == RECENT_LIMIT
    assert len(set(settings.recent_files)) == RECENT_LIMIT
    files[5].unlink()
    assert files[5].resolve() not in settings.recent_files


@pytest.mark.parametrize("names", [["a:b.loom"], ["one;two, three.loom", "a:b.loom", "50%.loom"]])
def test_recent_files_may_be_called_anything(settings, tmp_path, names):
    for name in names:
        (tmp_path / name).touch()
        settings.add_recent(tmp_path / name)
    settings._store.sync()
    assert Settings().recent_files == [(tmp_path / name).resolve() for name in reversed(names)]
