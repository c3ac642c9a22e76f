"""Files: architectures, weights and whole models, read and written.

Nothing in a file is run or imported by name: classes come from the registry.
"""

from __future__ import annotations

from engine.custom_objects import (
    custom_object_scope,
    get_custom_objects,
    get_registered_name,
    get_registered_object,
    register_keras_serializable,
)
from engine.saving.common.atomic import write_atomically
from engine.saving.common.errors import LoadError
from engine.saving.common.report import LoadReport
from engine.saving.description.model import model_from_config, model_from_json, to_json
from engine.saving.description.objects import deserialize_keras_object, serialize_keras_object
from engine.saving.description.yaml_text import model_from_yaml, to_yaml
from engine.saving.hdf5.access import member
from engine.saving.onnx_export import export_onnx
from engine.saving.opening import Opened, load_model, load_weights, open_model
from engine.saving.script.code import python_code
from engine.saving.writing import save_model, save_weights

#: Keras has the scope as a class of this name too.
CustomObjectScope = custom_object_scope

__all__ = [
    "CustomObjectScope",
    "LoadError",
    "LoadReport",
    "Opened",
    "custom_object_scope",
    "deserialize_keras_object",
    "export_onnx",
    "get_custom_objects",
    "get_registered_name",
    "get_registered_object",
    "load_model",
    "load_weights",
    "member",
    "model_from_config",
    "model_from_json",
    "model_from_yaml",
    "open_model",
    "python_code",
    "register_keras_serializable",
    "save_model",
    "save_weights",
    "serialize_keras_object",
    "to_json",
    "to_yaml",
    "write_atomically",
]
