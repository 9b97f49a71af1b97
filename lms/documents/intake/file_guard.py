"""What an uploaded workbook must be before anything reads it: an .xlsx of sane size, packed and unpacked.

A sheet is a sparse list of cells, but its readers make a rectangle of it: two cells in far corners would fill the
memory. So the cells that hold something are looked at first, with a parser that keeps nothing and refuses a DTD.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

from lms.documents.intake.refusals import (
    FileTooLarge,
    HasMacros,
    NotAWorkbook,
    OldOrLockedWorkbook,
    TooFarOut,
    UnpacksTooLarge,
)

if TYPE_CHECKING:
    from typing import IO

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 10 * MEBIBYTE
LARGEST_UNPACKED = 100 * MEBIBYTE
MOST_PARTS = 500
MOST_COLUMNS, MOST_ROWS = 100, 20_000
CHUNK = 256 * 1024

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any workbook under a password.
WORKBOOK_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"macroEnabled"

# All that the standard library raises on damaged archives and pages.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
    KeyError,
)

_REFERENCE = re.compile(r"([A-Z]{1,4})(\d{1,9})")


def check_workbook(data: bytes) -> None:
    """See that the bytes are a workbook that can be read without harm.

    Raises:
        FileTooLarge, NotAWorkbook, OldOrLockedWorkbook, HasMacros, UnpacksTooLarge, TooFarOut.
    """
    if len(data) > LARGEST_FILE:
        raise FileTooLarge(megabytes=LARGEST_FILE // MEBIBYTE)
    if data.startswith(OLE_MAGIC):
        raise OldOrLockedWorkbook
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_parts(archive)
    except DAMAGED:
        raise NotAWorkbook from None


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise UnpacksTooLarge(megabytes=LARGEST_UNPACKED // MEBIBYTE)
    left = LARGEST_UNPACKED
    for part in parts:
        with archive.open(part) as stream:
            is_sheet = part.filename.lower().startswith("xl/worksheets/") and part.filename.lower().endswith(".xml")
            left = _Sheet().read(stream, left) if is_sheet else _measure(stream, left)
    types = archive.read("[Content_Types].xml")
    if MACRO_TYPE in types:
        raise HasMacros
    if WORKBOOK_TYPE not in types:
        raise NotAWorkbook


def _measure(stream: IO[bytes], left: int) -> int:
    """How many bytes are left after a part. What the archive says of its sizes is not believed."""
    while chunk := stream.read(CHUNK):
        left = _take(chunk, left)
    return left


def _take(chunk: bytes, left: int) -> int:
    if len(chunk) > left:
        raise UnpacksTooLarge(megabytes=LARGEST_UNPACKED // MEBIBYTE)
    return left - len(chunk)


class _Sheet:
    """Finds how far out a sheet's filled cells lie."""

    def __init__(self) -> None:
        self._reference = ""
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._refuse_dtd

    def read(self, stream: IO[bytes], left: int) -> int:
        while chunk := stream.read(CHUNK):
            left = _take(chunk, left)
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)
        return left

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local in ("c", "row"):
            self._reference = attributes.get("r", "")
        elif local in ("v", "is", "f"):
            self._check_place(self._reference.upper())

    def _check_place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            return
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        row = int(match[2])
        if column > MOST_COLUMNS or row > MOST_ROWS:
            raise TooFarOut(column=column, row=row, columns=MOST_COLUMNS, rows=MOST_ROWS)

    def _refuse_dtd(self, *_declaration: object) -> None:
        raise NotAWorkbook
