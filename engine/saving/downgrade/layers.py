"""Layers' entries as Keras 2 wrote them."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.saving.common.report import note
from engine.saving.downgrade.nodes import downgraded_calls, downgraded_ends
from engine.saving.downgrade.operations import is_operation, operation
from engine.saving.downgrade.plain import plain
from engine.saving.structure.mask_steps import without_steps

#: Arguments that came with Keras 3.
_NEWER = (
    "lora_rank", "lora_alpha", "quantization_config", "sliding_window", "flash_attention",
    "use_gate", "rms_scaling", "pad_to_aspect_ratio", "fill_mode", "fill_value", "antialias",
    "use_cudnn", "zero_output_for_mask", "optional", "input_axes", "output_axes", "oov_method",
)  # fmt: skip
#: Arguments that some layers had already, by the beginnings of the others' names.
_NEWER_IN = {
    "seed": ("MultiHeadAttention", "SimpleRNN", "ConvLSTM"),
    "data_format": ("CenterCrop", "Resizing", "Random", "ZeroPadding1D"),
    "value_range": ("RandomContrast",),
    "salt": ("StringLookup", "IntegerLookup"),
}
_RENAMED = {
    "InputLayer": {"batch_shape": "batch_input_shape"},
    "LeakyReLU": {"negative_slope": "alpha"},
}


def downgraded(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a model's description as Keras 2 wrote it.

    Args:
        entry: ``class_name`` and ``config`` in Keras 3's form.

    Raises:
        ValueError: for an operation between layers that TensorFlow 2 has no function for.
    """
    name = entry["class_name"]
    if name == "Sequential":
        config = {"name": entry["config"].get("name"), "layers": []}
        config["layers"] = [downgraded(layer) for layer in entry["config"]["layers"]]
        return {"class_name": name, "config": config}
    if name == "Functional":
        return {"class_name": name, "config": _functional(entry["config"])}
    return {"class_name": name, "config": _config(entry)}


def downgraded_archive(entry: dict[str, Any]) -> dict[str, Any]:
    """Return a model's description as an archive of Keras 2.15 has it.

    Only the outermost object says where its class is kept.
    """
    result = downgraded(entry)
    if result["class_name"] == "Sequential":
        return result | {"module": "keras", "registered_name": None}
    return result | {"module": "keras.src.engine.functional", "registered_name": "Functional"}


def _functional(config: dict[str, Any]) -> dict[str, Any]:
    config = without_steps(config)
    layers = []
    for entry in config["layers"]:
        if is_operation(entry):
            layers.append(operation(entry, config["layers"]))
            continue
        calls = downgraded_calls(entry["inbound_nodes"], config["layers"], entry["class_name"])
        layers.append({**downgraded(entry), "name": entry["name"], "inbound_nodes": calls})
    return {
        "name": config.get("name"),
        "trainable": config.get("trainable", True),
        "layers": layers,
        "input_layers": downgraded_ends(config["input_layers"], config["layers"]),
        "output_layers": downgraded_ends(config["output_layers"], config["layers"]),
    }


def _config(entry: dict[str, Any]) -> dict[str, Any]:
    """A layer's configuration with the names and the keys of Keras 2."""
    name = entry["class_name"]
    own = entry.get(registry.OWN, {})
    result: dict[str, Any] = {}
    for key, value in entry["config"].items():
        if _is_newer(name, key):
            if not _is_default(name, key, value):
                where = str(entry["config"].get("name", name))
                note(
                    "lost",
                    where,
                    "Keras 2 has no argument {argument}; it was {value}.",
                    argument=key,
                    value=repr(value),
                )
            continue
        result[_RENAMED.get(name, {}).get(key, key)] = plain(value, _NEWER)
        _compare_activation(entry, key, value, own)
    if name in ("TextVectorization", "StringLookup") and result.get("dtype") == "float32":
        result["dtype"] = "string"
    if name == "MultiHeadAttention":  # is built from its configuration
        shapes = (entry.get("build_config") or {}).get("shapes_dict", {})
        result |= {key: shapes.get(key) for key in ("query_shape", "key_shape", "value_shape")}
    for key in ("layer", "backward_layer", "cell"):
        if isinstance(entry["config"].get(key), dict):
            result[key] = downgraded(entry["config"][key])
    if isinstance(entry["config"].get("cells"), list):
        result["cells"] = [downgraded(cell) for cell in entry["config"]["cells"]]
    return result


def _is_newer(name: str, key: str) -> bool:
    return key in _NEWER or name.startswith(_NEWER_IN.get(key, ("\0",)))


def _is_default(name: str, key: str, value: Any) -> bool:
    if not registry.is_known("layer", name):
        return value is None
    definition = registry.find("layer", name).target.params.get(key)
    return definition is None or value == definition.kind.to_config(definition.default)


def _compare_activation(entry: dict[str, Any], key: str, value: Any, own: Any) -> None:
    """Keras 2's hard_sigmoid is meant only where the model was opened from its files."""
    if key.endswith("activation") and value == "hard_sigmoid" and key not in own:
        where = str(entry["config"].get("name", ""))
        note("changed", where, "Keras 2 computes hard_sigmoid with another slope.")
