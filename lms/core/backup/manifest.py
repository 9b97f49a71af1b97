"""What a backup holds: every file with its digest, every table with its count, every trigger by name."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
NAME = "manifest.json"
CHUNK_BYTES = 1 << 20


class BadBackup(Exception):
    """The folder is no backup, or not a whole one; the message says what is wrong with it."""


@dataclass(frozen=True)
class FileMark:
    """By what a file is known again."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Contents:
    """What a database held at the instant of the backup."""

    revision: str | None
    counts: dict[str, int]
    triggers: list[str]
    blobs: list[str]


@dataclass(frozen=True)
class Manifest:
    """The list that a backup carries. `keys_apart` means that the key file lies elsewhere; its mark is here all the same."""

    made_at: str
    release: str
    engine: str
    contents: Contents
    keys: FileMark
    keys_apart: bool
    files: dict[str, FileMark] = field(default_factory=dict)
    lost_blobs: list[str] = field(default_factory=list)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write it into a folder, last of all: a backup without a manifest is none."""
        with (folder / NAME).open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())


def read(folder: Path) -> Manifest:
    """Read a backup's manifest.

    Raises:
        BadBackup: there is none, or it is of another format.
    """
    try:
        raw: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise BadBackup(f"{folder} is a backup of format {raw['format']}; this release reads format {FORMAT}")
        marks = {name: FileMark(**mark) for name, mark in raw["files"].items()}
        return Manifest(
            **raw | {"files": marks, "keys": FileMark(**raw["keys"]), "contents": Contents(**raw["contents"])}
        )
    except FileNotFoundError:
        raise BadBackup(f"{folder} holds no {NAME}; it is no backup, or one that was never finished") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadBackup(f"{folder / NAME} cannot be read") from None


def check_files(manifest: Manifest, folder: Path) -> None:
    """Read every file of a backup and hold it against its mark.

    Raises:
        BadBackup: a file is missing or changed, or would lie outside the folder; it is named.
    """
    root = folder.resolve()
    for name, mark in manifest.files.items():
        file = folder / name
        if not file.resolve().is_relative_to(root):
            raise BadBackup(f"{name} leads out of the backup")
        check_file(file, mark)


def check_file(file: Path, mark: FileMark) -> None:
    """Hold one file against its mark.

    Raises:
        BadBackup: it is missing or changed.
    """
    if not file.is_file():
        raise BadBackup(f"{file} is missing")
    if mark_of(file) != mark:
        raise BadBackup(f"{file} has changed since the backup was made")


def mark_of(file: Path) -> FileMark:
    """Read a file and mark it."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while chunk := source.read(CHUNK_BYTES):
            digest.update(chunk)
        return FileMark(digest.hexdigest(), source.tell())


def copy(source: Path, target: Path) -> FileMark:
    """Copy a file durably, for its owner alone, and mark what was copied."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    size = 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as origin, os.fdopen(descriptor, "wb") as copied:
        while chunk := origin.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            copied.write(chunk)
        copied.flush()
        os.fsync(copied.fileno())
    return FileMark(digest.hexdigest(), size)
