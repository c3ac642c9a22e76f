"""A batch: (x, y, sample_weight), of which the last ones may be left out."""

from __future__ import annotations

from typing import Any


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """Return (x, y, sample_weight) from a batch ``x``, ``(x,)``, ``(x, y)`` or all three.

    What is left out becomes None.

    Raises:
        ValueError: for a tuple or list of another length.
    """
    if not isinstance(data, (tuple, list)):
        return data, None, None
    if not 1 <= len(data) <= 3:
        raise ValueError(
            "A batch must be x, (x,), (x, y) or (x, y, sample_weight), got a "
            f"{type(data).__name__} of {len(data)} entries. Several inputs belong together in a "
            "tuple of their own: ((x1, x2), y)."
        )
    x, y, weight = (*data, None, None)[:3]
    return x, y, weight


def pack_x_y_sample_weight(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Return the batch of x, y and sample_weight, the shortest form that says the same.

    One input without targets stays as it is; several come in a tuple of one entry.
    """
    if y is None:
        return (x,) if isinstance(x, (tuple, list)) else x
    return (x, y) if sample_weight is None else (x, y, sample_weight)
