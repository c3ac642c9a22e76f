"""Objects in configurations, said as Keras 2 said them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def plain(value: Any, without: Sequence[str] = ()) -> Any:
    """Return objects as class and configuration alone; functions and policies as names.

    Args:
        value: What stands in a configuration of Keras 3.
        without: Arguments that Keras 2 lacks, which are left out of all configurations inside.
    """
    if isinstance(value, list):
        return [plain(item, without) for item in value]
    if not isinstance(value, dict):
        return value
    kind = value.get("class_name")
    if kind == "DTypePolicy":
        return value["config"]["name"]
    if kind == "function":
        return value["config"]
    if "class_name" in value and "config" in value:
        return {"class_name": kind, "config": plain(value["config"], without)}
    return {key: plain(item, without) for key, item in value.items() if key not in without}
