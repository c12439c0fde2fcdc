"""Small pictures, made by hand: a PNG, a JPEG with all that a camera writes into it, a WebP."""

import struct
import zlib

CAMERA = b"N 52.5 E 13.4, Ana's phone"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 8, height: int = 8, *more: bytes) -> bytes:
    """Green, with further chunks before the pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = b"".join(b"\x00" + b"\x2b\x61\x49" * min(width, 999) for _ in range(min(height, 999)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int = 6) -> bytes:
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack("<HHII", 0x010F, 2, len(CAMERA), 38)
    return b"Exif\x00\x00II\x2a\x00" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0) + CAMERA


def jpeg(*more: bytes, after: bytes = b"") -> bytes:
    """Not a picture that can be seen, but whole in all its segments."""
    frame = segment(0xC0, b"\x08" + struct.pack(">HH", 8, 8) + b"\x01\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(more) + frame + scan + b"\xff\xd9" + after


def webp(*more: tuple[bytes, bytes], flags: int = 0b0000_1100) -> bytes:
    chunks = [(b"VP8X", bytes([flags, 0, 0, 0, 7, 0, 0, 7, 0, 0])), (b"VP8L", b"\x2f\x07\xc0\x01\x00"), *more]
    body = b"".join(name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


PHOTO = png()
