"""Sizes of both ends of several axes, in all the forms people write them."""

from __future__ import annotations

import pytest

from engine.kinds import IntPairs


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        (2, ((2, 2), (2, 2))),
        ((1, 3), ((1, 1), (3, 3))),
        ([[1, 2], [3, 4]], ((1, 2), (3, 4))),
        ([1, 2, 3, 4], ((1, 2), (3, 4))),
        (((1, 2), 0), ((1, 2), (0, 0))),
    ],
)
def test_every_form_means_pairs(given: object, pairs: tuple) -> None:
    kind = IntPairs(2)
    assert kind.validate(given) == pairs
    assert kind.validate(kind.to_config(pairs)) == pairs
    assert kind.numbers(given) == [n for pair in pairs for n in pair]


@pytest.mark.parametrize("wrong", [-1, (1, 2, 3), ((1, 2), (3, -4)), "12", None, ((1, 2, 3), 0)])
def test_other_forms_are_refused(wrong: object) -> None:
    with pytest.raises(ValueError):
        IntPairs(2).validate(wrong)
