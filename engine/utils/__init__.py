"""What Keras keeps in ``keras.utils``."""

from engine.custom_objects import (
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from engine.names import clear_session
from engine.random import set_random_seed
from engine.utils.numpy_utils import to_categorical
from engine.utils.progbar import Progbar

#: Keras has the scope as a class of this name too.
CustomObjectScope = custom_object_scope

__all__ = [
    "CustomObjectScope",
    "Progbar",
    "clear_session",
    "custom_object_scope",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "register_keras_serializable",
    "set_random_seed",
    "to_categorical",
]
