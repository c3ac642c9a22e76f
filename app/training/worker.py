"""The one thread that computes.

Numba's parallel layer must never be entered by two threads at once, so that
training, evaluation, predictions and previews queue here. Results come back
to the thread of the ``Worker`` object (the GUI's) through one signal.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot

from app.training.failure import Failure, Refused

#: Bytes. Secondary threads get 512 KiB on macOS, too little for LLVM.
STACK_SIZE = 16 * 1024 * 1024

#: Threads that outlived a bounded shutdown; destroying a running QThread aborts the process.
_outliving: list[QThread] = []

Callback = Callable[[Any], None]


class Cancelled(Exception):
    """Raised inside a task that notices that nobody wants its result any more."""


class Task:
    """One piece of work; the function gets it as its only argument.

    ``cancel`` may be called from any thread: a queued task never runs, a
    running one is asked through ``cancelled``, and no callback is called.
    """

    def __init__(
        self,
        title: str,
        function: Callable[[Task], Any],
        done: Callback | None,
        failed: Callback | None,
        progress: Callback | None,
        owner: QObject | None,
        key: object,
    ) -> None:
        self.title = title
        self.function = function
        self.done = done
        self.failed = failed
        self.progress = progress
        self.owner = owner
        self.key = key
        self.finished = False
        self._cancelled = threading.Event()
        self._send: Callable[[_Delivery], None] | None = None

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def check(self) -> None:
        """Raise Cancelled when the result is no longer wanted; call it in long loops."""
        if self.cancelled:
            raise Cancelled

    def report(self, value: Any) -> None:
        """Hand an intermediate value to the ``progress`` callback in the GUI thread."""
        if self._send is not None:
            self._send(_Delivery(self, "progress", value))


@dataclass(frozen=True)
class _Delivery:
    task: Task
    kind: str  # "begin", "progress", "done", "failed" or "end"
    value: Any = None


class _Thread(QThread):
    delivered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setStackSize(STACK_SIZE)
        self.setObjectName("layerloom-worker")
        self.tasks: queue.Queue[Task | None] = queue.Queue()

    def run(self) -> None:
        while (task := self.tasks.get()) is not None:
            if not task.cancelled:
                self._run(task)
            self.delivered.emit(_Delivery(task, "end"))

    def _run(self, task: Task) -> None:
        task._send = self.delivered.emit
        self.delivered.emit(_Delivery(task, "begin"))
        try:
            outcome = _Delivery(task, "done", task.function(task))
        except Cancelled:
            return
        except Refused as error:
            outcome = _Delivery(task, "failed", Failure(error.title, error.text))
        except BaseException as error:  # noqa: BLE001 - reported, whatever it is
            title = QCoreApplication.translate("Worker", "{task} failed").format(task=task.title)
            outcome = _Delivery(task, "failed", Failure.of(error, title))
        finally:
            task._send = None
        self.delivered.emit(outcome)


class Worker(QObject):
    """The queue in front of the computing thread; belongs to the GUI thread.

    Signals:
        busyChanged(str): Title of the task that runs now, "" when idle.
        failed(Failure): A task without its own ``failed`` callback went wrong.
    """

    busyChanged = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._waiting: dict[int, Task] = {}
        self._closed = False
        self._current = ""

    @property
    def busy(self) -> str:
        """Title of the running task, "" when idle."""
        return self._current

    def submit(
        self,
        title: str,
        function: Callable[[Task], Any],
        *,
        done: Callback | None = None,
        failed: Callback | None = None,
        progress: Callback | None = None,
        owner: QObject | None = None,
        key: object = None,
    ) -> Task:
        """Queue ``function(task)``; its callbacks are called in the GUI thread.

        Args:
            title: What it does, shown while it runs ("Training").
            done: Gets the returned value.
            failed: Gets a ``Failure``; without it the ``failed`` signal is emitted.
            progress: Gets what the function passes to ``task.report``.
            owner: When this object is gone the callbacks are not called.
            key: Earlier tasks with an equal key (not None) are cancelled.
        """
        if self._closed:
            raise RuntimeError(f"The worker is shut down; {title!r} cannot be started.")
        task = Task(title, function, done, failed, progress, owner, key)
        if key is not None:
            self.cancel(key)
        self._waiting[id(task)] = task
        self._running_thread().tasks.put(task)
        return task

    def cancel(self, key: object) -> None:
        """Cancel the tasks that were submitted with this key."""
        for task in self._waiting.values():
            if task.key == key:
                task.cancel()

    def shutdown(self, timeout_ms: int = 10_000) -> bool:
        """Cancel everything and wait for the thread; return whether it has ended.

        A task that does not look at ``cancelled`` in time keeps its thread,
        which is then kept alive aside, as destroying it would abort the process.
        """
        self._closed = True
        thread, self._thread = self._thread, None
        for task in self._waiting.values():
            task.cancel()
        if thread is None:
            return True
        thread.tasks.put(None)
        ended = thread.wait(timeout_ms)
        thread.delivered.disconnect(self._deliver)
        if not ended:
            _outliving.append(thread)
            thread.finished.connect(lambda: _outliving.remove(thread))
        return ended

    def _running_thread(self) -> _Thread:
        if self._thread is None:
            self._thread = _Thread()
            self._thread.delivered.connect(self._deliver)
            self._thread.start()
        return self._thread

    @Slot(object)
    def _deliver(self, delivery: _Delivery) -> None:
        task = delivery.task
        if delivery.kind == "begin":
            self._set_current(task.title)
        elif delivery.kind == "end":
            self._waiting.pop(id(task), None)
            task.finished = True
            self._set_current("")
        elif not task.cancelled and _alive(task.owner):
            self._call_back(task, delivery.kind, delivery.value)

    def _call_back(self, task: Task, kind: str, value: Any) -> None:
        callback = {"done": task.done, "failed": task.failed, "progress": task.progress}[kind]
        if callback is not None:
            callback(value)
        elif kind == "failed":
            self.failed.emit(value)

    def _set_current(self, title: str) -> None:
        if title != self._current:
            self._current = title
            self.busyChanged.emit(title)


def _alive(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
