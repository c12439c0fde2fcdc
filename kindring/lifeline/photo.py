"""A photo from outside: known by its content, bounded, and without what cameras write into it.

Place, time and names of the camera (EXIF, XMP, comments) are left out; of EXIF only which way is up stays. The
picture itself is not drawn anew: that is the browser's work.
"""

import struct
from base64 import b64encode
from collections.abc import Iterator

MOST_BYTES = 2 * 1024 * 1024
MOST_SIDE = 12_000  # pixels
_JPEG, _PNG, _RIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
_ORIENTATION = 0x0112


class NoPhoto(Exception):
    """This is no picture that can be kept. `code` is one of: too_large, unknown, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cleaned(data: bytes) -> tuple[str, bytes]:
    """Media type, and the picture without what is not part of it; NoPhoto for anything else."""
    if len(data) > MOST_BYTES:
        raise NoPhoto("too_large")
    try:
        if data.startswith(_JPEG):
            return "image/jpeg", b"".join(_jpeg(data))
        if data.startswith(_PNG):
            return "image/png", _PNG + b"".join(_png(data))
        if data.startswith(_RIFF) and data[8:12] == b"WEBP":
            return "image/webp", _webp(data)
    except (struct.error, IndexError):
        raise NoPhoto("broken") from None
    raise NoPhoto("unknown")


def data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Segments up to the end of the image; what follows it (a second picture, a film) is not part of it."""
    yield data[:2]
    at, scanned = 2, False
    while True:
        start, marker = at, data[at + 1]
        if data[at] != 0xFF:
            raise NoPhoto("broken")
        if marker == 0xD9:
            if not scanned:
                raise NoPhoto("broken")
            yield b"\xff\xd9"
            return
        if marker == 0xFF or marker in _STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        at += 2 + max(length, 2)
        segment = data[start:at]
        if marker in _FRAMES:
            _check_size(*struct.unpack(">HH", segment[5:9]))
        if marker == 0xDA:
            at, scanned = _end_of_scan(data, at), True
            segment = data[start:at]
        yield _kept(marker, segment)


def _kept(marker: int, segment: bytes) -> bytes:
    """The segment, or what may stay of it: colour profiles (APP2) and Adobe's (APP14) change what one sees."""
    if marker == 0xE1 and segment[4:10] == b"Exif\x00\x00":
        return _upright(segment[10:])
    icc = marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\x00"
    return segment if icc or marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE) else b""


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker after the compressed pixels stands."""
    while True:
        at = data.index(b"\xff", at) if b"\xff" in data[at:] else len(data)
        if at + 1 >= len(data):
            raise NoPhoto("broken")
        if data[at + 1] != 0 and data[at + 1] not in _STANDALONE:
            return at
        at += 2


def _upright(tiff: bytes) -> bytes:
    """An EXIF segment that says nothing but which way is up; nothing where the old one does not."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return b""
    try:
        (first,) = struct.unpack(order + "I", tiff[4:8])
        (count,) = struct.unpack(order + "H", tiff[first : first + 2])
        for entry in range(first + 2, first + 2 + 12 * count, 12):
            tag, _kind, _number, value = struct.unpack(order + "HHIH", tiff[entry : entry + 10])
            if tag == _ORIENTATION and 2 <= value <= 8:
                body = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
                return b"\xff\xe1" + struct.pack(">H", 8 + len(body)) + b"Exif\x00\x00" + body
    except struct.error:
        return b""
    return b""


def _png(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    _check_size(*struct.unpack(">II", data[at + 8 : at + 16]))
    while True:
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise NoPhoto("broken")
        if name in _PNG_KEPT:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    (size,) = struct.unpack("<I", data[4:8])
    at, end, chunks = 12, min(8 + size, len(data)), []
    while at < end:
        name, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        body = data[at + 8 : at + 8 + length]
        if len(body) < length:
            raise NoPhoto("broken")
        if name == b"VP8X":
            wide, high = (int.from_bytes(body[start : start + 3], "little") + 1 for start in (4, 7))
            _check_size(wide, high)
            body = bytes([body[0] & 0b0011_0000]) + body[1:]  # colour profile and transparency; no EXIF, no XMP
        if name in _WEBP_KEPT:
            chunks.append(name + struct.pack("<I", length) + body + b"\x00" * (length % 2))
        at += 8 + length + length % 2
    if not any(chunk[:4] in {b"VP8 ", b"VP8L"} for chunk in chunks):
        raise NoPhoto("broken")
    whole = b"WEBP" + b"".join(chunks)
    return _RIFF + struct.pack("<I", len(whole)) + whole


def _check_size(high: int, wide: int) -> None:
    if not (0 < high <= MOST_SIDE and 0 < wide <= MOST_SIDE):
        raise NoPhoto("too_large" if high and wide else "broken")
