"""Hashes of texts, the same on every machine and in every run, and the same as TensorFlow's.

``fingerprint`` is FarmHash's 64-bit fingerprint (Google, farmhashna), ``keyed_hash`` is
SipHash-2-4 (Aumasson and Bernstein, 2012), ``crossed`` joins fingerprints one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

_MASK = (1 << 64) - 1
_K0 = 0xC3A5C85C97CB3127
_K1 = 0xB492B66FBE98F273
_K2 = 0x9AE16A3B2F90404F
_JOIN = 0xC6A4A7935BD1E995
#: TensorFlow's key of a crossing.
_CROSS_KEY = 0xDECAFCAFFE


def fingerprint(data: bytes) -> int:
    """Return FarmHash's 64-bit fingerprint."""
    if len(data) <= 16:
        return _up_to_16(data)
    if len(data) <= 32:
        return _up_to_32(data)
    if len(data) <= 64:
        return _up_to_64(data)
    return _longer(data)


def keyed_hash(data: bytes, key: Sequence[int]) -> int:
    """Return SipHash-2-4 with a key of two numbers."""
    first, second = (int(k) & _MASK for k in key)
    v = [
        first ^ 0x736F6D6570736575,
        second ^ 0x646F72616E646F6D,
        first ^ 0x6C7967656E657261,
        second ^ 0x7465646279746573,
    ]
    whole = len(data) - len(data) % 8
    words = [_word(data, i) for i in range(0, whole, 8)]
    words.append(int.from_bytes(data[whole:], "little") | (len(data) & 0xFF) << 56)
    for word in words:
        v[3] ^= word
        v = _sip_round(_sip_round(v))
        v[0] ^= word
    v[2] ^= 0xFF
    for _ in range(4):
        v = _sip_round(v)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def crossed(features: Sequence[int]) -> int:
    """Return one hash for the features of a crossing: whole numbers, or texts' fingerprints."""
    result = _CROSS_KEY
    for feature in features:
        result ^= _JOIN
        result ^= _shift_mix(feature * _JOIN & _MASK) * _JOIN & _MASK
        result = result * _JOIN & _MASK
        result = _shift_mix(_shift_mix(result) * _JOIN & _MASK)
    return result


def _sip_round(v: list[int]) -> list[int]:
    a, b, c, d = v
    a, c = (a + b) & _MASK, (c + d) & _MASK
    b, d = _left(b, 13) ^ a, _left(d, 16) ^ c
    a, c = (_left(a, 32) + d) & _MASK, (c + b) & _MASK
    b, d = _left(b, 17) ^ c, _left(d, 21) ^ a
    return [a, b, _left(c, 32), d]


def _left(value: int, count: int) -> int:
    return (value << count | value >> (64 - count)) & _MASK


def _turn(value: int, count: int) -> int:
    """A 64-bit number turned right; longer numbers are cut first."""
    value &= _MASK
    return (value >> count | value << (64 - count)) & _MASK


def _word(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 8], "little")


def _shift_mix(value: int) -> int:
    return value ^ value >> 47


def _pair(u: int, v: int, factor: int) -> int:
    a = _shift_mix((u ^ v) * factor & _MASK)
    return _shift_mix((v ^ a) * factor & _MASK) * factor & _MASK


def _up_to_16(data: bytes) -> int:
    length = len(data)
    factor = _K2 + 2 * length & _MASK
    if length >= 8:
        a, b = _word(data, 0) + _K2 & _MASK, _word(data, length - 8)
        return _pair(
            (_turn(b, 37) * factor + a) & _MASK, (_turn(a, 25) + b) * factor & _MASK, factor
        )
    if length >= 4:
        first, last = (int.from_bytes(part, "little") for part in (data[:4], data[-4:]))
        return _pair(length + (first << 3), last, factor)
    if length:
        y = data[0] + (data[length >> 1] << 8)
        z = length + (data[-1] << 2)
        return _shift_mix((y * _K2 ^ z * _K0) & _MASK) * _K2 & _MASK
    return _K2


def _ends(data: bytes, factor: int, first: int) -> tuple[int, int, int]:
    """The sum and the pair's second part that texts of 17 to 64 bytes begin with, and a."""
    length = len(data)
    a, b = _word(data, 0) * first & _MASK, _word(data, 8)
    c = _word(data, length - 8) * factor & _MASK
    d = _word(data, length - 16) * _K2
    y = (_turn(a + b, 43) + _turn(c, 30) + d) & _MASK
    return y, (a + _turn(b + _K2, 18) + c) & _MASK, a


def _up_to_32(data: bytes) -> int:
    factor = _K2 + 2 * len(data) & _MASK
    return _pair(*_ends(data, factor, _K1)[:2], factor)


def _up_to_64(data: bytes) -> int:
    length = len(data)
    factor = _K2 + 2 * length & _MASK
    y, other, a = _ends(data, factor, _K2)
    z = _pair(y, other, factor)
    e, f = _word(data, 16) * factor & _MASK, _word(data, 24)
    g = (y + _word(data, length - 32)) * factor & _MASK
    h = (z + _word(data, length - 24)) * factor & _MASK
    return _pair(
        (_turn(e + f, 43) + _turn(g, 30) + h) & _MASK, (e + _turn(f + a, 18) + g) & _MASK, factor
    )


def _longer(data: bytes) -> int:
    x, y = 81, (81 * _K1 + 113) & _MASK
    z = _shift_mix((y * _K2 + 113) & _MASK) * _K2 & _MASK
    x = (x * _K2 + _word(data, 0)) & _MASK
    v, w = (0, 0), (0, 0)
    end = (len(data) - 1) // 64 * 64
    for s in range(0, end, 64):
        x, y, z, v, w = _block(data, s, (x, y, z, v, w), _K1, 1)
    factor = _K1 + ((z & 0xFF) << 1) & _MASK
    rest = (len(data) - 1) & 63
    w0 = w[0] + rest
    v0 = v[0] + w0
    v, w = (v0 & _MASK, v[1]), ((w0 + v0) & _MASK, w[1])
    x, y, z, v, w = _block(data, end + rest - 63, (x, y, z, v, w), factor, 9)
    return _pair(
        (_pair(v[0], w[0], factor) + _shift_mix(y) * _K0 + z) & _MASK,
        (_pair(v[1], w[1], factor) + x) & _MASK,
        factor,
    )


_State = tuple[int, int, int, tuple[int, int], tuple[int, int]]


def _block(data: bytes, s: int, state: _State, factor: int, times: int) -> _State:
    """The state after 64 more bytes."""
    x, y, z, v, w = state
    x = _turn(x + y + v[0] + _word(data, s + 8), 37) * factor & _MASK
    y = _turn(y + v[1] + _word(data, s + 48), 42) * factor & _MASK
    x ^= w[1] * times & _MASK
    y = (y + v[0] * times + _word(data, s + 40)) & _MASK
    z = _turn(z + w[0], 33) * factor & _MASK
    v = _weak(data, s, v[1] * factor, x + w[0])
    w = _weak(data, s + 32, z + w[1], y + _word(data, s + 16))
    return z, y, x, v, w


def _weak(data: bytes, s: int, a: int, b: int) -> tuple[int, int]:
    first, second, third, fourth = (_word(data, s + i) for i in (0, 8, 16, 24))
    a = (a + first) & _MASK
    b = _turn(b + a + fourth, 21)
    sums = (a + second + third) & _MASK
    b = (b + _turn(sums, 44)) & _MASK
    return (sums + fourth) & _MASK, (b + a) & _MASK
