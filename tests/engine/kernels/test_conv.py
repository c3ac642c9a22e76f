"""Convolutions against plain loops over taps in float64."""

import numpy as np
import pytest

from engine.kernels import act, conv, winograd

TYPES = [np.float32, np.float64]


def windows(x, kh, kw, oh, ow, sh, sw, dh, dw, top, left):
    """(tap row, tap column, the x cells under it for every output pixel), zeros outside."""
    big = np.pad(x.astype(np.float64), ((0, 0), (top, 200), (left, 200), (0, 0)))
    for i in range(kh):
        for j in range(kw):
            yield i, j, big[:, i * dh:i * dh + oh * sh:sh, j * dw:j * dw + ow * sw:sw][:, :oh, :ow]


def reference(x, w, oh, ow, sh, sw, dh, dw, top, left, groups):
    kh, kw, inputs, filters = w.shape
    y = np.zeros((len(x), oh, ow, filters))
    each = filters // groups
    for i, j, part in windows(x, kh, kw, oh, ow, sh, sw, dh, dw, top, left):
        for g in range(groups):
            y[..., g * each:(g + 1) * each] += (
                part[..., g * inputs:(g + 1) * inputs] @ w[i, j, :, g * each:(g + 1) * each])
    return y


def axis(random, size, taps, stride, dilation):
    """A padding mode: outputs and cells before, as Keras's "valid" and "same"."""
    reach = (taps - 1) * dilation + 1
    if random.random() < 0.5 and reach <= size:
        return (size - reach) // stride + 1, 0
    outputs = -(-size // stride)
    return outputs, max(0, (outputs - 1) * stride + reach - size) // 2


def case(random, groups=1, dilate=False, both=False):
    n, h, w = random.integers(1, 5), random.integers(1, 15), random.integers(1, 15)
    kh, kw = random.integers(1, 6, 2)
    sh, sw = (1, 1) if dilate and not both else random.integers(1, 4, 2)
    dh, dw = random.integers(1, 4, 2) if dilate else (1, 1)
    inputs, filters = int(random.integers(1, 21)), int(random.integers(1, 41))
    oh, top = axis(random, h, kh, sh, dh)
    ow, left = axis(random, w, kw, sw, dw)
    x = random.normal(size=(n, h, w, inputs * groups))
    kernel = random.normal(size=(kh, kw, inputs, filters * groups))
    return x, kernel, tuple(int(v) for v in (oh, ow, sh, sw, dh, dw, top, left, groups))


CASES = ([dict()] * 16 + [dict(dilate=True)] * 10 + [dict(dilate=True, both=True)] * 8
         + [dict(groups=2), dict(groups=3), dict(groups=4, dilate=True)] * 3)


def forward(x, w, b, code, geometry):
    oh, ow, *rest = geometry
    y = np.full((len(x), oh, ow, w.shape[3]), np.nan, x.dtype)
    scratch = np.full(conv.conv2d_scratch(x.shape, w.shape, y.shape, *rest), np.nan, x.dtype)
    conv.conv2d(x, w, b, code, y, *rest, scratch)
    return y


def close(got, truth, dtype):
    limit = 1e-5 if dtype == np.float32 else 1e-13
    np.testing.assert_allclose(got, truth, rtol=0, atol=limit * max(1, np.abs(truth).max()))


@pytest.mark.parametrize("dtype", TYPES)
def test_conv2d_of_odd_geometry(dtype):
    random = np.random.default_rng(1)
    for options in CASES:
        x, w, geometry = case(random, **options)
        x, w = x.astype(dtype), w.astype(dtype)
        b = random.normal(size=w.shape[3]).astype(dtype)
        close(forward(x, w, b, act.LINEAR, geometry), reference(x, w, *geometry) + b, dtype)


def test_activation_and_no_bias():
    random = np.random.default_rng(2)
    x, w, geometry = case(random)
    truth = reference(x, w, *geometry)
    none = np.empty(0)
    close(forward(x, w, none, act.RELU, geometry), np.maximum(truth, 0), np.float64)
    close(forward(x, w, none, act.TANH, geometry), np.tanh(truth), np.float64)


LARGE = [((9, 28, 28, 3), (3, 3, 3, 32), (26, 26, 1, 1, 1, 1, 0, 0, 1)),
         ((9, 28, 28, 16), (3, 3, 16, 40), (28, 28, 1, 1, 1, 1, 1, 1, 1)),
         ((1, 60, 40, 16), (3, 3, 16, 40), (30, 20, 2, 2, 1, 1, 0, 0, 1)),
         ((40, 3, 3, 64), (3, 3, 64, 64), (3, 3, 1, 1, 1, 1, 1, 1, 1)),
         ((20, 1, 200, 8), (1, 5, 8, 32), (1, 200, 1, 1, 1, 1, 0, 2, 1))]

# Taken in tiles: channels and sizes that fill no whole vector, tile or panel, wide padding.
TILED = [((5, 11, 7, 20), (3, 3, 20, 40), (11, 7, 1, 1, 1, 1, 1, 1, 1)),
         ((3, 9, 14, 33), (3, 3, 33, 17), (12, 15, 1, 1, 1, 1, 3, 2, 1)),
         ((30, 6, 6, 16), (3, 3, 16, 16), (4, 4, 1, 1, 1, 1, 0, 0, 1)),
         ((2, 12, 30, 64), (3, 3, 64, 48), (12, 30, 1, 1, 1, 1, 1, 1, 1)),
         ((1, 8, 8, 16), (3, 3, 16, 16), (8, 8, 1, 1, 1, 1, 1, 1, 1))]

# Few channels: strides down the rows, dilation, padding, filters that fill no vector.
SHALLOW = [((7, 28, 28, 1), (3, 3, 1, 32), (26, 26, 1, 1, 1, 1, 0, 0, 1)),
           ((3, 20, 33, 3), (3, 5, 3, 21), (10, 33, 2, 1, 1, 1, 1, 2, 1)),
           ((2, 16, 40, 4), (2, 3, 4, 50), (14, 34, 1, 1, 2, 3, 0, 0, 1)),
           ((4, 9, 16, 2), (5, 1, 2, 3), (9, 16, 1, 1, 1, 1, 2, 0, 1))]


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("shapes", LARGE + TILED + SHALLOW)
def test_conv2d_split_over_threads(dtype, shapes):
    random = np.random.default_rng(3)
    x, w = (random.normal(size=s).astype(dtype) for s in shapes[:2])
    close(forward(x, w, np.empty(0, dtype), act.LINEAR, shapes[2]),
          reference(x, w, *shapes[2]), dtype)


def grad_input(dy, w, shape, geometry):
    dx = np.full(shape, np.nan, dy.dtype)
    rest = geometry[2:]
    scratch = np.full(conv.conv2d_grad_input_scratch(dy.shape, w.shape, shape, *rest),
                      np.nan, dy.dtype)
    conv.conv2d_grad_input(dy, w, dx, *rest, scratch)
    return dx


def grad_kernel(x, dy, shape, geometry):
    dw = np.full(shape, np.nan, dy.dtype)
    rest = geometry[2:]
    scratch = np.full(conv.conv2d_grad_kernel_scratch(x.shape, dy.shape, shape, *rest),
                      np.nan, dy.dtype)
    conv.conv2d_grad_kernel(x, dy, dw, *rest, scratch)
    return dw


def reference_grads(x, w, dy, geometry):
    """Both gradients, by turning the reference loops round."""
    oh, ow, sh, sw, dh, dw, top, left, groups = geometry
    kh, kw, inputs, filters = w.shape
    each = filters // groups
    d_kernel, index = np.zeros(w.shape), np.arange(1, x.size + 1).reshape(x.shape)
    dx = np.zeros(x.size + 1)
    parts = windows(x, kh, kw, oh, ow, sh, sw, dh, dw, top, left)
    places = windows(index, kh, kw, oh, ow, sh, sw, dh, dw, top, left)
    for (i, j, part), (_, _, place) in zip(parts, places, strict=True):
        for g in range(groups):
            mine, out = slice(g * inputs, (g + 1) * inputs), slice(g * each, (g + 1) * each)
            d_kernel[i, j, :, out] = np.tensordot(part[..., mine], dy[..., out].astype(float),
                                                  ((0, 1, 2), (0, 1, 2)))
            share = dy[..., out].astype(float) @ w[i, j, :, out].T
            dx += np.bincount(place[..., mine].astype(int).ravel(), share.ravel(), dx.size)
    return dx[1:].reshape(x.shape), d_kernel


def test_shapes_that_are_taken_in_tiles():
    for x, (_, _, inputs, filters), (rows, columns, *_) in TILED:
        assert winograd.pays(x[0], rows, columns, inputs, filters)


@pytest.mark.parametrize("dtype", TYPES)
def test_gradients_of_odd_geometry(dtype):
    random = np.random.default_rng(4)
    for options in CASES:
        x, w, geometry = case(random, **options)
        x, w = x.astype(dtype), w.astype(dtype)
        dy = random.normal(size=(len(x), *geometry[:2], w.shape[3])).astype(dtype)
        dx, d_kernel = reference_grads(x, w, dy, geometry)
        close(grad_input(dy, w, x.shape, geometry), dx, dtype)
        close(grad_kernel(x, dy, w.shape, geometry), d_kernel, dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("shapes", LARGE + TILED)
def test_gradients_split_over_threads(dtype, shapes):
    random = np.random.default_rng(5)
    x, w = (random.normal(size=s).astype(dtype) for s in shapes[:2])
    geometry = shapes[2]
    dy = random.normal(size=(len(x), *geometry[:2], w.shape[3])).astype(dtype)
    dx, d_kernel = reference_grads(x, w, dy, geometry)
    close(grad_input(dy, w, x.shape, geometry), dx, dtype)
    got = grad_kernel(x, dy, w.shape, geometry)
    close(got, d_kernel, dtype)
    assert (grad_kernel(x, dy, w.shape, geometry) == got).all()
