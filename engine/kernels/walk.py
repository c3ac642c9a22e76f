"""What the kernels that walk through time share: memory of their own and how it is laid out.

Samples are walked in groups of a few blocks of rows. For each sample a group holds a row
`h, x, 1` (the state, the inputs of a step and a one, whose gradient is the bias's) and a
row of sums, gate by gate. Every gate is padded with zeros to whole vectors, `padded`
numbers, and so is what is kept for the gradient: block by block, there step by step.

Where the weights fit into a cache, x @ w belongs to a step's product and the gradients
of the weights are summed up on the way; else (`inputs` 0) products over all steps make them.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import config, get_num_threads

from engine.kernels.blocks import BLOCK, TALL
from engine.kernels.common import SERIAL_WORK, compiled, inlined
from engine.kernels.tiles import WIDEST
from engine.kernels.vectors import FADED, copy_run
from engine.simd import itemsize, lanes

_CACHED = 1 << 18  # weights that stay in the second-level cache beside everything else
_SUMS = 1 << 13  # sums of a group: they stay in the first
_STEPS = 128  # rows whose products with the gates' gradients are summed up at once


def padded_size(numbers: int) -> int:
    """`numbers` rounded up to whole vectors."""
    return -(-numbers // WIDEST) * WIDEST


def _stride(numbers: int) -> int:
    """At least `numbers`; an odd number of vectors, so that rows do not share cache sets."""
    return padded_size(numbers) + (WIDEST if padded_size(numbers) // WIDEST % 2 == 0 else 0)


class Layout(NamedTuple):
    """Sizes in numbers.

    `rows` of a group, `padded` units, `inputs` in a step's row, `depth` of that without the
    one, strides of the rows `row`, of the `sums` and of the `back`ward product, `tall` rows
    of a gradient for weights, `slots` for steps whose gradients wait to be summed up.
    """

    rows: int
    padded: int
    inputs: int
    depth: int
    row: int
    sums: int
    back: int
    tall: int
    slots: int


def layout_of(batch: int, inputs: int, units: int, gates: int) -> Layout:
    """The layout for sequences of a batch."""
    padded = padded_size(units)
    wide = gates * padded
    # One product for all steps beforehand, if a step's own would read many weights for few rows.
    near = batch >= BLOCK or inputs <= padded
    inside = inputs if near and (padded + inputs) * wide <= _CACHED else 0
    depth = padded + inside
    blocks = _SUMS // (BLOCK * wide)
    if depth * wide > _CACHED:  # weights come from afar: as many rows as can use them at once
        blocks = 8 * _SUMS // (BLOCK * wide)
    rows = BLOCK * max(1, min(blocks, -(-batch // BLOCK)))
    tall = -(-(depth + 1) // TALL) * TALL
    return Layout(rows, padded, inside, depth, _stride(max(tall, depth + WIDEST)), _stride(wide),
                  _stride(depth), tall, max(1, _STEPS // rows) if inside else 1)


def blocks_of(batch: int) -> int:
    """Blocks of rows of a batch."""
    return -(-batch // BLOCK)


def kept_shape(batch: Any, steps: Any, units: int, gates: int) -> tuple:
    """Shape of what is kept of `gates` gates for the gradient; sizes may be unknown."""
    blocks = None if batch is None else blocks_of(batch)
    return (blocks, steps, BLOCK, gates * padded_size(units))


def most_chunks(batch: int) -> int:
    """As many chunks as a batch may be cut into."""
    return max(1, min(blocks_of(batch), config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]


def chunks_of(batch: int, steps: int, units: int, gates: int) -> int:
    """How many chunks to cut a batch into."""
    if 2 * gates * batch * steps * units**2 <= SERIAL_WORK:
        return 1
    return min(most_chunks(batch), get_num_threads())


def parts(scratch: np.ndarray, *sizes: int) -> list[np.ndarray]:
    """Cut a flat array into parts of these sizes and the rest."""
    ends = np.cumsum((0, *sizes))
    found = [scratch[a:b] for a, b in zip(ends[:-1], ends[1:], strict=True)]
    return [*found, scratch[ends[-1]:]]


@inlined
def kept_row(sample: int, t: int, steps: int) -> int:
    """The row in what is kept for the gradient."""
    return (sample // BLOCK * steps + t) * BLOCK + sample % BLOCK


@inlined
def calm(values: Any, first: int, count: int) -> None:
    """Clear float32 gradients that have faded; see `vectors.Formula.calmed`."""
    if itemsize(values[0]) == 4:
        part = values[first:first + count]
        for j in range(count):
            part[j] = 0 if abs(part[j]) < FADED else part[j]


@inlined
def copy_gates(source: int, target: int, gates: int, source_step: int, target_step: int,
               units: int, like: Any) -> None:
    """Copy the units of some gates that lie so many numbers apart; places are addresses."""
    for gate in range(gates):
        copy_run(source + itemsize(like) * gate * source_step,
                 target + itemsize(like) * gate * target_step, units, like)


@compiled
def pad_gates(source: Any, gates: int, units: int, padded: int, target: Any) -> None:
    """A row of gates, padded; `source` may be empty for zeros."""
    target[:gates * padded] = 0
    if source.size:
        for gate in range(gates):
            for j in range(units):
                target[gate * padded + j] = source[gate * units + j]


@compiled
def pack_gates(u: Any, w: Any, top: int, depth: int, gates: int, first_gate: int, last_gate: int,
               units: int, padded: int, target: Any) -> None:
    """Pack some gates' weights for `blocks.rows_product`: of a row of h and x the `depth`
    places from `top` on.

    u (units, gates * units), w (inputs, gates * units) and `target` are flat.
    """
    width = lanes(target[0])
    columns, wide = (last_gate - first_gate) * padded, gates * units
    for column in range(0, columns, width):
        first = column - column % (2 * width)  # two vectors share a panel, the last may be alone
        span = min(2 * width, columns - first)
        place = first * depth + column - first
        gate, unit = first_gate + column // padded, column % padded
        used = max(0, min(width, units - unit))
        for row in range(depth):
            at = top + row
            source, line = (u, at) if at < padded else (w, at - padded)
            filled = used if at < units or at >= padded else 0
            start, out = line * wide + gate * units + unit, place + row * span
            for j in range(filled):
                target[out + j] = source[start + j]
            for j in range(filled, width):
                target[out + j] = 0


@compiled
def pack_turned(source: Any, rows: int, gates: int, shift: int, units: int, padded: int,
                target: Any) -> None:
    """Pack the first rows of u or w as columns: the way back from gates to state or inputs.

    The sums' gradients begin with gate `-shift`, after the last gate comes the first.
    """
    width = lanes(target[0])
    depth, columns = gates * padded, padded_size_of(rows)
    target[:depth * columns] = 0
    for column in range(rows):
        first = column - column % (2 * width)
        span = min(2 * width, columns - first)
        place = first * depth + column - first
        for gate in range(gates):
            start = (column * gates + gate) * units
            out = place + (gate + shift) % gates * padded * span
            for j in range(units):
                target[out + j * span] = source[start + j]


@inlined
def padded_size_of(numbers: int) -> int:
    """`padded_size` inside compiled code."""
    return -(-numbers // WIDEST) * WIDEST


@compiled
def collect(sums: Any, chunks: int, size: int, first: int, rows: int, gates: int, shift: int,
            turn: int, units: int, padded: int, target: Any) -> None:
    """target (rows, gates * units), flat = the chunks' sums of rows from `first` on.

    Of the four blocks of columns a gate's is (gate + shift) % turn.
    """
    for row in range(rows):
        for gate in range(gates):
            start = ((first + row) * 4 + (gate + shift) % turn) * padded
            out = (row * gates + gate) * units
            for j in range(units):
                target[out + j] = sums[start + j]
            for chunk in range(1, chunks):
                for j in range(units):
                    target[out + j] += sums[chunk * size + start + j]
