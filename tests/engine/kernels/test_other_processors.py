"""The kernels' own tests once more, compiled for processors with narrower vectors.

Each runs in a process of its own, because Numba decides at its start what it compiles for. What
LLVM makes of the same source for 32-byte and for 16-byte vectors must pass the same comparisons
with NumPy; only instructions that this processor does not have can't be tried here.
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROCESSORS = {
    "AVX2": ("haswell", "+sse2,+sse4.1,+sse4.2,+avx,+avx2,+fma,+bmi,+bmi2,+f16c,+popcnt", 32),
    "SSE2": ("x86-64", "+sse2", 16),
}


@pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64"), reason="names processors of one family"
)
@pytest.mark.parametrize("kind", PROCESSORS)
def test_kernels_compiled_for_another_processor(kind, tmp_path):
    name, features, vector_bytes = PROCESSORS[kind]
    environment = os.environ | {
        "NUMBA_CPU_NAME": name,
        "NUMBA_CPU_FEATURES": features,
        "NUMBA_CACHE_DIR": str(tmp_path),
    }
    ask = "from engine.simd import HOST; print(HOST.vector_bytes)"
    told = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True)
    assert int(told.stdout) == vector_bytes
    tests = [str(p) for p in sorted(HERE.glob("test_*.py")) if p != Path(__file__)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        env=environment, capture_output=True, text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
