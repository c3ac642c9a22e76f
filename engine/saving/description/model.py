"""The outermost object of a model's configuration, and its JSON text."""

from __future__ import annotations

import json
from typing import Any

from engine import losses, metrics, optimizers, registry
from engine.config import floatx
from engine.custom_objects import custom_object_scope
from engine.layers.symbolic import KerasTensor
from engine.saving.common.errors import LoadError, reading
from engine.saving.common.generation import guess
from engine.saving.common.json_text import parse_json
from engine.saving.common.limits import check_model
from engine.saving.common.report import current, is_reading, note
from engine.saving.description.told_shapes import pad_as_told
from engine.saving.downgrade import downgraded
from engine.saving.downgrade.differences import tell_differences
from engine.saving.structure.reading import make_layer
from engine.saving.structure.writing import layer_config
from engine.saving.upgrade import upgraded

#: Whose files these are like; readers decide by it how to understand them.
KERAS_VERSION = "3.15.1"
#: What files say, by the generation they are for.
VERSIONS = {2: "2.15.0", 3: KERAS_VERSION}


def model_config(model: Any, with_compile: bool = True) -> dict[str, Any]:
    """Return the JSON-able description of a model, its training settings included."""
    config = layer_config(model)
    if getattr(model, "_functional", None) is not None:
        config["build_config"] = {"input_shape": list(model.input_shape)}
    if with_compile and model.compiled:
        config["compile_config"] = compile_config(model)
    return config


def compile_config(model: Any) -> dict[str, Any]:
    """Return what ``compile`` was given, in Keras 3's form."""
    given = model._compile_arguments
    return {
        "optimizer": optimizers.serialize(given["optimizer"]),
        "loss": _each(_loss, given["loss"]),
        "loss_weights": given["loss_weights"],
        "metrics": _each(_metric, given["metrics"]),
        "weighted_metrics": _each(_metric, given["weighted_metrics"]),
        "run_eagerly": model.run_eagerly,
        "steps_per_execution": model.steps_per_execution,
        "jit_compile": False,
    }


def _each(serialize: Any, value: Any) -> Any:
    if isinstance(value, dict) and "class_name" not in value:
        return {k: _each(serialize, v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each(serialize, v) for v in value]
    return value if value is None or isinstance(value, dict) else serialize(value)


#: Names that stand for another class according to the shapes; they stay names.
_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")


def _loss(value: Any) -> Any:
    """A loss as an object: Keras cannot read short names ("mse") in lists back."""
    if isinstance(value, str):
        return value if value in _BY_SHAPE else losses.serialize(registry.get("loss", value))
    return losses.serialize(value)


def _metric(value: Any) -> Any:
    if isinstance(value, str):
        if value in _BY_SHAPE:
            return value
        metric = metrics.get(value)
        metric.name = value  # logged under the name it was asked for by
        return metrics.serialize(metric)
    return metrics.serialize(value)


def compile_from_config(model: Any, config: Any) -> None:
    """Compile a model with the settings from a file; without an optimizer there are none.

    Settings that name what does not exist here keep no model from being opened where a
    report is asked for: it stays without them, and the report says so.

    Raises:
        LoadError: for such settings where nobody asked for a report.
    """
    try:
        with reading("The settings of training cannot be taken over"):
            _compile(model, config)
    except LoadError as error:
        if not current().untrained:
            raise
        note("lost", "compile", "{reason} Compile the model before training it.", reason=error)


def _compile(model: Any, config: Any) -> None:
    if config and config.get("optimizer"):
        model.compile(
            optimizer=optimizers.deserialize(config["optimizer"]),
            loss=_made(losses.deserialize, config.get("loss")),
            loss_weights=config.get("loss_weights"),
            metrics=_made(metrics.deserialize, config.get("metrics")),
            weighted_metrics=_made(metrics.deserialize, config.get("weighted_metrics")),
            run_eagerly=bool(config.get("run_eagerly")),
            steps_per_execution=config.get("steps_per_execution") or 1,
        )


def _made(make: Any, value: Any) -> Any:
    if isinstance(value, dict):
        return (
            make(value) if "class_name" in value else {k: _made(make, v) for k, v in value.items()}
        )
    if isinstance(value, list):
        return [_made(make, v) for v in value]
    return value


def to_json(model: Any, *, generation: int = 3, **options: Any) -> str:
    """Return the architecture as JSON text: Keras 3's with training settings, or Keras 2's."""
    if generation == 2:
        described = downgraded(model_config(model, with_compile=False))
        stamp = {"keras_version": VERSIONS[2], "backend": "tensorflow"}
        return json.dumps(described | stamp, **options)
    return json.dumps(tell_differences(model_config(model)), **options)


def model_from_config(config: Any, custom_objects: Any = None) -> Any:
    """Make a model from ``model_config``'s form; its weights start anew.

    Raises:
        LoadError: for what does not describe a model.
    """
    with custom_object_scope(custom_objects):
        return _model(config)


def _model(config: Any) -> Any:
    if not isinstance(config, dict) or "class_name" not in config or "config" not in config:
        raise LoadError(
            "This is not the description of a model: it needs the keys 'class_name' and 'config'."
        )
    generation = current().generation if is_reading() else guess(config)
    with reading("The description is damaged"):
        entry = upgraded(config, generation)
    model = make_layer(entry)
    if not hasattr(model, "fit"):
        raise LoadError(f"This describes a layer of class {config['class_name']}, not a model.")
    if generation.major == 1:
        with reading("The shapes that Keras 1 told of transposed convolutions are damaged"):
            model = make_layer(entry) if pad_as_told(entry, model) else model
    check_model(model)
    _build_as_before(model, config.get("build_config"))
    compile_from_config(model, config.get("compile_config"))
    return model


def _build_as_before(model: Any, settings: Any) -> None:
    """Make the weights of a user's own model, which appear when it is called."""
    shape = settings.get("input_shape") if isinstance(settings, dict) else None
    if model.built or shape is None:
        return
    with reading(f"The model '{model.name}' cannot be built for inputs of shape {shape}"):
        model.compute_output_spec(_stand_ins(shape))
        model.built = True


def _stand_ins(shape: Any) -> Any:
    """Symbolic tensors for a shape, or for a list or dict of shapes."""
    if isinstance(shape, dict):
        return {name: _stand_ins(inner) for name, inner in shape.items()}
    if shape and isinstance(shape[0], list):
        return [_stand_ins(inner) for inner in shape]
    return KerasTensor((None, *shape[1:]), floatx())


def model_from_json(text: str | bytes, custom_objects: Any = None) -> Any:
    """Make a model from ``to_json``'s text; its weights start anew.

    Raises:
        LoadError: for a text that does not describe a model.
    """
    return model_from_config(parse_json(text), custom_objects)
