"""Making, arranging, indexing and sorting tensors."""

from __future__ import annotations

import numpy as np

from tests.op_parity import Call, holed, plain, positive, real, whole, words, yes_no

X, CUBE = real(4, 6), real(2, 3, 4)
N = whole(4, 6)
ROW = np.array([3.0, 1.0, 2.0, 1.0, -4.0, 2.5], "float32")
INDEX = np.array([[0, 2, 1], [3, -1, 0]], "int32")

_CREATION: dict[str, Call] = {
    "arange": (lambda ops: ops.arange(5), ()),
    "arange steps": (lambda ops: ops.arange(1, 10, 3), ()),
    "arange floats": (lambda ops: ops.arange(0.0, 1.0, 0.25), ()),
    "arange type": (lambda ops: ops.arange(3, dtype="uint8"), ()),
    "linspace": (lambda ops: ops.linspace(0, 1, 5), ()),
    "linspace open": (lambda ops: ops.linspace(0.0, 3.0, 4, endpoint=False), ()),
    "linspace tensors": plain("linspace", real(3), real(3), num=4, axis=1),
    "linspace step": (lambda ops: ops.linspace(0, 2, 5, retstep=True), ()),
    "linspace whole": (lambda ops: ops.linspace(0, 9, 4, dtype="int32"), ()),
    "logspace": (lambda ops: ops.logspace(0, 2, 5), ()),
    "logspace base": plain("logspace", real(2), real(2), num=3, base=2),
    "geomspace": (lambda ops: ops.geomspace(1, 1000, 4), ()),
    "geomspace tensors": plain("geomspace", positive(2), positive(2), num=3),
    "eye": (lambda ops: ops.eye(3, 4, k=1), ()),
    "eye type": (lambda ops: ops.eye(3, dtype="int32"), ()),
    "identity": (lambda ops: ops.identity(3), ()),
    "tri": (lambda ops: ops.tri(3, 4, k=-1), ()),
    "full": (lambda ops: ops.full((2, 3), 7), ()),
    "full fraction": (lambda ops: ops.full((2, 3), 0.5), ()),
    "full type": (lambda ops: ops.full((2,), 1, dtype="float32"), ()),
    "full_like": plain("full_like", X, fill_value=2),
    "zeros": (lambda ops: ops.zeros((2, 3)), ()),
    "ones": (lambda ops: ops.ones((2, 3), dtype="int32"), ()),
    "zeros_like": plain("zeros_like", N),
    "ones_like": plain("ones_like", N, dtype="float32"),
    "empty": (lambda ops: ops.shape(ops.empty((2, 3))), ()),
    "empty_like": (lambda ops, x: ops.shape(ops.empty_like(x)), (X,)),
    "array": (lambda ops: ops.array([1, 2, 3], dtype="float32"), ()),
    "convert_to_tensor": (lambda ops: ops.convert_to_tensor([1.5, 2.5]), ()),
    "convert_to_numpy": plain("convert_to_numpy", X),
    "copy": plain("copy", X),
    "bartlett": (lambda ops: ops.bartlett(7), ()),
    "blackman": (lambda ops: ops.blackman(7), ()),
    "hamming": (lambda ops: ops.hamming(7), ()),
    "hanning": (lambda ops: ops.hanning(7), ()),
    "kaiser": (lambda ops: ops.kaiser(7, 3.0), ()),
    "meshgrid": plain("meshgrid", real(3), real(4)),
    "meshgrid ij": plain("meshgrid", real(3), real(4), real(2), indexing="ij"),
    "meshgrid cube": plain("meshgrid", real(3), real(4), real(2)),
    "vander": plain("vander", ROW),
    "vander rising": plain("vander", ROW, N=3, increasing=True),
    "shape": plain("shape", CUBE),
    "size": plain("size", CUBE),
    "ndim": plain("ndim", CUBE),
    "dtype": plain("dtype", N),
    "is_tensor": (lambda ops, x: ops.is_tensor(ops.convert_to_tensor(x)), (X,)),
}

