"""Animated pictures are what the PNG specification says they are."""

import struct
import zlib

import pytest

from tests.e2e.animated import SIGNATURE, animated, chunks_of


def picture(grey: int, width: int = 2) -> bytes:
    """A grey picture of one row."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes([0] + [grey] * width))),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return SIGNATURE + b"".join(packed)


def test_every_picture_is_a_frame_in_its_order() -> None:
    found = list(chunks_of(animated([picture(10), picture(20), picture(30)], [100, 200, 300])))
    kinds = [kind for kind, _ in found]
    assert kinds == [b"IHDR", b"acTL", *[b"fcTL", b"IDAT"], *[b"fcTL", b"fdAT"] * 2, b"IEND"]
    assert struct.unpack(">II", found[1][1]) == (3, 0)
    numbered = [data for kind, data in found if kind in (b"fcTL", b"fdAT")]
    assert [struct.unpack(">I", data[:4])[0] for data in numbered] == [0, 1, 2, 3, 4]
    delays = [struct.unpack(">HH", data[20:24]) for kind, data in found if kind == b"fcTL"]
    assert delays == [(100, 1000), (200, 1000), (300, 1000)]
    last = next(data for kind, data in reversed(found) if kind == b"fdAT")
    assert zlib.decompress(last[4:]) == bytes([0, 30, 30])


def test_pictures_of_different_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="too many values"):
        animated([picture(1), picture(1, width=3)], [100, 100])
