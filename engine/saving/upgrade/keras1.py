"""Names of Keras 1, and what became of them in Keras 2."""

from __future__ import annotations

from typing import Any

from engine import registry
from engine.saving.common.errors import LoadError
from engine.saving.common.report import current, note
from engine.saving.common.words import TOLD_SHAPE
from engine.saving.upgrade.merged_models import first_shape

_CLASSES = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "Deconvolution2D": "Conv2DTranspose",
    "Deconvolution3D": "Conv3DTranspose",
    "SeparableConvolution2D": "SeparableConv2D",
    "TimeDistributedDense": "Dense",
}
#: Keys that mean the same in every class that has them.
_KEYS = {
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "subsample": "strides",
    "subsample_length": "strides",
    "atrous_rate": "dilation_rate",
    "border_mode": "padding",
    "pool_length": "pool_size",
    "stride": "strides",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "U_constraint": "recurrent_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "consume_less": "implementation",
    "gamma_init": "gamma_initializer",
    "beta_init": "beta_initializer",
}
_FORMATS = {"tf": "channels_last", "th": "channels_first"}
_DROPPED = ("weights", "input_dtype", "forget_bias_init", "implementation", "mode", "output_mask")
#: Modes of BatchNormalization that no other version has.
_NORMALIZES = {1: "each sample", 2: "by the present batch also when predicting"}
_MERGES = {
    "sum": "Add",
    "mul": "Multiply",
    "ave": "Average",
    "max": "Maximum",
    "concat": "Concatenate",
    "dot": "Dot",
    "cos": "Dot",
}


def upgraded(name: str, config: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the class and configuration in the words of Keras 2.

    Raises:
        LoadError: for what has no counterpart, saying why.
    """
    where = str(config.get("name", name))
    if name == "Merge":
        return _merge(config)
    present = _CLASSES.get(name, name)
    if present != name:
        note("changed", where, "{old} became {new}.", old=name, new=present)
    if not registry.is_known("layer", present):
        return name, config  # it is kept as the file has it, or refused by its name
    if name == "InputLayer" and "input_dtype" in config:
        config = {"dtype": config["input_dtype"], **config}
    result = {_KEYS.get(key, key): _object(value) for key, value in config.items()}
    _renamed_sizes(present, result)
    if "dim_ordering" in result:
        ordering = result.pop("dim_ordering")
        result["data_format"] = _FORMATS.get(ordering, "channels_last")
    if present == "BatchNormalization" and result.get("mode", 0) in _NORMALIZES:
        how = _NORMALIZES[result["mode"]]
        raise LoadError(
            f"'{where}' normalises {how} (mode {result['mode']} of Keras 1), which later versions "
            "lack."
        )
    if present == "Embedding":
        result["embeddings_initializer"] = result.pop("kernel_initializer", "uniform")
        result["embeddings_regularizer"] = result.pop("kernel_regularizer", None)
        result["embeddings_constraint"] = result.pop("kernel_constraint", None)
        result.pop("dropout", None)
    if name.startswith("Deconvolution"):  # may be larger than what follows from the others
        result[TOLD_SHAPE] = result.pop("output_shape", None)
    for key in _DROPPED:
        result.pop(key, None)
    return present, result


#: Regularizers and constraints, which Keras 1 wrote as their settings with a name.
_OBJECTS = {
    "WeightRegularizer": "L1L2",
    "ActivityRegularizer": "L1L2",
    "L1L2Regularizer": "L1L2",
    "MaxNorm": "MaxNorm",
    "NonNeg": "NonNeg",
    "UnitNorm": "UnitNorm",
}
_SETTINGS = {"m": "max_value"}


def _object(value: Any) -> Any:
    """A regularizer or constraint as class and configuration."""
    if not isinstance(value, dict) or value.get("name") not in _OBJECTS or "class_name" in value:
        return value
    config = {_SETTINGS.get(k, k): v for k, v in value.items() if k != "name"}
    return {"class_name": _OBJECTS[value["name"]], "config": config}


def _renamed_sizes(name: str, config: dict[str, Any]) -> None:
    """Sizes that were several arguments, or had a name that now means something else."""
    if "nb_row" in config:
        config["kernel_size"] = [config.pop("nb_row"), config.pop("nb_col")]
    if "kernel_dim1" in config:
        config["kernel_size"] = [config.pop(f"kernel_dim{i}") for i in (1, 2, 3)]
    if "p" in config:
        config["rate"] = config.pop("p")
    if name in ("GaussianNoise",) and "sigma" in config:
        config["stddev"] = config.pop("sigma")
    if name == "UpSampling1D" and "length" in config:
        config["size"] = config.pop("length")
    if name == "PReLU" and "kernel_initializer" in config:
        config["alpha_initializer"] = config.pop("kernel_initializer")
    if name != "Embedding" and "output_dim" in config:
        config["units"] = config.pop("output_dim")
        _first_shape(config)


def _first_shape(config: dict[str, Any]) -> None:
    """``input_dim`` of a Dense or recurrent layer says the size of its last axis."""
    shape = first_shape(config)
    for key in ("input_dim", "input_length"):
        config.pop(key, None)
    if shape is not None:
        config["batch_input_shape"] = shape


def _merge(config: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    mode, where = config.get("mode"), str(config.get("name", "merge"))
    if config.get("layers") or not isinstance(mode, str) or mode not in _MERGES:
        if current().placeholders:
            return "Merge", config
        raise LoadError(
            f"'{where}' is a Merge layer with the mode {str(mode)[:40]!r}, which holds models or "
            "code of its own. Save the original with merge layers between tensors instead."
        )
    name = _MERGES[mode]
    note("changed", where, "Merge with the mode {mode} became {new}.", mode=repr(mode), new=name)
    result: dict[str, Any] = {"name": where, "trainable": config.get("trainable", True)}
    if name == "Concatenate":
        result["axis"] = config.get("concat_axis", -1)
    if name == "Dot":
        axes = config.get("dot_axes", -1)
        result |= {"axes": axes if isinstance(axes, int) else list(axes)}
        result["normalize"] = mode == "cos"
    return name, result
