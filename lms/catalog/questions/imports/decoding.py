"""From bytes to text, in the encodings that Chinese editors write."""

from __future__ import annotations

import codecs
import re

from lms.catalog.questions.imports.refusals import NotText, OtherEncoding

# A file without a mark: UTF-8 first, since GB 18030 takes nearly everything.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ("utf-8", "gb18030")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEVER_TEXT = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff]")  # Noncharacters; the GIFT reader marks escapes by them.


def text_of(data: bytes) -> str:
    """The text of a file, its lines ended one way, without byte order mark.

    Raises:
        OtherEncoding: it is in none of UTF-8, UTF-16 with its mark, GB 18030.
        NotText: it holds characters that no text has.
    """
    text = _decoded(data)
    if _CONTROL.search(text):
        raise NotText
    return _NEVER_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data.removeprefix(mark), (encoding,))
    if b"\x00" in data[:1000]:
        raise NotText  # UTF-16 and UTF-32 without a mark look the same as what is no text at all.
    return _strict(data, _UNMARKED)


def _strict(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise OtherEncoding
