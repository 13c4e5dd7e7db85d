"""Pictures, one after the other, as one animated PNG: browsers and code hosts show it moving.

Source: W3C, Portable Network Graphics (PNG) Specification, third edition, section 11.3.6.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def animated(pictures: Sequence[bytes], last_ms: Sequence[int]) -> bytes:
    """Return one PNG that shows each of these for so many ms, again and again.

    Raises:
        ValueError: They are not equally large, or coloured in different ways.
    """
    (header,) = {_joined(picture, b"IHDR") for picture in pictures}
    width, height = struct.unpack(">II", header[:8])
    chunks = [_chunk(b"IHDR", header), _chunk(b"acTL", struct.pack(">II", len(pictures), 0))]
    number = 0
    for at, (picture, ms) in enumerate(zip(pictures, last_ms, strict=True)):
        control = struct.pack(">IIIIIHHBB", number, width, height, 0, 0, ms, 1000, 0, 0)
        chunks.append(_chunk(b"fcTL", control))
        number += 1
        # Browsers pack screenshots in haste.
        data = zlib.compress(zlib.decompress(_joined(picture, b"IDAT")), 9)
        if at == 0:
            chunks.append(_chunk(b"IDAT", data))
        else:
            chunks.append(_chunk(b"fdAT", struct.pack(">I", number) + data))
            number += 1
    return SIGNATURE + b"".join(chunks) + _chunk(b"IEND", b"")


def chunks_of(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk's type and data.

    Raises:
        ValueError: It is no PNG, or a chunk is damaged.
    """
    if not png.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    at = len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", png, at + 8 + length)
        if check != zlib.crc32(kind + data):
            raise ValueError(f"the chunk {kind!r} is damaged")
        yield kind, data
        at += length + 12


def _joined(png: bytes, wanted: bytes) -> bytes:
    return b"".join(data for kind, data in chunks_of(png) if kind == wanted)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
