"""What went wrong, in words a person can act on."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class Failure:
    """A task that did not finish.

    Attributes:
        title: What was being done, a short sentence.
        text: What happened and what to try, plain words.
        details: The traceback for a bug report, "" when the text says it all.
    """

    title: str
    text: str
    details: str = ""

    @staticmethod
    def of(error: BaseException, title: str) -> Failure:
        details = "".join(traceback.format_exception(error))
        return Failure(title, _in_words(error), details)


class Refused(Exception):
    """A task cannot be done, and the text says why and what to try. No traceback is shown."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(text)
        self.title = title
        self.text = text


def _in_words(error: BaseException) -> str:
    text = str(error).strip()
    if isinstance(error, MemoryError):
        return QCoreApplication.translate(
            "Failure",
            "There is not enough memory. Try a smaller batch size, smaller layers or fewer "
            "samples.",
        )
    if isinstance(error, (ValueError, OSError)) and text:
        return text  # the engine's and the data's own messages say what to try
    return QCoreApplication.translate(
        "Failure", "An unexpected error ({kind}): {text}. Your work is safe."
    ).format(kind=type(error).__name__, text=text or "-")
