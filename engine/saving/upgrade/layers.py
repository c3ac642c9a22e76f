"""A layer's entry, brought from any generation's names and keys to the present ones."""

from __future__ import annotations

import re
from typing import Any

from engine import registry
from engine.saving.common.errors import LoadError, reading
from engine.saving.common.generation import Generation
from engine.saving.common.report import note
from engine.saving.common.words import MODELS, TOLD_SHAPE
from engine.saving.upgrade import keras1, tf_ops
from engine.saving.upgrade.merged_models import begins_with_merge, laid_open
from engine.saving.upgrade.nodes import is_present, upgraded_calls, upgraded_ends
from engine.saving.upgrade.quantized import without_quantization
from engine.saving.upgrade.values import upgraded_value

#: Classes of Keras 2 under their present names.
_CLASSES = {
    "Model": "Functional",
    "CuDNNLSTM": "LSTM",
    "CuDNNGRU": "GRU",
    "ThresholdedReLU": "ReLU",
}
#: Keys of Keras 2 under their present names, per class; "" stands for every class.
_KEYS = {
    "": {"batch_input_shape": "batch_shape"},
    "LeakyReLU": {"alpha": "negative_slope"},
    "ThresholdedReLU": {"theta": "threshold"},
}
#: Keys that never had an effect on the numbers, or only named a device or an algorithm.
_MEANINGLESS = (
    "enable_caching_device", "num_constants", "rng_type", "fused", "experimental_run_tf_function",
    "adjustment", "synchronized", "input_dtype", "__passive_serialization__", "shared_object_id",
    "query_shape", "key_shape", "value_shape", "softmax_robust_masking", "ragged", "sparse",
)  # fmt: skip


def upgraded_entry(entry: Any, generation: Generation) -> dict[str, Any]:
    """Return a layer's entry, and of what lies inside it, in the present form."""
    if not isinstance(entry, dict) or not isinstance(entry.get("class_name"), str):
        raise LoadError(f"A layer's entry needs a 'class_name', got {str(entry)[:80]!r}.")
    name = entry["class_name"]
    if name in MODELS:
        return _upgraded_model(entry, generation)
    config = entry.get("config")
    if not isinstance(config, dict):
        raise LoadError(f"The layer of class {name} needs a 'config', got {str(config)[:80]!r}.")
    if tf_ops.is_operation(name):
        return {**entry, "config": dict(config)}
    if generation.major == 1 or name == "Merge":  # the first of Keras 2 still had that
        name, config = keras1.upgraded(name, config)
    if generation.major == 3:
        config = without_quantization(name, config)
    result = {k: v for k, v in entry.items() if k not in ("inbound_nodes", "shared_object_id")}
    present = _present_class(name)
    settings = {
        _present_key(name, key): upgraded_value(value, generation, key)
        for key, value in config.items()
        if key not in _MEANINGLESS
    }
    _upgrade_settings(name, settings, generation)
    if present != "InputLayer":
        for key in ("batch_shape", "input_length"):
            settings.pop(key, None)
        if settings.get("dtype") == "string":  # what a layer of texts takes, not what it computes
            settings.pop("dtype")
    for key in ("layer", "backward_layer", "cell"):
        if isinstance(settings.get(key), dict):
            settings[key] = upgraded_entry(settings[key], generation)
    if isinstance(settings.get("cells"), list):
        settings["cells"] = [upgraded_entry(cell, generation) for cell in settings["cells"]]
    if TOLD_SHAPE in settings:
        result[TOLD_SHAPE] = settings.pop(TOLD_SHAPE)
    return {**result, "class_name": present, "config": settings}


def _present_class(name: str) -> str:
    """The class's name today: "BatchNormalizationV1" and the like lose their number."""
    name = _CLASSES.get(name, name)
    return re.sub(r"(?<=[a-zD])V[12]$", "", name)


