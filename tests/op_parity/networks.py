"""Activations, normalisation, attention, windows, scores, sequences of labels."""

from __future__ import annotations

import numpy as np

from tests.op_parity import RNG, Call, plain, positive, real, whole, words, yes_no

X = 2 * real(3, 6)
IMAGES, SQUARES = real(2, 5, 6, 4), real(2, 4, 6, 8)
SERIES, VOLUMES = real(2, 7, 3), real(1, 4, 5, 4, 2)

_ACTIVATIONS = words(
    """celu elu gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu
    log_sigmoid log_softmax relu relu6 selu silu soft_shrink softmax softplus
    softsign sparse_plus sparse_sigmoid squareplus swish tanh_shrink"""
)


def chances(*shape: int) -> np.ndarray:
    values = positive(*shape)
    return values / values.sum(-1, keepdims=True)


def moved(call: Call, *places: int) -> Call:
    """The call with the channels of some arrays first."""
    function, arrays = call
    return function, tuple(
        np.ascontiguousarray(np.moveaxis(a, -1, 1)) if i in places else a
        for i, a in enumerate(arrays)
    )


_SIMPLE: dict[str, Call] = {
    **{name: plain(name, X) for name in _ACTIVATIONS},
    "relu whole": plain("relu", whole(3, 4)),
    "gelu exact": plain("gelu", X, approximate=False),
    "softmax axis": plain("softmax", real(2, 3, 4), axis=1),
    "sparsemax": plain("sparsemax", 8 * np.eye(3, dtype="float32")),
    "threshold": plain("threshold", X, threshold=0.5, default_value=-2.0),
    "normalize": plain("normalize", X),
    "normalize order": plain("normalize", X, axis=0, order=3),
    "normalize one": plain("normalize", X, order=1),
    "moments": plain("moments", IMAGES, axes=[0, 1]),
    "moments kept": plain("moments", IMAGES, axes=[0, 2], keepdims=True),
    "batch_normalization": (
        lambda ops, x, m, v, b, g: ops.batch_normalization(x, m, v, -1, b, g, 0.01),
        (X, real(6), positive(6), real(6), real(6)),
    ),
    "batch_normalization plain": (
        lambda ops, x, m, v: ops.batch_normalization(x, m, v, 1),
        (real(3, 4, 5), real(4), positive(4)),
    ),
    "layer_normalization": (
        lambda ops, x, g, b: ops.layer_normalization(x, g, b, axis=-1, epsilon=0.01),
        (X, real(6), real(6)),
    ),
    "layer_normalization axes": plain("layer_normalization", IMAGES, axis=(1, 2)),
    "rms_normalization": (
        lambda ops, x, s: ops.rms_normalization(x, s, axis=-1),
        (X, real(6)),
    ),
    "one_hot": plain("one_hot", whole(2, 3, low=-1, high=4), num_classes=3),
    "one_hot axis": plain("one_hot", whole(2, 3, low=0), num_classes=5, axis=1, dtype="int32"),
    "multi_hot": plain("multi_hot", whole(3, 2, low=0, high=4), num_classes=4),
    "multi_hot row": plain("multi_hot", whole(3, low=0, high=4), num_classes=4),
    "binary_crossentropy": plain("binary_crossentropy", yes_no(3, 4) * 1.0, chances(3, 4)),
    "binary_crossentropy logits": plain(
        "binary_crossentropy", (yes_no(3, 4) * 1.0).astype("float32"), real(3, 4), from_logits=True
    ),
    "categorical_crossentropy": plain("categorical_crossentropy", chances(3, 4), positive(3, 4)),
    "categorical_crossentropy logits": plain(
        "categorical_crossentropy", chances(3, 4), real(3, 4), from_logits=True, axis=0
    ),
    "sparse_categorical_crossentropy": plain(
        "sparse_categorical_crossentropy", whole(3, low=0, high=4), positive(3, 4)
    ),
    "sparse_categorical_crossentropy logits": plain(
        "sparse_categorical_crossentropy", whole(3, 1, low=0, high=4), real(3, 4), from_logits=True
    ),
    "psnr": plain("psnr", positive(2, 3), positive(2, 3), max_val=2.0),
}

