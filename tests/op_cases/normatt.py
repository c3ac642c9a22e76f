"""Cases of sparsemax and einsum."""

from __future__ import annotations

import engine.ops as ops
from tests.op_cases import Cases, distinct, real

CASES: Cases = {
    "sparsemax": (lambda x: ops.sparsemax(x, axis=0), (distinct(4, 3),)),
    "einsum heads": (
        lambda x, w: ops.einsum("abc,cde->abde", x, w),
        (real(2, 3, 4), real(4, 2, 3)),
    ),
    "einsum scores": (
        lambda k, q: ops.einsum("aecd,abcd->acbe", k, q),
        (real(2, 4, 2, 3), real(2, 3, 2, 3)),
    ),
    "einsum with sums": (lambda x, y: ops.einsum("abc,bd->da", x, y), (real(2, 3, 2), real(3, 2))),
    "einsum outer": (lambda x, y: ops.einsum("a,b->ba", x, y), (real(3), real(2))),
    "einsum dots": (lambda x, w: ops.einsum("...x,xy->...y", x, w), (real(2, 2, 3), real(3, 2))),
    "einsum three": (
        lambda x, y, z: ops.einsum("ab,bc,cd->ad", x, y, z),
        (real(2, 3), real(3, 2), real(2, 2)),
    ),
    "einsum one": (lambda x: ops.einsum("abc->cb", x), (real(2, 3, 2),)),
}
