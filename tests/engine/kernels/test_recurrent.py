"""The LSTM kernel against a NumPy LSTM in float64, its gradient against differences."""

import numpy as np
import pytest

from engine.kernels import act as acts
from engine.kernels import recurrent, walk
from engine.kernels.walk import kept_shape

FUNCTIONS = {
    acts.LINEAR: lambda z: z,
    acts.RELU: lambda z: np.maximum(z, 0),
    acts.SIGMOID: lambda z: 1 / (1 + np.exp(-z)),
    acts.TANH: np.tanh,
}
NONE = np.empty((0, 0), np.uint8)


def reference(x, w, u, b, h, c, mask, act, ract):
    f, rf = FUNCTIONS[act], FUNCTIONS[ract]
    outputs, states = [], []
    for t in range(x.shape[1]):
        i, forget, new, o = np.split(x[:, t] @ w + h @ u + (b if b.size else 0), 4, axis=1)
        c_next = rf(forget) * c + rf(i) * f(new)
        h_next = rf(o) * f(c_next)
        keep = mask[:, t:t + 1] == 0 if mask.size else False
        h, c = np.where(keep, h, h_next), np.where(keep, c, c_next)
        outputs.append(h)
        states.append(c)
    return np.stack(outputs, 1), np.stack(states, 1)


def arrays(random, batch, steps, inputs, units, dtype=np.float64, masked=False):
    def normal(*shape, scale=1.0):
        return (random.normal(size=shape) * scale).astype(dtype)

    mask = (random.random((batch, steps)) > 0.3).astype(np.uint8) if masked else NONE
    return (normal(batch, steps, inputs), normal(inputs, 4 * units, scale=0.4),
            normal(units, 4 * units, scale=0.4), normal(4 * units), normal(batch, units),
            normal(batch, units), mask)


def forward(x, w, u, b, h0, c0, mask, act, ract):
    batch, steps, _ = x.shape
    units = len(u)
    shapes = ((batch, steps, units), kept_shape(batch, steps, units, 1),
              kept_shape(batch, steps, units, 4), (batch, units), (batch, units))
    found = [np.full(shape, np.nan, x.dtype) for shape in shapes]
    scratch = np.full(recurrent.lstm_scratch(x.shape, units), np.nan, x.dtype)
    recurrent.lstm(x, w, u, b, h0, c0, mask, act, ract, *found, scratch)
    return found


SIZES = [(1, 1, 1, 1), (3, 7, 5, 9), (17, 5, 3, 16), (9, 4, 20, 33), (64, 12, 8, 40)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("cache", [walk._CACHED, 0])
def test_lstm(dtype, masked, cache, monkeypatch):
    monkeypatch.setattr(walk, "_CACHED", cache)
    random = np.random.default_rng(1)
    for size in SIZES:
        given = arrays(random, *size, dtype, masked)
        seq, _, _, c, h = forward(*given, acts.TANH, acts.SIGMOID)
        truth = reference(*(g.astype(np.float64) for g in given), acts.TANH, acts.SIGMOID)
        limit = 1e-5 if dtype == np.float32 else 1e-12
        np.testing.assert_allclose(seq, truth[0], atol=limit)
        np.testing.assert_allclose(c, truth[1][:, -1], atol=limit)
        np.testing.assert_allclose(h, truth[0][:, -1], atol=limit)


def test_other_activations_and_no_bias():
    x, w, u, _, h0, c0, mask = arrays(np.random.default_rng(2), 5, 4, 3, 7)
    for act, ract in [(acts.RELU, acts.SIGMOID), (acts.LINEAR, acts.TANH)]:
        given = (x, w, u, np.empty(0), h0, c0, mask)
        seq, _, _, c, _ = forward(*given, act, ract)
        truth = reference(*given, act, ract)
        np.testing.assert_allclose(seq, truth[0], rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(c, truth[1][:, -1], rtol=1e-11, atol=1e-12)


def gradients(given, act, ract, dseq, dlast_h, dlast_c):
    x, w, u, b, h0, c0, mask = given
    kept = forward(*given, act, ract)[:3]
    grads = [np.full(g.shape, np.nan, x.dtype) for g in (x, w, u, b, h0, c0)]
    scratch = np.full(recurrent.lstm_grad_scratch(x.shape, len(u)), np.nan, x.dtype)
    recurrent.lstm_grad(dseq, dlast_h, dlast_c, x, w, u, h0, c0, mask, *kept, act, ract, *grads,
                        scratch)
    return grads


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("codes", [(acts.TANH, acts.SIGMOID), (acts.LINEAR, acts.TANH)])
@pytest.mark.parametrize("size", [(2, 3, 2, 3), (5, 4, 3, 17)])
@pytest.mark.parametrize("cache", [walk._CACHED, 0])
def test_lstm_gradient_is_the_slope(masked, codes, size, cache, monkeypatch):
    """Along random directions; weights that fit no cache take products over all steps."""
    monkeypatch.setattr(walk, "_CACHED", cache)
    random = np.random.default_rng(3)
    given = arrays(random, *size, masked=masked)
    dseq = random.normal(size=(*size[:2], size[3]))
    dlast_h, dlast_c = (random.normal(size=(size[0], size[3])) for _ in range(2))
    grads = gradients(given, *codes, dseq, dlast_h, dlast_c)
    for argument in range(6):
        way = random.normal(size=given[argument].shape)

        def value(step, argument=argument, way=way):
            moved = list(given)
            moved[argument] = moved[argument] + step * way
            seq, cells = reference(*moved, *codes)
            last = (seq[:, -1] * dlast_h).sum() + (cells[:, -1] * dlast_c).sum()
            return (seq * dseq).sum() + last

        slope = (value(1e-6) - value(-1e-6)) / 2e-6
        np.testing.assert_allclose((grads[argument] * way).sum(), slope, rtol=2e-6, atol=1e-7)


def test_gradient_split_over_threads_in_float32_agrees_with_float64():
    random = np.random.default_rng(4)
    given = arrays(random, 64, 12, 8, 40, np.float64, True)
    dseq = random.normal(size=(64, 12, 40))
    codes = acts.TANH, acts.SIGMOID
    none = np.empty(0)
    truth = gradients(given, *codes, dseq, none, none)
    single = [g if g.dtype == np.uint8 else g.astype(np.float32) for g in given]
    ends = [a.astype(np.float32) for a in (dseq, none, none)]
    got = gradients(single, *codes, *ends)
    again = gradients(single, *codes, *ends)
    for one, two, three in zip(got, truth, again, strict=True):
        np.testing.assert_allclose(one, two, atol=2e-5 * np.abs(two).max())
        assert (one == three).all()
