"""Cases of convolutions of volumes, transposed and depthwise ones."""

from __future__ import annotations

import engine.ops as ops
from engine.kernels.act import TANH
from engine.ops.depthwise import depthwise_conv
from engine.ops.transposed import conv_transpose
from tests.op_cases import Cases, real

CASES: Cases = {
    "conv3d": (
        lambda x, w, b: ops.conv3d(x, w, b, padding="same", strides=(2, 1, 1), act=TANH),
        (real(2, 3, 3, 2, 2), real(2, 2, 2, 2, 2), real(2)),
    ),
    "conv3d grouped": (
        lambda x, w: ops.conv3d(x, w, groups=2, dilation=(2, 1, 1)),
        (real(1, 4, 2, 3, 4), real(2, 2, 1, 2, 2)),
    ),
    "conv1d_transpose": (
        lambda x, w: conv_transpose(x, w, strides=(2,), padding="same", dilation=(1,)),
        (real(2, 3, 2), real(3, 2, 2)),
    ),
    "conv2d_transpose": (
        lambda x, w: conv_transpose(
            x, w, strides=(3, 2), output_padding=(2, 1), dilation=(1, 1)
        ),
        (real(1, 2, 3, 2), real(2, 3, 2, 2)),
    ),
    "conv3d_transpose": (
        lambda x, w: conv_transpose(
            x, w, strides=(2, 1, 1), padding="same", dilation=(1, 1, 1)
        ),
        (real(1, 2, 2, 2, 2), real(3, 2, 2, 2, 2)),
    ),
    "depthwise_conv 2d": (
        lambda x, w, b: depthwise_conv(
            x, w, b, strides=(2, 1), padding="same", dilation=(1, 1), act=TANH
        ),
        (real(2, 4, 3, 2), real(3, 2, 2, 2), real(4)),
    ),
    "depthwise_conv 1d": (
        lambda x, w: depthwise_conv(x, w, strides=(1,), padding="causal", dilation=(2,)),
        (real(2, 5, 3), real(2, 3, 1)),
    ),
}
