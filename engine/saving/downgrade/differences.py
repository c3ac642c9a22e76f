"""What Keras 3 lacks or computes otherwise, told while a model is written for it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from engine import registry
from engine.layers.locally_connected import LocallyConnected
from engine.layers.normalization import BatchNormalization
from engine.layers.preprocessing.random_images import RandomCrop
from engine.layers.wrappers import TimeDistributed
from engine.saving.common.report import note


def tell_differences(description: dict[str, Any]) -> dict[str, Any]:
    """Note what of a model's description means something else to Keras 3, or nothing.

    Args:
        description: A model in Keras 3's form, with what only this program understands.

    Returns:
        The description, which stays as it was.
    """
    for entry in _layers(description):
        where = str(entry["config"].get("name") or entry["class_name"])
        _tell_of_class(entry, where)
        _tell_of_activations(entry, where)
        _tell_of_steps(entry, where)
    if "compile_config" in description:
        tell_of_rules(description["compile_config"]["optimizer"])
    return description


def tell_of_rules(optimizer: dict[str, Any]) -> None:
    """Note that an optimizer computes as before Keras 2.11, which no later file can say."""
    if registry.OWN in optimizer:
        note("changed", "", "The optimizer will compute by the rules of Keras 2.11 and later.")


def _layers(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a description that has a class: layers, also those inside of others."""
    if isinstance(value, list):
        for inner in value:
            yield from _layers(inner)
    elif isinstance(value, dict):
        if isinstance(value.get("class_name"), str) and isinstance(value.get("config"), dict):
            yield value
        for inner in value.values():
            yield from _layers(inner)


def _is_of(entry: dict[str, Any], kind: type) -> bool:
    """Whether an entry is a layer's, of a class or one made from it."""
    name = entry["class_name"]
    cls = registry.find("layer", name).target if registry.is_known("layer", name) else None
    return inspect.isclass(cls) and issubclass(cls, kind)


def _own(entry: dict[str, Any]) -> dict[str, Any]:
    """What only this program understands of an entry."""
    own = entry.get(registry.OWN)
    return own if isinstance(own, dict) else {}


def _tell_of_steps(entry: dict[str, Any], where: str) -> None:
    if not (_is_of(entry, TimeDistributed) and _own(entry).get("together")):
        return
    if any(_is_of(inner, BatchNormalization) for inner in _layers(entry["config"])):
        note(
            "changed",
            where,
            "Keras 3 normalizes every step by itself while training, Keras 2 all steps of a "
            "batch together; predictions stay the same.",
        )


def _tell_of_class(entry: dict[str, Any], where: str) -> None:
    if _is_of(entry, LocallyConnected):
        note(
            "lost",
            where,
            "Keras 3 has no layer {name} and cannot open a model with it; Keras 2 can.",
            name=entry["class_name"],
        )
    elif _is_of(entry, RandomCrop):
        note(
            "changed",
            where,
            "Keras 3 crops images only while training; predicting, it leaves them as they are.",
        )


def _tell_of_activations(entry: dict[str, Any], where: str) -> None:
    """Formulas of Keras 2 are written under the name that Keras 3 uses for another one."""
    for name in sorted({_older_formula(value) for value in _own(entry).values()} - {""}):
        note(
            "changed",
            where,
            "Keras 3 computes {activation} with another slope, so it will predict other "
            "numbers; Keras 2 computes it as here.",
            activation=name,
        )


def _older_formula(value: Any) -> str:
    """The name under which an activation of Keras 2 is written, "" for anything else."""
    if isinstance(value, str) and registry.is_known("activation", value):
        return registry.find("activation", value).written_as
    return ""
