"""Under which names Keras's files keep ops: class, module, and what is an input.

Keras has a class for every function of ``keras.ops``. Its constructor takes the
settings (an axis, a size), its call the tensors. Both follow from the names of
the function and of its parameters; what does not is listed here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

#: Every function that takes symbolic tensors, by the name it is recorded under.
OPS: dict[str, Callable[..., Any]] = {}

_CLASSES = {
    "allclose": "AllClose",
    "batch_normalization": "BatchNorm",
    "cdist": "CDist",
    "ctc_decode": "CTCDecode",
    "ctc_loss": "CTCLoss",
    "fft": "FFT",
    "fft2": "FFT2",
    "hsv_to_rgb": "HSVToRGB",
    "ifft2": "IFFT2",
    "irfft": "IRFFT",
    "isin": "IsIn",
    "istft": "ISTFT",
    "layer_normalization": "LayerNorm",
    "psnr": "PSNR",
    "re_lu": "ReLU",
    "rfft": "RFFT",
    "rgb_to_grayscale": "RGBToGrayscale",
    "rgb_to_hsv": "RGBToHSV",
    "rms_normalization": "RMSNorm",
    "searchsorted": "SearchSorted",
    "ssim": "SSIM",
    "stft": "STFT",
    "svd": "SVD",
}

#: Ops that Keras does not keep in ``keras.src.ops.numpy``.
_ELSEWHERE = {
    "keras.src.ops.einops": "rearrange",
    "keras.src.activations.activations": "mish re_lu",
    "keras.src.ops.core": """
        cast convert_to_tensor saturate_cast scatter scatter_update slice slice_update
        stop_gradient unstack""",
    "keras.src.ops.image": """
        affine_transform crop_images elastic_transform extract_patches gaussian_blur hsv_to_rgb
        map_coordinates pad_images perspective_transform resize rgb_to_grayscale rgb_to_hsv
        scale_and_translate sobel_edges ssim""",
    "keras.src.ops.linalg": """
        cholesky cholesky_inverse det eig eigh inv lstsq lu_factor matrix_rank norm pinv qr solve
        solve_triangular svd""",
    "keras.src.ops.math": """
        cdist erf erfc erfinv extract_sequences fft fft2 ifft2 in_top_k irfft istft logdet
        logsumexp rfft rsqrt segment_max segment_min segment_prod segment_sum stft top_k
        view_as_complex view_as_real""",
    "keras.src.ops.nn": """
        adaptive_average_pool adaptive_max_pool average_pool batch_normalization
        binary_crossentropy categorical_crossentropy celu conv conv_transpose ctc_decode ctc_loss
        depth_to_space depthwise_conv dot_product_attention elu fold gelu glu hard_shrink
        hard_sigmoid hard_silu hard_tanh layer_normalization leaky_relu log_sigmoid log_softmax
        max_pool moments multi_hot normalize one_hot polar psnr relu relu6 rms_normalization selu
        separable_conv sigmoid silu soft_shrink softmax softplus softsign space_to_depth
        sparse_categorical_crossentropy sparse_plus sparse_sigmoid sparsemax squareplus
        tanh_shrink threshold unfold""",
}
_MODULES = {name: module for module, names in _ELSEWHERE.items() for name in names.split()}

#: Parameters that stand for tensors wherever they occur.
_NAMES = """
    a abs_ angle array beta bias choicelist condition condlist constant_values coordinates data
    default depthwise_kernel elems end_points gamma image1 image2 images index indices inputs
    kernel key mask mean operands output output_length pointwise_kernel predictions q query scale
    segment_ids sequence_lengths sorted_sequence start start_indices start_points step stop target
    target_length targets tensor transform translation updates v value values variable variance
    volumes x x1 x2 xs y"""
_INPUTS = frozenset(_NAMES.split())
#: Parameters that are tensors in some ops and settings in others.
_SOMETIMES = {
    "average": {"weights"},
    "batch_normalization": {"offset"},
    "digitize": {"bins"},
    "full": {"fill_value"},
    "full_like": {"fill_value"},
    "isclose": {"rtol", "atol"},
    "lstsq": {"b"},
    "rearrange": {"pattern"},
    "scale_and_translate": {"output_shape"},
    "solve": {"b"},
    "solve_triangular": {"b"},
}
_NEVER = {"trapezoid": {"x"}}


def class_of(op: str) -> str:
    """Return the name of Keras's class for an op."""
    return _CLASSES.get(op) or "".join(part.capitalize() for part in op.split("_"))


def module_of(op: str) -> str:
    """Return the module in which Keras keeps an op's class."""
    return _MODULES.get(op, "keras.src.ops.numpy")


def is_op_entry(entry: Any) -> bool:
    """Return whether an entry of a file describes an op, not a layer.

    HDF5 files name no modules; there a layer's configuration tells whether it is trained,
    an op's does not.
    """
    if not isinstance(entry, dict):
        return False
    if "module" in entry:
        return str(entry["module"]).startswith(("keras.src.ops", "keras.src.activations"))
    config = entry.get("config")
    is_layer = not isinstance(config, dict) or "trainable" in config
    return not is_layer and entry.get("class_name") in {class_of(name) for name in OPS}


def op_of(class_name: str) -> str:
    """Return the op that a file names by its class.

    Raises:
        ValueError: for a class that is no op here; the nearest is proposed.
    """
    from engine.param import suggest

    known = {class_of(name): name for name in OPS}
    if class_name not in known:
        hint = suggest(class_name, known)
        raise ValueError(f"There is no operation called '{class_name}'.{hint}")
    return known[class_name]


def inputs_of(op: str) -> list[str]:
    """Return the parameters of an op's function that are tensors, in order."""
    sometimes, never = _SOMETIMES.get(op, set()), _NEVER.get(op, set())
    return [
        name
        for name in inspect.signature(OPS[op]).parameters
        if (name in _INPUTS or name in sometimes) and name not in never
    ]
