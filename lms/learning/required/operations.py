"""Setting a required study, exempting a deputy from it, and withdrawing it. Nothing of it is ever changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.catalog.models import Course, CourseState
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.learning.required import access
from lms.learning.required.audience import AskedOf, Rule
from lms.learning.required.figures import Question, account, audience
from lms.learning.required.models import (
    RequiredCourse,
    RequiredStudy,
    RequiredStudyExemption,
    RequiredStudyWithdrawal,
)
from lms.learning.required.refusals import AlreadyWithdrawn, DayTooEarly, NoSuchCourse, NotAsked, NothingToChange
from lms.learning.tasks.telling import tell_withdrawn
from lms.people import access as people
from lms.people.models import Congress, ElectingBody

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import Mandate, Term


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the organizer wants: public ids of courses in their order, of whom, and by when."""

    title: str
    courses: tuple[uuid.UUID, ...]
    asked_of: AskedOf = AskedOf.ALL
    bodies: frozenset[uuid.UUID] = frozenset()
    is_induction: bool = False
    due_on: date | None = None
    days: int | None = None


@dataclass(frozen=True)
class Preview:
    """What a wish would come to if it were set now: of how many it would be asked, by the id of their body."""

    term: Term
    courses: Sequence[Course]
    rule: Rule
    in_office: Counter[int]
    asked: Counter[int]


def preview(session: Session, wish: Wish, *, actor: Actor, now: datetime) -> Preview:
    """See what a wish would come to, in a session that reads.

    Raises:
        NotFound: the congress has no term yet.
        NoSuchCourse, DayTooEarly: as `set_required_study`.
    """
    term = people.term(session, actor)
    courses, rule = _checked(session, wish, term, actor=actor, now=now)
    question = Question(as_at=local_date(now), known_at=now)
    in_office, asked = audience(session, rule, question, term_id=term.id)
    return Preview(term, courses, rule, in_office, Counter(each.body_id for each in asked))


