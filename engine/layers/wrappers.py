"""Layers that run another layer: in both directions, or at every step of a sequence."""

from __future__ import annotations

from typing import Any

from engine import ops
from engine.custom_objects import custom_object_scope
from engine.kinds import Bool, Choice, Optional
from engine.layers.context import goes_step_by_step_through
from engine.layers.inner import HoldsLayers, LayerKind
from engine.layers.layer import Layer
from engine.layers.masks import call_takes
from engine.layers.wrapping import Wrapper
from engine.param import keras2_param, param
from engine.registry import entry_of, register
from engine.tree import flatten

__all__ = [
    "Bidirectional",
    "TimeDistributed",
]


class RecurrentKind(LayerKind):
    """A recurrent layer, as the object or its configuration."""

    first = "LSTM"

    def validate(self, value: Any) -> Any:
        layer = super().validate(value)
        if not hasattr(layer, "go_backwards") or not hasattr(layer, "return_sequences"):
            raise ValueError(f"{type(layer).__name__} does not read sequences step by step.")
        return layer

    def describe(self) -> str:
        return "a recurrent layer (LSTM, GRU, SimpleRNN, RNN, ...)"


@register("layer", family="recurrent")
class Bidirectional(HoldsLayers):
    """Reads a sequence from both ends with two copies of a recurrent layer.

    Formula: y[t] = merge(forward[t], backward[t])
    Shape: (batch, steps, features) to (batch, 2 · units), or (batch, steps, 2 · units)
    """

    supports_masking = True
    starting = {"layer": {"class_name": "LSTM", "config": {"units": 32}}}
    forward_layer: Any

    layer = param(RecurrentKind(), doc="The recurrent layer that reads from the beginning.")
    merge_mode = param(
        Optional(Choice("concat", "sum", "mul", "ave"), none_label="apart"),
        "concat",
        doc="How the two outputs become one: side by side, sum, product or mean; none gives both.",
    )
    backward_layer = param(
        Optional(RecurrentKind()),
        None,
        advanced=True,
        hidden=True,
        doc="The layer that reads from the end; a copy of the first by default.",
    )

    def __init__(
        self,
        layer: Any = None,
        merge_mode: Any = "concat",
        weights: Any = None,
        backward_layer: Any = None,
        **kwargs: Any,
    ) -> None:
        if weights is not None:
            kwargs["weights"] = weights
        super().__init__(layer, merge_mode, backward_layer, **kwargs)

    def hold(self) -> None:
        given = self.__dict__.pop("layer")
        backward = self.__dict__.pop("backward_layer")
        self._sublayers.clear()
        self.forward_layer = _copy(given, "forward")
        self.backward_layer = backward or _copy(given, "backward", go_backwards=True)
        self.__dict__["layer"] = self.forward_layer  # behind it: files know it by that name
        self._check_pair()
        for layer in (self.forward_layer, self.backward_layer):
            layer.zero_output_for_mask = layer.return_sequences

    def _check_pair(self) -> None:
        one, other = self.forward_layer, self.backward_layer
        if one.go_backwards == other.go_backwards:
            raise ValueError(
                f"Bidirectional: both layers have go_backwards={one.go_backwards}; one must read "
                "from the end, the other from the beginning."
            )
        for name in ("stateful", "return_sequences", "return_state"):
            if getattr(one, name) != getattr(other, name):
                raise ValueError(
                    f"Bidirectional: '{name}' is {getattr(one, name)} in the forward layer and "
                    f"{getattr(other, name)} in the backward layer; they must agree."
                )

    @property
    def return_sequences(self) -> bool:
        return self.forward_layer.return_sequences

    @property
    def return_state(self) -> bool:
        return self.forward_layer.return_state

    @property
    def stateful(self) -> bool:
        return self.forward_layer.stateful

    @property
    def states(self) -> Any:
        """The states both directions carry over, None unless stateful."""
        one, other = self.forward_layer.states, self.backward_layer.states
        return None if one is None or other is None else [*one, *other]

    def reset_state(self) -> None:
        """Forget what stateful layers carried over from earlier batches."""
        if not self.stateful:
            raise AttributeError(f"The layer '{self.name}' is not stateful; it carries nothing.")
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    reset_states = reset_state

    def build(self, input_shape: Any) -> None:
        self.build_inner(self.forward_layer, input_shape)
        self.build_inner(self.backward_layer, input_shape)

    def __call__(self, sequences: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(sequences, (list, tuple)):  # [x, state, ...], as in Keras 2
            sequences, *states = sequences
            if states:
                kwargs["initial_state"] = states
        return super().__call__(sequences, *args, **kwargs)

    def call(
        self, sequences: Any, initial_state: Any = None, mask: Any = None, training: bool = False
    ) -> Any:
        given = [] if initial_state is None else list(initial_state)
        half = len(given) // 2
        forward, backward = (
            layer(sequences, initial_state=states or None, mask=mask, training=training)
            for layer, states in (
                (self.forward_layer, given[:half]),
                (self.backward_layer, given[half:]),
            )
        )
        states = []
        if self.return_state:
            states = [*forward[1:], *backward[1:]]
            forward, backward = forward[0], backward[0]
        if self.return_sequences:
            backward = ops.flip(backward, 0 if self.forward_layer.time_major else 1)
        output = self._merged(forward, backward)
        if not self.return_state:
            return output
        return [*output, *states] if self.merge_mode is None else [output, *states]

    def _merged(self, forward: Any, backward: Any) -> Any:
        if self.merge_mode is None:
            return [forward, backward]
        if self.merge_mode == "concat":
            return ops.concatenate([forward, backward], axis=-1)
        if self.merge_mode == "mul":
            return forward * backward
        total = forward + backward
        return total if self.merge_mode == "sum" else total / 2.0

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        mask = flatten(previous_mask)[0] if self.return_sequences else None
        masks = [mask, mask] if self.merge_mode is None else [mask]
        if self.return_state:
            sizes = (self.forward_layer.state_size, self.backward_layer.state_size)
            masks += [None for _ in flatten(sizes)]
        return masks if len(masks) > 1 else mask


def _copy(layer: Layer, direction: str, **changes: Any) -> Any:
    """A layer of the same configuration, with weights of its own."""
    name = f"{direction}_{str(layer.name).removeprefix(direction + '_')}"
    own = {type(x).__name__: type(x) for x in layer._flatten_layers() if entry_of(x) is None}
    with custom_object_scope(own):
        return type(layer).from_config({**layer.get_config(), **changes, "name": name})


@register("layer", family="recurrent")
class TimeDistributed(HoldsLayers, Wrapper):
    """Runs a layer on every step of a sequence, always with the same weights.

    Formula: y[t] = layer(x[t])
    Shape: (batch, steps, ...) to (batch, steps, ... of the layer's output)
    """

    supports_masking = True
    starting = {"layer": {"class_name": "Dense", "config": {"units": 32}}}
    layer = param(LayerKind(), doc="The layer that is run on every step.")
    together = keras2_param(
        Bool(), False, True, "Whether the steps of a batch count as one batch, as in Keras 2."
    )

    def build(self, input_shape: Any) -> None:
        if len(input_shape) < 3:
            raise ValueError(
                "it needs an input of the form (batch, steps, ...), that is at least 3 axes with "
                f"the batch, but gets the shape {tuple(input_shape)}."
            )
        self.build_inner(self.layer, (input_shape[0], *input_shape[2:]))

    def call(self, inputs: Any, mask: Any = None, training: bool = False) -> Any:
        takes = call_takes(type(self.layer))
        options: dict[str, Any] = {"training": training} if "training" in takes else {}
        if mask is not None:
            self._check_mask(mask.shape, inputs.shape)
        mask = mask if "mask" in takes else None
        if _looks_at_the_batch(self.layer) and not self.together:
            return self._step_by_step(inputs, mask, options)
        if mask is not None:
            options["mask"] = ops.reshape(mask, (-1, *mask.shape[2:]))
        batch, steps, *rest = inputs.shape
        y = self.layer.call(ops.reshape(inputs, (-1, *rest)), **options)
        lead = (batch, -1 if steps is None and batch is not None else steps)
        return ops.reshape(y, (*lead, *y.shape[1:]))

    def _check_mask(self, mask: Any, inputs: Any) -> None:
        differs = any(
            None not in (m, i) and m != i for m, i in zip(mask[:2], inputs[:2], strict=False)
        )
        if len(mask) < 2 or differs:
            raise ValueError(
                f"the mask of shape {tuple(mask)} does not fit the input of shape {tuple(inputs)}: "
                "it needs the form (batch, steps)."
            )

    def _step_by_step(self, inputs: Any, mask: Any, options: dict[str, Any]) -> Any:
        """One call per step, for layers whose result depends on what else is in the batch."""
        steps = inputs.shape[1]
        if not goes_step_by_step_through(steps):
            y = self.layer.call(inputs[:, 0], **options)
            return ops.broadcast_to(ops.expand_dims(y, 1), (y.shape[0], steps, *y.shape[1:]))
        outputs = []
        for t in range(steps):
            if mask is not None:
                options["mask"] = mask[:, t]
            outputs.append(self.layer.call(inputs[:, t], **options))
        return ops.stack(outputs, axis=1)


def _looks_at_the_batch(layer: Layer) -> bool:
    """Whether a layer gathers statistics of the batch, penalises the mean of it or carries states.

    The outermost layer's own penalty does not count: Keras calls it past that.
    """
    return any(
        getattr(inner, "stateful", False)
        or bool(inner._fixed_variables)
        or (inner is not layer and getattr(inner, "activity_regularizer", None) is not None)
        for inner in layer._flatten_layers()
    )
