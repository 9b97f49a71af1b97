"""The outline as the catalogue shows it: only the nodes on which, or below which, the reader finds a course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select

from lms.catalog.access import may_see
from lms.catalog.models import Course
from lms.catalog.outline.models import OutlineNode, present_version
from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row

    from lms.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Shelf:
    """A node, how many courses stand on it and below it, and the shelves below it."""

    key: str
    name: str
    name_en: str
    courses: int
    below: Sequence[Shelf]

    @property
    def keys(self) -> frozenset[str]:
        """Its node and all nodes below that have a course."""
        return frozenset(shelf.key for shelf in self.walk())

    def walk(self) -> Iterator[Shelf]:
        """This shelf and all below it, in order."""
        yield self
        for shelf in self.below:
            yield from shelf.walk()


def shelves(actor: Actor) -> list[Shelf]:
    """The shelves of the present outline that are not empty, in order; one statement."""
    rows = db.session.execute(
        select(
            OutlineNode.key,
            OutlineNode.parent_key,
            OutlineNode.name,
            OutlineNode.name_en,
            func.count(Course.id).label("courses"),
        )
        .outerjoin(Course, (Course.node_key == OutlineNode.key) & may_see(actor))
        .where(OutlineNode.version_id == present_version(literal(actor.congress_id)))
        .group_by(OutlineNode.id)
        .order_by(OutlineNode.position)
    ).all()
    return _below(rows, None)


def find(shelves: Sequence[Shelf], key: str | None) -> Shelf | None:
    """The shelf of a node, at whatever depth."""
    return next((each for shelf in shelves for each in shelf.walk() if each.key == key), None)


def _below(rows: Sequence[Row[*tuple[Any, ...]]], parent: str | None) -> list[Shelf]:
    made = []
    for row in rows:
        if row.parent_key == parent:
            below = _below(rows, row.key)
            made.append(
                Shelf(row.key, row.name, row.name_en, row.courses + sum(shelf.courses for shelf in below), below)
            )
    return [shelf for shelf in made if shelf.courses]
