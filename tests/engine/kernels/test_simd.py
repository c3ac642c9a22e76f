"""Register blocks follow the processor; the tile itself is tested through the products."""

import pytest

from engine import simd


@pytest.mark.parametrize(
    ("features", "vector_bytes", "registers"),
    [({"avx512f": True, "avx2": True}, 64, 32), ({"avx2": True, "avx512f": False}, 32, 16),
     ({"neon": True}, 16, 32), ({"sse2": True}, 16, 16), ({}, 16, 16)])
def test_blocks_fit_the_registers(features, vector_bytes, registers):
    host = simd.detect(features)
    assert host.vector_bytes == vector_bytes
    assert 2 * host.rows + 2 < registers
    assert 0 < host.few_rows < host.rows
