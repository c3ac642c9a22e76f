"""Running a compiled kernel on Numba's threads, without `prange`.

`prange` compiles every loop three times over and takes half a second for each,
which a user would wait for at the first training step. Here a kernel that takes
a chunk number is handed to Numba's thread pool as it is: the pool's own entry
point gets the kernel's arguments in one block of memory, and a small function
that unpacks them and calls the kernel for each chunk it is given.
"""

from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.ufunc import parallel

from engine.kernels.common import MOST_CHUNKS

_I64 = ir.IntType(64)
_BYTES = ir.IntType(8).as_pointer()
_NUMBERS = _I64.as_pointer()


def pool() -> int:
    """Address of the thread pool's entry point; the threads start at the first call."""
    global _pool
    if not _pool:
        parallel._launch_threads()
        _pool = llvm.address_of_symbol("numba_parallel_for")
    return _pool


_pool = 0


@intrinsic
def run_chunks(typingctx: Any, entry: Any, kernel: Any, arguments: Any, chunks: Any) -> Any:
    """kernel(*arguments, chunks, chunk) for every chunk, on `chunks` threads.

    `entry` is `pool()`; with one chunk the kernel is called directly.
    """
    if not isinstance(kernel, types.Dispatcher) or not isinstance(arguments, types.BaseTuple):
        return None
    kinds = (*arguments.types, types.int64, types.int64)
    kernel.get_call_type(typingctx, kinds, {})

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        compiled = kernel.dispatcher.overloads[kinds]
        context.add_linking_libs([compiled.library])
        values = cgutils.unpack_tuple(builder, args[2], len(arguments.types))
        block = ir.LiteralStructType([v.type for v in values] + [_I64])
        memory = cgutils.alloca_once(builder, block)
        for place, value in enumerate([*values, args[3]]):
            builder.store(value, cgutils.gep_inbounds(builder, memory, 0, place))
        task = _task(context, builder.module, compiled.fndesc, kinds, block)
        _enter(builder, args[0], task, memory, args[3])
        return context.get_dummy_value()

    return types.void(types.int64, kernel, arguments, types.int64), generate


def _call(context: Any, builder: Any, kernel: Any, kinds: tuple, memory: Any, chunk: Any) -> None:
    """Call the kernel with the arguments in `memory`. Kernels raise nothing, so no status."""
    count = len(kinds) - 1
    values = [builder.load(cgutils.gep_inbounds(builder, memory, 0, i)) for i in range(count)]
    context.call_internal_no_propagate(
        builder, kernel, types.void(*kinds), [*values, chunk])


def _task(context: Any, module: Any, kernel: Any, kinds: tuple, block: Any) -> Any:
    """void task(char **args, long *counts, long *steps, void *): chunks args[1][0 .. counts[0])."""
    kind = ir.FunctionType(ir.VoidType(), [_BYTES.as_pointer(), _NUMBERS, _NUMBERS, _BYTES])
    task = ir.Function(module, kind, name=module.get_unique_name("chunk_task"))
    task.linkage = "internal"
    builder = ir.IRBuilder(task.append_basic_block("entry"))
    memory = builder.bitcast(builder.load(task.args[0]), block.as_pointer())
    numbers = builder.load(cgutils.gep_inbounds(builder, task.args[0], 1))
    first = builder.load(builder.bitcast(numbers, _NUMBERS))
    with cgutils.for_range(builder, builder.load(task.args[1])) as loop:
        _call(context, builder, kernel, kinds, memory, builder.add(first, loop.index))
    builder.ret_void()
    return task


def _enter(builder: Any, entry: Any, task: Any, memory: Any, chunks: Any) -> None:
    """Ask the pool for `chunks` items over two arrays: the block (step 0) and chunk numbers."""
    numbers = cgutils.alloca_once(builder, ir.ArrayType(_I64, MOST_CHUNKS))
    with cgutils.for_range(builder, chunks) as loop:
        builder.store(loop.index, cgutils.gep_inbounds(builder, numbers, 0, loop.index))
    arrays = cgutils.alloca_once(builder, ir.ArrayType(_BYTES, 2))
    builder.store(builder.bitcast(memory, _BYTES), cgutils.gep_inbounds(builder, arrays, 0, 0))
    builder.store(builder.bitcast(numbers, _BYTES), cgutils.gep_inbounds(builder, arrays, 0, 1))
    counts = cgutils.alloca_once_value(builder, chunks)
    steps = cgutils.alloca_once(builder, ir.ArrayType(_I64, 2))
    builder.store(_I64(0), cgutils.gep_inbounds(builder, steps, 0, 0))
    builder.store(_I64(8), cgutils.gep_inbounds(builder, steps, 0, 1))
    kind = ir.FunctionType(ir.VoidType(), [_BYTES] * 5 + [_I64] * 3)
    call = builder.inttoptr(entry, kind.as_pointer())
    given = [builder.bitcast(g, _BYTES) for g in (arrays, counts, steps)]
    nothing = ir.Constant(_BYTES, None)
    typed = [builder.bitcast(g, k) for g, k in zip(given, task.type.pointee.args, strict=False)]
    with builder.if_else(builder.icmp_signed("<=", chunks, _I64(1))) as (alone, together):
        with alone:
            builder.call(task, [*typed, nothing])
        with together:
            work = builder.bitcast(task, _BYTES)
            builder.call(call, [work, *given, nothing, _I64(0), _I64(2), chunks])
