"""JSON out of files: of bounded size and depth, and with one meaning only."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from engine.saving.common.errors import LoadError
from engine.saving.common.limits import check_parsed, check_text


def parse_json(text: str | bytes) -> Any:
    """Parse JSON of bounded size and depth.

    Raises:
        LoadError: for text that is too large, too deeply nested or no JSON.
    """
    check_text(text)
    try:
        text = text if isinstance(text, str) else text.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_without_repetition)
    except LoadError:
        raise
    except (ValueError, RecursionError) as error:
        raise LoadError(f"The description is no valid JSON: {error}") from None
    check_parsed(value)
    return value


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; other readers would take another one of two entries of the same name."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = Counter(name for name, _ in pairs)
        twice = next(name for name, times in names.items() if times > 1)
        raise LoadError(f"The description has the key {twice[:80]!r} twice in one object.")
    return found