Q, K, V = real(2, 3, 2, 4), real(2, 5, 2, 4), real(2, 5, 2, 4)
_ATTENTION: dict[str, Call] = {
    "dot_product_attention": plain("dot_product_attention", Q, K, V),
    "dot_product_attention causal": plain(
        "dot_product_attention", K, K, V, is_causal=True, scale=0.3
    ),
    "dot_product_attention mask": (
        lambda ops, q, k, v, b, m: ops.dot_product_attention(q, k, v, bias=b, mask=m),
        (Q, K, V, real(2, 2, 3, 5), yes_no(2, 1, 3, 5) | (np.arange(5) == 2)),
    ),
}

_WINDOWS: dict[str, Call] = {
    "conv": plain("conv", IMAGES, real(2, 3, 4, 5), strides=(2, 1), padding="same"),
    "conv dilated": plain("conv", IMAGES, real(3, 2, 4, 3), dilation_rate=2),
    "conv groups": plain("conv", IMAGES, real(3, 3, 2, 4)),
    "conv series": plain("conv", SERIES, real(3, 3, 2), padding="same", strides=2),
    "conv volumes": plain("conv", VOLUMES, real(2, 3, 2, 2, 3)),
    "conv first": moved(plain("conv", IMAGES, real(3, 2, 4, 5), data_format="channels_first"), 0),
    "conv_transpose": plain("conv_transpose", IMAGES, real(3, 2, 5, 4), strides=2, padding="same"),
    "conv_transpose series": plain("conv_transpose", SERIES, real(3, 2, 3), strides=3),
    "depthwise_conv": plain("depthwise_conv", IMAGES, real(3, 2, 4, 2), padding="same"),
    "depthwise_conv series": plain("depthwise_conv", SERIES, real(3, 3, 2), strides=2),
    "separable_conv": plain(
        "separable_conv", IMAGES, real(3, 2, 4, 2), real(1, 1, 8, 3), padding="same", strides=2
    ),
    **{
        f"{name} {padding}": plain(name, IMAGES, pool_size=(2, 3), strides=2, padding=padding)
        for name in ("max_pool", "average_pool")
        for padding in ("valid", "same")
    },
    "max_pool series": plain("max_pool", SERIES, pool_size=3, strides=3),
    "average_pool first": moved(
        plain("average_pool", IMAGES, pool_size=2, strides=2, data_format="channels_first"), 0
    ),
    "adaptive_average_pool": plain("adaptive_average_pool", IMAGES, output_size=(3, 2)),
    "adaptive_max_pool": plain("adaptive_max_pool", IMAGES, output_size=2),
    "unfold": plain("unfold", IMAGES, kernel_size=2, padding=1, stride=(1, 2), dilation=(2, 1)),
    "fold": plain("fold", real(2, 12, 12), output_size=(4, 5), kernel_size=2),
    "fold padded": plain(
        "fold", real(2, 8, 9), output_size=(4, 5), kernel_size=2, padding=1, stride=2
    ),
    "depth_to_space": plain("depth_to_space", SQUARES, block_size=2),
    "depth_to_space first": plain(
        "depth_to_space", SQUARES, block_size=2, data_format="channels_first"
    ),
    "space_to_depth": plain("space_to_depth", SQUARES, block_size=2),
    "space_to_depth first": plain(
        "space_to_depth", SQUARES, block_size=2, data_format="channels_first"
    ),
}

_OUTPUTS = RNG.normal(size=(3, 8, 5)).astype("float32") * 2
_LENGTHS = np.array([8, 6, 7], "int32")
_LABELS = np.array([[1, 2, 2], [3, 1, 0], [4, 0, 0]], "int32")

_SEQUENCES: dict[str, Call] = {
    "ctc_loss": plain("ctc_loss", _LABELS, _OUTPUTS, np.array([3, 2, 1], "int32"), _LENGTHS),
    "ctc_loss last": plain(
        "ctc_loss", _LABELS % 4, _OUTPUTS, np.array([3, 1, 2], "int32"), _LENGTHS, mask_index=4
    ),
    "ctc_decode": plain("ctc_decode", _OUTPUTS, _LENGTHS),
    "ctc_decode repeated": plain(
        "ctc_decode", _OUTPUTS, _LENGTHS, merge_repeated=False, mask_index=2
    ),
    "ctc_decode beam": plain(
        "ctc_decode", _OUTPUTS, _LENGTHS, strategy="beam_search", beam_width=20, top_paths=3
    ),
}

CASES: dict[str, Call] = _SIMPLE | _ATTENTION | _WINDOWS | _SEQUENCES
