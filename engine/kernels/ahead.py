"""Compiling what a plan will need before it needs it: in several processes, with progress.

A kernel is compiled for the types of its arguments, and which kernels a plan
calls with which types is known only to the functions that call them. So when
the first kernel is missing, the plan's remaining calls are made once with zeros
in the place of their arrays and kernels that only note what they were asked.
What is not in the cache is then compiled by helping processes; this process
waits and loads. Without helpers Numba compiles each kernel when its turn comes.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np
from numba.core import config
from numba.core.registry import CPUDispatcher

from engine.kernels.cache import KernelCache
from engine.kernels.common import KERNELS

#: Kernels that pay for starting a helper, and the most helpers.
_WORTH = 2
_MOST_HELPERS = 4
#: Notes in one call after which it must be waiting for an answer it will never get.
_MOST_NOTES = 10_000
#: Where a frozen program names the argument with which it becomes a helper.
HELPER = "LAYERLOOM_KERNEL_HELPER"
#: Seconds between two reports.
_BREATH = 0.2
#: Seconds after which a terminal is told what it waits for.
_PATIENCE = 1.0

Call = tuple[Callable[..., Any], tuple[Any, ...]]


class Wanted(NamedTuple):
    """A kernel, by where it is found, and the types of its arguments."""

    module: str
    name: str
    signature: Any


#: The calls of the plan that runs at this moment.
upcoming: Sequence[Call] = ()
#: Called with (compiled, all) while kernels are being compiled.
_listeners: list[Callable[[int, int], None]] = []


@contextmanager
def told(listener: Callable[[int, int], None]) -> Iterator[None]:
    """Tell `listener` several times a second how many kernels of how many are compiled.

    What it raises ends the waiting.
    """
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


class _Noting(CPUDispatcher):
    """A kernel that writes down the types it is called with instead of computing."""

    notes: list[tuple[Any, Any]] = []  # noqa: RUF012 (one list for all, while noting)

    def __call__(self, *args: Any) -> int:
        if len(self.notes) >= _MOST_NOTES:
            raise RuntimeError("a call that never ends without its answer")
        self.notes.append((self, tuple(map(self.typeof_pyval, args))))
        return -1  # what a kernel that looks for mistakes answers when there is none


def needed(calls: Iterable[Call]) -> list[tuple[Any, Any]]:
    """The kernels that some calls would run, with signatures, each once."""
    found: dict[tuple[Any, Any], None] = {}
    for kernel in KERNELS:
        kernel.__class__ = _Noting
    try:
        for function, args in calls:
            if _repeatable(function) and _plain(args):
                _Noting.notes.clear()
                with suppress(Exception):  # what needs an answer is compiled in its turn
                    function(*map(_stand_in, args))
                found.update(dict.fromkeys(_Noting.notes))
    finally:
        for kernel in KERNELS:
            kernel.__class__ = CPUDispatcher
        _Noting.notes.clear()
    return list(found)


def _repeatable(function: Any) -> bool:
    """Whether a function does nothing but call kernels on the arrays it is given."""
    if isinstance(function, CPUDispatcher):
        return True
    return (
        isinstance(function, FunctionType)
        and function.__closure__ is None
        and function.__module__.startswith(("engine.kernels.", "engine.ops."))
    )


def _plain(args: Any) -> bool:
    return all(
        _plain(a)
        if isinstance(a, (tuple, list))
        else a is None or isinstance(a, (np.ndarray, np.generic, bool, int, float, str))
        for a in args
    )


def _stand_in(value: Any) -> Any:
    """Zeros for an array, which take no memory until somebody writes into them."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(_stand_in, value))
    return np.zeros(value.shape, value.dtype) if isinstance(value, np.ndarray) else value


