"""Taking a package in: looked at first, staged before the transaction, kept within the caller's."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from lms.catalog.packages.archive import Archive
from lms.catalog.packages.manifest import Manifest, read_manifest
from lms.catalog.packages.media_types import ZIP, media_type_of
from lms.catalog.packages.models import Package, PackageFile, PackagePart
from lms.core.blobs import put, stage
from lms.core.database import transaction
from lms.core.upsert import insert_into

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.blob_store import Staged


@dataclass(frozen=True, slots=True)
class StagedPackage:
    """A checked package whose bytes lie beside the store: the .zip itself, and its files by name."""

    manifest: Manifest
    whole: Staged
    files: Mapping[str, Staged]


def check_package(file: IO[bytes]) -> Manifest:
    """See that a package can be taken, and what it says of itself.

    Raises:
        PackageRefused: it cannot; the message says why.
    """
    return read_manifest(Archive(file))


@contextmanager
def staged_package(file: IO[bytes]) -> Iterator[StagedPackage]:
    """Check a package and stage all of it, so that no lock is held while it is read; for `put_package`.

    Raises:
        PackageRefused: it cannot be taken.
    """
    archive = Archive(file)
    manifest = read_manifest(archive)
    with ExitStack() as stack:
        files = {}
        for name in archive.names:
            with archive.open(name) as stream:
                files[name] = stack.enter_context(stage(cast("BinaryIO", stream)))
        file.seek(0)
        yield StagedPackage(manifest, stack.enter_context(stage(cast("BinaryIO", file))), files)


def keep_package(file: IO[bytes], *, now: datetime) -> str:
    """Check a package and keep it in a transaction of its own, before a lesson names it. Returns its SHA-256.

    Raises:
        PackageRefused: it cannot be taken.
    """
    with staged_package(file) as staged, transaction() as session:
        return put_package(session, staged, now=now)


def put_package(session: Session, staged: StagedPackage, *, now: datetime) -> str:
    """Keep a package within the caller's transaction; the same bytes again are the same package. Returns its SHA-256."""
    sha256 = put(session, staged.whole, ZIP, now=now).sha256
    said = staged.manifest
    values = {
        "sha256": sha256,
        "standard": said.standard,
        "title": said.title,
        "created_at": now,
    }
    session.execute(insert_into(session, Package).values(values).on_conflict_do_nothing())
    parts = [{"package_sha256": sha256, "position": at, **asdict(part)} for at, part in enumerate(said.parts)]
    session.execute(insert_into(session, PackagePart).values(parts).on_conflict_do_nothing())
    for name, file in sorted(staged.files.items(), key=lambda each: each[1].sha256):
        kind = media_type_of(name)
        row = {"package_sha256": sha256, "name": name, "sha256": put(session, file, kind, now=now).sha256}
        session.execute(insert_into(session, PackageFile).values({**row, "media_type": kind}).on_conflict_do_nothing())
    return sha256
