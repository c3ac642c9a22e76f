"""Where progress goes: to the screen, or to a log."""

from __future__ import annotations

import logging
import sys

from engine.config import is_interactive_logging_enabled

_logger = logging.getLogger("engine")


def print_msg(message: str, line_break: bool = True) -> None:
    """Print a message, or log it where interactive logging is switched off."""
    if not is_interactive_logging_enabled():
        _logger.info(message.strip("\r\n"))
        return
    if sys.stdout is None:  # a windowed program has no console
        return
    sys.stdout.write(message + "\n" * line_break)
    sys.stdout.flush()