def _missing(calls: Iterable[Call]) -> list[Wanted]:
    """The kernels of some calls that were never compiled and can be found by name.

    The largest come first: a large one begun last would keep one helper busy alone.
    """
    missing: list[tuple[int, Wanted]] = []
    for kernel, signature in needed(calls):
        module = kernel.py_func.__module__
        if signature in kernel.overloads or kernel._cache.holds(signature, kernel.targetctx):
            continue
        names = [n for n, v in vars(sys.modules[module]).items() if v is kernel]
        if names:
            missing.append((_size(kernel), Wanted(module, names[0], signature)))
    missing.sort(key=lambda sized: -sized[0])
    return [wanted for _, wanted in missing]


def _size(kernel: Any) -> int:
    """Bytes of Python code that a kernel and all it calls are compiled from."""
    function = kernel.py_func
    parts = (function.__globals__.get(name) for name in set(function.__code__.co_names))
    inner = sum(_size(part) for part in parts if isinstance(part, CPUDispatcher))
    return len(function.__code__.co_code) + inner


def compile_ahead(cache: KernelCache, signature: Any) -> None:
    """Compile all that the running plan lacks, if helpers are worth it."""
    global upcoming
    calls, upcoming = upcoming, ()  # what is compiled meanwhile is no reason to look again
    if not calls or _command() is None:
        return
    missing = _missing(calls)
    if len(missing) >= _WORTH:
        _Helpers(missing).work()


class _Helpers:
    """Processes that take kernels from one queue until it is empty."""

    def __init__(self, missing: list[Wanted]) -> None:
        self.all = len(missing)
        self.queue: queue.SimpleQueue[Wanted] = queue.SimpleQueue()
        for wanted in missing:
            self.queue.put(wanted)
        self.done: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.begun = time.monotonic()

    def work(self) -> None:
        count = min(os.cpu_count() or 1, self.all, _MOST_HELPERS)
        threads = [threading.Thread(target=self._feed, daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        compiled, working = 0, count
        try:
            while working:
                self._tell(compiled)
                try:
                    more = self.done.get(timeout=_BREATH)
                except queue.Empty:
                    continue
                compiled, working = compiled + more, working - (not more)
        finally:
            self._empty()  # whoever is told may have had enough
        self._end_line()

    def _empty(self) -> None:
        while True:
            try:
                self.queue.get_nowait()
            except queue.Empty:
                return

    def _feed(self) -> None:
        """Start one helper and give it one kernel after the other."""
        try:
            with _start() as helper:
                assert helper.stdin is not None and helper.stdout is not None
                while not self.queue.empty():
                    pickle.dump(self.queue.get_nowait(), helper.stdin)
                    helper.stdin.flush()
                    if not helper.stdout.readline():
                        break  # it could not compile: Numba says why when the turn comes
                    self.done.put(True)
        except (OSError, queue.Empty):
            pass  # nobody to help, or another helper took the last one
        finally:
            self.done.put(False)

    def _tell(self, compiled: int) -> None:
        for listener in _listeners:
            listener(compiled, self.all)
        if not _listeners and self._on_terminal():
            text = f"\rCompiling kernels for this processor, once: {compiled} of {self.all}"
            print(text, end="", file=sys.stderr, flush=True)

    def _end_line(self) -> None:
        if not _listeners and self._on_terminal():
            print(file=sys.stderr)

    def _on_terminal(self) -> bool:
        late = time.monotonic() - self.begun > _PATIENCE
        return late and sys.stderr is not None and sys.stderr.isatty()


def _command() -> list[str] | None:
    """How to start a helper; None where there is no way.

    A frozen program has no Python to start, only itself, which must know what is asked of it.
    """
    if getattr(sys, "frozen", False):
        word = os.environ.get(HELPER)
        return [sys.executable, word] if word else None
    worker = Path(__file__).with_name("compile_worker.py")
    return [sys.executable, "-P", str(worker)] if sys.executable else None


def _start() -> subprocess.Popen[bytes]:
    command = _command()
    assert command is not None
    environment = dict(os.environ)
    folder = getattr(config, "CACHE_DIR", "")
    if folder:
        environment["NUMBA_CACHE_DIR"] = folder
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


KernelCache.on_miss = staticmethod(compile_ahead)
