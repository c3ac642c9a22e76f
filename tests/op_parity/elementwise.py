"""Ops that work element by element."""

from __future__ import annotations

import numpy as np

from tests.op_parity import Call, holed, plain, positive, real, whole, words, yes_no

X, Y = real(3, 4), real(3, 4)
ROW = real(4)
UNIT = np.random.default_rng(1).uniform(-0.95, 0.95, (3, 4)).astype("float32")
ODD = np.array([0.0, -0.0, 1.5, -2.5, np.nan, np.inf, -np.inf, 3e38, -1e-30], "float32")
N, M = whole(3, 4), whole(3, 4)
COUNTS, STEPS = whole(3, 4, low=0, high=40), whole(3, 4, low=0, high=5)
BOOL = yes_no(3, 4)

_SMOOTH = words(
    """arctan arcsinh cos cosh exp exp2 expm1 sin sinh sinc tan tanh sigmoid i0 deg2rad
    rad2deg erf erfc square negative fabs absolute abs conj conjugate angle real imag"""
)
_POSITIVE = words("log log10 log1p log2 sqrt rsqrt cbrt reciprocal")
_UNIT = ["arccos", "arcsin", "arctanh", "erfinv"]
_STEPS = ["ceil", "floor", "round", "trunc", "sign"]
_ODD = words("""isfinite isinf isnan isneginf isposinf isreal signbit nan_to_num logical_not""")
_FLOATS = words(
    """add subtract multiply divide true_divide maximum minimum fmax fmin arctan2 hypot
    logaddexp logaddexp2 mod fmod floor_divide divide_no_nan greater greater_equal less
    less_equal equal not_equal heaviside isclose"""
)
_WHOLE = words(
    """add subtract multiply divide floor_divide mod power bitwise_and bitwise_or
    bitwise_xor gcd lcm maximum minimum greater equal divide_no_nan"""
)

CASES: dict[str, Call] = (
    {name: plain(name, X) for name in _SMOOTH}
    | {name: plain(name, positive(3, 4)) for name in _POSITIVE}
    | {name: plain(name, UNIT) for name in _UNIT}
    | {name: plain(name, 3 * X) for name in _STEPS}
    | {name: plain(name, ODD) for name in _ODD}
    | {
        f"{name} whole": plain(name, N)
        for name in (*_SMOOTH, *_STEPS)
        if name not in ("real", "imag", "conj", "conjugate", "erf", "erfc", "sigmoid", "i0")
    }
    | {f"{name} whole": plain(name, np.abs(N) + 1) for name in _POSITIVE if name != "rsqrt"}
    | {name: plain(name, X, Y) for name in _FLOATS}
    | {f"{name} row": plain(name, X, ROW) for name in _FLOATS if name != "heaviside"}
    | {f"{name} whole": plain(name, N, M * 2 + 1) for name in _WHOLE if name != "power"}
    | {f"{name} mixed": plain(name, N, Y) for name in ("add", "multiply", "divide", "maximum")}
    | {f"{name} bool": plain(name, BOOL, N) for name in ("add", "multiply", "maximum")}
    | {
        "power": plain("power", positive(3, 4), Y),
        "power whole": plain("power", N, STEPS),
        "power number": (lambda ops, x: ops.power(x, 2), (X,)),
        "add number": (lambda ops, x: ops.add(x, 2), (N,)),
        "add fraction": (lambda ops, x: ops.add(x, 0.5), (N,)),
        "multiply small": plain("multiply", whole(3, dtype="int8"), whole(3, low=0, dtype="uint8")),
        "add half": plain("add", real(3).astype("float16"), whole(3)),
        "arccosh": plain("arccosh", positive(3, 4) + 1),
        "logical_and": plain("logical_and", BOOL, yes_no(3, 4)),
        "logical_or": plain("logical_or", BOOL, yes_no(3, 4)),
        "logical_xor": plain("logical_xor", BOOL, yes_no(3, 4)),
        "logical_and numbers": plain("logical_and", N, X),
        "bitwise_invert": plain("bitwise_invert", N),
        "bitwise_not": plain("bitwise_not", N),
        "bitwise_left_shift": plain("bitwise_left_shift", COUNTS, STEPS),
        "bitwise_right_shift": plain("bitwise_right_shift", COUNTS, STEPS),
        "left_shift": plain("left_shift", COUNTS, STEPS),
        "right_shift": plain("right_shift", COUNTS, STEPS),
        "ldexp": plain("ldexp", X, STEPS),
        "nextafter": plain("nextafter", X, Y),
        "allclose": plain("allclose", X, X + 1e-7),
        "isclose nan": plain("isclose", ODD, ODD, equal_nan=True),
        "round decimals": plain("round", X, decimals=2),
        "round tens": plain("round", COUNTS, decimals=-1),
        "round halves": plain("round", np.arange(-3, 4).astype("float32") / 2),
        "clip": plain("clip", X, x_min=-0.5, x_max=0.7),
        "clip whole": plain("clip", N, x_min=-2, x_max=3),
        "where": plain("where", BOOL, X, Y),
        "where mixed": plain("where", BOOL, N, Y),
        "nan_to_num values": plain("nan_to_num", ODD, nan=1.0, posinf=2.0, neginf=-3.0),
        "absolute complex": (lambda ops, x: ops.absolute(ops.view_as_complex(x)), (real(3, 2),)),
        "angle complex": (lambda ops, x: ops.angle(ops.view_as_complex(x)), (real(3, 2),)),
        "real complex": (lambda ops, x: ops.real(ops.view_as_complex(x)), (real(3, 2),)),
        "imag complex": (lambda ops, x: ops.imag(ops.view_as_complex(x)), (real(3, 2),)),
        "conj complex": (lambda ops, x: ops.conj(ops.view_as_complex(x)), (real(3, 2),)),
        "isreal complex": (lambda ops, x: ops.isreal(ops.view_as_complex(x)), (real(3, 2),)),
        "multiply complex": (
            lambda ops, x, y: ops.multiply(ops.view_as_complex(x), ops.view_as_complex(y)),
            (real(3, 2), real(3, 2)),
        ),
        "polar": plain("polar", positive(4), real(4)),
        "view_as_complex": plain("view_as_complex", real(3, 2)),
        "view_as_real": (
            lambda ops, x: ops.view_as_real(ops.view_as_complex(x)),
            (real(3, 2),),
        ),
        "cast": plain("cast", 3 * X, dtype="int32"),
        "cast bool": plain("cast", N, dtype="bool"),
        "saturate_cast": plain("saturate_cast", 300 * X, dtype="uint8"),
        "saturate_cast signs": plain("saturate_cast", whole(5, low=-500, high=500), dtype="int8"),
        "view": plain("view", X, dtype="int32"),
        "view wider": plain("view", whole(2, 8, low=0, dtype="uint8"), dtype="int32"),
        "stop_gradient": plain("stop_gradient", X),
        "divide_no_nan zeros": plain("divide_no_nan", X, X * BOOL),
        "fmax nan": plain("fmax", holed(3, 4), holed(3, 4)),
        "fmin nan": plain("fmin", holed(3, 4), holed(3, 4)),
        "maximum nan": plain("maximum", holed(3, 4), X),
        "sign odd": plain("sign", ODD[:4]),
        "mod numbers": (lambda ops, x: ops.mod(x, 3), (N,)),
        "select": (
            lambda ops, c, d, x, y: ops.select([c, d], [x, y], default=-1.0),
            (BOOL, yes_no(3, 4), X, Y),
        ),
    }
)
