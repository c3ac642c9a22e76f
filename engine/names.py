"""Automatic names: ``dense``, ``dense_1``, ... counted per process, as Keras does."""

from __future__ import annotations

from collections import Counter

from engine.registry import snake_case

_counts: Counter[str] = Counter()
_numbers: Counter[str] = Counter()


def unique_name(class_name: str) -> str:
    """Return the next automatic name for a class."""
    base = snake_case(class_name)
    number = _counts[base]
    _counts[base] += 1
    return base if number == 0 else f"{base}_{number}"


def next_number(prefix: str) -> int:
    """Return how often this was asked for the prefix, this time included."""
    _numbers[prefix] += 1
    return _numbers[prefix]


def clear_session(free_memory: bool = True) -> None:
    """Start counting automatic names anew."""
    _counts.clear()
    _numbers.clear()
