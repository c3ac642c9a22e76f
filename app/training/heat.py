"""What every card of a drawing costs in a step of training, measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.data.errors import DataError
from app.training import recipe
from app.training.recipe import Snapshot
from app.training.worker import Task
from engine.random import separate_seeds
from engine.tree import map_structure

if TYPE_CHECKING:
    from engine.profiling import Cost, Profile


@dataclass(frozen=True)
class Heat:
    """A profile, and which card each of its layers is.

    Attributes:
        profile: What was measured.
        costs: Node id -> cost; a group's inside is added up, cards that share a layer
            have the same. Inputs have none.
    """

    profile: Profile
    costs: dict[str, Cost]


def measure(snapshot: Snapshot, task: Task | None = None) -> Heat:
    """Take some steps of the snapshot's training and add up what belongs to each card.

    Raises:
        Refused: when data, model and settings do not fit together.
        ValueError: when the model cannot be built, or its steps run as Python.
    """
    check = (lambda: None) if task is None else task.check
    check()
    try:
        material = recipe.gather(snapshot)
    except DataError as error:
        raise recipe.data_failure(error) from error
    check()
    size = snapshot.setup.batch_size
    with separate_seeds():  # the next training must not notice
        built, _ = recipe.make_model(snapshot)
        x, y = (
            map_structure(lambda a: a[: 4 * size], recipe.ordered(arrays, ports))
            for arrays, ports in (
                (material.prepared.x, material.inputs),
                (material.prepared.y, material.outputs),
            )
        )
        model: Any = built.model
        profile = model.profile(x, y, batch_size=size)
    costs = {}
    for node_id, layer in built.layer_of.items():
        try:
            costs[node_id] = profile.layer(layer.name)
        except KeyError:
            continue  # an input
    return Heat(profile, costs)
