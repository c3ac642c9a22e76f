"""Cases of layers that bring tensors together."""

from __future__ import annotations

from tests.layer_cases import Cases, Draws, pick, real

CASES: Cases = {
    "Average": [({}, [real(4, 5), real(4, 5), real(4, 5)])],
    "Maximum": [({}, [real(4, 3, 5), real(4, 5)])],
    "Minimum": [({}, [real(4, 5), real(4, 5)])],
    "Dot": [
        ({"axes": 1}, [real(4, 5), real(4, 5)]),
        ({"axes": [1, 2], "normalize": True}, [real(4, 3, 2), real(4, 5, 3)]),
    ],
}

DRAWN: Draws = {
    "Average": lambda r: ({}, [(3, 4), pick(r, (3, 4), (4,)), (3, 4)]),
    "Maximum": lambda r: ({}, [(3, 4), (3, 4), pick(r, (3, 4), (1, 4))]),
    "Minimum": lambda r: ({}, [(3, 4), pick(r, (3, 4), (4,))]),
    "Dot": lambda r: (
        pick(
            r,
            {"axes": -1, "normalize": True},
            {"axes": 2, "normalize": bool(r.integers(2))},
            {"axes": [-1, 2]},
        ),
        pick(r, [(3, 4), (5, 4)], [(2, 4), (2, 4)]),
    ),
}
