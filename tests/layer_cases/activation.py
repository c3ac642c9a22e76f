"""Cases of activation functions as layers."""

from __future__ import annotations

from tests.layer_cases import Cases, Draws, real
from tests.layer_cases.drawing import layer_arguments, of_weights, sometimes

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
            **layer_arguments(r),
            **sometimes(r, 0.6, "max_value", None, 0.8, 6),
            **sometimes(r, 0.6, "negative_slope", 0.0, 0.1, 1),
            **sometimes(r, 0.6, "threshold", 0.0, 0.2, 1.5),
        },
        [(3, 5)],
    ),
    "LeakyReLU": lambda r: (
        {**layer_arguments(r), **sometimes(r, 0.7, "negative_slope", 0, 0.4, 1.5)},
        [(5,)],
    ),
    "PReLU": lambda r: (
        {
            **layer_arguments(r),
            **of_weights(r, "alpha"),
            **sometimes(r, 0.7, "shared_axes", None, [1], (1, 2), [2], 1),
        },
        [(4, 3, 5)],
    ),
    "ELU": lambda r: ({**layer_arguments(r), **sometimes(r, 0.7, "alpha", 0.3, 2)}, [(5,)]),
    "Softmax": lambda r: (
        {**layer_arguments(r), **sometimes(r, 0.7, "axis", -1, 1, [1, 2], (-1,), [-2, -1])},
        [(3, 4)],
    ),
}
