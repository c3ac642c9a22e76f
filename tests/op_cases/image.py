"""Cases of resizing and affine transforms."""

from __future__ import annotations

import numpy as np

from engine.ops import image
from engine.ops.affine import FILL_MODES
from engine.ops.resizing import INTERPOLATIONS
from tests.op_cases import Cases, real

#: Turned and moved, so that places fall between cells and outside the image.
MAPS = np.array(
    [[0.8, -0.5, 1.3, 0.4, 0.9, -1.7, 0, 0], [1.2, 0.3, -2.2, -0.2, 1.1, 0.6, 0, 0]], "float64"
)

CASES: Cases = {
    f"affine {mode} {how}": (
        lambda x, mode=mode, how=how: image.affine_transform(x, MAPS, how, mode, 0.7),
        (real(2, 4, 3, 2),),
    )
    for mode in FILL_MODES
    for how in ("bilinear", "nearest")
} | {
    f"resize {how} {size}": (
        lambda x, how=how, size=size: image.resize(x, size, how, antialias=size == (2, 2)),
        (real(2, 4, 3, 2),),
    )
    for how in INTERPOLATIONS
    for size in ((7, 5), (2, 2), (4, 6))
}
