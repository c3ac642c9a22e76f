"""Running a compiled kernel on Numba's threads, without `prange`.

`prange` compiles every loop three times over and takes half a second for each,
which a user would wait for at the first training step. Here a kernel calls
itself: its last three arguments are `entry, chunks, chunk`, and its first line

    chunk = share(entry, chunks, chunk)
    if chunk < 0:
        return

Python calls it with `pool()`, the number of chunks and -1. `share` then hands
Numba's thread pool a small function that calls the same kernel with the same
arguments and a chunk number, waits for all of them and answers -1.
"""

import os
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.np.ufunc import parallel

from engine.kernels.common import MOST_CHUNKS
from engine.simd import vector_code

_I64 = ir.IntType(64)
_BYTES = ir.IntType(8).as_pointer()
_NUMBERS = _I64.as_pointer()
_entry = 0


# OpenMP threads that wait for each other in a busy loop lose whole time slices, 8 ms and more
# for a kernel of 50 us, as soon as a window repaints or another program runs beside us.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# A wait of a few microseconds before sleep bridges the gap to the next kernel: an order that finds
# the threads awake costs 4 us instead of 18. Counted in pauses; libgomp reads it.
os.environ.setdefault("GOMP_SPINCOUNT", "300")


def pool() -> int:
    """Address of the thread pool's entry point; the threads start at the first call."""
    global _entry
    if not _entry:
        parallel._launch_threads()
        _entry = llvm.address_of_symbol("numba_parallel_for")
    return _entry


@vector_code
def share(typingctx: Any, entry: Any, chunks: Any, chunk: Any) -> Any:
    """The chunk to work on, 0 if there is just one; -1 once the pool has done them all."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        entry_, chunks_, chunk_ = args
        answer = cgutils.alloca_once_value(builder, chunk_)
        with builder.if_then(builder.icmp_signed("<", chunk_, _I64(0))):
            alone = builder.icmp_signed("<=", chunks_, _I64(1))
            with builder.if_else(alone) as (one, many):
                with one:
                    builder.store(_I64(0), answer)
                with many:
                    _enter(builder, entry_, chunks_)
        return builder.load(answer)

    return types.int64(types.int64, types.int64, types.int64), generate


def _enter(builder: Any, entry: Any, chunks: Any) -> None:
    """Ask the pool for `chunks` items of two arrays: our arguments (step 0), chunk numbers."""
    given = builder.function.args[2:-1]  # without result, error and chunk number
    memory = cgutils.alloca_once(builder, ir.LiteralStructType([a.type for a in given]))
    for place, value in enumerate(given):
        builder.store(value, cgutils.gep_inbounds(builder, memory, 0, place))
    numbers = cgutils.alloca_once(builder, ir.ArrayType(_I64, MOST_CHUNKS))
    with cgutils.for_range(builder, chunks) as loop:
        builder.store(loop.index, cgutils.gep_inbounds(builder, numbers, 0, loop.index))
    arrays = cgutils.alloca_once(builder, ir.ArrayType(_BYTES, 2))
    steps = cgutils.alloca_once(builder, ir.ArrayType(_I64, 2))
    for place, (array, step) in enumerate([(memory, 0), (numbers, 8)]):
        builder.store(builder.bitcast(array, _BYTES),
                      cgutils.gep_inbounds(builder, arrays, 0, place))
        builder.store(_I64(step), cgutils.gep_inbounds(builder, steps, 0, place))
    counts = cgutils.alloca_once_value(builder, chunks)
    work = _task(builder.function, memory.type)
    kind = ir.FunctionType(ir.VoidType(), [_BYTES] * 5 + [_I64] * 3)
    passed = [builder.bitcast(p, _BYTES) for p in (work, arrays, counts, steps)]
    builder.call(builder.inttoptr(entry, kind.as_pointer()),
                 [*passed, ir.Constant(_BYTES, None), _I64(0), _I64(2), chunks])


def _task(kernel: Any, memory_type: Any) -> Any:
    """task(arrays, counts, steps, nothing): call `kernel` for the next counts[0] chunks."""
    kind = ir.FunctionType(ir.VoidType(), [_BYTES.as_pointer(), _NUMBERS, _NUMBERS, _BYTES])
    task = ir.Function(kernel.module, kind, name=kernel.module.get_unique_name("chunk_task"))
    task.linkage = "internal"
    builder = ir.IRBuilder(task.append_basic_block("entry"))
    memory = builder.bitcast(builder.load(task.args[0]), memory_type)
    numbers = builder.load(cgutils.gep_inbounds(builder, task.args[0], 1))
    first = builder.load(builder.bitcast(numbers, _NUMBERS))
    unused = [cgutils.alloca_once(builder, a.type.pointee) for a in kernel.args[:2]]
    given = [builder.load(cgutils.gep_inbounds(builder, memory, 0, place))
             for place in range(len(kernel.args) - 3)]
    with cgutils.for_range(builder, builder.load(task.args[1])) as loop:
        builder.call(kernel, [*unused, *given, builder.add(first, loop.index)])
    builder.ret_void()
    return task
