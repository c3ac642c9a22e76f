"""Attention with many heads: the heart of transformers."""

from __future__ import annotations

import math
import string
from typing import Any

import numpy as np

from engine import ops
from engine.kinds import Bool, Float, Int, IntList, Optional, Shape
from engine.layers.activation import masked_softmax
from engine.layers.attention import both, causal_mask
from engine.layers.einsum import EinsumDense
from engine.layers.regularization import SEED_DOC, RandomLayer
from engine.layers.symbolic import symbolic_leaves
from engine.layers.weights import constraint, initializer, known_size, regularizer
from engine.param import param
from engine.random import Seed
from engine.registry import register
from engine.tensor import Tensor

__all__ = [
    "GroupQueryAttention",
    "GroupedQueryAttention",
    "MultiHeadAttention",
]


def _dropout() -> Any:
    return param(
        Float(0.0, 1.0, step=0.05),
        0.0,
        doc="Share of the scores that is switched off while training.",
    )


def _use_bias() -> Any:
    return param(Bool(), True, doc="Whether the projections add trained offsets.")


class _Seedless(RandomLayer):
    """Takes the seed away, so that it can come last in the signature."""

    seed = None


class HeadAttention(_Seedless):
    """What the layers with many heads share: projections, masks, calling with two or three tensors.

    Call it on (query, value), (query, value, key) or a list of these.
    """

    inputs = "many"
    #: Keras's files keep the projections below attributes of these names.
    stored_as = "{}_dense"
    #: Keras's layer looks only at the mask its query carries, not at one given to the call.
    ignores_query_mask = False
    #: And it takes the masks away from the tensors it has read.
    takes_masks_away = False
    dropout: float
    use_bias: bool
    sliding_window = param(
        Optional(Int(low=1), none_label="all"),
        None,
        last=True,
        advanced=True,
        doc="How near a key must be to the query's position to be looked at.",
    )
    flash_attention = param(
        Optional(Bool()),
        None,
        last=True,
        hidden=True,
        in_config=False,
        doc="Kept for scripts; there is one way of computing here.",
    )
    kernel_initializer = initializer("glorot_uniform", "kernels' weights")
    bias_initializer = initializer("zeros", "biases")
    kernel_regularizer = regularizer("kernels' weights")
    bias_regularizer = regularizer("biases")
    activity_regularizer = regularizer("projections' outputs")
    kernel_constraint = constraint("kernels' weights")
    bias_constraint = constraint("biases")
    use_gate = param(
        Bool(),
        False,
        last=True,
        advanced=True,
        doc="Whether a trained gate, made from the query, limits what each head gives.",
    )
    seed = param(Seed(), None, last=True, advanced=True, doc=SEED_DOC)

    def __call__(self, query: Any, value: Any = None, key: Any = None, **kwargs: Any) -> Any:
        if value is None:
            query, value, key = self._unpacked(query)
        tensors = (query, value) if key is None else (query, value, key)
        if not self.built and not symbolic_leaves((tensors, kwargs)):
            self.build(*(tuple(np.shape(t)) for t in tensors))
            self.built = True
        return super().__call__(*tensors, **kwargs)

    def _unpacked(self, tensors: Any) -> list[Any]:
        many = isinstance(tensors, (list, tuple))
        if not many or len(tensors) not in (2, 3):
            raise ValueError(
                f"Layer '{self.name}' ({type(self).__name__}): it takes two or three inputs, "
                f"query, value and perhaps key, but gets {len(tensors) if many else 1}."
            )
        return [*tensors, None][:3]

    def _build_for(self, args: tuple, kwargs: dict[str, Any]) -> None:
        """Built in the call itself, which sees all the tensors."""

    # -- projections ---------------------------------------------------------------

    def _add_projection(
        self, part: str, shape: Any, equation: str, sizes: Any, bias_axes: str
    ) -> None:
        layer = EinsumDense(
            equation,
            sizes,
            activation="sigmoid" if part == "gate" else None,
            bias_axes=bias_axes if self.use_bias else None,
            kernel_initializer=self.kernel_initializer,
            bias_initializer=self.bias_initializer,
            kernel_regularizer=self.kernel_regularizer,
            bias_regularizer=self.bias_regularizer,
            activity_regularizer=self.activity_regularizer,
            kernel_constraint=self.kernel_constraint,
            bias_constraint=self.bias_constraint,
            name="attention_output" if part == "output" else part,
            dtype=self.dtype,
        )
        layer._build(tuple(shape))
        setattr(self, self.stored_as.format(part), layer)

    def _project(self, part: str, x: Any) -> Any:
        return getattr(self, self.stored_as.format(part))(x)

    # -- calling ---------------------------------------------------------------

    def call(
        self,
        query: Any,
        value: Any,
        key: Any = None,
        query_mask: Any = None,
        value_mask: Any = None,
        key_mask: Any = None,
        attention_mask: Any = None,
        return_attention_scores: bool = False,
        training: bool = False,
        use_causal_mask: bool = False,
    ) -> Any:
        carried = getattr(query, "_keras_mask", None)
        masks = [carried if self.ignores_query_mask else query_mask, value_mask, key_mask]
        if self.takes_masks_away:
            for x in (query, value, key):
                if isinstance(x, Tensor):
                    x._keras_mask = None
        query, value = self.as_float(query), self.as_float(value)
        key = value if key is None else self.as_float(key)
        allowed = self._allowed(query, value, masks, attention_mask, use_causal_mask)
        gate = self._project("gate", query) if self.use_gate else None
        query, key, value = (
            self._project(part, x) for part, x in (("query", query), ("key", key), ("value", value))
        )
        # Keras's fast way serves what neither drops nor shows scores; the two differ in
        # queries that may not look at any key: their scores are all alike, or all zero.
        fast = self.dropout == 0 and not return_attention_scores and len(query.shape) == 4
        y, scores = self.attend(query, key, value, allowed, training, fast)
        y = self._project("output", y if gate is None else y * gate)
        return (y, scores) if return_attention_scores else y

    def attend(
        self, query: Any, key: Any, value: Any, allowed: Any, training: bool, fast: bool
    ) -> Any:
        """Return what the heads collect, and their scores."""
        raise NotImplementedError

    def _allowed(
        self, query: Any, value: Any, masks: list[Any], given: Any, use_causal_mask: bool
    ) -> Any:
        """(batch, T, S): which query may look at which key; None for all."""
        of_query, of_value, of_key = (None if m is None else ops.cast(m, "bool") for m in masks)
        allowed = None if of_query is None else ops.expand_dims(of_query, -1)
        for mask in (of_value, of_key):
            allowed = both(allowed, None if mask is None else ops.expand_dims(mask, -2))
        sizes = query.shape[1], value.shape[1]
        if use_causal_mask:
            allowed = both(allowed, causal_mask(*sizes))
        if self.sliding_window is not None:
            allowed = both(allowed, _window(*sizes, self.sliding_window))
        return both(allowed, None if given is None else ops.cast(given, "bool"))

    def weigh(
        self, scores: Any, allowed: Any, training: bool, fast: bool, axes: int = 1
    ) -> tuple[Any, Any]:
        """Softmax of the scores over their last axes; also with a share switched off."""
        if allowed is not None:
            while len(allowed.shape) < len(scores.shape):
                allowed = ops.expand_dims(allowed, -2 * axes - 1)
        if fast:
            lowest = 0.7 * float(np.finfo(scores.dtype).min)
            scores = scores if allowed is None else ops.where(allowed, scores, lowest)
            weights = ops.softmax(scores)
            return weights, weights
        weights = masked_softmax(scores, allowed, tuple(range(-axes, 0)))
        weights._keras_mask = allowed  # it counts for the loss of scores that are given out
        if not training or self.dropout == 0:
            return weights, weights
        return weights, ops.dropout(weights, self.draw(), self.dropout)


