"""Cases of activation functions as layers."""

from __future__ import annotations

from tests.layer_cases import Cases, Draws, pick, real

CASES: Cases = {
    "ReLU": [
        ({}, [real(4, 5)]),
        ({"max_value": 1.0, "negative_slope": 0.1, "threshold": 0.2}, [real(4, 3, 5)]),
    ],
    "LeakyReLU": [({"negative_slope": 0.2}, [real(4, 5)])],
    "PReLU": [
        ({}, [real(4, 5)]),
        (
            {"shared_axes": [1, 2], "alpha_initializer": "ones", "alpha_regularizer": "l2"},
            [real(4, 3, 2, 5)],
        ),
    ],
    "ELU": [({"alpha": 0.5}, [real(4, 5)])],
    "Softmax": [({}, [real(4, 5)]), ({"axis": [1, 2]}, [real(4, 3, 5)])],
}

DRAWN: Draws = {
    "ReLU": lambda r: (
        {
            "max_value": pick(r, None, 0.8),
            "negative_slope": pick(r, 0.0, 0.1),
            "threshold": pick(r, 0.0, 0.2),
        },
        [(3, 5)],
    ),
    "LeakyReLU": lambda r: ({"negative_slope": float(r.uniform(0, 1))}, [(5,)]),
    "PReLU": lambda r: (
        {
            "shared_axes": pick(r, None, [1], [1, 2], [2]),
            "alpha_regularizer": pick(r, None, "l2"),
        },
        [(4, 3, 5)],
    ),
    "ELU": lambda r: ({"alpha": float(r.uniform(0.1, 2))}, [(5,)]),
    "Softmax": lambda r: ({"axis": pick(r, -1, 1, [1, 2])}, [(3, 4)]),
}
