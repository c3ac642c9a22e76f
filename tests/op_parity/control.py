"""Control flow and functions of functions; each call builds its own functions from ops."""

from __future__ import annotations

import numpy as np

from tests.op_parity import Call, real, whole

X, Y = real(4, 3), real(4, 3)

#: Names that are tested by what they do, not against Keras, and where.
OWN_TESTS: dict[str, str] = {
    "custom_gradient": "tests/engine/ops/test_control.py",
    "image.elastic_transform": "tests/engine/ops/test_control.py: random",
}

CASES: dict[str, Call] = {
    "cond": (
        lambda ops, x, y: ops.cond(ops.sum(x) > 0.0, lambda: x + y, lambda: x - y),
        (X, Y),
    ),
    "cond other": (
        lambda ops, x, y: ops.cond(
            ops.sum(x) > 100.0, lambda: (x + y, y), lambda: (x - y, ops.zeros_like(y))
        ),
        (X, Y),
    ),
    "switch": (
        lambda ops, i, x: ops.switch(i, [lambda x: x + 1.0, lambda x: x * 2.0, lambda x: -x], x),
        (np.array(1, "int32"), X),
    ),
    "switch outside": (
        lambda ops, i, x: ops.switch(i, [lambda x: x + 1.0, lambda x: x * 2.0], x),
        (np.array(7, "int32"), X),
    ),
    "while_loop": (
        lambda ops, x: ops.while_loop(
            lambda i, v: i < 3, lambda i, v: (i + 1, v * 2.0), (0, x), maximum_iterations=2
        )[1],
        (X,),
    ),
    "while_loop values": (
        lambda ops, x: ops.while_loop(lambda v: ops.sum(v) < 50.0, lambda v: v * 2.0, x),
        (np.abs(X),),
    ),
    "fori_loop": (lambda ops, x: ops.fori_loop(0, 3, lambda i, v: v * 2.0 + x, x), (X,)),
    "scan": (
        lambda ops, c, x: ops.scan(lambda c, v: (c + v, c * v), c, x),
        (real(3), X),
    ),
    "scan back": (
        lambda ops, c, x: ops.scan(lambda c, v: (c + v, c * v), c, x, reverse=True),
        (real(3), X),
    ),
    "associative_scan": (
        lambda ops, x: ops.associative_scan(lambda a, b: a * b, x, axis=1),
        (real(3, 5),),
    ),
    "associative_scan back": (
        lambda ops, x, y: ops.associative_scan(
            lambda a, b: [a[0] + b[0], a[1] * b[1]], [x, y], reverse=True
        ),
        (X, Y),
    ),
    "map": (lambda ops, x: ops.map(lambda row: ops.sum(row) * row, x), (X,)),
    "vectorized_map": (lambda ops, x: ops.vectorized_map(lambda row: ops.cumsum(row), x), (X,)),
    "vectorize": (
        lambda ops, x, y: ops.vectorize(
            lambda a, b: ops.sum(ops.multiply(a, b)), signature="(n),(n)->()"
        )(x, y),
        (X, Y),
    ),
    "jvp": (
        lambda ops, x, v: ops.jvp(lambda t: ops.sin(t) * t, (x,), (v,)),
        (X, Y),
    ),
    "cast counted": (lambda ops, x: ops.cast(x, "float32") / 2, (whole(3),)),
}
