"""Einstein sums against NumPy's."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ops
from engine.graph import trace
from engine.tensor import Spec

SIZES = dict(zip("abcdefghij", (2, 3, 4, 5, 2, 3, 4, 2, 3, 2), strict=True))
RNG = np.random.default_rng(5)

EQUATIONS = [
    "abc,cde->abde",
    "abde,cde->abc",
    "abc,abde->cde",
    "aecd,abcd->acbe",
    "acbe,aecd->abcd",
    "ab,ab->",
    "ab,ab->ab",
    "a,b->ba",
    "ab,cb",
    "abc,bd->da",
    "abc->cb",
    "ab,bc,cd->da",
    "abc,d->d",
]


@pytest.mark.parametrize("equation", EQUATIONS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_equal_numpys(equation: str, dtype: str) -> None:
    terms = equation.split("->")[0].split(",")
    arrays = [RNG.normal(size=[SIZES[c] for c in t]).astype(dtype) for t in terms]
    wanted = np.einsum(equation, *arrays)
    found = ops.einsum(equation, *arrays)
    assert found.dtype == dtype
    np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("equation", "shapes"),
    [("...x,xy->...y", [(2, 3, 4), (4, 5)]), ("ab...,bc->ac...", [(2, 3, 4, 2), (3, 5)])],
)
def test_dots_stand_for_further_axes(equation: str, shapes: list) -> None:
    arrays = [RNG.normal(size=s) for s in shapes]
    found = ops.einsum(equation, *arrays).numpy()
    np.testing.assert_allclose(found, np.einsum(equation, *arrays), rtol=1e-10)


def test_open_sizes_stay_open() -> None:
    graph = trace(
        lambda x, w: ops.einsum("abc,cde->abde", x, w),
        [Spec((None, None, 4), "float32"), Spec((4, 2, 3), "float32")],
    )
    assert graph.outputs.shape == (None, None, 2, 3)


@pytest.mark.parametrize(
    ("equation", "shapes", "words"),
    [
        ("ab,bc->ac", [(2, 3), (4, 5)], "'b' is 3 in one and 4 in the other"),
        ("ab,bc->ac", [(2, 3)], "2 tensors, 1 were given"),
        ("abc,cd->abd", [(2, 3), (3, 4)], "3 letters, the tensor 2 axes"),
        ("aa->a", [(2, 2)], "twice"),
        ("ab->c", [(2, 3)], "known, single letters"),
    ],
)
def test_what_does_not_fit_is_refused(equation: str, shapes: list, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        ops.einsum(equation, *(np.zeros(s, np.float32) for s in shapes))


@pytest.mark.parametrize(
    ("equation", "shapes"),
    [
        ("ij,jk->ik", [(0, 3), (3, 2)]),
        ("ij,jk->ik", [(2, 0), (0, 3)]),
        ("bij,bjk->bik", [(0, 2, 3), (0, 3, 2)]),
    ],
)
def test_empty_axes(equation: str, shapes: list) -> None:
    arrays = [np.zeros(s) for s in shapes]
    wanted = np.einsum(equation, *arrays)
    found = ops.einsum(equation, *arrays).numpy()
    assert found.shape == wanted.shape
    assert not found.any()
