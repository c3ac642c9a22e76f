"""Cases of NumPy's functions as ops."""

from __future__ import annotations

import numpy as np

import engine.ops as ops
from engine.ops import ufuncs
from tests.op_cases import RNG, Cases, distinct, positive, real

UNIT = RNG.uniform(-0.8, 0.8, (2, 3))
WHERE = np.array([[1, 0], [3, 2], [1, 1]], np.int32)
PLACES = np.array([[2, 0], [1, 1]], np.int32)
SEGMENTS = np.array([0, 2, 2, 0, 1], np.int32)
SOME = np.array([0, -1, 1, 0, 7], np.int32)  # two rows belong to no segment


def turned(x: object) -> object:
    """Numbers made complex, turned and scaled, and their parts."""
    z = ops.view_as_complex(x)
    w = ops.divide(ops.multiply(z, ops.exp(ops.multiply(z, 0.3))), ops.add(z, 4.0))
    return [ops.real(w), ops.imag(ops.square(w)), ops.absolute(w), ops.angle(w)]


_INSIDE = ["arcsin", "arccos", "arctanh", "erfinv"]
_POSITIVE = ["log2", "log10", "rsqrt", "cbrt", "reciprocal"]
_ANY = "sinh cosh tan arctan arcsinh deg2rad rad2deg exp2 sinc erfc i0 fabs".split()  # noqa: SIM905