def _window(queries: Any, keys: Any, width: int) -> Any:
    """(1, queries, keys): keys nearer than ``width``; None while a size is open."""
    if queries is None or keys is None:
        return None
    return (np.abs(np.arange(queries)[:, None] - np.arange(keys)) < width)[None]


def _same_steps(value_shape: Any, key_shape: Any) -> None:
    if tuple(value_shape[1:-1]) != tuple(key_shape[1:-1]):
        raise ValueError(
            f"value {tuple(value_shape)} and key {tuple(key_shape)} must have as many steps as "
            "each other."
        )


@register("layer", family="attention")
class MultiHeadAttention(HeadAttention):
    """Several attentions side by side, each with projections of its own, joined at the end.

    Formula: y = joined heads of softmax(q · k / sqrt(key_dim)) · v, with q, k, v projected
    Shape: query (batch, T, features), value (batch, S, features) to (batch, T, features of query)
    """

    starting = {"num_heads": 4, "key_dim": 16}
    ignores_query_mask = takes_masks_away = True
    penalises_outputs = False  # its projections do
    num_heads = param(Int(low=1), doc="Number of heads.")
    key_dim = param(Int(low=1), doc="Length of each head's queries and keys.")
    value_dim = param(
        Optional(Int(low=1), none_label="as key_dim"),
        None,
        doc="Length of each head's values; key_dim where it is empty.",
    )
    dropout = _dropout()
    use_bias = _use_bias()
    output_shape = param(
        Optional(Shape(allow_none=False), none_label="as the query"),
        None,
        advanced=True,
        doc="Sizes of the output's features; those of the query where it is empty.",
    )
    attention_axes = param(
        Optional(IntList(single=True), none_label="all"),
        None,
        advanced=True,
        doc="Axes over which positions look at each other; all but batch and features by default.",
    )

    def build(  # type: ignore[override]
        self, query_shape: Any, value_shape: Any, key_shape: Any = None
    ) -> None:
        key_shape = value_shape if key_shape is None else key_shape
        _same_steps(value_shape, key_shape)
        rank = len(query_shape)
        if rank < 3 or len(value_shape) != rank or len(key_shape) != rank:
            raise ValueError(
                "it needs query and value of the form (batch, steps, features), but gets the "
                f"shapes {tuple(query_shape)} and {tuple(value_shape)}."
            )
        free = string.ascii_lowercase[: rank - 1]
        shapes = {"query": query_shape, "key": key_shape, "value": value_shape}
        sizes = {"query": self.key_dim, "key": self.key_dim, "value": self._value_dim()}
        for part in ("query", "key", *(["gate"] if self.use_gate else []), "value"):
            size = sizes["value" if part == "gate" else part]
            lead = [None] * (rank - 2)
            equation = f"{free}x,xyz->{free}yz"
            shape = shapes["query" if part == "gate" else part]
            self._add_projection(part, shape, equation, (*lead, self.num_heads, size), "yz")
        features = self.output_shape or (known_size(query_shape, -1, "last axis of the query"),)
        out = string.ascii_uppercase[: len(features)]
        collected = (*query_shape[:-1], self.num_heads, self._value_dim())
        equation = f"{free}yz,yz{out}->{free}{out}"
        self._add_projection("output", collected, equation, (*lead, *features), out)

    def _value_dim(self) -> int:
        return self.value_dim or self.key_dim

    def attend(
        self, query: Any, key: Any, value: Any, allowed: Any, training: bool, fast: bool
    ) -> Any:
        rank = len(query.shape)
        axes = self._axes(rank)
        target = string.ascii_lowercase[:rank]
        source = "".join(c.upper() if i in axes else c for i, c in enumerate(target))
        stack = "".join(target[i] for i in range(rank - 1) if i not in axes)
        pairs = stack + "".join(target[i] for i in axes) + "".join(source[i] for i in axes)
        query = query * (1.0 / math.sqrt(self.key_dim))
        scores = ops.einsum(f"{source},{target}->{pairs}", key, query)
        scores, weights = self.weigh(scores, allowed, training, fast, len(axes))
        return ops.einsum(f"{pairs},{source}->{target}", weights, value), scores

    def _axes(self, rank: int) -> tuple[int, ...]:
        """The axes of attention, in a projected tensor of a rank."""
        if self.attention_axes is None:
            return tuple(range(1, rank - 2))
        given = self.attention_axes
        axes = (given,) if isinstance(given, int) else given
        found = tuple(a if a >= 0 else rank - 1 + a for a in axes)
        if any(not 0 < a < rank - 2 for a in found):
            raise ValueError(
                f"attention_axes {list(axes)} must lie between the batch and the features of an "
                f"input of {rank - 1} axes."
            )
        return found


