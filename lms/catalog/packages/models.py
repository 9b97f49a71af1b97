"""Packages by the digest of their .zip, and their files. They belong to no congress: who may see them says the lesson."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.catalog.packages.manifest import Standard
from lms.core.database import Base, UtcDateTime, enum_type


class Package(Base):
    """A package that was checked; the same .zip is the same package in whichever lesson. See `manifest.Manifest`."""

    __tablename__ = "package"

    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    standard: Mapped[Standard] = mapped_column(enum_type(Standard, "standard"))
    title: Mapped[str]
    launch: Mapped[str]
    mastery_score: Mapped[str]
    launch_data: Mapped[str]
    created_at: Mapped[UtcDateTime]


class PackageFile(Base):
    """One file of a package, under the name by which its pages call it."""

    __tablename__ = "package_file"

    package_sha256: Mapped[str] = mapped_column(ForeignKey("package.sha256"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    media_type: Mapped[str] = mapped_column(String(127))
