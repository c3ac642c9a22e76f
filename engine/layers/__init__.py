"""Layers, one family per file.

What a family offers stands in its file's ``__all__``; a new layer is not named again here.
"""

from engine import registry
from engine.custom_objects import custom_object_scope
from engine.layers.activation import *
from engine.layers.attention import *
from engine.layers.conv import *
from engine.layers.conv_transpose import *
from engine.layers.core import *
from engine.layers.depthwise import *
from engine.layers.einsum import *
from engine.layers.input_spec import *
from engine.layers.layer import Layer
from engine.layers.locally_connected import *
from engine.layers.masking import *
from engine.layers.merging import *
from engine.layers.multi_head import *
from engine.layers.normalization import *
from engine.layers.operation import *
from engine.layers.placeholder import *
from engine.layers.pooling import *
from engine.layers.pooling_global import *
from engine.layers.pooling_to_size import *
from engine.layers.preprocessing.categories import *
from engine.layers.preprocessing.hashing import *
from engine.layers.preprocessing.histograms import *
from engine.layers.preprocessing.images import *
from engine.layers.preprocessing.lookup import *
from engine.layers.preprocessing.pipeline import *
from engine.layers.preprocessing.random_affine import *
from engine.layers.preprocessing.random_choices import *
from engine.layers.preprocessing.random_colors import *
from engine.layers.preprocessing.random_filters import *
from engine.layers.preprocessing.random_images import *
from engine.layers.preprocessing.random_mixing import *
from engine.layers.preprocessing.scaling import *
from engine.layers.preprocessing.spectrograms import *
from engine.layers.preprocessing.text import *
from engine.layers.recurrent import *
from engine.layers.regularization import *
from engine.layers.reshaping import *
from engine.layers.reversible import *
from engine.layers.spatial import *
from engine.layers.spectral import *
from engine.layers.wrappers import *
from engine.layers.wrapping import *


def serialize(layer: Layer) -> dict:
    """Return a layer's class name and configuration, as Keras 3 writes it."""
    return registry.serialize(layer)


def deserialize(config: dict, custom_objects: dict | None = None) -> Layer:
    """Make a layer from ``serialize``'s form."""
    with custom_object_scope(custom_objects):
        return registry.deserialize(config, "layer")
