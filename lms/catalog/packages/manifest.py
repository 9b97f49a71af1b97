"""What a package says of itself: `imsmanifest.xml` (SCORM 1.2 CAM 2.2; SCORM 2004 4th Edition CAM 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lms.catalog.packages.manifest_reader import ManifestReader
from lms.catalog.packages.refusals import (
    BadManifest,
    LaunchMissing,
    NoManifest,
    NothingToLaunch,
    TooManyParts,
    UnknownStandard,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.catalog.packages.archive import Archive
    from lms.catalog.packages.manifest_reader import Item

FILE = "imsmanifest.xml"
LARGEST_MANIFEST = 1024 * 1024
LONGEST_TITLE = 200
LONGEST_DATA = 4000
MOST_PARTS = 200
V12_NAMESPACE, V2004_NAMESPACE = "adlcp_rootv1p2", "adlcp_v1p3"


class Standard(StrEnum):
    """By which rules a package talks to us."""

    SCORM_12 = "scorm_12"
    SCORM_2004 = "scorm_2004"


class PartKind(StrEnum):
    """What a line of the list of parts is."""

    HEADING = "heading"  # A title over others; nothing to open.
    SCO = "sco"  # Opened, and says how it went.
    ASSET = "asset"  # Opened and read; it says nothing.


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the list of parts, `depth` steps in. `launch` is an address within the package, with its query.

    `mastery_score` and `launch_data` are handed to the part as they stand there. `is_required` says that the lesson is not
    complete without it.
    """

    kind: PartKind
    title: str
    depth: int
    launch: str
    mastery_score: str
    launch_data: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What can be opened, in the order of the organization. A package with one part has that and nothing else."""

    standard: Standard
    title: str
    parts: tuple[Part, ...]


def read_manifest(archive: Archive) -> Manifest:
    """Read the manifest and find what can be opened.

    Raises:
        PackageRefused: there is no manifest or it cannot be read, it is of another standard, nothing in it can be opened
            and reports, there is too much of it, or it asks for more between its parts than choosing and going on.
    """
    if FILE not in archive.names:
        raise NoManifest
    with archive.open(FILE) as stream:
        data = stream.read(LARGEST_MANIFEST + 1)
    if len(data) > LARGEST_MANIFEST:
        raise BadManifest
    reader = ManifestReader()
    reader.read(data)
    parts = _parts(reader, archive)
    if len(parts) > 1 and reader.demand:
        raise reader.demand
    return Manifest(_standard(reader), (reader.title or parts[0].title)[:LONGEST_TITLE], parts)


def _standard(reader: ManifestReader) -> Standard:
    """By the version that the manifest names, else by its namespaces."""
    said = reader.version.strip().lower()
    if said == "1.2" or (not said and V12_NAMESPACE in reader.namespaces):
        return Standard.SCORM_12
    if "2004" in said or said == "cam 1.3" or (not said and V2004_NAMESPACE in reader.namespaces):
        return Standard.SCORM_2004
    raise UnknownStandard


def _parts(reader: ManifestReader, archive: Archive) -> tuple[Part, ...]:
    items = [item for item in reader.items if item.resource in reader.resources]
    reporting = [item for item in items if reader.resources[item.resource].is_sco]
    if not reporting:
        raise NothingToLaunch
    if len(items) == 1:
        return (_part(reader, items[0], archive, depth=0, is_required=True),)
    lines = _with_headings(reader.items, items)
    if len(lines) > MOST_PARTS:
        raise TooManyParts(most=MOST_PARTS)
    counted = {id(item) for item in reporting if reader.counts(item)} or {id(item) for item in reporting}
    return tuple(_part(reader, item, archive, depth=item.depth, is_required=id(item) in counted) for item in lines)


def _with_headings(all_items: Sequence[Item], items: Sequence[Item]) -> list[Item]:
    """What can be opened, and the items around it."""
    wanted = {id(item) for item in items}
    for item in items:
        above = item.parent
        while above is not None and id(above) not in wanted:
            wanted.add(id(above))
            above = above.parent
    return [item for item in all_items if id(item) in wanted]


def _part(reader: ManifestReader, item: Item, archive: Archive, *, depth: int, is_required: bool) -> Part:
    resource = reader.resources.get(item.resource)
    kind = PartKind.HEADING if resource is None else PartKind.SCO if resource.is_sco else PartKind.ASSET
    return Part(
        kind=kind,
        title=item.texts.get("title", "")[:LONGEST_TITLE],
        depth=depth,
        launch=_launch(resource.href, item.parameters, archive) if resource else "",
        mastery_score=item.texts.get("masteryscore", "")[:20],
        launch_data=item.texts.get("datafromlms", "")[:LONGEST_DATA],
        is_required=is_required,
    )


def _launch(href: str, parameters: str, archive: Archive) -> str:
    try:
        address = urlsplit(href)
    except ValueError:
        raise BadManifest from None
    name = unquote(address.path)
    if address.scheme or address.netloc or name not in archive.names:
        raise LaunchMissing(file=href[:LONGEST_TITLE])
    query = "&".join(part for part in (address.query, parameters.lstrip("?&")) if part)
    return f"{name}?{query}" if query else name
