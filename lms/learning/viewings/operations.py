"""Recording a viewing, confirming it by a second person, and withdrawing it before that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.catalog import access as catalog
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.errors import NotFound
from lms.core.permissions import Permission
from lms.learning.refusals import CourseNotOpen
from lms.learning.viewings import access
from lms.learning.viewings.completing import TOGETHER, complete_for_all
from lms.learning.viewings.models import GroupViewing, ViewingDeputy, ViewingState
from lms.learning.viewings.refusals import AnotherMustConfirm, NoLessonChosen, RecordedDifferently, ViewingSettled
from lms.records import evidence
from lms.records.attached import NotInOffice, in_office_on, must_be_past
from lms.records.unit import access as units
from lms.records.unit.refusals import NobodyChosen

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.catalog.models import Lesson
    from lms.core.permissions import Actor
    from lms.people.models import ElectingBody, Mandate
    from lms.records.evidence import Evidence


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Who took what together, where and on which day; the ids are public."""

    course: uuid.UUID
    lessons: frozenset[uuid.UUID]
    deputies: frozenset[uuid.UUID]
    held_on: date
    place: str
    proof: Evidence | None = None


def record(key: uuid.UUID, body_id: uuid.UUID, gathering: Gathering, *, actor: Actor, now: datetime) -> GroupViewing:
    """Record a viewing, which counts for nothing until another person confirms it. The same key again changes nothing.

    Args:
        key: comes with the form and becomes the viewing's public id.
        body_id: the unit.
        gathering: who took what together.
        actor: the unit's liaison.
        now: when.

    Raises:
        NotFound: the unit, the course, a lesson or a deputy is not the actor's to name.
        CourseNotOpen: the course is a draft or was withdrawn.
        DayAhead, NoLessonChosen, NobodyChosen, NotInOffice: it cannot be recorded so.
        RecordedDifferently: another unit used the key.
    """
    try:
        with transaction() as session:
            body = units.body(session, body_id, actor=actor)
            known = select(GroupViewing).where(GroupViewing.public_id == key, GroupViewing.electing_body_id == body.id)
            return session.scalar(known) or _recorded(session, key, body, gathering, actor=actor, now=now)
    except IntegrityError as error:
        # The key is another unit's, or the same form arrived twice at once: then the first one stands.
        return _first_of_two(key, body_id, actor=actor, error=error)


def confirm(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> int:
    """Confirm a viewing as the second person: each deputy completes the lessons that they had not completed before.

    All or none, in one transaction; a second time changes nothing.

    Returns:
        How many deputies completed something.

    Raises:
        NotFound: it is not the actor's to confirm.
        AnotherMustConfirm: the actor recorded it, or is named in it.
        ViewingSettled: it was withdrawn.
        CourseNotOpen, NotInOffice: something changed since it was recorded.
    """
    with transaction() as session:
        viewing = access.locked_viewing(session, public_id, Permission.CONFIRM_GROUP_VIEWINGS, actor=actor)
        if not access.may_confirm(viewing, actor):
            raise AnotherMustConfirm
        if viewing.state is ViewingState.WITHDRAWN:
            raise ViewingSettled
        if viewing.state is ViewingState.CONFIRMED:
            return 0
        if not viewing.course.is_open:
            raise CourseNotOpen
        _must_be_in_office(session, [each.mandate for each in viewing.deputies], viewing.held_on)
        viewing.state, viewing.confirmed_by, viewing.confirmed_at = ViewingState.CONFIRMED, actor.account_id, now
        _note(session, viewing, "group_viewing.confirmed", actor=actor, now=now)
        return complete_for_all(session, viewing, now=now)


def withdraw(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Take back what nobody has confirmed yet, as one of the unit's liaisons; names and evidence go. Again does no harm.

    Raises:
        NotFound: it is not the actor's.
        ViewingSettled: it was confirmed.
    """
    with transaction() as session:
        viewing = access.locked_viewing(session, public_id, Permission.RECORD_FOR_UNIT, actor=actor)
        if viewing.state is ViewingState.CONFIRMED:
            raise ViewingSettled
        if viewing.state is ViewingState.WITHDRAWN:
            return
        viewing.state, viewing.withdrawn_at = ViewingState.WITHDRAWN, now
        viewing.evidence_sha256 = viewing.evidence_name = None
        viewing.deputies.clear()
        _note(session, viewing, "group_viewing.withdrawn", actor=actor, now=now)


def _recorded(
    session: Session, key: uuid.UUID, body: ElectingBody, gathering: Gathering, *, actor: Actor, now: datetime
) -> GroupViewing:
    must_be_past(gathering.held_on, today=local_date(now))
    course = catalog.course(actor, gathering.course)
    if not course.is_open:
        raise CourseNotOpen
    lessons = _chosen_lessons(course.lessons, gathering.lessons)
    deputies = _chosen_deputies(session, body, gathering)
    viewing = GroupViewing(
        public_id=key,
        congress_id=body.congress_id,
        electing_body_id=body.id,
        course_id=course.id,
        held_on=gathering.held_on,
        place=gathering.place,
        recorded_by=actor.account_id,
        recorded_at=now,
        lessons=lessons,
        deputies=[ViewingDeputy(mandate_id=each.id, place=place) for place, each in enumerate(deputies)],
        **evidence.keep(session, gathering.proof, now=now),
    )
    session.add(viewing)
    session.flush()
    _note(session, viewing, "group_viewing.recorded", actor=actor, now=now)
    return viewing


def _first_of_two(key: uuid.UUID, body_id: uuid.UUID, *, actor: Actor, error: IntegrityError) -> GroupViewing:
    with transaction() as session:
        body = units.body(session, body_id, actor=actor)
        known = select(GroupViewing).where(GroupViewing.public_id == key, GroupViewing.electing_body_id == body.id)
        viewing = session.scalar(known)
        if viewing is None:
            raise RecordedDifferently from error
        return viewing


def _chosen_lessons(lessons: list[Lesson], wanted: frozenset[uuid.UUID]) -> list[Lesson]:
    chosen = [each for each in lessons if each.public_id in wanted and each.kind in TOGETHER]
    if not wanted:
        raise NoLessonChosen
    if len(chosen) < len(wanted):
        raise NotFound
    return chosen


def _chosen_deputies(session: Session, body: ElectingBody, gathering: Gathering) -> list[Mandate]:
    chosen = [each for each in units.deputies(session, body) if each.public_id in gathering.deputies]
    if not gathering.deputies:
        raise NobodyChosen
    if len(chosen) < len(gathering.deputies):
        raise NotFound
    _must_be_in_office(session, chosen, gathering.held_on)
    return chosen


def _must_be_in_office(session: Session, mandates: list[Mandate], day: date) -> None:
    held = in_office_on(session, day, [each.id for each in mandates], congress_id=mandates[0].congress_id)
    without = [each.person.name for each in mandates if each.id not in held]
    if without:
        raise NotInOffice(names=", ".join(without))


def _note(session: Session, viewing: GroupViewing, action: str, *, actor: Actor, now: datetime) -> None:
    audit.record(session, actor=actor, action=action, subject=("group_viewing", viewing.public_id), now=now)
