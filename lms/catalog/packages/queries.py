"""What pages ask about a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.catalog.packages.models import PackagePart
from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Sequence


def parts_of(package_sha256: str | None) -> Sequence[PackagePart]:
    """The parts of a package with their headings, in its own order; none of what is no package."""
    statement = select(PackagePart).where(PackagePart.package_sha256 == package_sha256).order_by(PackagePart.position)
    return db.session.scalars(statement).all()
