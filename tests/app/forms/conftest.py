"""A registry of its own for each test, and a class with every kind of argument."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import kinds, registry
from engine.param import Configurable, param


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two regularizers with arguments and two activations, and nothing else registered."""
    tables = {name: registry._Category() for name in registry.MODULES}
    monkeypatch.setattr(registry, "_categories", tables)

    @registry.register("regularizer")
    class L1(Configurable):
        """Pulls weights to zero."""

        l1 = param(kinds.Float(low=0), 0.01, doc="Strength.")

    @registry.register("regularizer")
    class Ceiling(Configurable):
        """Has an argument that must be given."""

        height = param(kinds.Int(low=2), doc="Height.")

    @registry.register("regularizer", hidden=True)
    class Secret(Configurable):
        """Kept for files."""

    def relu() -> None:
        """Zero for negative numbers."""

    def softmax() -> None:
        """Shares that sum to one."""

    for function in (relu, softmax):
        registry.register("activation")(function)
    yield


class Sample(Configurable):
    """Every kind of argument once."""

    units = param(kinds.Int(low=1, high=4096), doc="Number of outputs.", unit="units")
    rate = param(kinds.Float(0, 1, open_high=True, step=0.05), 0.5, doc="Share dropped.")
    learning_rate = param(kinds.Float(low=0, open_low=True), 0.001, doc="Step size.")
    use_bias = param(kinds.Bool(), True, doc="Whether to add a bias.")
    padding = param(kinds.Choice("valid", "same"), "valid", doc="Border.")
    kernel_size = param(kinds.IntTuple(2), (3, 3), doc="Height and width.")
    strides = param(kinds.Optional(kinds.IntTuple(2), "as the pool"), None, doc="Steps.")
    shape = param(kinds.Shape(), (28, None, 1), doc="Sizes.")
    axes = param(kinds.IntList(single=True), -1, doc="Axes.")
    seed = param(kinds.Optional(kinds.Int()), None, doc="Seed.")
    title = param(kinds.Text(allow_empty=False), "run", doc="Title.")
    filepath = param(kinds.PathText(), "best.keras", doc="File.")
    activation = param(kinds.Optional(kinds.Object("activation")), None, doc="Activation.")
    penalty = param(
        kinds.Optional(kinds.Object("regularizer")), None, doc="Penalty.", advanced=True
    )
    monitor = param(
        kinds.Either(kinds.Float(low=0), kinds.Choice("auto", "none")),
        "auto",
        doc="Limit.",
        advanced=True,
    )
    secret = param(kinds.Int(), 3, doc="Not shown.", hidden=True)


@pytest.fixture
def sample(shelf: None) -> type[Configurable]:
    return Sample
