"""Errors that nobody foresaw: told in the window, where Qt's event loop would swallow them."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from app.training.failure import Failure


class Unexpected(QObject):
    """Takes Python's place for reporting errors; each place in the program is told once.

    Args:
        tell: Shows a failure to the person.
    """

    _raised = Signal(object)

    def __init__(self, tell: Callable[[Failure], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tell = tell
        self._told: set[str] = set()
        # queued: it may have been raised while painting, or in another thread
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self.report

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """What ``sys.excepthook`` is called with."""
        sys.__excepthook__(kind, error, trace)  # the terminal has it as before
        place = traceback.format_exception(kind, None, trace)[-2:]
        if isinstance(error, Exception) and (key := "".join(place)) not in self._told:
            self._told.add(key)
            self._raised.emit(error)

    def _show(self, error: Exception) -> None:
        self._tell(Failure.of(error, self.tr("Something went wrong that should not have")))
