"""Time the kernels against NumPy and its BLAS in one run.

    python tests/benchmarks/kernels.py [NAME ...]

Prints GF/s (thousand millions of floating-point operations a second) of each
kernel, also as a share of what multiply-adds in registers reach, and of the
same work in NumPy: a matrix product by BLAS, a convolution by im2col and BLAS
(its gradient for the input without the sum back into the image), an LSTM by a
product per step. Machines are shared and clocks move: only the ratio in one run
means something.
"""

import sys
import time
from collections.abc import Callable, Iterator

import machine
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from engine.kernels import act, conv, gemm, recurrent
from engine.kernels.walk import kept_shape

RANDOM = np.random.default_rng(0)
Case = tuple[str, float, Callable[[], object], Callable[[], object] | None]


def normal(*shape: int) -> np.ndarray:
    return RANDOM.normal(size=shape).astype(np.float32)


def room(shape: tuple) -> np.ndarray:
    return np.empty(shape, np.float32)


def matmul(m: int, k: int, n: int, turn_a: bool = False, turn_b: bool = False) -> Case:
    a, b = normal(*(k, m) if turn_a else (m, k)), normal(*(n, k) if turn_b else (k, n))
    out, scratch = room((m, n)), room(gemm.matmul_scratch(a.shape, b.shape, turn_a, turn_b))
    left, right = a.T if turn_a else a, b.T if turn_b else b
    name = f"matmul {m}x{k}x{n}{' aT' if turn_a else ''}{' bT' if turn_b else ''}"
    return (name, 2 * m * k * n, lambda: gemm.matmul(a, b, out, turn_a, turn_b, scratch),
            lambda: np.matmul(left, right, out=out))


def convolutions(n: int, size: int, c: int, f: int, taps: int, stride: int = 1) -> Iterator[Case]:
    x, w, b = normal(n, size, size, c), normal(taps, taps, c, f), normal(f)
    outputs = -(-size // stride)
    pad = max(0, (outputs - 1) * stride + taps - size) // 2
    geometry = (stride, stride, 1, 1, pad, pad, 1)
    y = normal(n, outputs, outputs, f)
    dx, dw = room(x.shape), room(w.shape)
    work = 2 * y.size * taps * taps * c
    name = f"{taps}x{taps} {c}->{f} {size}x{size} n{n} s{stride}"
    one = room(conv.conv2d_scratch(x.shape, w.shape, y.shape, *geometry))
    two = room(conv.conv2d_grad_input_scratch(y.shape, w.shape, x.shape, *geometry))
    three = room(conv.conv2d_grad_kernel_scratch(x.shape, y.shape, w.shape, *geometry))

    def columns() -> np.ndarray:
        big = np.pad(x, ((0, 0), (pad, taps), (pad, taps), (0, 0)))
        parts = sliding_window_view(big, (taps, taps), (1, 2))[:, ::stride, ::stride]
        parts = parts[:, :outputs, :outputs].transpose(0, 1, 2, 4, 5, 3)
        return parts.reshape(-1, taps * taps * c)

    flat_w, flat_y = w.reshape(-1, f), y.reshape(-1, f)
    yield (f"conv {name}", work, lambda: conv.conv2d(x, w, b, act.RELU, y, *geometry, one),
           lambda: np.maximum(columns() @ flat_w + b, 0))
    yield (f"  grad input {name}", work,
           lambda: conv.conv2d_grad_input(y, w, dx, *geometry, two), lambda: flat_y @ flat_w.T)
    yield (f"  grad kernel {name}", work,
           lambda: conv.conv2d_grad_kernel(x, y, dw, *geometry, three),
           lambda: columns().T @ flat_y)


def lstm(batch: int, steps: int, inputs: int, units: int) -> Iterator[Case]:
    x, b = normal(batch, steps, inputs), normal(4 * units)
    w, u = normal(inputs, 4 * units) / np.float32(inputs**0.5), normal(units, 4 * units) / 10
    h, c, mask = normal(batch, units), normal(batch, units), np.empty((0, 0), np.uint8)
    shapes = (kept_shape(batch, steps, units, gates) for gates in (1, 4))
    kept = [room(shape) for shape in ((batch, steps, units), *shapes)]
    last = [room(h.shape) for _ in range(2)]
    given = [room(a.shape) for a in (x, w, u, b, h, c)]
    dseq, codes = normal(batch, steps, units), (act.TANH, act.SIGMOID)
    one = room(recurrent.lstm_scratch(x.shape, units))
    two = room(recurrent.lstm_grad_scratch(x.shape, units))
    work = 2 * batch * steps * 4 * units * (inputs + units)

    def plain() -> None:
        z, state, cell = x.reshape(-1, inputs) @ w + b, h, c
        z = z.reshape(batch, steps, 4 * units)
        for t in range(steps):
            i, forget, new, out = np.split(z[:, t] + state @ u, 4, axis=1)
            i, forget, out = (1 / (1 + np.exp(-g)) for g in (i, forget, out))
            cell = forget * cell + i * np.tanh(new)
            state = out * np.tanh(cell)

    name = f"lstm {inputs}->{units} T{steps} n{batch}"
    yield (name, work,
           lambda: recurrent.lstm(x, w, u, b, h, c, mask, *codes, *kept, *last, one), plain)
    yield (f"  grad {name}", 2 * work,
           lambda: recurrent.lstm_grad(dseq, dseq[:0], dseq[:0], x, w, u, h, c, mask, *kept,
                                       *codes, *given, two), None)


def cases() -> Iterator[Case]:
    yield matmul(512, 512, 512)
    yield matmul(1024, 1024, 1024)
    yield matmul(128, 784, 512)
    yield matmul(784, 128, 512, True)
    yield matmul(128, 512, 784, False, True)
    yield matmul(64, 576, 64)
    yield from convolutions(64, 28, 64, 64, 3)
    yield from convolutions(64, 26, 1, 32, 3)
    yield from convolutions(64, 13, 32, 64, 3)
    yield from convolutions(64, 5, 64, 64, 3)
    yield from convolutions(64, 32, 16, 16, 3)
    yield from convolutions(64, 32, 16, 32, 3, 2)
    yield from convolutions(64, 8, 64, 64, 3)
    yield from lstm(128, 200, 16, 64)
    yield from lstm(32, 100, 512, 32)


def best(run: Callable[[], object], seconds: float = 0.4) -> float:
    """Seconds of the fastest run."""
    run()
    fastest, end = np.inf, time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        run()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def main() -> None:
    most = machine.peak()
    print(f"{'':42}{'ms':>9}{'GF/s':>8}{'of peak':>9}{'NumPy':>8}{'ratio':>7}")
    for name, work, ours, numpy in cases():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        mine = best(ours)
        line = f"{name:42}{mine * 1e3:9.3f}{work / mine / 1e9:8.1f}{work / mine / 1e9 / most:9.0%}"
        if numpy is not None:
            theirs = best(numpy)
            line += f"{work / theirs / 1e9:8.1f}{theirs / mine:7.2f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
