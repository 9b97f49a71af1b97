"""Issuing a signed call-up: the letters and the notices, line by line, in the transaction of the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms.core.i18n import EMPTY, N_
from lms.notices import Link, tell
from lms.notices.letters import issuing
from lms.people.models import Congress, LetterForm
from lms.study_sessions.call_up import wording
from lms.study_sessions.call_up.models import CallUpNotice
from lms.study_sessions.call_up.states import Told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.notices.letters.issuing import Text
    from lms.notices.models import Notice
    from lms.study_sessions.call_up.lines import Facts, Line, Plan
    from lms.study_sessions.call_up.models import CallUp
    from lms.study_sessions.models import Enrolment, StudySession

TEMPLATE = {
    Told.CALLED: N_("You are called up to “%(title)s”, %(starts_on)s to %(ends_on)s."),
    Told.CHANGED: N_(
        "The arrangements for “%(title)s” have changed: it is now held from %(starts_on)s to %(ends_on)s."
    ),
    Told.CANCELLED: N_("Your call-up to “%(title)s” no longer holds."),
}
ARRIVAL = N_("Arrival on %(arrival_on)s. Venue: %(venue)s.")
ARRIVAL_AND_ANSWER = N_(
    "Arrival on %(arrival_on)s. Venue: %(venue)s. Please say by %(answer_by)s whether you are coming."
)
ARRIVAL_AND_REASON = N_("Arrival on %(arrival_on)s. Venue: %(venue)s. Reason for the change: %(reason)s.")
REASON = N_("Reason: %(reason)s.")


def issue(session: Session, call_up: CallUp, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Number and send the letters, tell each person, and keep who was told what."""
    study_session = call_up.study_session
    issued = issuing.issue(session, call_up.draft, texts(session, study_session, plan), actor=actor, now=now)
    letters = {line.enrolment.id: letter for named, letter in zip(plan.letters, issued, strict=True) for line in named}
    for line in plan.lines:
        # Staff have no inbox.
        notice = None if study_session.is_for_staff else _tell(session, call_up, line, plan.facts, now)
        letter = letters.get(line.enrolment.id)
        session.add(
            CallUpNotice(
                call_up_id=call_up.id,
                enrolment_id=line.enrolment.id,
                told=line.told,
                notice_id=notice.id if notice else None,
                letter_id=letter.id if letter else None,
            )
        )
    session.flush()


def texts(session: Session, study_session: StudySession, plan: Plan) -> Sequence[Text]:
    """The letters of a plan, in official order: what would go out, before anything has a number.

    A deputy of a congress below is called so, whoever sends the letter.
    """
    title = study_session.title
    if study_session.is_for_staff:
        return [_unit_text(named, plan.facts, title=title) for named in plan.letters]
    homes = {line.enrolment.home_id for (line,) in plan.letters}
    names = dict(session.execute(select(Congress.id, Congress.name).where(Congress.id.in_(homes))).all())
    return [_text(line, plan.facts, congress=names[line.enrolment.home_id], title=title) for (line,) in plan.letters]


def _text(line: Line, facts: Facts, *, congress: str, title: str) -> Text:
    if line.form is None:
        raise ValueError("no letter goes with this line")
    words = wording.letter(
        line.form,
        line.told,
        facts,
        congress=congress,
        name=line.enrolment.person.name,
        title=title,
        is_superseding=line.former is not None,
    )
    return _to(line, line.form, words)


def _unit_text(named: Sequence[Line], facts: Facts, *, title: str) -> Text:
    first = named[0]
    words = wording.unit_letter(
        [_person(line.enrolment) for line in named if line.told is not Told.CANCELLED],
        [_person(line.enrolment) for line in named if line.told is Told.CANCELLED],
        facts,
        is_changed=any(line.told is Told.CHANGED for line in named),
        title=title,
        is_superseding=first.former is not None,
    )
    return _to(first, LetterForm.THROUGH_UNIT, words)


def _to(line: Line, form: LetterForm, words: tuple[str, Sequence[str]]) -> Text:
    """A letter with title and paragraphs to whom a line names, in the place of the letter that held."""
    title, paragraphs = words
    return issuing.Text(
        form=form,
        addressee=line.addressee,
        address=line.address,
        email=line.email,
        title=title,
        paragraphs=paragraphs,
        supersedes=line.former,
    )


def _person(enrolment: Enrolment) -> str:
    return wording.person(enrolment.person.name, enrolment.staff_member.post if enrolment.staff_member else "")


def _tell(session: Session, call_up: CallUp, line: Line, facts: Facts, now: datetime) -> Notice:
    study_session = call_up.study_session
    return tell(
        session,
        person_id=line.enrolment.person_id,
        congress_id=line.enrolment.home_id,
        kind=f"call_up.{line.told.value}",
        template=TEMPLATE[line.told],
        detail=_detail(line.told, call_up, facts),
        params={
            "title": study_session.title,
            "starts_on": facts.starts_on,
            "ends_on": facts.ends_on,
            "arrival_on": facts.arrival_on,
            "venue": facts.venue or EMPTY,
            "answer_by": call_up.answer_by or EMPTY,
            "reason": facts.reason or EMPTY,
        },
        link=Link("my_call_up.show", {"public_id": call_up.public_id}),
        now=now,
    )


def _detail(told: Told, call_up: CallUp, facts: Facts) -> str:
    if told is Told.CANCELLED:
        return REASON if facts.reason else ""
    if told is Told.CHANGED and facts.reason:
        return ARRIVAL_AND_REASON
    return ARRIVAL_AND_ANSWER if call_up.answer_by and told is Told.CALLED else ARRIVAL
