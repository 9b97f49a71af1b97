"""The .zip of a package: what it must be before anything of it is kept. Nothing is ever unpacked to a folder."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from lms.catalog.packages.refusals import (
    BadName,
    CallsOutside,
    HasLink,
    IsLocked,
    NotAPackage,
    PackageTooLarge,
    SameName,
    TooManyFiles,
    UnpacksTooLarge,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 100 * MEBIBYTE
LARGEST_UNPACKED = 200 * MEBIBYTE
MOST_FILES = 2000
LONGEST_NAME = 200
CHUNK = 256 * 1024

UTF8_FLAG, LOCKED_FLAG = 0x800, 0x1
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, KeyError)

_DRIVE = re.compile(r"^[A-Za-z]:")
_PAGE = re.compile(
    rb"<(?:script|link|img|iframe|frame|audio|video|source|track|embed|object|form)\b[^>]*?"
    rb"\b(?:src|href|data|action|poster)\s*=\s*[\"']?\s*(?:https?:|wss?:)?//([^/\"'\s>]+)",
    re.IGNORECASE,
)
_STYLE = re.compile(rb"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//([^/\"'\s)]+)", re.IGNORECASE)
_CALL = re.compile(
    rb"\b(?:fetch|WebSocket|EventSource|sendBeacon|importScripts)\(\s*[\"'`](?:https?:|wss?:)?//([^/\"'`\s]+)",
    re.IGNORECASE,
)
SCANNED: Mapping[str, tuple[re.Pattern[bytes], ...]] = {
    ".html": (_PAGE, _STYLE, _CALL),
    ".htm": (_PAGE, _STYLE, _CALL),
    ".css": (_STYLE,),
    ".js": (_CALL,),
}


class Archive:
    """A package's files by their names as its pages call them.

    Raises, when made:
        PackageRefused: the archive is damaged, locked, too large packed or unpacked, has too many files, or one whose
            name leads out of it, that is a link, that comes twice, or that loads something from another host.
    """

    def __init__(self, file: IO[bytes]) -> None:
        if file.seek(0, 2) > LARGEST_FILE:
            raise PackageTooLarge(megabytes=LARGEST_FILE // MEBIBYTE)
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
            self._parts = self._checked_parts()
            self._measure()
        except DAMAGED:
            raise NotAPackage from None

    @property
    def names(self) -> tuple[str, ...]:
        """All files, in the order of the archive."""
        return tuple(self._parts)

    def open(self, name: str) -> IO[bytes]:
        """A file's bytes.

        Raises:
            KeyError: there is no such file.
        """
        return self._zip.open(self._parts[name])

    def _checked_parts(self) -> dict[str, zipfile.ZipInfo]:
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(infos) > MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        parts: dict[str, zipfile.ZipInfo] = {}
        seen: set[str] = set()
        for info in infos:
            name = _name(info)
            if info.flag_bits & LOCKED_FLAG:
                raise IsLocked
            if stat.S_ISLNK(info.external_attr >> 16):
                raise HasLink(file=name)
            if name.lower() in seen:
                raise SameName(file=name)
            seen.add(name.lower())
            parts[name] = info
        return parts

    def _measure(self) -> None:
        """Read all of it once: what the archive says of its sizes is not believed."""
        left = LARGEST_UNPACKED
        for name, info in self._parts.items():
            patterns = SCANNED.get(PurePosixPath(name).suffix.lower(), ())
            with self._zip.open(info) as stream:
                for chunk in _chunks(stream):
                    left -= len(chunk)
                    if left < 0:
                        raise UnpacksTooLarge(megabytes=LARGEST_UNPACKED // MEBIBYTE)
                    _look_for_hosts(name, chunk, patterns)


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its author saw it. Packers of Chinese systems write GB 18030 without saying so."""
    # `orig_filename` is what stands in the archive: `filename` has been cut at NUL and had its separators changed.
    name = info.orig_filename
    if not info.flag_bits & UTF8_FLAG:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", "replace")
    parts = name.split("/")
    if (
        not name.isprintable()
        or len(name) > LONGEST_NAME
        or "\\" in name
        or _DRIVE.match(name)
        or any(part in {"", ".", ".."} for part in parts)
    ):
        raise BadName(file=name[:LONGEST_NAME])
    return name


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _look_for_hosts(name: str, chunk: bytes, patterns: tuple[re.Pattern[bytes], ...]) -> None:
    """Say early what the content's own policy will not let through. It is no guard: that is the policy itself."""
    for pattern in patterns:
        if found := pattern.search(chunk):
            raise CallsOutside(file=name, host=found[1].decode("ascii", "replace")[:100])