_ARRANGING: dict[str, Call] = {
    "reshape": plain("reshape", X, newshape=(3, -1)),
    "ravel": plain("ravel", CUBE),
    "expand_dims": plain("expand_dims", X, axis=1),
    "expand_dims two": plain("expand_dims", X, axis=(0, -1)),
    "squeeze": plain("squeeze", real(1, 3, 1)),
    "squeeze axis": plain("squeeze", real(1, 3, 1), axis=-1),
    "transpose": plain("transpose", CUBE),
    "transpose axes": plain("transpose", CUBE, axes=(1, 0, 2)),
    "swapaxes": plain("swapaxes", CUBE, axis1=0, axis2=-1),
    "moveaxis": plain("moveaxis", CUBE, source=0, destination=-1),
    "moveaxis two": plain("moveaxis", CUBE, source=(0, 1), destination=(2, 0)),
    "broadcast_to": plain("broadcast_to", real(3, 1), shape=(2, 3, 4)),
    "concatenate": (lambda ops, a, b: ops.concatenate([a, b]), (X, real(2, 6))),
    "concatenate mixed": (lambda ops, a, b: ops.concatenate([a, b], axis=1), (X, N)),
    "stack": (lambda ops, a, b: ops.stack([a, b], axis=-1), (X, N)),
    "unstack": plain("unstack", CUBE, axis=1),
    "append": plain("append", X, N),
    "append axis": plain("append", X, N, axis=0),
    "split": plain("split", X, indices_or_sections=2),
    "split places": plain("split", X, indices_or_sections=[1, 4], axis=1),
    "array_split": plain("array_split", X, indices_or_sections=4, axis=1),
    "hsplit": plain("hsplit", X, indices_or_sections=3),
    "vsplit": plain("vsplit", X, indices_or_sections=2),
    "dsplit": plain("dsplit", CUBE, indices_or_sections=2),
    "hstack": (lambda ops, a, b: ops.hstack([a, b]), (X, X)),
    "hstack rows": (lambda ops, a, b: ops.hstack([a, b]), (ROW, ROW)),
    "vstack": (lambda ops, a, b: ops.vstack([a, b]), (ROW, ROW)),
    "dstack": (lambda ops, a, b: ops.dstack([a, b]), (X, X)),
    "dstack rows": (lambda ops, a, b: ops.dstack([a, b]), (ROW, ROW)),
    "flip": plain("flip", CUBE),
    "flip axes": plain("flip", CUBE, axis=(0, 2)),
    "fliplr": plain("fliplr", X),
    "flipud": plain("flipud", X),
    "roll": plain("roll", X, shift=2),
    "roll axes": plain("roll", X, shift=(1, -2), axis=(0, 1)),
    "rot90": plain("rot90", X),
    "rot90 twice": plain("rot90", X, k=2),
    "rot90 back": plain("rot90", CUBE, k=-1, axes=(1, 2)),
    "tile": plain("tile", X, repeats=(2, 3)),
    "tile leading": plain("tile", ROW, repeats=(2, 1, 2)),
    "tile number": plain("tile", X, repeats=2),
    "repeat": plain("repeat", X, repeats=2, axis=1),
    "repeat all": plain("repeat", X, repeats=2),
    "repeat each": plain("repeat", X, repeats=np.array([1, 0, 2, 1]), axis=0),
    "pad": plain("pad", X, pad_width=((1, 2), (0, 3))),
    "pad value": plain("pad", X, pad_width=1, constant_values=4),
    "pad reflect": plain("pad", X, pad_width=((1, 2), (2, 1)), mode="reflect"),
    "pad symmetric": plain("pad", X, pad_width=2, mode="symmetric"),
    "rearrange": plain("rearrange", real(2, 6, 3), pattern="b (h w) c -> b c h w", h=2),
    "rearrange merge": plain("rearrange", real(2, 3, 4), pattern="b h w -> (w h) b"),
    "diag": plain("diag", ROW, k=1),
    "diag of": plain("diag", X, k=-1),
    "diagflat": plain("diagflat", real(2, 2), k=1),
    "diagonal": plain("diagonal", X, offset=1),
    "diagonal axes": plain("diagonal", CUBE, offset=0, axis1=2, axis2=0),
    "trace": plain("trace", X),
    "trace offset": plain("trace", CUBE, offset=1, axis1=1, axis2=2),
    "tril": plain("tril", CUBE, k=-1),
    "triu": plain("triu", X, k=1),
}

