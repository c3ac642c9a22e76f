"""Compiled kernels on disk: when one is out of date, and loading one without the compiler.

Before Numba loads a function from its cache it sets up all it would need to
compile one: hundreds of modules, SciPy's linear algebra where that is installed,
a runtime library. That costs more time and memory than all kernels of a network
together, so here it is left until something really has to be compiled.

Numba numbers its files and keeps an index, which two processes that compile at
once would spoil for each other. Here a file's name says what is in it.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
from numba.core.caching import FunctionCache, IndexDataCacheFile
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


class _Files(IndexDataCacheFile):
    """One file for each compiled form of a kernel, written beside its place and renamed."""

    def path(self, key: Any) -> Path:
        return Path(self._cache_path, f"{self._family()}{_digest(repr(key))}.nbc")

    def save(self, key: Any, data: Any) -> None:
        path = self.path(key)
        for old in path.parent.glob(f"{self._begin()}*.nbc"):
            if not old.name.startswith(self._family()):
                old.unlink(missing_ok=True)
        self._save_data(path.name, data)

    def load(self, key: Any) -> Any:
        try:
            return self._load_data(self.path(key).name)
        except Exception:  # damaged or gone: compiling it again is always right
            return None

    def flush(self) -> None:
        for path in Path(self._cache_path).glob(f"{self._begin()}*.nbc"):
            path.unlink(missing_ok=True)

    def _begin(self) -> str:
        return self._index_name.removesuffix(".nbi") + "."

    def _family(self) -> str:
        """How the names of all files begin that belong to the present sources."""
        return f"{self._begin()}{_digest(repr((self._source_stamp, self._version)))}."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class KernelCache(FunctionCache):
    """Numba's cache, emptied by changes in any kernel's source, loading without the compiler."""

    #: Called with (cache, signature) when a kernel is wanted that was never compiled.
    on_miss: Callable[[KernelCache, Any], None] = staticmethod(lambda cache, sig: None)

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        stamp = _STAMP or self._cache_file._source_stamp
        self._files = _Files(self._cache_path, self._impl.filename_base, stamp)
        self._cache_file = self._files  # where Numba looks for it

    def holds(self, sig: Any, target_context: Any) -> bool:
        """Whether a compiled form is on the disk."""
        key = self._index_key(sig, target_context.codegen())
        return self._files.path(key).exists()

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        _name_runtime()
        with self._guard_against_spurious_io_errors():
            if not self.holds(sig, target_context):
                type(self).on_miss(self, sig)
            return self._load_overload(sig, target_context)
