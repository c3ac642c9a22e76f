"""A registry with a few layers of its own, so that panels are tested without the real ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import kinds, registry
from engine.param import Configurable, param


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tables = {name: registry._Category() for name in registry.MODULES}
    monkeypatch.setattr(registry, "_categories", tables)

    @registry.register("layer", family="core")
    class InputLayer(Configurable):
        """Where data enters the model."""

        shape = param(kinds.Shape(), doc="Sizes of one sample.")

    @registry.register("layer", family="core")
    class Dense(Configurable):
        """Every output looks at every input.

        Formula: y = activation(x · kernel + bias)
        Shape: (batch, ..., inputs) to (batch, ..., units)
        """

        units = param(kinds.Int(low=1), doc="Number of outputs.")
        use_bias = param(kinds.Bool(), True, doc="Whether to add a bias.")
        activation = param(
            kinds.Optional(kinds.Object("activation")), None, doc="What follows the sum."
        )

    @registry.register("layer", family="conv", aliases=("Convolution2D",))
    class Conv2D(Configurable):
        """Looks for small patterns everywhere in an image."""

        filters = param(kinds.Int(low=1), doc="Number of patterns.")
        kernel_size = param(kinds.IntTuple(2), doc="Size of the window.")

    @registry.register("layer", family="regularization")
    class Dropout(Configurable):
        """Switches a share of the inputs off while training.

        Only while training: nothing happens in use.
        """

        rate = param(kinds.Float(0, 1, open_high=True), doc="Share switched off.")

    @registry.register("layer", family="core", hidden=True)
    class Antique(Configurable):
        """Kept for old files."""

    def relu() -> None:
        """Zero for negative numbers."""

    def softmax() -> None:
        """Shares that sum to one."""

    for function in (relu, softmax):
        registry.register("activation")(function)
    yield
