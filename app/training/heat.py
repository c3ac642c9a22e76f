"""What every card of a drawing costs in a step of training, measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.training.recipe import Snapshot
from app.training.rehearsal import Check, rehearse
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


def measure(snapshot: Snapshot, check: Check = lambda: None) -> Heat:
    """Take some steps of the snapshot's training and add up what belongs to each card.

    Raises:
        Refused: when data, model and settings do not fit together.
        ValueError: when the model cannot be built, or its steps run as Python.
    """
    from engine.profiling import profile as engine_profile  # not for the window's start

    rehearsal = rehearse(snapshot, check)
    size = snapshot.setup.batch_size
    x, y = (map_structure(lambda a: a[: 4 * size], arrays) for arrays in rehearsal.given)
    profile = engine_profile(rehearsal.built.model, x, y, batch_size=size, check=check)
    costs = {}
    for node_id, layer in rehearsal.built.layer_of.items():
        try:
            costs[node_id] = profile.layer(layer.name)
        except KeyError:
            continue  # an input
    return Heat(profile, costs)
