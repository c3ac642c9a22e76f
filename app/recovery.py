"""Unsaved work on disk while the program runs, and finding it again after a crash.

Each running program has a folder of its own with a lock, the project
(``project.loom``), where it belongs (``about.json``) and, while a training
runs, the training's state. A folder whose lock nobody holds is a crash's.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject, QStandardPaths, QTimer, Signal

from app.document import project_file
from app.document.document import Document
from app.document.project_file import ProjectError
from app.document.record import ProjectRecord

PROJECT, ABOUT, LOCK = "project.loom", "about.json", "lock"


def root() -> Path:
    """Where the recovery folders lie."""
    location = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "layerloom" / "recovery"


@dataclass(frozen=True)
class Leftover:
    """Work that a crash left behind.

    Attributes:
        folder: Its recovery folder, with the training's state if there was one.
        title: What the project was called.
        path: Its file, None when it was never saved.
        when: Time of the last autosave.
    """

    folder: Path
    title: str
    path: Path | None
    when: datetime

    def read(self) -> ProjectRecord:
        """The project as it was kept; ProjectError when that cannot be read."""
        return project_file.read(self.folder / PROJECT)

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def leftovers(base: Path) -> list[Leftover]:
    """What crashed programs left under ``base``, the latest first; empty folders are removed."""
    found = []
    for folder in base.iterdir() if base.is_dir() else ():
        if folder.is_dir() and not _in_use(folder):
            kept = _read_about(folder)
            if kept is None:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                found.append(kept)
    return sorted(found, key=lambda kept: kept.when, reverse=True)


def _in_use(folder: Path) -> bool:
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)  # never stale by age, only when its process is gone
    if not lock.tryLock(0):
        return True
    lock.unlock()
    return False


def _read_about(folder: Path) -> Leftover | None:
    if not (folder / PROJECT).is_file():
        return None
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        path = Path(about["path"]) if about.get("path") else None
        return Leftover(
            folder, str(about["title"]), path, datetime.fromisoformat(about["when"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        when = datetime.fromtimestamp((folder / PROJECT).stat().st_mtime)
        return Leftover(folder, "", None, when)


class Recovery(QObject):
    """Keeps the document's unsaved changes in this program's recovery folder.

    Signals:
        failed(str): Autosave did not work (a full disk); said once.

    Attributes:
        folder: The folder, also for the state of a running training.
    """

    failed = Signal(str)

    def __init__(
        self, document: Document, base: Path, minutes: int = 1, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.folder = base / uuid.uuid4().hex[:12]
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(self.folder / LOCK))
        self._lock.setStaleLockTime(0)
        self._lock.tryLock(0)
        self._writing: threading.Thread | None = None
        self._complained = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        self.set_minutes(minutes)
        document.modifiedChanged.connect(self._modified_changed)

    def set_minutes(self, minutes: int) -> None:
        """How often work is kept; 0 for never."""
        if minutes > 0:
            self._timer.start(minutes * 60_000)
        else:
            self._timer.stop()

    def keep(self) -> None:
        """Write the unsaved changes now, in a thread of its own; the window does not wait."""
        if self._document.modified and not (self._writing and self._writing.is_alive()):
            self._start(self._document.record(), self._about())

    def keep_for_training(self) -> None:
        """Write the project even when it has no changes: the training's state belongs to it."""
        self.wait()
        self._start(self._document.record(), self._about())

    def wait(self) -> None:
        """Wait for a write that goes on."""
        if self._writing is not None:
            self._writing.join()

    def close(self) -> None:
        """The program ends in good order: nothing needs recovering."""
        self._timer.stop()
        self.wait()
        self._lock.unlock()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, record: ProjectRecord, about: dict[str, Any]) -> None:
        self._writing = threading.Thread(target=self._write, args=(record, about))
        self._writing.start()

    def _write(self, record: ProjectRecord, about: dict[str, Any]) -> None:
        try:
            project_file.write(self.folder / PROJECT, record)
            (self.folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        except (OSError, ProjectError) as error:
            if not self._complained:
                self._complained = True
                self.failed.emit(str(error))

    def _about(self) -> dict[str, Any]:
        document = self._document
        path = document.path
        return {
            "title": path.stem if path else document.title,
            "path": str(path.resolve()) if path else "",
            "when": datetime.now().isoformat(timespec="seconds"),
        }

    def _modified_changed(self, modified: bool) -> None:
        if not modified:  # saved, or another project: what was kept is of no use any more
            self.wait()
            with contextlib.suppress(OSError):
                (self.folder / PROJECT).unlink(missing_ok=True)
