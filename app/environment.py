"""What must be right before Qt and Numba are imported. Imports neither."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import runpy
import sys
from collections.abc import Callable
from pathlib import Path

#: The argument with which the program only compiles kernels, for another one like it.
COMPILE_KERNELS = "--compile-kernels"
#: Shared library -> the Debian and Ubuntu package that brings it.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libzstd.so.1": "libzstd1",
}

#: What Qt's X11 plugin loads only once a window is wanted, too late for an ImportError.
X11_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-shape.so.0",
    "libxcb-util.so.1",
    "libxcb-xkb.so.1",
)


def cache_folder() -> Path:
    """The user's cache folder of this program (not created here)."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "layerloom"


def prepare_numba_cache() -> None:
    """Give compiled kernels a folder of the user's where the program's own cannot be written.

    Must run before Numba is imported. A frozen program has no source files, so
    Numba would find no place at all; and no Python to start as a helper that
    compiles, so it says how it becomes one itself (engine/kernels/ahead.py).
    """
    frozen = getattr(sys, "frozen", False)
    if frozen:
        os.environ["LAYERLOOM_KERNEL_HELPER"] = COMPILE_KERNELS
    if "NUMBA_CACHE_DIR" not in os.environ and (
        frozen or not os.access(_engine_folder(), os.W_OK)
    ):
        os.environ["NUMBA_CACHE_DIR"] = str(cache_folder() / "kernels")


def compile_kernels() -> int:
    """Be a process that compiles kernels for another one (engine/kernels/compile_worker.py)."""
    runpy.run_path(str(_engine_folder() / "kernels" / "compile_worker.py"), run_name="__main__")
    return 0


def _engine_folder() -> Path:
    """Where the engine lies; finding it does not load it."""
    spec = importlib.util.find_spec("engine")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent


def missing_library(error: ImportError) -> str | None:
    """Say which package brings the system library an import failed for, None if it was another."""
    found = re.search(r"(lib[\w.+-]+?\.so(?:\.\d+)*): cannot open shared object", str(error))
    return _explain([found[1]]) if found else None


def missing_for_window(load: Callable[[str], object] = ctypes.CDLL) -> str | None:
    """Say which system libraries a window on this X11 desktop lacks, None when it has all."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("WAYLAND_DISPLAY") or not os.environ.get("DISPLAY"):
        return None
    missing = []
    for name in X11_LIBRARIES:
        try:
            load(name)
        except OSError:
            missing.append(name)
    return _explain(missing) if missing else None


def _explain(libraries: list[str]) -> str:
    lacking = ", ".join(libraries)
    lines = [f"Layerloom cannot start: this system lacks {lacking}, which Qt needs."]
    packages = sorted({PACKAGES[name] for name in libraries if name in PACKAGES})
    if packages:
        lines.append("On Debian and Ubuntu this command brings it:")
        lines.append(f"    sudo apt-get install {' '.join(packages)}")
    else:
        lines.append("Your distribution's package search tells which package brings it.")
    return "\n".join(lines)


def has_display() -> bool:
    """Whether a window could be shown (or was explicitly asked to be drawn off screen)."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
