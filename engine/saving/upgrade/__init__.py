"""Descriptions of older models, rewritten into the present form.

Everything here is JSON in, JSON out: nothing is made, run or imported. What is
changed is written into the report of the reading.
"""

from __future__ import annotations

from typing import Any

from engine.saving.common.generation import Generation
from engine.saving.upgrade.layers import upgraded_entry


def upgraded(config: dict[str, Any], generation: Generation) -> dict[str, Any]:
    """Return a model's description in the form Keras 3 writes.

    Args:
        config: A dict with ``class_name`` and ``config``, of any generation.
        generation: Who wrote it.
    """
    return upgraded_entry(config, generation)
