"""The order of names in official lists (ADR 0007): stroke order of the surname, short given names first, strokes again.

The key is ASCII and compares byte by byte, so that SQLite's BINARY and PostgreSQL's "C" sort it alike. A manual number
overrides it; that belongs to the mandate and is the database's first criterion (`lms.people.queries.list_order`).
"""

from __future__ import annotations

from lms.people.names.spelling import DOT
from lms.people.names.strokes import place
from lms.people.names.surnames import split_name

# It sorts before every code of a character: what ends here comes before what goes on.
END = "."


def sort_key(name: str) -> str:
    """The key under which a cleaned name is sorted.

    王伟 comes before 王一一, for one-character given names come first; 欧阳 follows 欧; a dot ends a word, so that
    艾力·买买提 comes before 艾力更·依明.
    """
    surname, given = split_name(name)
    length = "1" if len(given) == 1 else "2"
    return _codes(surname) + END + length + _codes(given) + END


def _codes(text: str) -> str:
    return "".join(END if character == DOT else place(character) for character in text)
