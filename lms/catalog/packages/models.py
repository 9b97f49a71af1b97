"""Packages by the digest of their .zip, their parts and their files. They belong to no congress: who may see them says the lesson."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.catalog.packages.manifest import PartKind, Standard
from lms.core.database import Base, UtcDateTime, enum_type


class Package(Base):
    """A package that was checked; the same .zip is the same package in whichever lesson. See `manifest.Manifest`."""

    __tablename__ = "package"

    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), primary_key=True)
    standard: Mapped[Standard] = mapped_column(enum_type(Standard, "standard"))
    title: Mapped[str]
    created_at: Mapped[UtcDateTime]


class PackagePart(Base):
    """A line of the list of a package's parts: something to open, or a heading. See `manifest.Part`.

    The same .zip always has the same parts at the same positions, the only part of a package at 0; what people keep is
    found by that.
    """

    __tablename__ = "package_part"

    package_sha256: Mapped[str] = mapped_column(ForeignKey("package.sha256"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[PartKind] = mapped_column(enum_type(PartKind, "kind"))
    title: Mapped[str]
    depth: Mapped[int]
    launch: Mapped[str]
    mastery_score: Mapped[str]
    launch_data: Mapped[str]
    is_required: Mapped[bool]

    @property
    def reports(self) -> bool:
        """Whether it says how it went, so that something of it is kept for a person."""
        return self.kind is PartKind.SCO

    @property
    def can_be_opened(self) -> bool:
        """Whether there is something to open: it is no heading."""
        return self.kind is not PartKind.HEADING


class PackageFile(Base):
    """One file of a package, under the name by which its pages call it."""

    __tablename__ = "package_file"

    package_sha256: Mapped[str] = mapped_column(ForeignKey("package.sha256"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blob.sha256"), index=True)
    media_type: Mapped[str] = mapped_column(String(127))
