"""Steps that are ops; tests/parity/test_functional_graphs.py compares them with Keras."""

from __future__ import annotations

from tests.layer_cases import Cases, real


def _slot(number: int) -> dict:
    return {"class_name": "__input__", "config": number}


CASES: Cases = {
    "OpLayer": [
        ({"op": "multiply", "arguments": {"x1": 2, "x2": _slot(0)}}, [real(4, 5)]),
        ({"op": "add", "arguments": {"x1": _slot(0), "x2": _slot(1)}}, [real(4, 5)] * 2),
        (
            {"op": "concatenate", "arguments": {"xs": [_slot(0), _slot(1)], "axis": 1}},
            [real(4, 5), real(4, 3)],
        ),
    ],
}
NOT_IN_KERAS = {"OpLayer": "Keras has a class for every op"}