@register(
    "layer", family="attention", name="GroupQueryAttention", aliases=("GroupedQueryAttention",)
)
class GroupedQueryAttention(HeadAttention):
    """Attention with many heads of queries that share fewer heads of keys and values.

    Formula: y = joined heads of softmax(q · k / sqrt(head_dim)) · v, k and v shared in groups
    Shape: query (batch, T, features), value (batch, S, features) to (batch, T, features of query)
    """

    stored_as = "_{}_dense"
    starting = {"head_dim": 16, "num_query_heads": 4, "num_key_value_heads": 2}
    head_dim = param(Int(low=1), doc="Length of each head's queries, keys and values.")
    num_query_heads = param(Int(low=1), doc="Number of heads of queries.")
    num_key_value_heads = param(
        Int(low=1), doc="Number of heads of keys and values; it divides the number of queries'."
    )
    dropout = _dropout()
    use_bias = _use_bias()

    def check_params(self) -> None:
        super().check_params()
        if self.num_query_heads % self.num_key_value_heads:
            raise ValueError(
                f"{type(self).__name__}: 'num_query_heads' ({self.num_query_heads}) must be a "
                f"multiple of 'num_key_value_heads' ({self.num_key_value_heads})."
            )

    def build(  # type: ignore[override]
        self, query_shape: Any, value_shape: Any, key_shape: Any = None
    ) -> None:
        key_shape = value_shape if key_shape is None else key_shape
        _same_steps(value_shape, key_shape)
        for shape in (query_shape, value_shape, key_shape):
            if len(shape) != 3:
                raise ValueError(
                    "it needs inputs of the form (batch, steps, features), but gets the shape "
                    f"{tuple(shape)}."
                )
        if query_shape[-1] != value_shape[-1]:
            raise ValueError(
                f"query {tuple(query_shape)} and value {tuple(value_shape)} must have the same "
                "number of features."
            )
        heads, groups = self.num_query_heads, self.num_key_value_heads
        parts = {"query": (query_shape, heads), "key": (key_shape, groups)}
        if self.use_gate:
            parts["gate"] = (query_shape, heads)
        parts["value"] = (value_shape, groups)
        for part, (shape, count) in parts.items():
            sizes = (None, count, self.head_dim)
            self._add_projection(part, shape, "bqm,muh->bquh", sizes, "uh")
        features = known_size(query_shape, -1, "last axis of the query")
        collected = (*query_shape[:-1], heads, self.head_dim)
        self._add_projection("output", collected, "bquh,uhm->bqm", (None, features), "m")

    def attend(
        self, query: Any, key: Any, value: Any, allowed: Any, training: bool, fast: bool
    ) -> Any:
        batch, steps, heads, size = query.shape
        groups = self.num_key_value_heads
        grouped = ops.reshape(query, (batch, steps, groups, heads // groups, size))
        grouped = grouped * (1.0 / math.sqrt(size))
        scores = ops.einsum("bqvrh,bkvh->bvrqk", grouped, key)
        split = scores.shape
        scores = ops.reshape(scores, (batch, heads, *split[3:]))
        scores, weights = self.weigh(scores, allowed, training, fast)
        y = ops.einsum("bvrqk,bkvh->bqvrh", ops.reshape(weights, split), value)
        return ops.reshape(y, (batch, steps, heads, size)), scores


GroupQueryAttention = GroupedQueryAttention
