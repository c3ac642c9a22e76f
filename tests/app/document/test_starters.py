"""Every layer can be dropped and works before anything is typed."""

from app.document.starters import starting_params
from engine import registry


def test_every_layer_can_be_made_with_what_it_starts_with():
    for entry in registry.entries("layer"):
        if not entry.hidden:
            entry.target(**starting_params(entry.name))


def test_layers_nobody_listed_start_as_people_would_begin():
    assert starting_params("SpatialDropout1D") == {"rate": 0.25}
    assert starting_params("Conv3D") == {"filters": 32, "kernel_size": [3, 3, 3]}
