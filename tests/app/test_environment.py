"""Starting on a system that lacks something."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app import __main__ as program
from app import environment

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ],
)
def test_a_missing_library_is_named_with_its_package(monkeypatch, capsys, library, package):
    def broken(*_):
        raise ImportError(f"{library}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr("app.cli.run", broken)
    assert program.main([]) == 1
    said = capsys.readouterr().err
    assert library in said and f"apt-get install {package}" in said


def test_another_import_error_is_not_hidden(monkeypatch):
    def broken(*_):
        raise ImportError("cannot import name 'x' from 'y'")

    monkeypatch.setattr("app.cli.run", broken)
    with pytest.raises(ImportError, match="cannot import name"):
        program.main([])


def test_x11_libraries_are_checked_before_qt_aborts(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")

    def load(name):
        if name == "libxcb-cursor.so.0":
            raise OSError(name)

    text = environment.missing_for_window(load)
    assert text is not None
    assert "libxcb-cursor0" in text and "libxcb-icccm4" not in text
    assert environment.missing_for_window(lambda name: None) is None


def test_without_a_display_the_window_says_what_works(monkeypatch):
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    env.pop("QT_QPA_PLATFORM", None)
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux runs without a display")
    done = subprocess.run(
        [sys.executable, "-m", "app"], env=env, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "layerloom train" in done.stderr and "Traceback" not in done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "app", "--language", "zh_CN"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and "屏幕" in done.stderr


def test_kernels_get_a_writable_cache_when_frozen(monkeypatch, tmp_path):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    environment.prepare_numba_cache()
    assert Path(os.environ["NUMBA_CACHE_DIR"]) == tmp_path / "layerloom" / "kernels"
    monkeypatch.delenv("NUMBA_CACHE_DIR")


def test_a_cache_folder_the_user_chose_stays(monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/chosen")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    environment.prepare_numba_cache()
    assert os.environ["NUMBA_CACHE_DIR"] == "/chosen"


def test_the_program_itself_can_be_the_helper_that_compiles_kernels(tmp_path):
    """What a frozen program starts, which has no Python beside it."""
    from engine.kernels import act, ahead

    array = np.zeros((4, 4), np.float32)
    ((kernel, signature),) = ahead.needed([(act.act_grad, (act.RELU, array, array, array))])
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-m", "app", environment.COMPILE_KERNELS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=env,
    ) as helper:
        pickle.dump(("engine.kernels.act", kernel.py_func.__name__, signature), helper.stdin)
        helper.stdin.flush()
        assert helper.stdout.readline() == b"compiled\n"
        helper.stdin.close()
        assert helper.wait(20) == 0
    assert list(tmp_path.rglob("*.nbc")), "the kernel lies where the program looks for it"


def test_a_frozen_program_says_how_it_becomes_a_helper(monkeypatch):
    from engine.kernels import ahead

    monkeypatch.setenv("NUMBA_CACHE_DIR", "/chosen")
    monkeypatch.delenv(ahead.HELPER, raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert ahead._command() is None, "somebody else's program must not be started anew"
    environment.prepare_numba_cache()
    assert ahead._command() == [sys.executable, environment.COMPILE_KERNELS]
    monkeypatch.delenv(ahead.HELPER)