def set_required_study(wish: Wish, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Ask deputies of the present term to complete courses, from today on.

    Returns:
        The public id of the required study.

    Raises:
        NotFound: the congress has no term yet.
        NoSuchCourse: there is no course, or one of them is not published.
        DayTooEarly: the fixed day is not after today.
    """
    with transaction() as session:
        study = ask(session, wish, actor=actor, now=now)
        _note(session, "required_study.set", study, actor=actor, now=now)
        return study.public_id


def ask(session: Session, wish: Wish, *, actor: Actor, now: datetime, without_course: bool = False) -> RequiredStudy:
    """Add a required study in the caller's transaction, who notes the act; without a course only where that is said.

    Raises:
        NotFound, NoSuchCourse, DayTooEarly: as `set_required_study`.
    """
    term = people.term(session, actor)
    courses, rule = _checked(session, wish, term, actor=actor, now=now, without_course=without_course)
    study = RequiredStudy(
        congress_id=term.congress_id,
        term_id=term.id,
        title=wish.title,
        asked_of=rule.asked_of,
        body_ids=sorted(rule.body_ids),
        is_induction=rule.is_induction,
        due_on=rule.due_on,
        days=rule.days,
        from_on=rule.from_on,
        recorded_at=now,
        set_by=actor.account_id,
    )
    session.add(study)
    session.flush()
    session.add_all(
        RequiredCourse(required_study_id=study.id, course_id=course.id, position=position)
        for position, course in enumerate(courses, start=1)
    )
    session.flush()
    return study


def withdraw(public_id: uuid.UUID, reason: str, *, actor: Actor, now: datetime) -> None:
    """Ask it of nobody from today on. Figures of the days before stay as they are.

    Raises:
        NotFound: the actor's congress has no such study.
        AlreadyWithdrawn: it was withdrawn before.
    """
    with transaction() as session:
        study = standing_study(session, public_id, actor=actor)
        session.add(
            RequiredStudyWithdrawal(
                required_study_id=study.id,
                reason=reason,
                effective_on=local_date(now),
                recorded_at=now,
                withdrawn_by=actor.account_id,
            )
        )
        session.flush()
        session.expire(study, ["withdrawal"])  # It was read as none a moment ago.
        tell_withdrawn(session, study, reason, now=now)
        _note(session, "required_study.withdrawn", study, actor=actor, now=now)


def exempt(
    public_id: uuid.UUID, mandate_id: uuid.UUID, reason: str, *, is_exempt: bool, actor: Actor, now: datetime
) -> None:
    """Exempt a deputy from one study from today on, or end that; with a reason either way.

    Raises:
        NotFound: there is no such study, or no such deputy in its term.
        AlreadyWithdrawn: it is asked of nobody any more.
        NotAsked: it is not asked of this deputy.
        NothingToChange: the deputy is exempt from it already, or is not.
    """
    with transaction() as session:
        study = standing_study(session, public_id, actor=actor)
        mandate = access.deputy(session, study, mandate_id)
        question = Question(as_at=local_date(now), known_at=now)
        if mandate.id not in {each.asked.mandate_id for each in account(session, study, question).standings}:
            raise NotAsked
        if is_exempted(session, study, mandate) is is_exempt:
            raise NothingToChange
        session.add(
            RequiredStudyExemption(
                required_study_id=study.id,
                mandate_id=mandate.id,
                is_exempt=is_exempt,
                reason=reason,
                effective_on=local_date(now),
                recorded_at=now,
                recorded_by=actor.account_id,
            )
        )
        verb = "exempted" if is_exempt else "asked_again"
        subject = ("mandate", mandate.public_id)
        audit.record(session, actor=actor, action=f"required_study.{verb}", subject=subject, fields=["reason"], now=now)


def is_exempted(session: Session, study: RequiredStudy, mandate: Mandate) -> bool:
    """Whether the last word on a deputy exempts from this study alone."""
    table = RequiredStudyExemption
    last = session.scalar(
        select(table.is_exempt)
        .where(table.required_study_id == study.id, table.mandate_id == mandate.id)
        .order_by(table.recorded_at.desc(), table.id.desc())
        .limit(1)
    )
    return bool(last)


def note_export(study: RequiredStudy, *, actor: Actor, now: datetime) -> None:
    """Note that a list with names leaves the house."""
    with transaction() as session:
        _note(session, "required_study.exported", study, actor=actor, now=now)


def standing_study(session: Session, public_id: uuid.UUID, *, actor: Actor) -> RequiredStudy:
    """A study that was not withdrawn, locked, so that of two who decide about it the second sees what the first did.

    Raises:
        NotFound: the actor's congress has no such study.
        AlreadyWithdrawn: it was withdrawn.
    """
    study = access.study(session, public_id, actor=actor)
    # The study's own row only grows and cannot be locked; the congress's row can.
    lock_row(session, Congress, study.congress_id)
    withdrawn = session.get(RequiredStudyWithdrawal, study.id, populate_existing=True)
    if withdrawn is not None:
        raise AlreadyWithdrawn(day=withdrawn.effective_on.isoformat())
    return study


def _checked(
    session: Session, wish: Wish, term: Term, *, actor: Actor, now: datetime, without_course: bool = False
) -> tuple[Sequence[Course], Rule]:
    """The courses in the order of the wish, and its rule as it would hold from now on."""
    today = local_date(now)
    if wish.due_on is not None and wish.due_on <= today:
        raise DayTooEarly
    found = session.scalars(
        select(Course).where(
            Course.congress_id == actor.congress_id,
            Course.state == CourseState.PUBLISHED,
            Course.public_id.in_(wish.courses),
        )
    ).all()
    if len(found) != len(set(wish.courses)) or not (found or without_course):
        raise NoSuchCourse
    bodies = session.scalars(
        select(ElectingBody.id).where(ElectingBody.term_id == term.id, ElectingBody.public_id.in_(wish.bodies))
    )
    rule = Rule(
        asked_of=wish.asked_of,
        body_ids=frozenset(bodies) if wish.asked_of is AskedOf.BODIES else frozenset(),
        is_induction=wish.is_induction,
        due_on=wish.due_on,
        days=wish.days,
        from_on=today,
        recorded_at=now,
    )
    return sorted(found, key=lambda course: wish.courses.index(course.public_id)), rule


def _note(session: Session, action: str, study: RequiredStudy, *, actor: Actor, now: datetime) -> None:
    audit.record(session, actor=actor, action=action, subject=("required_study", study.public_id), now=now)
