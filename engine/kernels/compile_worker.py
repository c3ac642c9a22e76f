"""A process that compiles kernels into the cache: kernels by name in, a line per kernel out.

It is started by its path and must not load the engine, which takes longer to
import than many a kernel to compile; an empty package stands in for it. Numba
would also load SciPy's linear algebra, if it is installed, which no kernel calls.
"""

import importlib
import pickle
import sys
import types
from pathlib import Path


def main() -> None:
    engine = types.ModuleType("engine")
    engine.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["engine"] = engine
    sys.modules["scipy"] = None  # type: ignore[assignment]
    while True:
        try:
            module, name, signature = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        getattr(importlib.import_module(module), name).compile(signature)
        print("compiled", flush=True)


if __name__ == "__main__":
    main()
