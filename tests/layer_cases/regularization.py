"""Cases of layers that make training harder; the drawn ones draw nothing."""

from __future__ import annotations

from tests.layer_cases import Cases, Draws, pick, real
from tests.layer_cases.drawing import layer_arguments

CASES: Cases = {
    "SpatialDropout1D": [({"rate": 0.4, "seed": 3}, [real(4, 6, 5)])],
    "SpatialDropout2D": [
        ({"rate": 0.4, "seed": 3}, [real(4, 3, 3, 5)]),
        ({"rate": 0.4, "seed": 3, "data_format": "channels_first"}, [real(4, 5, 3, 3)]),
    ],
    "SpatialDropout3D": [({"rate": 0.4, "seed": 3}, [real(4, 2, 3, 2, 5)])],
    "GaussianNoise": [({"stddev": 0.4, "seed": 3}, [real(4, 5)])],
    "GaussianDropout": [({"rate": 0.4, "seed": 3}, [real(4, 5)])],
    "AlphaDropout": [
        ({"rate": 0.4, "seed": 3}, [real(4, 5)]),
        ({"rate": 0.4, "noise_shape": (None, 1, 5), "seed": 3}, [real(4, 3, 5)]),
    ],
    "ActivityRegularization": [({"l1": 0.01, "l2": 0.02}, [real(4, 5)])],
}

DRAWN: Draws = {
    "SpatialDropout1D": lambda r: ({"rate": 0.0}, [(6, 5)]),
    "SpatialDropout2D": lambda r: (
        {"rate": 0.0, "data_format": pick(r, None, "channels_first")},
        [(3, 3, 5)],
    ),
    "SpatialDropout3D": lambda r: ({"rate": 0.0}, [(2, 3, 2, 5)]),
    "GaussianNoise": lambda r: ({**layer_arguments(r), "stddev": 0.0}, [(5,)]),
    "GaussianDropout": lambda r: ({**layer_arguments(r), "rate": 0.0}, [(5,)]),
    "AlphaDropout": lambda r: ({**layer_arguments(r), "rate": 0.0}, [(5,)]),
    "ActivityRegularization": lambda r: (
        {"l1": float(r.uniform(0, 0.1)), "l2": float(r.uniform(0, 0.1))},
        [pick(r, (5,), (3, 5))],
    ),
}
