"""What Keras keeps in ``keras.utils``."""

from engine.custom_objects import (
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from engine.names import clear_session
from engine.preprocessing.folders import image_dataset_from_directory, text_dataset_from_directory
from engine.preprocessing.image import array_to_img, img_to_array, load_img, save_img
from engine.preprocessing.sequence import pad_sequences
from engine.preprocessing.timeseries import timeseries_dataset_from_array
from engine.random import set_random_seed
from engine.utils.numpy_utils import normalize, to_categorical
from engine.utils.progbar import Progbar

#: Keras has the scope as a class of this name too.
CustomObjectScope = custom_object_scope

__all__ = [
    "CustomObjectScope",
    "Progbar",
    "array_to_img",
    "clear_session",
    "custom_object_scope",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "image_dataset_from_directory",
    "img_to_array",
    "load_img",
    "normalize",
    "pad_sequences",
    "register_keras_serializable",
    "save_img",
    "set_random_seed",
    "text_dataset_from_directory",
    "timeseries_dataset_from_array",
    "to_categorical",
]
