"""TOML read with the line of each key: the standard library's parser keeps no places, an editor needs them."""

from __future__ import annotations

import re
import tomllib
from typing import Any

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([\w-]+)\s*=\s*(.*)$")
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


class TomlError(ValueError):
    """The text is no TOML; `line` says where."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def parse(text: str) -> tuple[dict[str, Any], dict[Path, int]]:
    """The values of a TOML text, and the line of each table, each item of an array of tables and each key.

    A place is the path to it: `("lessons", 1, "title")` is the title of the second lesson.

    Raises:
        TomlError: the text is no TOML.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise TomlError(line, _PLACE.sub("", str(error))) from None
    return values, _lines(text)


def _lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {(): 1}
    items: dict[str, int] = {}
    table: Path = ()
    quote = ""  # The mark that ends the multi-line string we are in, if any.
    for number, line in enumerate(text.splitlines(), start=1):
        if quote:
            if quote in line:
                quote = ""
        elif header := _HEADER.match(line):
            table = _table(header[1], header[2], items)
            lines[table] = number
        elif key := _KEY.match(line):
            lines[(*table, key[1])] = number
            quote = _left_open(key[2])
    return lines


def _table(brackets: str, name: str, items: dict[str, int]) -> Path:
    if brackets == "[":
        return tuple(name.split("."))
    items[name] = items.get(name, -1) + 1
    return (name, items[name])


def _left_open(value: str) -> str:
    for mark in ('"""', "'''"):
        if value.startswith(mark) and value.count(mark) == 1:
            return mark
    return ""
