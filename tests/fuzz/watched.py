"""Opens one input after another in a process of its own, and reports what it did.

Input: lines of JSON with "path" and "placeholders". Output: a line of JSON for each. The files in
the folder given as first argument must never be opened; neither may anything be imported, run,
written or connected to while an input is read.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

#: Memory that reading one small input may take, in bytes, and the processor's seconds.
MOST_MEMORY = 2**30
MOST_SECONDS = 10.0
_FORBIDDEN = ("import", "exec", "compile", "subprocess", "os.", "socket", "shutil", "pickle",
              "marshal", "urllib", "ctypes", "tempfile", "code.")
_ALLOWED = ("os.listdir", "os.scandir")
_SOURCES = (str(ROOT / "engine"), str(ROOT / "app"))
_IN_OPEN, _IN_NONBLOCK = 0x20, 0o4000


class Watch:
    """Notes every event that reading a file must not cause."""

    def __init__(self, secret: Path) -> None:
        self.allowed: str | None = None
        self.events: list[str] = []
        libc = ctypes.CDLL(None, use_errno=True)
        self._inotify = libc.inotify_init1(_IN_NONBLOCK) if hasattr(libc, "inotify_init1") else -1
        if self._inotify >= 0:  # also sees what HDF5 opens by itself
            libc.inotify_add_watch(self._inotify, os.fsencode(secret), _IN_OPEN)
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: Any) -> None:
        if self.allowed is None:
            return
        if event == "open":
            path, mode = os.fsdecode(arguments[0]) if isinstance(
                arguments[0], (str, bytes)) else str(arguments[0]), str(arguments[1])
            inside = path == self.allowed or path.startswith(self.allowed + os.sep)
            inside |= path.startswith(_SOURCES) and path.endswith(".py")  # Qt looks at importers
            if not inside or any(sign in mode for sign in "wax+"):
                self.events.append(f"open {path} {mode}")
        elif event.startswith(_FORBIDDEN) and event not in _ALLOWED:
            self.events.append(f"{event} {str(arguments)[:200]}")

    def found(self) -> list[str]:
        """The events since the last time."""
        events, self.events = self.events, []
        if self._inotify >= 0:
            try:
                if os.read(self._inotify, 65536):
                    events.append("a file of the secret folder was opened")
            except BlockingIOError:
                pass
        return events


def _peak() -> int:
    """The most memory held since it was last set back, in bytes."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _set_back_peak() -> int:
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _short_of_memory(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


class Opener:
    """Opens files of all kinds as a user would."""

    def __init__(self) -> None:
        from tests.fuzz import corpus

        self.models = {"everything": corpus.everything(), "plain": corpus.plain(),
                       "texts": corpus.texts()}

    def open(self, path: Path, name: str, placeholders: bool) -> str:
        """Read a file; return how it ended, with the finding after an exclamation mark."""
        from app.document import project_file
        from engine.saving import LoadError, open_model

        try:
            if path.suffix == ".loom":
                project_file.read(path)
            elif ".weights." in path.name:
                self.models[name.split(".")[0]].load_weights(path)
            elif path.is_dir() and name == "shards":
                self.models["plain"].load_weights(path / "m.weights.json")
            else:
                open_model(path, placeholders=placeholders)
        except (LoadError, project_file.ProjectError, FileNotFoundError) as error:
            if _short_of_memory(error):
                return f"!memory: {error}"
            return "refused" if str(error).strip() else "!empty message"
        except BaseException as error:
            trace = traceback.format_exc(limit=-4)
            return f"!{type(error).__name__}: {error}\n{trace}"
        return "opened"


def main() -> None:
    secret = Path(sys.argv[1])
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a model prints is no answer
    opener = Opener()
    for line in sys.argv[2:]:  # everything is imported before watching begins
        path = Path(line)
        opener.open(path, path.name, True)
    watch = Watch(secret)
    size = int(Path("/proc/self/statm").read_text().split()[0]) * 4096
    resource.setrlimit(resource.RLIMIT_AS, (size + 4 * 2**30, -1))
    answers.write('"ready"\n')
    answers.flush()
    for line in sys.stdin:
        task = json.loads(line)
        path = Path(task["path"])
        before, start = _set_back_peak(), time.process_time()
        watch.found()
        watch.allowed = str(path)
        result = opener.open(path, task["name"], task["placeholders"])
        watch.allowed = None
        seconds, memory = time.process_time() - start, _peak() - before
        events = watch.found()
        if events and not result.startswith("!"):
            result = "!events: " + "; ".join(events[:5])
        elif memory > MOST_MEMORY:
            result = f"!memory: {memory >> 20} MiB"
        elif seconds > MOST_SECONDS:
            result = f"!slow: {seconds:.1f} s"
        answers.write(json.dumps({"result": result, "memory": memory, "seconds": seconds}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