def _older_semantics(name: str) -> dict[str, Any]:
    """What Keras 3 computes in another way, asked for as Keras 2 computed it."""
    try:
        params = registry.find("layer", name).target.params
    except ValueError:
        return {}
    return {key: p.keras2 for key, p in params.items() if p.own and p.keras2 is not None}


def _present_key(cls: str, key: str) -> str:
    return _KEYS.get(cls, {}).get(key) or _KEYS[""].get(key, key)


def _upgrade_settings(cls: str, settings: dict[str, Any], generation: Generation) -> None:
    """What needs more than another name."""
    where = str(settings.get("name", cls))
    if isinstance(settings.get("axis"), list) and len(settings["axis"]) == 1:
        settings["axis"] = settings["axis"][0]
    if generation.major < 3:
        settings |= _older_semantics(_present_class(cls))
    if _present_class(cls) in ("GRU", "GRUCell") and generation.major < 3:
        settings.setdefault("reset_after", False)  # until it was an argument
    if cls.startswith("CuDNN"):
        settings |= {"activation": "tanh", "recurrent_activation": "sigmoid"}
        if cls == "CuDNNGRU":
            settings["reset_after"] = True
        new = _CLASSES[cls]
        note("changed", where, "{old} became {new}, which computes the same.", old=cls, new=new)
    if cls == "ThresholdedReLU":
        note("changed", where, "ThresholdedReLU became ReLU with the same threshold.")
    if cls == "Lambda":  # Keras 2 said how the code in its file was kept
        for key in ("function_type", "module", "output_shape_type", "output_shape_module"):
            settings.pop(key, None)
    for part in ("kernel", "depthwise"):  # left over from the base class, never used
        for what in ("initializer", "regularizer", "constraint"):
            if part == "kernel" and f"depthwise_{what}" in settings:
                settings.pop(f"kernel_{what}", None)


def _upgraded_model(entry: dict[str, Any], generation: Generation) -> dict[str, Any]:
    if begins_with_merge(entry):
        with reading("The models that are merged are damaged"):
            entry = laid_open(entry)
    config = entry.get("config")
    if entry["class_name"] == "Sequential":
        return {**entry, "config": _sequential(config, generation)}
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        raise LoadError(
            f"A model's configuration needs the list 'layers', got {str(config)[:80]!r}."
        )
    config = dict(config)
    older = config["layers"]
    config["layers"] = [_member(layer, older, generation) for layer in older]
    for key in ("input_layers", "output_layers"):
        if generation.major < 3:
            config[key] = upgraded_ends(config.get(key), older)
    return {**entry, "class_name": "Functional", "config": config}


def _member(layer: Any, older: list[Any], generation: Generation) -> dict[str, Any]:
    """One layer of a Functional model with its calls."""
    result = upgraded_entry(layer, generation)
    result["name"] = layer.get("name") or result["config"].get("name")
    calls = layer.get("inbound_nodes") or []
    if not all(map(is_present, calls)):
        calls = upgraded_calls(calls, older, layer["class_name"])
    if tf_ops.is_operation(layer["class_name"]):
        return tf_ops.operation(result, calls)
    return {**result, "inbound_nodes": calls}


def _sequential(config: Any, generation: Generation) -> dict[str, Any]:
    """Keras 1 and the early 2 wrote a plain list; shapes may stand in the first layer only."""
    if isinstance(config, list):
        config = {"layers": config}
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        raise LoadError(
            "A Sequential model's configuration needs the list 'layers', got "
            f"{str(config)[:80]!r}."
        )
    layers = [upgraded_entry(layer, generation) for layer in config["layers"]]
    if layers and layers[0]["class_name"] not in ("InputLayer", *MODELS):
        shape = config["layers"][0]["config"].get("batch_input_shape")
        known = registry.is_known("layer", registry.name_in(layers[0]))
        if shape is not None and known:  # the entry says what goes into the model
            layers[0]["config"]["batch_input_shape"] = shape
        elif shape is not None:  # nobody is there who could take it from the entry
            layers.insert(0, {"class_name": "InputLayer", "config": {"batch_shape": shape}})
    return {**config, "layers": layers}
