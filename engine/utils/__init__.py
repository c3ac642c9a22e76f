"""What Keras keeps in ``keras.utils``."""

from typing import Any

from engine.backend import is_keras_tensor
from engine.config import (
    disable_interactive_logging,
    enable_interactive_logging,
    is_interactive_logging_enabled,
)
from engine.custom_objects import (
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from engine.data.batch import pack_x_y_sample_weight, unpack_x_y_sample_weight
from engine.data.py_dataset import PyDataset
from engine.dtypes import standardize_dtype
from engine.names import clear_session
from engine.param import suggest
from engine.preprocessing.audio import audio_dataset_from_directory
from engine.preprocessing.folders import image_dataset_from_directory, text_dataset_from_directory
from engine.preprocessing.image import array_to_img, img_to_array, load_img, save_img
from engine.preprocessing.sequence import pad_sequences
from engine.preprocessing.timeseries import timeseries_dataset_from_array
from engine.random import set_random_seed
from engine.utils.dataset_utils import split_dataset
from engine.utils.file_utils import get_file
from engine.utils.numpy_utils import normalize, to_categorical
from engine.utils.progbar import Progbar

#: Keras has the scope as a class of this name too.
CustomObjectScope = custom_object_scope
#: Keras 2's name of it.
Sequence = PyDataset

__all__ = [
    "CustomObjectScope",
    "Progbar",
    "PyDataset",
    "Sequence",
    "array_to_img",
    "audio_dataset_from_directory",
    "clear_session",
    "custom_object_scope",
    "disable_interactive_logging",
    "enable_interactive_logging",
    "get_custom_objects",
    "get_file",
    "get_registered_name",
    "get_registered_object",
    "image_dataset_from_directory",
    "img_to_array",
    "is_interactive_logging_enabled",
    "is_keras_tensor",
    "load_img",
    "normalize",
    "pack_x_y_sample_weight",
    "pad_sequences",
    "register_keras_serializable",
    "save_img",
    "set_random_seed",
    "split_dataset",
    "standardize_dtype",
    "text_dataset_from_directory",
    "timeseries_dataset_from_array",
    "to_categorical",
    "unpack_x_y_sample_weight",
]

#: Kept with the files, which are built on what stands here.
_IN_SAVING = ("deserialize_keras_object", "serialize_keras_object")


def __getattr__(name: str) -> Any:
    if name in _IN_SAVING:
        from engine import saving

        return getattr(saving, name)
    raise AttributeError(f"engine.utils has no {name!r}.{suggest(name, __all__)}")
