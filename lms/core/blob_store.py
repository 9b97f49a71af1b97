"""Where the bytes of blobs lie: one small interface, and the folder on local disk that serves it.

An S3-compatible store implements the same interface later; nothing above `lms.core.blobs` knows which it is.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Staged:
    """Bytes that lie beside the store, hashed and synced, but not yet part of it."""

    sha256: str
    size: int
    path: Path


class BlobStore(Protocol):
    """Bytes by their SHA-256 (64 hex digits). It knows no database and no media type."""

    def stage(self, source: BinaryIO) -> Staged:
        """Take all bytes of a stream in, durably, without making them findable."""

    def keep(self, staged: Staged) -> None:
        """Make staged bytes findable; nothing happens if they are there already."""

    def discard(self, staged: Staged) -> None:
        """Forget staged bytes, kept or not; what was kept stays kept."""

    def open(self, sha256: str) -> BinaryIO:
        """A stream of the bytes; raises FileNotFoundError."""

    def path(self, sha256: str) -> Path | None:
        """The file to serve ranges from, or None where the store has no files of its own."""

    def delete(self, sha256: str) -> None:
        """Remove the bytes; nothing happens if they are gone."""

    def is_writable(self) -> bool:
        """Whether bytes could be taken in now."""

    def __contains__(self, sha256: str) -> bool:
        """Whether the bytes are there."""

    def __iter__(self) -> Iterator[str]:
        """The SHA-256 of everything that is kept."""


class LocalStore:
    """A folder: `ab/cdef…` by the digest's hex, and `incoming/` for what is being written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True, mode=0o700)

    def stage(self, source: BinaryIO) -> Staged:
        """Copy a stream to `incoming/`, hash it, and sync it to the disk."""
        digest = hashlib.sha256()
        size = 0
        descriptor, name = tempfile.mkstemp(dir=self.incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                while chunk := source.read(CHUNK_BYTES):
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Staged(digest.hexdigest(), size, Path(name))

    def keep(self, staged: Staged) -> None:
        """Rename into place and sync the folder, so that a power cut leaves the whole file or none."""
        target = self._file(staged.sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        staged.path.replace(target)
        _sync_folder(target.parent)

    def discard(self, staged: Staged) -> None:
        """Remove the file in `incoming/` if it is still there."""
        staged.path.unlink(missing_ok=True)

    def open(self, sha256: str) -> BinaryIO:
        """The file, opened for reading."""
        return self._file(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        """The file's path, whether or not it exists."""
        return self._file(sha256)

    def delete(self, sha256: str) -> None:
        """Remove the file."""
        self._file(sha256).unlink(missing_ok=True)

    def __contains__(self, sha256: str) -> bool:
        return self._file(sha256).is_file()

    def __iter__(self) -> Iterator[str]:
        for file in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            yield file.parent.name + file.name

    def is_writable(self) -> bool:
        """Whether a file can be written now: the disk is there, not full, and ours."""
        try:
            with tempfile.TemporaryFile(dir=self.incoming) as probe:
                probe.write(b"ok")
                probe.flush()
        except OSError:
            return False
        return True

    def _file(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:]


@contextmanager
def staged(store: BlobStore, source: BinaryIO) -> Iterator[Staged]:
    """Stage a stream before the transaction that will keep it, so that no lock is held while it is read."""
    taken = store.stage(source)
    try:
        yield taken
    finally:
        store.discard(taken)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
