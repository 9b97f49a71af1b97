"""The tree of an `imsmanifest.xml`, read once from front to back: what the manifest says, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from lms.catalog.packages.demands import PREREQUISITES, demand_of
from lms.catalog.packages.refusals import BadManifest, FixesOrder, ManifestDeclares

if TYPE_CHECKING:
    from lms.catalog.packages.refusals import PackageRefused

DEEPEST = 60
# The texts that are read, by their element's name in small letters.
TEXTS = ("schemaversion", "title", "masteryscore", "datafromlms", PREREQUISITES)
# What takes an item out of the completion of the whole (SCORM 2004 SN 3.7.2 and 3.13.1), and by which attribute.
UNCOUNTED = {"deliverycontrols": "tracked", "rolluprules": "rollupprogresscompletion"}


@dataclass
class Item:
    """An item of the organization, as it stands there, within another one or at the top."""

    resource: str
    parameters: str
    parent: Item | None
    is_counted: bool = True
    shared_rules: str = ""  # The set of rules that it refers to.
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many items it lies in."""
        return self.parent.depth + 1 if self.parent else 0


@dataclass(frozen=True)
class Resource:
    """What an item starts. `is_sco` says that it reports how it went; else it is an asset, a page to be read."""

    href: str
    is_sco: bool


class ManifestReader:
    """Keeps only what is needed of the tree, and refuses every declaration before it can name an entity."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.resources: dict[str, Resource] = {}
        self.title = ""
        self.version = ""
        self.namespaces = ""
        self.demand: PackageRefused | None = None  # The first rule that cannot be kept with several parts.
        self._wanted = ""  # The organization to be used; the first one unless the manifest names another.
        self._is_wanted = False
        self._path: list[str] = []
        self._bases: list[str] = []
        self._open_items: list[Item] = []
        self._rules = ""  # The set of rules being read, for items to refer to.
        self._uncounting: set[str] = set()  # Those of them that take an item out.
        self._text: list[str] = []

    def read(self, data: bytes) -> None:
        """Read all of it.

        Raises:
            PackageRefused: it cannot be read, or it declares something.
        """
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

    def counts(self, item: Item) -> bool:
        """Whether an item's completion counts for the whole: by its own word and that of the items around it."""
        own = item.is_counted and item.shared_rules not in self._uncounting
        return own and (item.parent is None or self.counts(item.parent))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        given = {_local(key): value for key, value in attributes.items()}
        self.namespaces += " ".join(value for key, value in attributes.items() if key.startswith("xmlns"))[:1000]
        self._path.append(local)
        self._bases.append(given.get("base", ""))
        self._text.clear()
        if len(self._path) > DEEPEST:
            raise BadManifest
        self._note_rules(local, given)
        if local == "organizations":
            self._wanted = given.get("default", "")
        elif local == "organization":
            self._is_wanted = given.get("identifier", "") == self._wanted or not self._wanted
            self._wanted = self._wanted or given.get("identifier", "") or "the first"
        elif local == "item":
            self._start_item(given)
        elif local == "resource" and given.get("href"):
            href = "".join(self._bases) + given["href"]
            self.resources[given.get("identifier", "")] = Resource(href, given.get("scormtype", "").lower() == "sco")

    def _start_item(self, given: dict[str, str]) -> None:
        parent = self._open_items[-1] if self._open_items else None
        item = Item(given.get("identifierref", ""), given.get("parameters", ""), parent)
        self._open_items.append(item)
        if self._is_wanted:
            self.items.append(item)

    def _note_rules(self, local: str, given: dict[str, str]) -> None:
        """What is said of the order and the completion of parts; that of an organization that is not used is not heard.

        Rules come after the items within, so what they say of those can only be asked at the end.
        """
        if "organization" in self._path and not self._is_wanted:
            return
        self.demand = self.demand or demand_of(local, given)
        if local == "sequencing":
            self._rules = given.get("id", "")
            if self._open_items:
                self._open_items[-1].shared_rules = given.get("idref", "")
        elif given.get(UNCOUNTED.get(local, ""), "").strip().lower() in {"false", "0"}:
            if self._open_items:
                self._open_items[-1].is_counted = False
            elif self._rules:
                self._uncounting.add(self._rules)

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
            if local == PREREQUISITES and text and self._is_wanted:
                self.demand = self.demand or FixesOrder(element=local)
        elif local == "schemaversion":
            self.version = self.version or text
        elif local == "title" and self._path[-1:] == ["organization"] and self._is_wanted:
            self.title = self.title or text

    def _refuse(self, *_declaration: object) -> None:
        raise ManifestDeclares


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
