"""How long the window takes: ``python tests/benchmarks/startup.py [starts]``.

Each start is a new process. "shown" is the time from the process's start until
the window is on the screen, "painted" until its first picture is complete. The
cold start finds no compiled Python files and no cached kernels, as on the first
day; the system's file cache stays as it is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]

PROBE = """
import time
from app import environment
environment.prepare_numba_cache()
from PySide6.QtWidgets import QApplication
app = QApplication([])
from app import i18n
i18n.install(app, "en")
from app.settings import Settings
from app.start import Program
program = Program(app, Settings())
program.window.show()
shown = time.time()
app.processEvents()
program.window.grab()
print(shown, time.time())
program.close()
"""


def measure(**environment: str) -> tuple[float, float]:
    """Seconds until one new process has shown and painted its window."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", PROBE], env=env, capture_output=True, text=True, check=True
    )
    shown, painted = map(float, done.stdout.split())
    return shown - begun, painted - begun


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    measure()  # fills the file cache and compiles the sources
    with tempfile.TemporaryDirectory() as empty:
        cold = measure(PYTHONPYCACHEPREFIX=empty, NUMBA_CACHE_DIR=empty)
    print(f"cold     shown {cold[0]:.2f} s, painted {cold[1]:.2f} s")
    print("warm:")
    times = [measure() for _ in range(starts)]
    for name, values in zip(("shown", "painted"), zip(*times, strict=True), strict=True):
        print(f"{name:8} median {statistics.median(values):.2f} s, worst {max(values):.2f} s")


if __name__ == "__main__":
    main()
