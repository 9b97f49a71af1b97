"""The outline as it is now: its tree, the courses on each node, where courses are missing or out of date."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from lms.catalog.access import may_see
from lms.catalog.models import Course, LegalBasis, Lesson
from lms.catalog.outline.models import Amendment, OutlineNode, OutlineVersion, present_version
from lms.catalog.questions.models import Question
from lms.core.database import db

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row

    from lms.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Placed:
    """A course on its node: what it takes by its published length, and what it rests on that was amended since."""

    course: Course
    lessons: int
    minutes: int
    questions: int
    amended: Sequence[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with its courses and what hangs below it."""

    node: OutlineNode
    courses: Sequence[Placed]
    below: Sequence[Branch] = field(default=())

    @property
    def is_gap(self) -> bool:
        """Whether nobody can study this: a node with nothing below it and no open course."""
        return not self.below and not any(placed.course.is_open for placed in self.courses)

    @property
    def all_courses(self) -> list[Placed]:
        """Its courses and those of all nodes below it."""
        return [*self.courses, *(placed for branch in self.below for placed in branch.all_courses)]

    @property
    def minutes(self) -> int:
        """The published length of all open courses here and below."""
        return sum(placed.minutes for placed in self.all_courses if placed.course.is_open)

    @property
    def gaps(self) -> list[Branch]:
        """The nodes here and below that have no open course."""
        return [self] if self.is_gap else [gap for branch in self.below for gap in branch.gaps]

    def walk(self) -> Iterator[Branch]:
        """This node and all below it, in order."""
        yield self
        for branch in self.below:
            yield from branch.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """The present outline of a congress, and the courses that name none of its nodes."""

    version: OutlineVersion
    branches: Sequence[Branch]
    elsewhere: Sequence[Placed]

    @property
    def nodes(self) -> list[Branch]:
        """Every node, in the order of the tree."""
        return [node for branch in self.branches for node in branch.walk()]

    @property
    def gaps(self) -> list[Branch]:
        """Every node that nobody can study."""
        return [gap for branch in self.branches for gap in branch.gaps]

    @property
    def amended(self) -> list[Placed]:
        """Every course that rests on an older wording."""
        placed = [each for branch in self.branches for each in branch.all_courses]
        return [each for each in (*placed, *self.elsewhere) if each.amended]


_parent = OutlineNode.__table__.alias("parent")
_PLACE = (
    select(
        OutlineNode.name,
        OutlineNode.name_en,
        OutlineNode.competency,
        _parent.c.name.label("branch"),
        _parent.c.name_en.label("branch_en"),
    )
    .outerjoin(_parent, (_parent.c.version_id == OutlineNode.version_id) & (_parent.c.key == OutlineNode.parent_key))
    .where(OutlineNode.version_id == present_version(bindparam("congress")), OutlineNode.key == bindparam("node"))
)


def place(course: Course) -> Row[*tuple[Any, ...]] | None:
    """Where a course stands in the present outline: its node, what one becomes better at there, and the branch above.

    None if it names no node, or one that is gone.
    """
    rows = db.rows(_PLACE, {"congress": course.congress_id, "node": course.node_key})
    return rows[0] if rows else None


def outline(actor: Actor) -> Outline | None:
    """The outline of the actor's congress with the courses that the actor may see; None before there is one."""
    version = db.session.scalar(
        select(OutlineVersion)
        .where(OutlineVersion.congress_id == actor.congress_id)
        .order_by(OutlineVersion.version.desc())
        .limit(1)
    )
    if version is None:
        return None
    nodes = db.session.scalars(
        select(OutlineNode).where(OutlineNode.version_id == version.id).order_by(OutlineNode.position)
    ).all()
    placed = _placed(actor, version)
    known = {node.key for node in nodes}
    elsewhere = [each for each in placed if each.course.node_key not in known]
    return Outline(version, _branches(nodes, placed, None), elsewhere)


def _branches(nodes: Sequence[OutlineNode], placed: Sequence[Placed], parent: str | None) -> list[Branch]:
    return [
        Branch(node, [each for each in placed if each.course.node_key == node.key], _branches(nodes, placed, node.key))
        for node in nodes
        if node.parent_key == parent
    ]


def _placed(actor: Actor, version: OutlineVersion) -> list[Placed]:
    courses = db.session.scalars(select(Course).where(may_see(actor)).order_by(Course.title, Course.id)).all()
    ids = [course.id for course in courses]
    lengths, questions, amended = _lengths(ids), _questions(ids), _amended(ids, version)
    return [
        Placed(course, *lengths.get(course.id, (0, 0)), questions.get(course.id, 0), amended.get(course.id, []))
        for course in courses
    ]


def _lengths(ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    rows = db.session.execute(
        select(Lesson.course_id, func.count(), func.sum(Lesson.minutes))
        .where(Lesson.course_id.in_(ids), Lesson.is_current)
        .group_by(Lesson.course_id)
    )
    return {course_id: (lessons, int(minutes)) for course_id, lessons, minutes in rows}


def _questions(ids: Collection[int]) -> Mapping[int, int]:
    rows = db.session.execute(
        select(Question.course_id, func.count().label("number"))
        .where(Question.course_id.in_(ids), Question.until_version.is_(None))
        .group_by(Question.course_id)
    )
    return {row.course_id: row.number for row in rows}


def _amended(ids: Collection[int], version: OutlineVersion) -> Mapping[int, list[tuple[str, date]]]:
    """For each course the laws that were amended after the day of the wording it rests on, each with the last day."""
    rows = db.session.execute(
        select(LegalBasis.course_id, LegalBasis.title, func.max(Amendment.amended_on))
        .join(Amendment, (Amendment.law == LegalBasis.title) & (Amendment.amended_on > LegalBasis.as_of))
        .where(LegalBasis.course_id.in_(ids), Amendment.version_id == version.id)
        .group_by(LegalBasis.course_id, LegalBasis.title)
        .order_by(LegalBasis.course_id, LegalBasis.title)
    )
    amended: dict[int, list[tuple[str, date]]] = {}
    for course_id, law, day in rows:
        amended.setdefault(course_id, []).append((law, day))
    return amended
