"""Who is told of a required study: the deputy of an induction and once before the day, then the unit's liaison.

Each step is noted under a key of its own in the same transaction, so that whatever runs twice tells nobody twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.clock import local_date
from lms.core.i18n import N_
from lms.core.permissions import Role
from lms.core.upsert import insert_into
from lms.learning.required.figures import Question, account
from lms.learning.required.models import RequiredStudy, RequiredStudyStep, RequiredStudyWithdrawal, Step
from lms.learning.required.states import OPEN, StudyState
from lms.notices.operations import Link, tell
from lms.people.accounts.models import Account, GrantState, RoleGrant
from lms.people.models import ElectingBody, Mandate

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.catalog.models import Course
    from lms.learning.required.figures import Standing

REMIND_BEFORE = timedelta(days=7)

WELCOME = N_("Your induction package is ready: %(title)s.")
REMINDER = N_("Please remember the required study “%(title)s”.")
BY_WHEN = N_("Please complete it by %(due_on)s.")
HANDED_ON = N_("“%(title)s”: %(count)d deputies of %(unit)s have not completed it yet.")
COURSE_GONE = N_("A course of “%(title)s” has been withdrawn: %(course)s.")
COURSE_GONE_DETAIL = N_("It is asked of nobody any more. Another one can be asked for by a new required study.")
HANDED_ON_DETAIL = N_(
    "Their last day has passed, and each was reminded once before. Please see whether they need help."
)

MINE = Link("required_study.mine")


def studies_in_force(session: Session, *, on: date) -> Sequence[RequiredStudy]:
    """The studies of all congresses that are asked of somebody on a day."""
    withdrawn = select(RequiredStudyWithdrawal.required_study_id).where(RequiredStudyWithdrawal.effective_on <= on)
    return session.scalars(
        select(RequiredStudy)
        .where(RequiredStudy.from_on <= on, RequiredStudy.id.not_in(withdrawn))
        .order_by(RequiredStudy.id)
    ).all()


def welcome(session: Session, study: RequiredStudy, mandate_ids: Collection[int], *, now: datetime) -> None:
    """Tell deputies with a new mandate of their induction package, each once."""
    open_now = _standings(session, study, now)
    new = [each for each in open_now if each.asked.mandate_id in mandate_ids]
    _tell_deputies(session, study, new, Step.WELCOMED, WELCOME, now=now)


def remind(session: Session, study: RequiredStudy, *, now: datetime) -> None:
    """Remind everybody whose last day lies at most a week ahead, each once for good; where no course is asked, nobody."""
    if not study.courses:
        return
    last = local_date(now) + REMIND_BEFORE
    soon = [
        each
        for each in _standings(session, study, now)
        if each.state is StudyState.UNDER_WAY and each.asked.due_on <= last
    ]
    _tell_deputies(session, study, soon, Step.REMINDED, REMINDER, now=now)


def hand_on(session: Session, study: RequiredStudy, *, now: datetime) -> None:
    """Tell the liaisons of each unit how many of its deputies let their day pass, each deputy counted once.

    A unit without a liaison is told of as soon as it has one. Where no course is asked, deputies were told of nothing.
    """
    if not study.courses:
        return
    late = [each for each in _standings(session, study, now) if each.state is StudyState.NOT_COMPLETED]
    liaisons = liaisons_of(session, {each.body_id for each in late})
    for body, person_ids in liaisons.items():
        ids = _note(session, study, [each for each in late if each.body_id == body.id], Step.HANDED_ON, now)
        for person_id in person_ids if ids else ():
            tell(
                session,
                person_id=person_id,
                congress_id=study.congress_id,
                kind="learning.required_study",
                template=HANDED_ON,
                detail=HANDED_ON_DETAIL,
                params={"title": study.title, "unit": body.name, "count": len(ids)},
                link=Link("required_study.show", {"public_id": study.public_id, "state": StudyState.NOT_COMPLETED}),
                now=now,
            )


def tell_organizer(session: Session, study: RequiredStudy, course: Course, *, now: datetime) -> None:
    """Tell who set a study that one of its courses cannot be taken any more."""
    tell(
        session,
        person_id=session.get_one(Account, study.set_by).person_id,
        congress_id=study.congress_id,
        kind="learning.required_study",
        template=COURSE_GONE,
        detail=COURSE_GONE_DETAIL,
        params={"title": study.title, "course": course.title},
        link=Link("required_study.show", {"public_id": study.public_id}),
        now=now,
    )


def _standings(session: Session, study: RequiredStudy, now: datetime) -> list[Standing]:
    question = Question(as_at=local_date(now), known_at=now)
    return [each for each in account(session, study, question).standings if each.state in OPEN]


def _tell_deputies(
    session: Session, study: RequiredStudy, them: Sequence[Standing], step: Step, template: str, *, now: datetime
) -> None:
    ids = _note(session, study, them, step, now)
    persons = dict(iter(session.execute(select(Mandate.id, Mandate.person_id).where(Mandate.id.in_(ids)))))
    for each in them:
        if each.asked.mandate_id in ids:
            tell(
                session,
                person_id=persons[each.asked.mandate_id],
                congress_id=study.congress_id,
                kind="learning.required_study",
                template=template,
                detail=BY_WHEN,
                params={"title": study.title, "due_on": each.asked.due_on},
                link=MINE,
                now=now,
            )


def _note(session: Session, study: RequiredStudy, them: Sequence[Standing], step: Step, now: datetime) -> set[int]:
    """Note a step for each deputy for whom it was not yet taken; returns the ids of these."""
    if not them:
        return set()
    rows = [
        {"required_study_id": study.id, "mandate_id": each.asked.mandate_id, "step": step, "recorded_at": now}
        for each in them
    ]
    statement = insert_into(session, RequiredStudyStep).values(rows).on_conflict_do_nothing()
    return set(session.scalars(statement.returning(RequiredStudyStep.mandate_id)))


def liaisons_of(session: Session, body_ids: Collection[int]) -> dict[ElectingBody, list[int]]:
    """The persons who are liaisons of some bodies now."""
    rows = session.execute(
        select(ElectingBody, Account.person_id)
        .join(RoleGrant, RoleGrant.electing_body_id == ElectingBody.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            ElectingBody.id.in_(body_ids),
            RoleGrant.role == Role.LIAISON,
            RoleGrant.state == GrantState.GRANTED,
            Account.closed_at.is_(None),
        )
        .order_by(ElectingBody.official_order, Account.id)
    )
    found: dict[ElectingBody, list[int]] = {}
    for body, person_id in rows:
        found.setdefault(body, []).append(person_id)
    return found
