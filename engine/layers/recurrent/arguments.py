"""Arguments that recurrent layers and cells share, each declared once."""

from __future__ import annotations

from typing import Any

from engine.kinds import Bool, Float, Int, Kind
from engine.layers.weights import ActivationKind, constraint, initializer, regularizer
from engine.param import Configurable, param
from engine.random import Seed


class CellArguments(Configurable):
    """What cells and their layers take; a class without one of these sets it to None."""

    units = param(Int(low=1), doc="Size of the memory, and number of outputs.")
    activation = param(ActivationKind(), "tanh", advanced=True, doc="Function for new content.")
    recurrent_activation = param(
        ActivationKind(), "sigmoid", advanced=True, doc="Function of the gates, between 0 and 1."
    )
    use_bias = param(Bool(), True, advanced=True, doc="Whether to add a trained offset.")
    kernel_initializer = initializer("glorot_uniform", "input weights")
    recurrent_initializer = initializer("orthogonal", "memory's weights")
    bias_initializer = initializer("zeros", "biases")
    unit_forget_bias = param(
        Bool(),
        True,
        last=True,
        advanced=True,
        doc="Whether the forget gate starts open, which trains better.",
    )
    kernel_regularizer = regularizer("input weights")
    recurrent_regularizer = regularizer("memory's weights")
    bias_regularizer = regularizer("biases")
    activity_regularizer = regularizer("outputs")
    kernel_constraint = constraint("input weights")
    recurrent_constraint = constraint("memory's weights")
    bias_constraint = constraint("biases")
    dropout = param(
        Float(0.0, 1.0, step=0.05),
        0.0,
        last=True,
        doc="Share of the inputs that is switched off while training.",
    )
    recurrent_dropout = param(
        Float(0.0, 1.0, step=0.05),
        0.0,
        last=True,
        advanced=True,
        doc="Share of the memory that is switched off while training; slower.",
    )


def seed_argument() -> Any:
    return param(Seed(), None, last=True, advanced=True, doc="Makes the dropout repeatable.")


def use_cudnn_argument() -> Any:
    return param(
        Kind(),
        "auto",
        last=True,
        hidden=True,
        in_config=False,
        doc="Kept for Keras's signature; there is no GPU here.",
    )


class SequenceArguments(Configurable):
    """How a layer walks through a sequence and what it gives."""

    return_sequences = param(
        Bool(),
        False,
        last=True,
        doc="Whether to give the output of every step, for another recurrent layer to read.",
    )
    return_state = param(
        Bool(),
        False,
        last=True,
        advanced=True,
        doc="Whether to give the last states as outputs too.",
    )
    go_backwards = param(
        Bool(), False, last=True, advanced=True, doc="Whether to read the sequence from its end."
    )
    stateful = param(
        Bool(),
        False,
        last=True,
        advanced=True,
        doc="Whether each batch goes on where the same places of the last batch ended.",
    )


def unroll_argument() -> Any:
    return param(
        Bool(),
        False,
        last=True,
        advanced=True,
        hidden=True,
        doc="Kept for Keras's files; makes no difference to the result.",
    )
