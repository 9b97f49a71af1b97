"""What an MP4 file says of itself: how long it lasts, and whether a browser can play it while it arrives.

Only the boxes needed for that are read (ISO/IEC 14496-12, 4.2 and 8.2.2); the samples are never touched.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOX_HEADER = struct.Struct(">I4s")
_LONG_SIZE = 1  # A size of 1 means that the real one follows in 64 bits; 0 means "to the end of the file".
_MAX_INDEX_BYTES = 64 << 20


class UnreadableVideo(ValueError):
    """The bytes are no MP4 file that can be understood."""


@dataclass(frozen=True, slots=True)
class Video:
    """`duration_ms` by the movie header; `starts_at_once` if the index comes before the samples (fast start)."""

    duration_ms: int
    starts_at_once: bool
    is_h264: bool


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int  # Of its content.
    end: int


def inspect(file: BinaryIO) -> Video:
    """Read the movie header of an MP4 file.

    Raises:
        UnreadableVideo: it is none, it is cut off, or it has no movie header.
    """
    size = file.seek(0, 2)
    boxes = list(_boxes(file, 0, size))
    kinds = [box.kind for box in boxes]
    if not kinds or kinds[0] != b"ftyp" or b"moov" not in kinds or b"mdat" not in kinds:
        raise UnreadableVideo("not an MP4 file")
    movie = boxes[kinds.index(b"moov")]
    if movie.end - movie.start > _MAX_INDEX_BYTES:
        raise UnreadableVideo("the index is too large")
    file.seek(movie.start)
    index = file.read(movie.end - movie.start)
    header = next((box for box in _boxes(file, movie.start, movie.end) if box.kind == b"mvhd"), None)
    if header is None:
        raise UnreadableVideo("no movie header")
    return Video(
        duration_ms=_duration_ms(index[header.start - movie.start : header.end - movie.start]),
        starts_at_once=kinds.index(b"moov") < kinds.index(b"mdat"),
        is_h264=b"avc1" in index or b"avc3" in index,
    )


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    while start < end:
        file.seek(start)
        header = file.read(_BOX_HEADER.size)
        if len(header) < _BOX_HEADER.size:
            raise UnreadableVideo("cut off")
        size, kind = _BOX_HEADER.unpack(header)
        content = start + _BOX_HEADER.size
        if size == _LONG_SIZE:
            size = int.from_bytes(file.read(8))
            content += 8
        stop = end if size == 0 else start + size
        if not content <= stop <= end:
            raise UnreadableVideo("cut off")
        yield _Box(kind, content, stop)
        start = stop


def _duration_ms(header: bytes) -> int:
    try:
        if header[0] == 1:  # Version 1 has 64-bit times.
            scale, units = struct.unpack_from(">IQ", header, 20)
        else:
            scale, units = struct.unpack_from(">II", header, 12)
    except (IndexError, struct.error):
        raise UnreadableVideo("the movie header is cut off") from None
    if not scale or not units:
        raise UnreadableVideo("the movie header names no duration")
    return int(units * 1000 // scale)
