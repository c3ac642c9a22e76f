"""Every layer can be dropped and works before anything is typed."""

from app.document.starters import starting_params
from engine import registry


def test_every_layer_can_be_made_with_what_it_starts_with():
    for entry in registry.entries("layer"):
        if not entry.hidden:
            entry.target(**starting_params(entry.name))

