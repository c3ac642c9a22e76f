"""Kernels that were never compiled: by helpers, with progress, to the same bits as without."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.kernels import act, ahead, embedding, gemm
from engine.kernels.cache import KernelCache, _Files

ROOT = Path(__file__).parents[3]

FIT = """
import json, sys
import numpy as np
import engine as k
from engine.kernels import ahead, common
k.utils.set_random_seed(3)
m = k.Sequential([k.Input((4,)), k.layers.Dense(3, activation="relu"), k.layers.Dense(1)])
m.compile("sgd", "mse")
x = np.linspace(-1, 1, 32, dtype=np.float32).reshape(8, 4)
told = []
with ahead.told(lambda *progress: told.append(progress)):
    m.fit(x, x[:, :1], batch_size=8, verbose=0)
here = sum(sum(d.stats.cache_misses.values()) for d in common.KERNELS)
print(json.dumps([told, here, [w.tolist() for w in m.get_weights()]]))
"""


def fit(cache):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", FIT], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_a_first_fit_is_compiled_by_helpers_and_tells_how_far_it_is(tmp_path):
    told, compiled_here, weights = fit(tmp_path)
    compiled, kernels = zip(*told, strict=True)
    assert compiled_here == 0
    assert sorted(compiled) == list(compiled)
    assert {compiled[-1], *kernels} == {kernels[0]}
    told_again, compiled_again, same = fit(tmp_path)
    assert told_again == []
    assert compiled_again == 0
    assert same == weights


def normal(*shape):
    return np.random.default_rng(5).normal(size=shape).astype(np.float32)


def test_what_calls_need_is_found_without_touching_their_arrays():
    a, b, out, dz = normal(6, 5), normal(5, 7), normal(6, 7), normal(6, 7)
    scratch = np.empty(gemm.matmul_scratch(a.shape, b.shape), np.float32)
    calls = [
        (gemm.matmul, (a, b, out, False, False, scratch)),
        (act.act_grad, (act.RELU, out, dz, out)),
        (np.copyto, (out, dz)),
        (embedding.gather, (a, np.array([2, 0, 5]), normal(3, 5))),
    ]
    before = out.copy()
    found = {kernel.py_func.__name__ for kernel, _ in ahead.needed(calls)}
    assert found >= {"_part", "_relu_grad", "_gather_part"}
    np.testing.assert_array_equal(out, before)
    gemm.matmul(a, b, out, False, False, scratch)
    np.testing.assert_allclose(out, a.astype(float) @ b, rtol=1e-5)


def test_who_is_told_may_end_the_waiting(monkeypatch):
    def enough(compiled, kernels):
        raise InterruptedError

    monkeypatch.setattr(
        ahead,
        "_start",
        lambda: subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(0.5)"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ),
    )
    helpers = ahead._Helpers([ahead.Wanted("engine.kernels.gemm", "_part", ())] * 3)
    with ahead.told(enough), pytest.raises(InterruptedError):
        helpers.work()
    assert helpers.queue.empty()


def test_helpers_that_fail_leave_the_work_to_numba(monkeypatch):
    monkeypatch.setattr(
        ahead,
        "_start",
        lambda: subprocess.Popen(
            [sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ),
    )
    ahead._Helpers([ahead.Wanted("engine.kernels.gemm", "_part", ())] * 3).work()


def files(folder, stamp="one"):
    return _Files(str(folder), "gemm._part-1.py311", stamp)


def test_files_of_two_processes_do_not_mix(tmp_path):
    mine, theirs = files(tmp_path), files(tmp_path)
    mine.save("float32", "first")
    theirs.save("float64", "second")
    assert [mine.load("float32"), mine.load("float64")] == ["first", "second"]
    assert mine.load("int8") is None


def test_files_of_older_sources_are_neither_loaded_nor_kept(tmp_path):
    files(tmp_path).save("float32", "old")
    now = files(tmp_path, "two")
    assert now.load("float32") is None
    now.save("float64", "new")
    assert [p.name for p in tmp_path.glob("*.nbc")] == [now.path("float64").name]


def test_a_damaged_file_is_as_good_as_none(tmp_path):
    held = files(tmp_path)
    held.save("float32", "first")
    held.path("float32").write_bytes(b"\x80\x04nonsense")
    assert held.load("float32") is None


def test_a_kernel_knows_whether_it_was_compiled():
    gemm.bias_grad(normal(4, 3), np.empty(3, np.float32))
    cache: KernelCache = gemm._bias_part._cache
    (signature, *_) = gemm._bias_part.overloads
    context = gemm._bias_part.targetctx
    assert cache.holds(signature, context)
    assert not cache.holds((*signature, signature[0]), context)
