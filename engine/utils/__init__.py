"""What Keras keeps in ``keras.utils``."""

from engine.random import set_random_seed
from engine.utils.numpy_utils import to_categorical
from engine.utils.progbar import Progbar

__all__ = ["Progbar", "set_random_seed", "to_categorical"]
