"""Walking a (rows, columns) matrix in lines long enough for vectors.

A matrix with few columns is read as if several rows were one: sums are kept for
`line` = columns * repeat places and folded at the end. Sums of many rows are
gathered in blocks and the blocks added in float64, so that float32 keeps its
digits over millions of rows.
"""

from typing import Any

import numpy as np

from engine.kernels.common import inlined

_LINE = 256  # elements in a line, at least
_ROWS = 64  # lines summed in the array's own precision


@inlined
def line_of(columns: int) -> int:
    """Length of the lines for a matrix of so many columns."""
    return columns * max(1, _LINE // max(columns, 1))


@inlined
def fold(line_sums: Any, sums: Any) -> None:
    """sums[column] = total of its places in a line."""
    sums[:] = 0
    for place in range(0, line_sums.size, sums.size):
        for column in range(sums.size):
            sums[column] += line_sums[place + column]


@inlined
def repeat(values: Any, line: Any) -> None:
    """Fill a line with one value per column, over and over."""
    for place in range(0, line.size, values.size):
        for column in range(values.size):
            line[place + column] = values[column]


@inlined
def sum_columns(x: Any, first: int, last: int, sums: Any) -> None:
    """sums (float64) = column sums of rows [first, last) of a flat matrix of sums.size columns."""
    columns = sums.size
    block, total = np.empty(line_of(columns), x.dtype), np.zeros(line_of(columns))
    for begin in range(first * columns, last * columns, block.size * _ROWS):
        end = min(last * columns, begin + block.size * _ROWS)
        block[:] = 0
        for place in range(begin, end, block.size):
            part = x[place:min(end, place + block.size)]
            for j in range(part.size):
                block[j] += part[j]
        for j in range(block.size):
            total[j] += block[j]
    fold(total, sums)
