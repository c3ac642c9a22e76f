"""Cases of attention and of dense layers over any axes."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.layer_cases import Cases, Draws, pick, real
from tests.layer_cases.drawing import layer_arguments, of_weights

CASES: Cases = {
    "EinsumDense": [
        ({"equation": "ab,bc->ac", "output_shape": 3, "bias_axes": "c"}, [real(4, 5)]),
        (
            {
                "equation": "abc,cde->abde",
                "output_shape": [None, 2, 3],
                "bias_axes": "de",
                "activation": "relu",
                "kernel_initializer": "he_uniform",
            },
            [real(4, 3, 5)],
        ),
        ({"equation": "...x,xy->...y", "output_shape": 2, "bias_axes": "y"}, [real(4, 3, 5)]),
    ],
    "Attention": [
        ({}, [real(4, 3, 5), real(4, 6, 5)]),
        (
            {"use_scale": True, "score_mode": "concat", "dropout": 0.3, "seed": 1},
            [real(4, 3, 5), real(4, 6, 2), real(4, 6, 5)],
        ),
    ],
    "AdditiveAttention": [({}, [real(4, 3, 5), real(4, 6, 5)])],
    "MultiHeadAttention": [
        # A key's bias adds the same number to all scores of a query: it has no gradient.
        ({"num_heads": 2, "key_dim": 3, "use_bias": False}, [real(4, 3, 5), real(4, 6, 4)]),
        (
            {
                "num_heads": 2,
                "key_dim": 3,
                "value_dim": 4,
                "use_bias": False,
                "dropout": 0.2,
                "seed": 3,
                "output_shape": 7,
                "use_gate": True,
                "sliding_window": 2,
            },
            [real(4, 3, 5), real(4, 6, 4), real(4, 6, 2)],
        ),
        (
            {"num_heads": 1, "key_dim": 3, "use_bias": False, "attention_axes": [2]},
            [real(4, 2, 3, 5), real(4, 2, 4, 5)],
        ),
    ],
    "GroupQueryAttention": [
        (
            {
                "head_dim": 2,
                "num_query_heads": 4,
                "num_key_value_heads": 2,
                "use_bias": False,
                "dropout": 0.2,
                "seed": 3,
            },
            [real(4, 3, 5), real(4, 6, 5)],
        ),
    ],
}


def einsum(r: np.random.Generator) -> tuple[dict[str, Any], list[Any]]:
    equation, sizes, shape = pick(
        r,
        ("ab,bc->ac", [3], (5,)),
        ("abc,cd->abd", [None, 3], (4, 5)),
        ("abc,cde->abde", [4, 2, 3], (4, 5)),
        ("abcd,cde->abe", [None, 3], (2, 3, 4)),
        ("abc,bd->adc", [3, 5], (4, 5)),
        ("...x,xy->...y", [3], (4, 5)),
        ("ab...,bc->ac...", [3], (4, 5)),
    )
    out = equation.split("->")[1].strip(".")
    config = {
        "equation": equation,
        "output_shape": sizes,
        "bias_axes": pick(r, None, out[-1], out[1:] if "." not in equation else out[-1]),
        "activation": pick(r, None, "tanh"),
        **layer_arguments(r),
        **of_weights(r, "kernel", "bias"),
    }
    if r.random() < 0.2:
        config |= {"lora_rank": 2, "lora_alpha": pick(r, None, 3), "kernel_constraint": None}
    return config, [shape]


def heads(r: np.random.Generator) -> dict[str, Any]:
    return {
        "dropout": 0.0,
        "use_bias": bool(r.integers(2)),
        "use_gate": bool(r.integers(2)),
        "sliding_window": pick(r, None, 4),
        "kernel_regularizer": pick(r, None, "l2"),
    }


DRAWN: Draws = {
    "EinsumDense": einsum,
    "Attention": lambda r: (
        {"use_scale": bool(r.integers(2)), "score_mode": pick(r, "dot", "concat")},
        [(3, 4), (5, 4)] + pick(r, [], [(5, 4)]),
    ),
    "AdditiveAttention": lambda r: ({"use_scale": bool(r.integers(2))}, [(3, 4), (5, 4)]),
    "MultiHeadAttention": lambda r: (
        {
            **heads(r),
            "num_heads": int(r.integers(1, 4)),
            "key_dim": 3,
            "value_dim": pick(r, None, 3),  # another one does not run in Keras on JAX
            "output_shape": pick(r, None, 2, [2, 3]),
        },
        [(3, 4), (4, 5)] + pick(r, [], [(4, 2)]),
    ),
    "GroupQueryAttention": lambda r: (
        {
            **heads(r),
            "head_dim": int(r.integers(1, 4)),
            "num_query_heads": 4,
            "num_key_value_heads": pick(r, 1, 2, 4),
        },
        [(3, 4), (4, 4)] + pick(r, [], [(4, 2)]),
    ),
}