_INDEXING: dict[str, Call] = {
    "take": plain("take", X, INDEX),
    "take axis": plain("take", X, INDEX, axis=1),
    "take last": plain("take", CUBE, np.array(1, "int32"), axis=-1),
    "take_along_axis": plain("take_along_axis", X, whole(4, 2, low=0, high=6), axis=1),
    "take_along_axis all": plain("take_along_axis", X, whole(5, low=-6, high=6)),
    "take_along_axis wide": plain("take_along_axis", X, whole(1, 6, low=0, high=4), axis=0),
    "get_item": (lambda ops, x: ops.get_item(x, (slice(1, 3), None, -1)), (X,)),
    "slice": plain("slice", X, start_indices=(1, 2), shape=(2, 3)),
    "slice outside": plain("slice", X, start_indices=(3, 5), shape=(2, 3)),
    "slice_update": (lambda ops, x, y: ops.slice_update(x, (1, 2), y), (X, real(2, 3))),
    "scatter": (
        lambda ops, i, v: ops.scatter(i, v, (4, 5)),
        (np.array([[0, 1], [2, 3], [0, 1]], "int32"), real(3)),
    ),
    "scatter rows": (
        lambda ops, i, v: ops.scatter(i, v, (4, 5)),
        (np.array([[0], [2]], "int32"), real(2, 5)),
    ),
    **{
        f"scatter_update {how}": (
            lambda ops, x, i, v, how=how: ops.scatter_update(x, i, v, how),
            (X, np.array([[0, 1], [2, 3]], "int32"), real(2)),
        )
        for how in (None, "add", "max", "min", "mul")
    },
    **{
        f"segment_{how}": (
            lambda ops, x, i, how=how: getattr(ops, f"segment_{how}")(x, i, num_segments=4),
            (real(6, 2), np.array([0, 0, 1, 3, 3, 1], "int32")),
        )
        for how in ("sum", "max", "min", "prod")
    },
    "unravel_index": plain("unravel_index", whole(5, low=0, high=24), shape=(2, 3, 4)),
    "sort": plain("sort", X),
    "sort axis": plain("sort", N, axis=0),
    "argsort": plain("argsort", N),
    "argsort all": plain("argsort", X, axis=None),
    "argmax": plain("argmax", N, axis=1),
    "argmax all": plain("argmax", X),
    "argmin": plain("argmin", N, axis=0, keepdims=True),
    "argpartition": (
        lambda ops, x: ops.sort(
            ops.take_along_axis(x, ops.argpartition(x, 2, axis=-1), axis=-1)[:, :3]
        ),
        (X,),
    ),
    "top_k": plain("top_k", X, k=3),
    "top_k equal": plain("top_k", N, k=4),
    "in_top_k": plain("in_top_k", whole(4, low=0, high=6), X, k=2),
    "searchsorted": plain("searchsorted", np.sort(ROW), real(3, 2)),
    "searchsorted right": plain("searchsorted", np.sort(ROW), ROW, side="right"),
    "digitize": plain("digitize", X, np.array([-1.0, 0.0, 0.5], "float32")),
    "isin": plain("isin", N, np.array([1, 3], "int32")),
    "isin inverted": plain("isin", N, np.array([1, 3], "int32"), invert=True),
    "nonzero": plain("nonzero", N),
    "where positions": (lambda ops, c: ops.where(c), (yes_no(3, 4),)),
    "unique": plain("unique", N),
    "unique all": plain(
        "unique", N.ravel(), return_index=True, return_inverse=True, return_counts=True
    ),
    "unique rows": plain("unique", np.array([[1, 2], [0, 1], [1, 2]], "int32"), axis=0),
    "unique sized": plain("unique", ROW, size=8, fill_value=-1.0),
}

