"""A second model of the same architecture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.custom_objects import custom_object_scope
from engine.layers.core import Input, InputLayer
from engine.layers.symbolic import KerasTensor
from engine.models.replay import filled, replay
from engine.tree import flatten


def clone_model(
    model: Any,
    input_tensors: Any = None,
    clone_function: Callable[[Any], Any] | None = None,
    call_function: Callable[..., Any] | None = None,
    recursive: bool = False,
) -> Any:
    """Return a model of the same layers and connections; its weights start anew.

    Args:
        model: The model to copy.
        input_tensors: What ``Input`` gave, for the copy to begin with.
        clone_function: Makes the copy of a layer; ``lambda layer: layer`` shares them all.
        call_function: Calls a copied layer: ``f(layer, *args, **kwargs)`` may add layers
            around it. Not for Sequential models.
        recursive: Whether models inside are copied layer by layer too.

    Raises:
        ValueError: for a subclassed model whose ``get_config`` does not describe it, or
            that is to be copied by a function.
    """
    from engine.models.functional import Functional
    from engine.models.sequential import Sequential

    with custom_object_scope(_own_objects(model)):
        if input_tensors is None and clone_function is call_function is None and not recursive:
            return type(model).from_config(model.get_config())
        copy = _Copier(clone_function or _anew, call_function, recursive)
        if isinstance(model, Sequential):
            if call_function is not None:
                raise ValueError(
                    "`call_function` argument is not supported with Sequential models: their "
                    "layers are listed, not called. Make the model with Model(inputs, outputs)."
                )
            return copy.chain(model, input_tensors)
        if isinstance(model, Functional):
            return copy.graph(model, input_tensors)
        raise ValueError(
            "Arguments `clone_function` and `input_tensors` are only supported for Sequential "
            f"models or Functional models. Received model of type '{type(model).__name__}'."
        )


def _anew(layer: Any) -> Any:
    return type(layer).from_config(layer.get_config())


class _Copier:
    """Copies layers, each once, and what they form."""

    def __init__(self, make: Any, call: Any, recursive: bool) -> None:
        self.make = make
        self.call = call
        self.recursive = recursive
        self.made: dict[int, Any] = {}

    def layer(self, layer: Any) -> Any:
        """Return the copy of a layer, the same one every time."""
        if id(layer) not in self.made:
            inner = self.recursive and hasattr(layer, "layers") and hasattr(layer, "get_layer")
            made = self.inner(layer) if inner else self.make(layer)
            self.made[id(layer)] = made
        return self.made[id(layer)]

    def inner(self, model: Any) -> Any:
        call = None if hasattr(model, "_chain") else self.call
        return clone_model(model, None, self.make, call, True)

    def chain(self, model: Any, input_tensors: Any) -> Any:
        layers = [self.layer(layer) for layer in model.layers]
        first = model._chain[:1] if model.built else []
        if input_tensors is not None:
            layers[:0] = flatten(input_tensors)[:1]
        elif first and isinstance(first[0], InputLayer):
            layers.insert(0, _anew(first[0]))
        return type(model)(layers, name=model.name)

    def graph(self, model: Any, input_tensors: Any) -> Any:
        from engine.models.functional import Functional

        tensors = model.inputs
        given = [_same_input(t) for t in tensors] if input_tensors is None else input_tensors
        given = [_symbolic(t, like) for t, like in zip(flatten(given), tensors, strict=True)]
        new: dict[int, Any] = dict(zip(map(id, tensors), given, strict=True))
        replay(model.calls, new, self.layer, self.call or _plain_call)
        return Functional(filled(model.input, new), filled(model.output, new), name=model.name)


def _plain_call(layer: Any, *args: Any, **kwargs: Any) -> Any:
    return layer(*args, **kwargs)


def _same_input(tensor: KerasTensor) -> KerasTensor:
    return _anew(tensor.keras_history.layer).output


def _symbolic(tensor: Any, like: KerasTensor) -> KerasTensor:
    if isinstance(tensor, KerasTensor):
        return tensor
    if isinstance(tensor, InputLayer):
        return tensor.output
    return Input(batch_shape=like.shape, dtype=like.dtype, name=like.name)


def _own_objects(model: Any) -> dict[str, Any]:
    """Classes and functions that the model's configuration refers to by name."""
    from engine import registry

    found: dict[str, Any] = {}
    for layer in model._flatten_layers():
        for value in (layer, *vars(layer).values()):
            target = value if hasattr(value, "__name__") else type(value)
            nameable = hasattr(value, "get_config") or callable(value)
            if nameable and registry.entry_of(target) is None:
                found[target.__name__] = target
    return found
