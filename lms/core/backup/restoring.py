"""Putting a backup back: checked first, laid beside, then put in place; nothing half done."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from lms.core.backup.contents import compare, contents_of
from lms.core.backup.databases import POSTGRES_FILE, SQLITE_FILE, PostgresEngine, check_sqlite
from lms.core.backup.making import BLOBS, CALENDARS, KEY_FILE, KEYS
from lms.core.backup.manifest import BadBackup, Manifest, check_file, check_files, copy, read
from lms.core.database import db
from lms.core.jobs.leader import leadership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lms.core.settings import Settings


class TargetInUse(RuntimeError):
    """There is something where the backup would go; the message says what."""


@dataclass(frozen=True)
class Piece:
    """A file or folder that is laid beside its place and then renamed into it."""

    place: Path

    @property
    def beside(self) -> Path:
        """Where it is laid first: on the same disk, so that a rename is enough."""
        return self.place.with_name(f"{self.place.name}.restoring")

    def aside(self, stamp: str) -> Path:
        """Where what was in its place goes."""
        return self.place.with_name(f"{self.place.name}.replaced-{stamp}")


def restore(folder: Path, settings: Settings, *, keys_from: Path | None, force: bool, stamp: str) -> Manifest:
    """Put a backup in the place that the settings name. The database must be bound, and nothing running on it.

    Args:
        folder: the backup.
        settings: where everything goes.
        keys_from: the folder of the key file, if it was backed up apart.
        force: replace what is there. Files are kept beside as `….replaced-<stamp>`; a PostgreSQL database is not.
        stamp: names what was replaced.

    Raises:
        BadBackup: the backup is not whole, or for the other engine; nothing was touched.
        TargetInUse: something is there and `force` is not given, or a worker runs; nothing was touched.
    """
    manifest = read(folder)
    key_file = (keys_from or folder / KEYS) / KEY_FILE
    if manifest.keys_apart and keys_from is None:
        raise BadBackup("the keys were backed up apart; say where they are with --keys-from")
    check_files(manifest, folder)
    check_file(key_file, manifest.keys)
    if manifest.engine != db.engine.dialect.name:
        raise BadBackup(f"this is a backup of {manifest.engine}, and LMS_DATABASE_URL names {db.engine.dialect.name}")
    with _nobody_at_work():
        if not force:
            _must_be_empty(settings)
        _put(manifest, folder, key_file, settings, stamp)
    return manifest


@contextmanager
def _nobody_at_work() -> Iterator[None]:
    lock = leadership()
    if not lock.acquire():
        raise TargetInUse("a worker is running on this database; stop `lms serve` first")
    try:
        yield
    finally:
        lock.release()


def _must_be_empty(settings: Settings) -> None:
    for place in (_database_file(), settings.resolved_keys_file, settings.data_dir / BLOBS):
        if place is not None and place.exists() and not (place.is_dir() and _is_hollow(place)):
            raise TargetInUse(f"{place} is already there; --force replaces it")
    if not db.is_sqlite and inspect(db.engine).get_table_names():
        raise TargetInUse("the database has tables already; --force drops them all")


def _is_hollow(folder: Path) -> bool:
    """Whether there is no file in a folder at any depth."""
    return not any(path.is_file() for path in folder.rglob("*"))


def _database_file() -> Path | None:
    return Path(str(db.engine.url.database)) if db.is_sqlite else None


def _put(manifest: Manifest, folder: Path, key_file: Path, settings: Settings, stamp: str) -> None:
    database = _database_file()
    places = [settings.data_dir / BLOBS, settings.data_dir / CALENDARS, settings.resolved_keys_file]
    pieces = [Piece(place) for place in (*places, *([database] if database else []))]
    try:
        for piece in pieces:
            _clear(piece.beside)
        _lay_files(manifest, folder, settings)
        copy(key_file, Piece(settings.resolved_keys_file).beside)
        if database is not None:
            _lay_sqlite(manifest, folder, Piece(database))
        else:
            _restore_postgres(manifest, folder, settings)
        _swap(pieces, stamp)
    finally:
        for piece in pieces:
            _clear(piece.beside)


def _lay_files(manifest: Manifest, folder: Path, settings: Settings) -> None:
    for top in (BLOBS, CALENDARS):
        beside = Piece(settings.data_dir / top).beside
        beside.mkdir(parents=True, mode=0o700)
        for name in manifest.files:
            if name.startswith(f"{top}/"):
                copy(folder / name, beside / name.removeprefix(f"{top}/"))


def _lay_sqlite(manifest: Manifest, folder: Path, piece: Piece) -> None:
    copy(folder / SQLITE_FILE, piece.beside)
    compare(check_sqlite(piece.beside), manifest.contents)
    db.dispose()


def _restore_postgres(manifest: Manifest, folder: Path, settings: Settings) -> None:
    script = settings.data_dir / "restoring.sql"
    try:
        PostgresEngine().restore(folder / POSTGRES_FILE, script)
    finally:
        script.unlink(missing_ok=True)
    with db.engine.connect() as connection:
        compare(contents_of(connection), manifest.contents)


def _swap(pieces: list[Piece], stamp: str) -> None:
    """Rename everything into place; if one rename fails, those before it are taken back."""
    done: list[tuple[Path, Path]] = []
    try:
        for piece in pieces:
            done.extend((old, old.rename(aside)) for old, aside in _in_the_way(piece, stamp))
            if piece.beside.exists():
                done.append((piece.beside, piece.beside.rename(piece.place)))
    except OSError:
        for before, after in reversed(done):
            after.rename(before)
        raise


def _in_the_way(piece: Piece, stamp: str) -> Iterator[tuple[Path, Path]]:
    """What is in a piece's place, and where it goes: a database with its -wal and -shm, which SQLite would else take
    for those of the restored file.
    """
    for ending in ("", "-wal", "-shm"):
        old = piece.place.with_name(piece.place.name + ending)
        if old.exists():
            yield old, piece.place.with_name(piece.aside(stamp).name + ending)


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
