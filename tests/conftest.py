"""What every test runs under: no screen, real Keras on jax, own settings, nothing left behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before anything imports Qt or Keras.
_home = tempfile.TemporaryDirectory(prefix="layerloom-tests-", ignore_cleanup_errors=True)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["KERAS_BACKEND"] = "jax"
os.environ["LANGUAGE"] = "en"
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = os.path.join(_home.name, _variable)

import pytest  # noqa: E402
import shiboken6  # noqa: E402
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer  # noqa: E402


@pytest.fixture(autouse=True)
def nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a QThread running or a QTimer ticking."""
    started: list[Any] = []

    def recording(cls: type) -> None:
        start = cls.start

        def wrapper(self: Any, *args: Any) -> None:
            started.append(self)
            start(self, *args)

        monkeypatch.setattr(cls, "start", wrapper)

    recording(QThread)
    recording(QTimer)
    yield
    if not started:
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    alive = [item for item in started if shiboken6.isValid(item)]
    threads = [t for t in alive if isinstance(t, QThread) and t.isRunning()]
    timers = [t for t in alive if isinstance(t, QTimer) and t.isActive() and not t.isSingleShot()]
    for timer in timers:
        timer.stop()
    for thread in threads:
        thread.quit()
        thread.wait(5000)
    assert not threads, f"left running: {threads}"
    assert not timers, f"left ticking: {[(t, t.interval(), t.parent()) for t in timers]}"


@pytest.fixture
def old_model_file(tmp_path: Path) -> Path:
    """A model of Keras 2 in HDF5 with a layer of somebody's own: facts, first, gate, out."""
    from tests.old_keras import old_model

    path = tmp_path / "old.h5"
    old_model(path)
    return path
