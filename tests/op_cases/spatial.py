"""Cases of ops that pool volumes, pad, crop, repeat and interpolate."""

from __future__ import annotations

import engine.ops as ops
from tests.op_cases import Cases, distinct, real

CASES: Cases = {
    "max_pool 3d": (
        lambda x: ops.max_pool(x, (2, 3, 2), (1, 2, 2), "same"),
        (distinct(1, 3, 4, 3, 2),),
    ),
    "average_pool 3d": (
        lambda x: ops.average_pool(x, (2, 2, 3), (1, 2, 2), "same"),
        (real(1, 3, 4, 3, 2),),
    ),
    "adaptive_average_pool": (
        lambda x: ops.adaptive_average_pool(x, (3, 2)),
        (real(2, 5, 4, 2),),
    ),
    "adaptive_max_pool": (lambda x: ops.adaptive_max_pool(x, (3, 2)), (distinct(2, 5, 4, 2),)),
    "pad": (lambda x: ops.pad(x, ((0, 0), (1, 2)), constant_values=3.0), (real(2, 3),)),
    "pad reflect": (lambda x: ops.pad(x, ((1, 0), (2, 3)), "reflect"), (real(2, 4),)),
    "pad symmetric": (lambda x: ops.pad(x, ((0, 0), (3, 1)), "symmetric"), (real(2, 3),)),
    "crop": (lambda x: ops.crop(x, ((0, 0), (1, 2))), (real(2, 5),)),
    "repeat": (lambda x: ops.repeat(x, 3, axis=1), (real(2, 3, 2),)),
    "repeat each": (lambda x: ops.repeat(x, [2, 0, 1], axis=1), (real(2, 3, 2),)),
    "resize bilinear": (lambda x: ops.image.resize(x, (5, 2)), (real(2, 3, 4, 2),)),
    "resize bicubic": (
        lambda x: ops.image.resize(x, (5, 6), "bicubic", data_format="channels_first"),
        (real(1, 2, 3, 4),),
    ),
    "resize nearest": (lambda x: ops.image.resize(x, (5, 2), "nearest"), (real(2, 3, 4, 2),)),
}
