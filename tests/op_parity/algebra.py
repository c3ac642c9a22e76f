"""Products, linear algebra, Fourier transforms."""

from __future__ import annotations

import numpy as np

from tests.op_parity import RNG, Call, plain, real, whole

A, B = real(3, 4), real(4, 2)
SQUARE = real(2, 3, 3) + 2 * np.eye(3, dtype="float32")
DEFINITE = (SQUARE @ SQUARE.swapaxes(-1, -2)).astype("float32")
TALL, WIDE = real(5, 3), real(3, 5)
SIGNAL = real(2, 40)
PARTS = (real(2, 8), real(2, 8))
PICTURES = (real(2, 4, 6), real(2, 4, 6))


def stft_settings(**changed: object) -> dict:
    return {"sequence_length": 8, "sequence_stride": 4, "fft_length": 8} | changed


def spectrum(*shape: int) -> tuple[np.ndarray, np.ndarray]:
    """A half spectrum of a real signal: its ends have no imaginary part."""
    found = np.fft.rfft(RNG.normal(size=shape))
    return found.real.astype("float32"), found.imag.astype("float32")


_PRODUCTS: dict[str, Call] = {
    "matmul": plain("matmul", A, B),
    "matmul stacks": plain("matmul", real(2, 3, 4), B),
    "matmul vector": plain("matmul", A, real(4)),
    "matmul whole": plain("matmul", whole(3, 4), whole(4, 2)),
    "matmul bytes": plain("matmul", whole(3, 4, dtype="int8"), whole(4, 2, dtype="int8")),
    "dot": plain("dot", A, B),
    "dot cubes": plain("dot", real(2, 3, 4), real(5, 4, 2)),
    "dot number": (lambda ops, x: ops.dot(x, 3.0), (A,)),
    "vdot": plain("vdot", A, A),
    "inner": plain("inner", A, real(2, 4)),
    "outer": plain("outer", real(3), real(4)),
    "outer whole": plain("outer", whole(2, 2), whole(3)),
    "tensordot": plain("tensordot", real(2, 3, 4), real(3, 4, 5)),
    "tensordot axes": plain("tensordot", real(2, 3, 4), real(4, 2), axes=[[0, 2], [1, 0]]),
    "tensordot none": plain("tensordot", real(2), real(3), axes=0),
    "einsum": (lambda ops, a, b: ops.einsum("ij,jk->ki", a, b), (A, B)),
    "kron": plain("kron", A, B),
    "kron row": plain("kron", real(3), B),
    "cross": plain("cross", real(4, 3), real(4, 3)),
    "cross plane": plain("cross", real(4, 2), real(4, 2)),
    "cross mixed": plain("cross", real(4, 2), real(4, 3)),
    "cross axis": plain("cross", real(3, 4), real(3, 4), axis=0),
    **{f"correlate {m}": plain("correlate", real(6), real(3), mode=m) for m in ("valid", "same")},
    "correlate full": plain("correlate", real(6), real(3), mode="full"),
    "correlate longer": plain("correlate", real(3), real(6), mode="full"),
    "correlate longer same": plain("correlate", real(4), real(7), mode="same"),
    "correlate whole": plain("correlate", whole(6), whole(4), mode="same"),
    "cdist": plain("cdist", real(2, 3, 4), real(2, 5, 4)),
}