_STATISTICS: dict[str, Call] = {
    **{
        f"{name} {axis} {keep}": plain(name, CUBE, axis=axis, keepdims=keep)
        for name in words("""sum mean max min amax amin prod var std median ptp logsumexp""")
        for axis, keep in ((None, False), (1, True), ((0, 2), False))
    },
    **{
        f"{name} missing {axis}": plain(name, holed(3, 5), axis=axis)
        for name in words(
            """nansum nanmean nanmax nanmin nanprod nanvar nanstd nanmedian nanargmax nanargmin
    nancumsum nancumprod"""
        )
        for axis in (None, 1)
    },
    **{f"{name} whole": plain(name, N, axis=0) for name in words("sum mean max prod var std")},
    **{f"{name} bool": plain(name, yes_no(3, 4), axis=1) for name in ["sum", "mean", "prod"]},
    "sum small": plain("sum", whole(3, 4, dtype="int8")),
    "max initial": plain("max", X, axis=1, initial=0.5),
    "min initial": plain("min", X, initial=-0.5),
    "all": plain("all", yes_no(3, 4), axis=1),
    "any": plain("any", yes_no(3, 4), axis=(0, 1), keepdims=True),
    "all numbers": plain("all", N),
    "count_nonzero": plain("count_nonzero", N, axis=1),
    "average": plain("average", X, axis=1),
    "average weights": (lambda ops, x, w: ops.average(x, axis=0, weights=w), (X, positive(4))),
    "average all": (lambda ops, x, w: ops.average(x, weights=w), (X, positive(4, 6))),
    **{
        f"quantile {how}": plain("quantile", X, q=[0.1, 0.5, 0.85], axis=1, method=how)
        for how in ("linear", "lower", "higher", "midpoint", "nearest")
    },
    "quantile all": plain("quantile", X, q=0.3, keepdims=True),
    "percentile": plain("percentile", X, q=30, axis=0),
    "nanquantile": plain("nanquantile", holed(4, 6), q=[0.2, 0.7], axis=1),
    "nanpercentile": plain("nanpercentile", holed(4, 6), q=40.0),
    "cumsum": plain("cumsum", X, axis=1),
    "cumsum all": plain("cumsum", N),
    "cumsum type": plain("cumsum", N, axis=0, dtype="float32"),
    "cumprod": plain("cumprod", X, axis=1),
    "cumprod whole": plain("cumprod", N, axis=0),
    "diff": plain("diff", X),
    "diff twice": plain("diff", N, n=2, axis=0),
    "trapezoid": plain("trapezoid", X, dx=0.5),
    "trapezoid places": (lambda ops, y, x: ops.trapezoid(y, x=x), (X, np.sort(ROW))),
    "corrcoef": plain("corrcoef", X),
    "bincount": plain("bincount", whole(9, low=0), minlength=8),
    "bincount weights": plain("bincount", whole(9, low=0), weights=real(9)),
    "bincount rows": plain("bincount", np.array([[1, 2, 2], [0, 2, 1]], "int32")),
    "histogram": plain("histogram", X.ravel(), bins=5),
    "histogram range": plain("histogram", X.ravel(), bins=4, range=(-1.0, 1.0)),
}

CASES: dict[str, Call] = _CREATION | _ARRANGING | _INDEXING | _STATISTICS
