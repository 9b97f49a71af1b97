"""Making a backup while the platform runs."""

from __future__ import annotations

import shutil
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

from lms.core import blobs
from lms.core.backup.databases import engine
from lms.core.backup.manifest import BadBackup, FileMark, Manifest, copy, mark_of
from lms.core.database import db

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from lms.core.settings import Settings

BLOBS, KEYS, CALENDARS = "blobs", "keys", "working_days"
KEY_FILE = "keys.json"


class FolderInUse(RuntimeError):
    """The folder for the backup has something in it."""


def make(folder: Path, settings: Settings, *, keys_to: Path | None, now: datetime) -> Manifest:
    """Back up database, blobs, keys and calendars into a new folder; it appears when it is whole.

    Args:
        folder: must not exist, or be empty.
        settings: where everything lies.
        keys_to: a folder apart for the key file; without it the keys lie in `keys/` of the backup.

    Returns:
        What was backed up. `lost_blobs` is what was missing or damaged before: the backup is as whole as the platform.

    Raises:
        FolderInUse: the folder, or the key file in `keys_to`, is already there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse(f"{folder} is not empty")
    if keys_to is not None and (keys_to / KEY_FILE).exists():
        raise FolderInUse(f"{keys_to / KEY_FILE} is already there")
    draft = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        manifest = _fill(draft, settings, keys_to=keys_to, now=now)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return manifest


def _fill(draft: Path, settings: Settings, *, keys_to: Path | None, now: datetime) -> Manifest:
    way = engine()
    files: dict[str, FileMark] = {}
    # Twice, before and after the database: bytes are there before their row commits, and a sweep that meanwhile
    # takes a blob away takes one that nothing refers to.
    _copy_blobs(draft, files)
    contents = way.dump(draft / way.file_name)
    _copy_blobs(draft, files)
    files[way.file_name] = mark_of(draft / way.file_name)
    for calendar in sorted((settings.data_dir / CALENDARS).glob("*.csv")):
        files[f"{CALENDARS}/{calendar.name}"] = copy(calendar, draft / CALENDARS / calendar.name)
    keys = copy(settings.resolved_keys_file, (keys_to or draft / KEYS) / KEY_FILE)
    manifest = Manifest(
        made_at=now.isoformat(timespec="seconds"),
        release=version("lms"),
        engine=db.engine.dialect.name,
        contents=contents,
        keys=keys,
        keys_apart=keys_to is not None,
        files=files,
        lost_blobs=[sha256 for sha256 in contents.blobs if not _is_whole(files.get(_place_of(sha256)), sha256)],
    )
    manifest.write(draft)
    return manifest


def _copy_blobs(draft: Path, files: dict[str, FileMark]) -> None:
    for sha256 in blobs.store():
        path = blobs.blob_path(sha256)
        if path is None:
            raise BadBackup("the blobs do not lie on this machine; back up their store with its own means")
        name = _place_of(sha256)
        if name not in files:
            # Gone between the list and the copy: swept, for nothing referred to it.
            with suppress(FileNotFoundError):
                files[name] = copy(path, draft / name)


def _place_of(sha256: str) -> str:
    return f"{BLOBS}/{sha256[:2]}/{sha256[2:]}"


def _is_whole(mark: FileMark | None, sha256: str) -> bool:
    return mark is not None and mark.sha256 == sha256
