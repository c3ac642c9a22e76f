"""Winograd's transforms of small tiles as vector code: Toom and Cook's matrices, written out.

A 3 x 3 convolution of a 6 x 6 tile gives 4 x 4 outputs. Taken to the values of
polynomials at six points and back, it costs 36 products instead of 144. With
polynomials d (data) and g (kernel) of one axis,

    outputs = GATHER @ ((SPREAD_KERNEL @ g) * (SPREAD_DATA @ d))

and the same along the other axis. The gradient for the kernel is the same thing
with a 4 x 4 tile of the gradient in the kernel's place and 3 x 3 outputs.

The points are 0, +-sqrt(2), +-sqrt(1/2) and infinity: their powers stay near 1, so
the rounding errors stay within about twice those of the plain sum (the usual
0, +-1, +-2 make them five times as large).
"""

import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types

from engine.simd import Vector, vector_code

OUTPUTS, TAPS = 4, 3
CELLS = OUTPUTS + TAPS - 1
PLACES = CELLS * CELLS

_ROOT = math.sqrt(2.0)
_POINTS = (0.0, _ROOT, -_ROOT, 1 / _ROOT, -1 / _ROOT)  # and infinity
_I64 = ir.IntType(64)


def _gather_matrix(outputs: int) -> np.ndarray:
    """Powers of the points: (outputs, points)."""
    matrix = np.zeros((outputs, CELLS))
    matrix[:, :-1] = [[point**i for point in _POINTS] for i in range(outputs)]
    matrix[-1, -1] = 1
    return matrix


def _kernel_matrix(taps: int) -> np.ndarray:
    """Values of a polynomial at the points, over the products of their distances."""
    matrix = _gather_matrix(taps).T.copy()
    for i, point in enumerate(_POINTS):
        matrix[i] /= math.prod(point - other for other in _POINTS if other != point)
    return matrix


def _data_matrix() -> np.ndarray:
    """Row i: the polynomial that is zero at every point but the i-th."""
    matrix = np.zeros((CELLS, CELLS))
    for i in range(CELLS):
        roots = [p for j, p in enumerate(_POINTS) if j != i]
        polynomial = np.poly(roots)[::-1]
        matrix[i, :polynomial.size] = polynomial
    matrix[np.abs(matrix) < 1e-12] = 0
    return matrix


class _Emitter(Vector):
    """Linear combinations of vectors; the points come in pairs of opposite sign."""

    def times(self, factor: float, value: Any, total: Any) -> Any:
        """factor * value + total (None: nothing yet)."""
        if total is None:
            return value if factor == 1 else self.builder.fmul(self._number(factor), value)
        if factor == 1:
            return self.builder.fadd(total, value)
        if factor == -1:
            return self.builder.fsub(total, value)
        return self.multiply_add(self._number(factor), value, total)

    def _number(self, factor: float) -> Any:
        return ir.Constant(self.type, [ir.Constant(self.scalar, float(factor))] * self.lanes)

    def combine(self, factors: Any, values: list[Any]) -> Any:
        """Sum of factor * value, those with the factor 1 first."""
        terms = sorted(((f, v) for f, v in zip(factors, values, strict=True) if f != 0),
                       key=lambda term: term[0] != 1)
        total = None
        for factor, value in terms:
            total = self.times(factor, value, total)
        return total

    def spread(self, matrix: np.ndarray, values: list[Any]) -> list[Any]:
        """matrix @ values, where rows 1 and 2, 3 and 4 differ in the sign of odd columns."""
        even, odd = matrix.copy(), matrix.copy()
        even[:, 1::2], odd[:, ::2] = 0, 0
        result = [self.combine(matrix[0], values)]
        for row in (1, 3):
            a, b = self.combine(even[row], values), self.combine(odd[row], values)
            result += [self.builder.fadd(a, b), self.builder.fsub(a, b)]
        return [*result, self.combine(matrix[5], values)]

    def gather(self, matrix: np.ndarray, values: list[Any]) -> list[Any]:
        """matrix @ values, where columns 1 and 2, 3 and 4 differ in the sign of odd rows."""
        sums = [self.builder.fadd(values[i], values[i + 1]) for i in (1, 3)]
        differences = [self.builder.fsub(values[i], values[i + 1]) for i in (1, 3)]
        result = []
        for i, row in enumerate(matrix):
            pairs = differences if i % 2 else sums
            result.append(self.combine(row[[0, 1, 3, 5]], [values[0], *pairs, values[5]]))
        return result


def _make_transform(matrix: np.ndarray, spreads: bool) -> Any:
    @vector_code
    def transform(typingctx: Any, source: Any, source_row: Any, source_cell: Any, target: Any,
                  target_row: Any, target_cell: Any, bias: Any, floor: Any) -> Any:
        """target = max(floor, matrix @ source @ matrix.T + bias), one vector in every cell.

        `source`, `target`, `bias`: addresses, bias 0 for none; strides between rows and cells
        in elements. Bias and floor count on the way back only.
        """

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            vector = _Emitter(builder, signature.args[-1])
            row_in, cell_in, row_out, cell_out = (vector.bytes(args[i]) for i in (1, 2, 4, 5))

            def place(base: Any, row: Any, cell: Any, i: int, j: int) -> Any:
                offset = builder.add(builder.mul(row, _I64(i)), builder.mul(cell, _I64(j)))
                return builder.add(base, offset)

            apply = vector.spread if spreads else vector.gather
            rows, cells = matrix.shape
            columns = [apply(matrix, [vector.load(place(args[0], row_in, cell_in, i, j))
                                      for i in range(cells)]) for j in range(cells)]
            if not spreads:
                with_bias = builder.icmp_signed("!=", args[6], _I64(0))
                place_of_bias = builder.select(with_bias, args[6], args[0])
                zero = ir.Constant(vector.type, None)
                shift = builder.select(with_bias, vector.load(place_of_bias), zero)
                floor = vector.splat(args[7])
            for i in range(rows):
                for j, value in enumerate(apply(matrix, [c[i] for c in columns])):
                    if not spreads:
                        value = vector.at_least(builder.fadd(value, shift), floor)
                    spot = vector.pointer(place(args[3], row_out, cell_out, i, j), vector.type)
                    builder.store(value, spot, align=vector.size)
            return context.get_dummy_value()

        return types.void(*[types.int64] * 7, floor), generate

    return transform


spread_data = _make_transform(_data_matrix(), True)
spread_kernel = _make_transform(_kernel_matrix(TAPS), True)
spread_gradient = _make_transform(_kernel_matrix(OUTPUTS), True)
gather_outputs = _make_transform(_gather_matrix(OUTPUTS), False)
gather_kernel = _make_transform(_gather_matrix(TAPS), False)


@vector_code
def cell_copy(typingctx: Any, source: Any, target: Any, count: Any, like: Any) -> Any:
    """Fill a vector with `count` numbers and zeros; no memory is read for `count` 0."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector = Vector(builder, signature.args[-1])
        value = vector.masked_load(args[0], vector.range_mask(0, _I64(0), args[2]))
        builder.store(value, vector.pointer(args[1], vector.type), align=vector.size)
        return context.get_dummy_value()

    return types.void(*[types.int64] * 3, like), generate