CASES: Cases = (
    {name: (getattr(ufuncs, name), (real(2, 3),)) for name in _ANY}
    | {name: (getattr(ufuncs, name), (UNIT,)) for name in _INSIDE}
    | {name: (getattr(ufuncs, name), (positive(2, 3),)) for name in _POSITIVE}
    | {
        "arccosh": (ufuncs.arccosh, (positive(2, 3) + 1.2,)),
        "i1": (ufuncs._i1, (real(2, 3),)),
        "arctan2": (ops.arctan2, (real(2, 3), real(3))),
        "hypot": (ops.hypot, (real(2, 3), real(3))),
        "logaddexp": (ops.logaddexp, (real(2, 3), real(3))),
        "logaddexp_of_equals": (ops.logaddexp, (np.zeros(3), np.zeros(3))),
        "logaddexp2": (ops.logaddexp2, (real(2, 3), real(3))),
        "mod": (ops.mod, (np.array([[5.3, -2.2, 4.4]]), np.array([2.0, 1.5, -3.0]))),
        "fmod": (ops.fmod, (np.array([[5.3, -2.2, 4.4]]), np.array([2.0, 1.5, -3.0]))),
        "fmax": (ops.fmax, (distinct(2, 3), distinct(2, 3) + 0.05)),
        "fmin": (ops.fmin, (distinct(2, 3), distinct(2, 3) + 0.05)),
        "heaviside": (lambda y: ops.heaviside(np.zeros(3), y), (real(3),)),
        "divide_no_nan": (ops.divide_no_nan, (real(2, 3), real(3))),
        "complex": (turned, (positive(3, 2),)),
        "polar": (lambda r, a: ops.real(ops.polar(r, a)), (positive(3), real(3))),
        "magnitude": (lambda x: ops.absolute(ops.view_as_complex(x)), (real(3, 2),)),
        "matmul complex": (
            lambda x, y: ops.view_as_real(
                ops.matmul(ops.view_as_complex(x), ops.view_as_complex(y))
            ),
            (real(2, 3, 2), real(3, 2, 2)),
        ),
        "take axis": (lambda x: ops.take(x, PLACES, axis=1), (real(2, 3, 2),)),
        "take_along_axis": (lambda x: ops.take_along_axis(x, WHERE, axis=0), (real(4, 2),)),
        "take_along_axis wide": (
            lambda x: ops.take_along_axis(x, WHERE[:, :1], axis=0),
            (real(4, 2),),
        ),
        "slice": (lambda x: ops.slice(x, (1, 0), (2, 2)), (real(4, 3),)),
        "slice_update": (lambda x, y: ops.slice_update(x, (1, 0), y), (real(4, 3), real(2, 2))),
        "scatter": (lambda v: ops.scatter(WHERE[:, :1], v, (4, 2)), (real(3, 2),)),
        **{
            f"scatter_update {how}": (
                lambda x, v, how=how: ops.scatter_update(x, PLACES, v, how),
                (distinct(3, 2), real(2)),
            )
            for how in (None, "add", "max", "min", "mul")
        },
        "gather": (
            lambda x: ops.scatter_update(ops.sin(x), PLACES, ops.sum(x, 0), "mul"),
            (real(3, 2),),
        ),
        **{
            f"segment_{how}": (
                lambda x, how=how: getattr(ops, f"segment_{how}")(x, SEGMENTS, 4)[:3],
                (distinct(5, 2),),
            )
            for how in ("sum", "prod", "max", "min")
        },
        **{
            f"segment_{how} of some": (
                lambda x, how=how: getattr(ops, f"segment_{how}")(x, SOME, 2),
                (distinct(5, 2),),
            )
            for how in ("sum", "prod", "max", "min")
        },
        "segment_prod with zeros": (
            lambda x: ops.segment_prod(x, SEGMENTS, 3),
            (np.array([0.0, 0.0, 3.0, 0.5, 0.0]),),
        ),
        "scatter_update mul with zeros": (
            lambda x, v: ops.scatter_update(x, PLACES[:, :1], v, "mul"),
            (np.array([1.5, 2.0, 0.0]), np.array([0.7, 0.0])),
        ),
        "scatter_update mul at one place": (
            lambda x, v: ops.scatter_update(x, np.zeros((3, 1), np.int32), v, "mul"),
            (np.array([1.5]), np.array([0.7, 0.0, 2.0])),
        ),
        "cumsum": (lambda x: ops.cumsum(x, 1), (real(2, 4),)),
        "cumprod": (lambda x: ops.cumprod(x, 0), (real(4, 2),)),
        "prod": (lambda x: ops.prod(x, axis=(0, 2)), (real(2, 3, 2),)),
        "tril": (lambda x: ops.tril(x, -1), (real(2, 3, 3),)),
        "triu": (lambda x: ops.triu(x, 1), (real(3, 4),)),
        "diagonal": (lambda x: ops.diagonal(x, 1), (real(3, 4),)),
        "diag": (lambda x: ops.diag(x, -1), (real(3),)),
        "fft": (lambda a, b: list(ops.fft((a, b))), (real(2, 4), real(2, 4))),
        "rfft": (lambda x: list(ops.rfft(x, 6)), (real(2, 5),)),
        "irfft": (lambda a, b: ops.irfft((a, b)), (real(2, 3), real(2, 3))),
        "istft": (
            lambda x: ops.istft(ops.stft(x, 4, 2, 4), 4, 2, 4),
            (real(10),),
        ),
        "sort": (ops.sort, (distinct(2, 4),)),
        "median": (lambda x: ops.median(x, axis=1), (distinct(2, 5),)),
        "quantile": (lambda x: ops.quantile(x, [0.2, 0.7], axis=0), (distinct(5, 2),)),
        "logsumexp": (lambda x: ops.logsumexp(x, axis=1), (real(2, 4),)),
        "custom_gradient": (
            lambda x: ops.custom_gradient(lambda t: (ops.square(t), lambda g: g * 2.0 * x))(x),
            (real(3),),
        ),
        "map_coordinates": (
            lambda x, p: ops.image.map_coordinates(x, p, 1, "nearest"),
            (real(4, 3), positive(2, 5) + 0.17),
        ),
        "ctc_loss": (
            lambda x: ops.ctc_loss(PLACES, x, np.array([2, 1]), np.array([4, 3])),
            (real(2, 4, 3),),
        ),
        "scale_and_translate": (
            lambda x: ops.image.scale_and_translate(x, (5, 3), [1.4], [0.2], (0,), "cubic"),
            (real(4, 3),),
        ),
    }
)

#: Rules with values that are not followed any further.
ONCE = (
    "i1",
    "custom_gradient",
    # a product without a factor changes with the factors that are 0, which its rule leaves out
    "segment_prod with zeros",
    "scatter_update mul with zeros",
    "scatter_update mul at one place",
)