_LINEAR: dict[str, Call] = {
    "cholesky": plain("cholesky", DEFINITE),
    "cholesky upper": plain("cholesky", DEFINITE, upper=True),
    "cholesky_inverse": plain("cholesky_inverse", np.linalg.cholesky(DEFINITE[0])),
    "cholesky_inverse upper": plain(
        "cholesky_inverse", np.linalg.cholesky(DEFINITE[0]).T.copy(), upper=True
    ),
    "inv": plain("inv", SQUARE),
    "det": plain("det", SQUARE),
    "slogdet": (lambda ops, x: tuple(ops.slogdet(x)), (SQUARE,)),
    "logdet": plain("logdet", SQUARE),
    "solve": plain("solve", SQUARE, real(2, 3, 2)),
    "solve vector": plain("solve", SQUARE[0], real(3)),
    "solve_triangular": plain("solve_triangular", SQUARE, real(2, 3, 2)),
    "solve_triangular lower": plain("solve_triangular", SQUARE, real(2, 3, 2), lower=True),
    "qr": (lambda ops, x: _absolute(ops, ops.qr(x)), (TALL,)),
    "qr wide": (lambda ops, x: _absolute(ops, ops.qr(x)), (WIDE,)),
    "qr complete": (lambda ops, x: ops.matmul(*ops.qr(x, mode="complete")), (TALL,)),
    "svd": (lambda ops, x: _absolute(ops, ops.svd(x, full_matrices=False)), (TALL,)),
    "svd values": plain("svd", WIDE, compute_uv=False),
    "eigh": (lambda ops, x: _absolute(ops, ops.eigh(x)), (DEFINITE,)),
    "eig": (lambda ops, x: ops.sort(ops.absolute(ops.eig(x)[0])), (SQUARE,)),
    "lstsq": plain("lstsq", TALL, real(5, 2)),
    "lstsq vector": plain("lstsq", TALL, real(5)),
    "lu_factor": plain("lu_factor", SQUARE),
    "matrix_rank": plain("matrix_rank", np.array([[1, 2], [2, 4], [0, 0]], "float32")),
    "pinv": plain("pinv", TALL),
    "pinv wide": plain("pinv", WIDE),
    **{
        f"norm {order}": plain("norm", TALL, ord=order, axis=(0, 1))
        for order in (None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf)
    },
    **{
        f"norm vector {order}": plain("norm", TALL, ord=order, axis=1, keepdims=True)
        for order in (None, 0, 1, 2, 3, np.inf, -np.inf)
    },
    "norm all": plain("norm", real(2, 3, 4)),
    "norm whole": plain("norm", whole(3)),
}


def _absolute(ops: object, parts: tuple) -> tuple:
    """Signs of vectors are anyone's choice."""
    return tuple(ops.absolute(p) for p in parts)  # type: ignore[attr-defined]


_FOURIER: dict[str, Call] = {
    "fft": (lambda ops, a, b: ops.fft((a, b)), PARTS),
    "fft2": (lambda ops, a, b: ops.fft2((a, b)), PICTURES),
    "ifft2": (lambda ops, a, b: ops.ifft2((a, b)), PICTURES),
    "rfft": plain("rfft", SIGNAL),
    "rfft odd": plain("rfft", real(2, 7)),
    "rfft longer": plain("rfft", SIGNAL, fft_length=50),
    "rfft shorter": plain("rfft", SIGNAL, fft_length=15),
    "irfft": (lambda ops, a, b: ops.irfft((a, b)), spectrum(2, 10)),
    "irfft odd": (lambda ops, a, b: ops.irfft((a, b), fft_length=9), spectrum(2, 9)),
    "irfft longer": (lambda ops, a, b: ops.irfft((a, b), fft_length=16), spectrum(2, 10)),
    "extract_sequences": plain("extract_sequences", SIGNAL, sequence_length=8, sequence_stride=5),
    "stft": plain("stft", SIGNAL, **stft_settings()),
    "stft wide": plain("stft", SIGNAL, **stft_settings(fft_length=16, window="hamming")),
    "stft plain": plain("stft", SIGNAL, **stft_settings(window=None, center=False)),
    "istft": (
        lambda ops, x: ops.istft(ops.stft(x, **stft_settings()), **stft_settings()),
        (SIGNAL,),
    ),
    "istft length": (
        lambda ops, x: ops.istft(ops.stft(x, **stft_settings()), **stft_settings(length=36)),
        (SIGNAL,),
    ),
    "istft wide": (
        lambda ops, x: ops.istft(
            ops.stft(x, **stft_settings(fft_length=12, window="hamming")),
            **stft_settings(fft_length=12, window="hamming"),
        ),
        (SIGNAL,),
    ),
}

CASES: dict[str, Call] = _PRODUCTS | _LINEAR | _FOURIER
