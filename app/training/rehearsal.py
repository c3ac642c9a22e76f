"""A model and its data as training would have them, to look at what they cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.data.errors import DataError
from app.document.build import Built
from app.training import recipe
from app.training.recipe import Snapshot
from engine.random import separate_seeds
from engine.training.arrays import split

#: Called now and then; raises where nobody wants the result any more.
Check = Callable[[], object]


@dataclass(frozen=True)
class Rehearsal:
    """What ``fit`` would get.

    Attributes:
        built: The compiled model, with weights of its own.
        given: The inputs and the targets.
        held: The same for validating, None without.
    """

    built: Built
    given: tuple[Any, Any]
    held: tuple[Any, Any] | None


def rehearse(snapshot: Snapshot, check: Check) -> Rehearsal:
    """Load the data and build the model; the next training does not notice.

    Raises:
        Refused: when data, model and settings do not fit together.
        ValueError: when the model cannot be built.
    """
    check()
    try:
        material = recipe.gather(snapshot)
    except DataError as error:
        raise recipe.data_failure(error) from error
    check()
    with separate_seeds():
        built, _ = recipe.make_model(snapshot)
    data, inputs, outputs = material.prepared, material.inputs, material.outputs
    given = recipe.ordered(data.x, inputs), recipe.ordered(data.y, outputs)
    if data.x_val:
        held = recipe.ordered(data.x_val, inputs), recipe.ordered(data.y_val, outputs)
        return Rehearsal(built, given, held)
    if not snapshot.setup.validation_split:
        return Rehearsal(built, given, None)
    (x, y), (x_val, y_val) = split(given, snapshot.setup.validation_split)
    return Rehearsal(built, (x, y), (x_val, y_val))
