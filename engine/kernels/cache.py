"""Compiled kernels on disk: when one is out of date, and loading one without the compiler.

Before Numba loads a function from its cache it sets up all it would need to
compile one: hundreds of modules, SciPy's linear algebra where that is installed,
a runtime library. That costs more time and memory than all kernels of a network
together, so here it is left until something really has to be compiled.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
from numba.core.caching import FunctionCache
from numba.core.runtime import nrt


def _sources() -> str:
    """Digest of all kernels' source: what a cached kernel depends on.

    Numba looks only at the file a kernel stands in, but code from the others is
    compiled into it. Empty in a frozen program, where Numba looks at the program's file.
    """
    home = Path(__file__).parent
    paths = [p for p in (home.parent / "simd.py", *sorted(home.glob("*.py"))) if p.exists()]
    return hashlib.sha256(b"".join(p.read_bytes() for p in paths)).hexdigest() if paths else ""


_STAMP = _sources()


@functools.cache
def _name_runtime() -> None:
    """Tell the linker where Numba's memory functions are, which kernels may call."""
    for name, place in nrt._nrt.c_helpers.items():
        llvm.add_symbol(name if name.startswith("_") else f"NRT_{name}", place)


class KernelCache(FunctionCache):
    """Numba's cache, emptied by changes in any kernel's source, loading without the compiler."""

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        if _STAMP:
            self._cache_file._source_stamp = _STAMP

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        _name_runtime()
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)
