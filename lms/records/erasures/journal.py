"""The journal of erasures: a file in the data folder, outside the database, so that a restored backup can be told.

A line a JSON object: the entry's UUID and the instant, nothing else. A line is on the disk before its erasure commits;
one whose commit then failed names an erasure that two people had approved all the same.
"""

from __future__ import annotations

import json
import os
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NAME = "erasures.jsonl"


class Erased(NamedTuple):
    """An entry whose details were erased, and when."""

    entry: uuid.UUID
    at: datetime


class BadJournal(ValueError):
    """A line before the last one cannot be read; the message names file and line."""


def append(path: Path, erased: Iterable[Erased]) -> None:
    """Write lines to the end, and do not return before they are on the disk."""
    is_new = not path.exists()
    lines = "".join(json.dumps({"entry": str(each.entry), "erased_at": each.at.isoformat()}) + "\n" for each in erased)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # A power cut may have left half a line; a newline of its own keeps ours whole.
        os.write(handle, ("" if is_new or _ends_a_line(path) else "\n").encode() + lines.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(path.parent)


def read(path: Path) -> Iterator[Erased]:
    """What a journal holds. Half a line is what a power cut left of an erasure that never committed: passed over.

    Raises:
        BadJournal: something else than a journal.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(keepends=True), start=1):
        try:
            said = json.loads(line)
            yield Erased(uuid.UUID(said["entry"]), datetime.fromisoformat(said["erased_at"]))
        except (ValueError, KeyError, TypeError):
            if line.strip() and (line.rstrip().endswith("}") or not line.startswith("{")):
                raise BadJournal(f"{path}:{number} is no line of a journal of erasures") from None


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
