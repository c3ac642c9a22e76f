"""Cases of layers that move numbers about."""

from __future__ import annotations

from typing import Any

import engine
from tests.layer_cases import Cases, Draws, pick, real, whole
from tests.layer_cases.drawing import layer_arguments, of_weights, sometimes, yes_or_no


@engine.saving.register_keras_serializable("tests")
def shifted(x: Any, by: float = 1.0) -> Any:
    """A function of a reader's own."""
    return x * 2.0 + by


CASES: Cases = {
    "Permute": [({"dims": (2, 1)}, [real(4, 3, 5)]), ({"dims": (3, 1, 2)}, [real(4, 3, 2, 5)])],
    "RepeatVector": [({"n": 3}, [real(4, 5)])],
    "ReversibleEmbedding": [
        ({"input_dim": 7, "output_dim": 3, "mask_zero": True}, [whole(7, 4, 6)])
    ],
    "Identity": [({}, [real(4, 3, 5)])],
    "Lambda": [({"function": shifted, "arguments": {"by": 3.0}}, [real(4, 5)])],
}

DRAWN: Draws = {
    "Permute": lambda r: (
        {**layer_arguments(r), "dims": pick(r, (1, 2, 3), [3, 2, 1], (2, 3, 1))},
        [(2, 3, 4)],
    ),
    "RepeatVector": lambda r: ({**layer_arguments(r), "n": int(r.integers(1, 5))}, [(5,)]),
    "ReversibleEmbedding": lambda r: (
        {
            **layer_arguments(r),
            **of_weights(r, "embeddings"),
            **yes_or_no(r, "tie_weights"),
            **yes_or_no(r, "mask_zero"),
            **sometimes(r, 0.3, "logit_soft_cap", None, 2.0),
            "input_dim": 9,
            "output_dim": 3,
        },
        [("int", 9, 6)],
    ),
    "Identity": lambda r: (layer_arguments(r), [(3, 5)]),
    "Lambda": lambda r: ({"function": shifted, "arguments": {"by": 0.5}}, [(3, 5)]),
}
