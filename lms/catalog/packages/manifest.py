"""What a package says of itself: `imsmanifest.xml` (SCORM 1.2 CAM 2.2; SCORM 2004 4th Edition CAM 3.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from lms.catalog.packages.refusals import (
    BadManifest,
    LaunchMissing,
    ManifestDeclares,
    NoManifest,
    NothingToLaunch,
    SeveralParts,
    UnknownStandard,
)

if TYPE_CHECKING:
    from lms.catalog.packages.archive import Archive

FILE = "imsmanifest.xml"
LARGEST_MANIFEST = 1024 * 1024
DEEPEST = 60
LONGEST_TITLE = 200
LONGEST_DATA = 4000
V12_NAMESPACE, V2004_NAMESPACE = "adlcp_rootv1p2", "adlcp_v1p3"
# The texts that are read, by their element's name in small letters.
TEXTS = ("schemaversion", "title", "masteryscore", "datafromlms")


class Standard(StrEnum):
    """By which rules a package talks to us."""

    SCORM_12 = "scorm_12"
    SCORM_2004 = "scorm_2004"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The one part that is started. `launch` is an address within the package, with its query.

    `mastery_score` and `launch_data` are handed to the part as they stand there.
    """

    standard: Standard
    title: str
    launch: str
    mastery_score: str
    launch_data: str


@dataclass
class _Item:
    resource: str
    parameters: str
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Resource:
    href: str
    is_sco: bool


def read_manifest(archive: Archive) -> Manifest:
    """Read the manifest and find what to start.

    Raises:
        PackageRefused: there is no manifest or it cannot be read, it is of another standard, or not exactly one part is
            there that can be started and reports.
    """
    if FILE not in archive.names:
        raise NoManifest
    with archive.open(FILE) as stream:
        data = stream.read(LARGEST_MANIFEST + 1)
    if len(data) > LARGEST_MANIFEST:
        raise BadManifest
    reader = _Reader()
    reader.read(data)
    launchable = [(item, found) for item in reader.items if (found := reader.resources.get(item.resource))]
    if not any(resource.is_sco for _item, resource in launchable):
        raise NothingToLaunch
    if len(launchable) > 1:
        raise SeveralParts(count=len(launchable))
    item, resource = launchable[0]
    return Manifest(
        standard=reader.standard,
        title=(reader.title or item.texts.get("title", ""))[:LONGEST_TITLE],
        launch=_launch(resource.href, item.parameters, archive),
        mastery_score=item.texts.get("masteryscore", "")[:20],
        launch_data=item.texts.get("datafromlms", "")[:LONGEST_DATA],
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


class _Reader:
    """Keeps only what is needed of the tree, and refuses every declaration before it can name an entity."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.resources: dict[str, _Resource] = {}
        self.title = ""
        self._version = ""
        self._namespaces = ""
        self._wanted = ""  # The organization to be used; the first one unless the manifest names another.
        self._is_wanted = False
        self._path: list[str] = []
        self._bases: list[str] = []
        self._open_items: list[_Item] = []
        self._text: list[str] = []

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError):
            raise BadManifest from None

    @property
    def standard(self) -> Standard:
        """By the version that it names, else by its namespaces."""
        said = self._version.strip().lower()
        if said == "1.2" or (not said and V12_NAMESPACE in self._namespaces):
            return Standard.SCORM_12
        if "2004" in said or said == "cam 1.3" or (not said and V2004_NAMESPACE in self._namespaces):
            return Standard.SCORM_2004
        raise UnknownStandard

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        given = {_local(key): value for key, value in attributes.items()}
        self._namespaces += " ".join(value for key, value in attributes.items() if key.startswith("xmlns"))[:1000]
        self._path.append(local)
        self._bases.append(given.get("base", ""))
        self._text.clear()
        if len(self._path) > DEEPEST:
            raise BadManifest
        if local == "organizations":
            self._wanted = given.get("default", "")
        elif local == "organization":
            self._is_wanted = given.get("identifier", "") == self._wanted or not self._wanted
            self._wanted = self._wanted or given.get("identifier", "") or "the first"
        elif local == "item":
            item = _Item(given.get("identifierref", ""), given.get("parameters", ""))
            self._open_items.append(item)
            if self._is_wanted and item.resource:
                self.items.append(item)
        elif local == "resource" and given.get("href"):
            href = "".join(self._bases) + given["href"]
            self.resources[given.get("identifier", "")] = _Resource(href, given.get("scormtype", "").lower() == "sco")

    def _end(self, name: str) -> None:
        local = _local(name)
        text = "".join(self._text).strip()
        self._text.clear()
        self._path.pop()
        self._bases.pop()
        if local == "item":
            self._open_items.pop()
        elif local in TEXTS:
            self._take(local, text)

    def _take(self, local: str, text: str) -> None:
        if self._open_items:
            self._open_items[-1].texts.setdefault(local, text)
        elif local == "schemaversion":
            self._version = self._version or text
        elif local == "title" and self._path[-1:] == ["organization"] and self._is_wanted:
            self.title = self.title or text

    def _refuse(self, *_declaration: object) -> None:
        raise ManifestDeclares


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
