"""Reading outline.toml of the folder of courses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.catalog.outline.models import Competency
from lms.catalog.problems import BrokenCourse, Problem
from lms.catalog.sources import digest_of
from lms.catalog.toml_file import read_toml
from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from lms.catalog.fields import Table

FILE = "outline.toml"


@dataclass(frozen=True, slots=True)
class NodeSource:
    """One node; its parent stands above it in the file."""

    key: str
    parent: str | None
    name: str
    name_en: str
    competency: Competency


@dataclass(frozen=True, slots=True)
class AmendmentSource:
    """That a law was amended."""

    law: str
    amended_on: date
    amended_by: str


@dataclass(frozen=True, slots=True)
class OutlineSource:
    """The outline, checked; its nodes in the order of the tree, parents first."""

    title: str
    nodes: tuple[NodeSource, ...]
    amendments: tuple[AmendmentSource, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all that it says."""
        return digest_of(self)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its nodes: what a course may name."""
        return frozenset(node.key for node in self.nodes)


def read_outline(root: Path) -> OutlineSource | None:
    """The outline beside the courses; None where there is none.

    Raises:
        BrokenCourse: with everything that is wrong with it, by line.
    """
    if not (root / FILE).is_file():
        return None
    problems: list[Problem] = []
    table = read_toml(root, FILE, problems)
    outline = _outline(table) if table else None
    if outline is None or problems:
        raise BrokenCourse(FILE, sorted(problems, key=lambda each: each.line))
    return outline


def _outline(table: Table) -> OutlineSource:
    outline = OutlineSource(
        title=table.text("title"),
        nodes=tuple(_by_tree(list(_nodes(table)), None)),
        amendments=tuple(_amendments(table)) if "amendments" in table.values else (),
    )
    table.finish()
    return outline


def _nodes(file: Table) -> Iterator[NodeSource]:
    seen: set[str] = set()
    for table in file.tables("nodes"):
        key = table.key()
        if key and key in seen:
            table.fault("key", N_("Another node already has this key."))
        parent = table.text("parent", required=False)
        if parent and parent not in seen:
            table.fault("parent", N_("There is no node “%(node)s” above this one."), node=parent)
        seen.add(key)
        name, name_en = table.text("name", longest=40), table.text("name_en", longest=80)
        competency = table.choice("competency", None, Competency)
        table.finish()
        if competency:
            yield NodeSource(key, parent or None, name, name_en, competency)


def _by_tree(nodes: Sequence[NodeSource], parent: str | None) -> Iterator[NodeSource]:
    for node in nodes:
        if node.parent == parent:
            yield node
            yield from _by_tree(nodes, node.key)


def _amendments(file: Table) -> Iterator[AmendmentSource]:
    seen: set[tuple[str, date]] = set()
    for table in file.tables("amendments"):
        amendment = AmendmentSource(table.text("law"), table.day("amended_on"), table.text("amended_by"))
        if (amendment.law, amendment.amended_on) in seen:
            table.fault("law", N_("This amendment is listed twice."))
        seen.add((amendment.law, amendment.amended_on))
        table.finish()
        yield amendment
