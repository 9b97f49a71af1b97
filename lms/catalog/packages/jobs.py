"""Letting go of packages that no lesson and no draft has any more; their files then go with the other orphans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, select

from lms.catalog.packages.models import Package, PackageFile, PackagePart
from lms.core.blob_sweep import GRACE, is_unused
from lms.core.blobs import Blob
from lms.core.database import db, transaction
from lms.core.i18n import N_
from lms.core.jobs import job

if TYPE_CHECKING:
    from datetime import datetime

    from lms.core.jobs import JobContext


def sweep(*, now: datetime) -> int:
    """Forget packages whose .zip is used by nothing but themselves and was not handed in for a day; returns how many.

    Each is forgotten under the lock of its .zip's row, which whoever hands the same one in takes first: they wait and
    enter it anew, or are waited for and seen. Where somebody stopped in it is kept (`PackageState`), for the same bytes
    are the same package.
    """
    with db.engine.connect() as connection:
        candidates = connection.scalars(_forgotten(now)).all()
    return sum(_forget(sha256, now) for sha256 in candidates)


def _forgotten(now: datetime) -> Select[str]:
    return (
        select(Blob.sha256)
        .join(Package, Package.sha256 == Blob.sha256)
        .where(Blob.last_put_at < now - GRACE, is_unused(but_by=(Package.__table__, PackageFile.__table__)))
        .order_by(Blob.sha256)
    )


def _forget(sha256: str, now: datetime) -> bool:
    with transaction() as session:
        if session.scalar(_forgotten(now).where(Blob.sha256 == sha256).with_for_update(of=Blob)) is None:
            return False
        session.execute(delete(PackageFile).where(PackageFile.package_sha256 == sha256))
        session.execute(delete(PackagePart).where(PackagePart.package_sha256 == sha256))
        session.execute(delete(Package).where(Package.sha256 == sha256))
    return True


@job("catalog.package_sweep", title=N_("Clearing away packages that no course uses"), crontab="35 3 * * *")
def sweep_nightly(context: JobContext) -> None:
    """Every night, before the sweep of files."""
    sweep(now=context.now)
