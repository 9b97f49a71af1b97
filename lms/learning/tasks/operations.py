"""Giving a task to units, handing in how a unit met it, and returning that. Withdrawal is that of required study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.database import transaction
from lms.core.permissions import Permission
from lms.learning.required.audience import AskedOf
from lms.learning.required.operations import Wish, ask, standing_study
from lms.learning.tasks import access
from lms.learning.tasks.models import MetBy, StudyTask, StudyTaskMeans, StudyTaskReport, StudyTaskReturn
from lms.learning.tasks.offers import Offer, offers
from lms.learning.tasks.queries import last_reports
from lms.learning.tasks.refusals import (
    HandedInAnew,
    NothingSatisfiesIt,
    NothingToHandIn,
    NotToBeNamed,
    NoUnitChosen,
)
from lms.learning.tasks.telling import tell_given, tell_returned

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import ElectingBody


@dataclass(frozen=True, kw_only=True)
class TaskWish:
    """What the organizer asks of units: all of the term unless `bodies` names some. Ids are public."""

    title: str
    text: str
    due_on: date
    bodies: frozenset[uuid.UUID] | None = None
    courses: tuple[uuid.UUID, ...] = ()
    met_by: frozenset[MetBy] = frozenset()


def give(wish: TaskWish, *, actor: Actor, now: datetime) -> uuid.UUID:
    """Give a task to units from today on, and tell their liaisons.

    Returns:
        The public id of the task, which is that of its required study.

    Raises:
        NotFound: the congress has no term yet.
        NoUnitChosen, NothingSatisfiesIt: nobody could do it.
        NoSuchCourse, DayTooEarly: as with required study.
    """
    if not (wish.courses or wish.met_by):
        raise NothingSatisfiesIt
    with transaction() as session:
        study = ask(session, _as_required_study(wish), actor=actor, now=now, without_course=True)
        if wish.bodies is not None and not study.body_ids:
            raise NoUnitChosen
        task = StudyTask(study=study, text=wish.text, met_by=[each.value for each in MetBy if each in wish.met_by])
        session.add(task)
        session.flush()
        tell_given(session, task, now=now)
        _note(session, "study_task.given", task, actor=actor, now=now)
        return study.public_id


@dataclass(frozen=True)
class Answer:
    """By what a unit met its task.

    Attributes:
        key: comes with the form and becomes the report's public id.
        chosen: the keys of what was chosen among `lms.learning.tasks.offers.offers`.
        words: what else is to be said.
    """

    key: uuid.UUID
    chosen: frozenset[str]
    words: str


def hand_in(public_id: uuid.UUID, body_id: uuid.UUID, answer: Answer, *, actor: Actor, now: datetime) -> None:
    """Hand in for a unit, in place of what it handed in before. The same form again changes nothing.

    Raises:
        NotFound: it is not the actor's.
        AlreadyWithdrawn: nothing is asked any more.
        NothingToHandIn, NotToBeNamed: it says nothing, or something that is not so.
        HandedInAnew: another form has this key.
    """
    try:
        with transaction() as session:
            task, body = access.part(session, public_id, body_id, actor=actor, permission=Permission.RECORD_FOR_UNIT)
            standing_study(session, public_id, actor=actor)
            before = session.scalar(select(StudyTaskReport).where(StudyTaskReport.public_id == answer.key))
            if before is not None and before.electing_body_id == body.id:
                return
            named = _named(offers(session, task, body), answer.chosen, has_courses=bool(task.study.courses))
            report = StudyTaskReport(
                public_id=answer.key,
                required_study_id=task.required_study_id,
                electing_body_id=body.id,
                words=answer.words,
                reported_by=actor.account_id,
                recorded_at=now,
                means=[_means(each) for each in named],
            )
            session.add(report)
            session.flush()
            _note(session, "study_task.handed_in", task, actor=actor, now=now)
    except IntegrityError as error:
        raise HandedInAnew from error


def send_back(
    public_id: uuid.UUID, body_id: uuid.UUID, report_id: uuid.UUID, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Return what a unit handed in, with the reason: it counts for nothing from now on, and the liaisons are told.

    Raises:
        NotFound: it is not the actor's.
        AlreadyWithdrawn: the task was withdrawn.
        HandedInAnew: it is not the unit's last report, or was returned before.
    """
    with transaction() as session:
        task, body = access.part(session, public_id, body_id, actor=actor)
        standing_study(session, public_id, actor=actor)
        last = returnable(session, task, body)
        if last.public_id != report_id:
            raise HandedInAnew
        session.add(StudyTaskReturn(report_id=last.id, reason=reason, returned_by=actor.account_id, recorded_at=now))
        session.flush()
        tell_returned(session, task, body, reason, now=now)
        _note(session, "study_task.returned", task, actor=actor, now=now)


def returnable(session: Session, task: StudyTask, body: ElectingBody) -> StudyTaskReport:
    """What a unit handed in last, if it can be returned.

    Raises:
        HandedInAnew: it has handed nothing in, or that was returned before.
    """
    last = last_reports(session, [task]).get((task.required_study_id, body.id))
    if last is None or last.returned:
        raise HandedInAnew
    return last


def _as_required_study(wish: TaskWish) -> Wish:
    return Wish(
        title=wish.title,
        courses=wish.courses,
        asked_of=AskedOf.ALL if wish.bodies is None else AskedOf.BODIES,
        bodies=wish.bodies or frozenset(),
        due_on=wish.due_on,
    )


def _named(offered: Sequence[Offer], chosen: frozenset[str], *, has_courses: bool) -> list[Offer]:
    if not chosen and not has_courses:
        raise NothingToHandIn
    named = [each for each in offered if each.key in chosen]
    if len(named) != len(chosen):
        raise NotToBeNamed
    return named


def _means(offer: Offer) -> StudyTaskMeans:
    return StudyTaskMeans(
        met_by=offer.met_by,
        viewing_id=offer.number if offer.met_by is MetBy.VIEWING else None,
        recording_id=offer.number if offer.met_by is MetBy.OWN_CLASS else None,
        session_key=offer.key if offer.met_by is MetBy.SESSION else None,
        session_on=offer.day if offer.met_by is MetBy.SESSION else None,
    )


def _note(session: Session, action: str, task: StudyTask, *, actor: Actor, now: datetime) -> None:
    audit.record(session, actor=actor, action=action, subject=("required_study", task.study.public_id), now=now)
