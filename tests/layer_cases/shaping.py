"""Cases of layers that move numbers about."""

from __future__ import annotations

from tests.layer_cases import Cases, Draws, pick, real

CASES: Cases = {
    "Permute": [({"dims": (2, 1)}, [real(4, 3, 5)]), ({"dims": (3, 1, 2)}, [real(4, 3, 2, 5)])],
    "RepeatVector": [({"n": 3}, [real(4, 5)])],
}

DRAWN: Draws = {
    "Permute": lambda r: ({"dims": pick(r, (1, 2, 3), (3, 2, 1), (2, 3, 1))}, [(2, 3, 4)]),
    "RepeatVector": lambda r: ({"n": int(r.integers(1, 5))}, [(5,)]),
}
