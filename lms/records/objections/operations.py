"""An objection's way: filed by the deputy, answered by another officer with a reason, seen by the deputy throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.core.i18n import N_
from lms.notices import Link, tell
from lms.people.models import Mandate
from lms.records import access, evidence
from lms.records.checks.models import CheckPeriod, CheckRequest
from lms.records.checks.operations import is_reported, lock_gate
from lms.records.corrections.models import Correction, CorrectionState
from lms.records.corrections.operations import propose_in
from lms.records.corrections.refusals import AlreadyDecided, AnotherPersonDecides, DayToCome, NoLongerStanding
from lms.records.hands import had_a_hand, hands
from lms.records.models import RecordEntry, Source
from lms.records.objections.access import may_answer
from lms.records.objections.models import Objection, ObjectionState
from lms.records.objections.refusals import AlreadyObjected, NeedsAnAnswer, NotYourDay
from lms.records.posting import Fact, post_for_mandate
from lms.records.standing import is_standing

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.corrections.operations import Wanted
    from lms.records.evidence import Evidence

UPHELD = N_("Your objection of %(day)s was upheld.")
REJECTED = N_("Your objection of %(day)s was not upheld.")
REASON = N_("Reason given: %(reason)s.")
REASON_AND_CORRECTION = N_("Reason given: %(reason)s. The correction is entered once a second person has approved it.")


def file_about_entry(
    entry_id: uuid.UUID, text: str, proof: Evidence | None, *, actor: Actor, now: datetime
) -> Objection:
    """Object to an entry of one's own record; whoever acts for the deputy (代办) is shown as such.

    Raises:
        NotFound: there is no such entry in the actor's record.
        NoLongerStanding: it was corrected or taken back meanwhile.
        AlreadyObjected: an objection to it is open, or its correction waits.
    """
    try:
        with transaction() as session:
            entry = access.own_entry(session, entry_id, actor=actor)
            _must_be_free(session, entry)
            objection = _new(session, entry.mandate, text, actor=actor, now=now, day=entry.occurred_on)
            objection.entry_id = entry.id
            return _keep(session, objection, proof, actor=actor, now=now)
    except IntegrityError as error:
        raise AlreadyObjected from error


def file_about_missing(
    happened_on: date, text: str, proof: Evidence | None, *, actor: Actor, now: datetime
) -> Objection:
    """Say that something of a day is missing from one's own record.

    Raises:
        DayToCome: it has not happened.
        NotYourDay: the deputy held no mandate in this congress on that day.
    """
    if happened_on > local_date(now):
        raise DayToCome
    with transaction() as session:
        mandate = session.scalar(
            select(Mandate)
            .where(
                Mandate.person_id == actor.person_id,
                Mandate.congress_id == actor.congress_id,
                Mandate.from_on <= happened_on,
                or_(Mandate.until_on.is_(None), Mandate.until_on >= happened_on),
            )
            .order_by(Mandate.from_on.desc())
            .limit(1)
        )
        if mandate is None:
            raise NotYourDay
        objection = _new(session, mandate, text, actor=actor, now=now, day=happened_on)
        objection.happened_on = happened_on
        return _keep(session, objection, proof, actor=actor, now=now)


def reject(objection_id: uuid.UUID, reason: str, *, actor: Actor, now: datetime) -> Objection:
    """Answer that the entry, or its absence, is right; the deputy is told with the reason.

    Raises:
        NotFound: there is no such objection, or it is not the actor's to answer.
        AlreadyDecided: somebody was quicker.
        AnotherPersonDecides: the actor filed it, or had a hand in the entry.
    """
    with transaction() as session:
        objection = _locked(session, objection_id, actor)
        return _answer(session, objection, ObjectionState.REJECTED, reason, actor=actor, now=now)


def uphold(objection_id: uuid.UUID, wanted: Wanted | None, reason: str, *, actor: Actor, now: datetime) -> Objection:
    """Answer that the deputy is right, and see to it in the same act.

    About an entry it proposes other values, or with None that it be taken back; a second person approves it. What was
    missing is entered at once: the deputy said it and an officer has checked it, so two people stand behind it.

    Raises:
        NotFound, AlreadyDecided, AnotherPersonDecides: as `reject`.
        NeedsAnAnswer: something was missing, and it is not said what.
        NoLongerStanding, AlreadyProposed, NothingDifferent, DayToCome, DetailsErased: as `corrections.propose`.
        UnknownKind: the congress has no such kind.
    """
    with transaction() as session:
        objection = _locked(session, objection_id, actor)
        if objection.entry is not None:
            correction = propose_in(session, objection.entry, wanted, reason, None, actor=actor, now=now)
            objection.correction_id = correction.id
        else:
            objection.posted_entry_id = _enter(session, objection, wanted, now=now)
        return _answer(session, objection, ObjectionState.UPHELD, reason, actor=actor, now=now)


@hands
def hands_of_corrections(session: Session, entry_id: int) -> Sequence[int]:
    """Who proposed and approved the correction that an entry came from, or answered the objection."""
    rows = session.execute(
        select(Correction.proposed_by, Correction.decided_by)
        .where(Correction.posted_entry_id == entry_id)
        .union(select(Objection.filed_by, Objection.decided_by).where(Objection.posted_entry_id == entry_id))
    )
    return [each for row in rows for each in row]


def _must_be_free(session: Session, entry: RecordEntry) -> None:
    if session.scalar(select(RecordEntry.id).where(RecordEntry.id == entry.id, is_standing())) is None:
        raise NoLongerStanding
    waits = exists().where(
        Objection.entry_id == entry.id,
        Objection.correction_id == Correction.id,
        Correction.state == CorrectionState.PROPOSED,
    )
    if session.scalar(select(waits)):
        raise AlreadyObjected


def _new(session: Session, mandate: Mandate, text: str, *, actor: Actor, now: datetime, day: date) -> Objection:
    return Objection(
        congress_id=mandate.congress_id,
        mandate_id=mandate.id,
        period_id=_period_of(session, mandate.id, day),
        text=text,
        filed_by=actor.account_id,
        is_filed_for=actor.acting_for is not None,
        filed_at=now,
    )


def _keep(session: Session, objection: Objection, proof: Evidence | None, *, actor: Actor, now: datetime) -> Objection:
    for column, value in evidence.keep(session, proof, now=now).items():
        setattr(objection, column, value)
    session.add(objection)
    session.flush()
    _note(session, objection, "objection.filed", actor=actor, now=now)
    return objection


def _period_of(session: Session, mandate_id: int, day: date) -> int | None:
    """The period in which that day is being checked; its report waits for the answer."""
    found = session.scalar(
        select(CheckPeriod.id)
        .join(CheckRequest, CheckRequest.period_id == CheckPeriod.id)
        .where(CheckRequest.mandate_id == mandate_id, CheckPeriod.starts_on <= day, CheckPeriod.ends_on >= day)
    )
    if found is None:
        return None
    lock_gate(session, found)
    return None if is_reported(session, found) else found


def _locked(session: Session, objection_id: uuid.UUID, actor: Actor) -> Objection:
    found = session.scalar(select(Objection.id).where(Objection.public_id == objection_id, may_answer(actor)))
    if found is None:
        raise NotFound
    objection = lock_row(session, Objection, found)
    if not objection.is_open:
        raise AlreadyDecided
    is_own = actor.account_id == objection.filed_by or actor.person_id == objection.mandate.person_id
    if is_own or (objection.entry_id is not None and had_a_hand(session, objection.entry_id, actor.account_id)):
        raise AnotherPersonDecides
    return objection


def _enter(session: Session, objection: Objection, wanted: Wanted | None, *, now: datetime) -> int:
    if wanted is None:
        raise NeedsAnAnswer
    if wanted.occurred_on > local_date(now):
        raise DayToCome
    payload = {"title": wanted.title} | ({"details": wanted.details} if wanted.details else {})
    fact = Fact(
        kind=wanted.kind,
        occurred_on=wanted.occurred_on,
        source_key=f"objection:{objection.public_id}",
        source=Source.DIARY,
        payload=payload,
    )
    posted = post_for_mandate(session, mandate_id=objection.mandate_id, fact=fact, now=now)
    if posted is None:
        raise AlreadyDecided
    return posted


def _answer(
    session: Session, objection: Objection, state: ObjectionState, reason: str, *, actor: Actor, now: datetime
) -> Objection:
    objection.state, objection.decision_reason = state, reason
    objection.decided_by, objection.decided_at = actor.account_id, now
    session.flush()
    tell(
        session,
        person_id=objection.mandate.person_id,
        congress_id=objection.congress_id,
        kind="records.objection",
        template=UPHELD if state is ObjectionState.UPHELD else REJECTED,
        detail=REASON_AND_CORRECTION if objection.correction_id else REASON,
        params={"day": local_date(objection.filed_at), "reason": reason},
        link=Link("objections.mine", {"public_id": objection.public_id}),
        now=now,
    )
    _note(session, objection, f"objection.{state}", actor=actor, now=now)
    return objection


def _note(session: Session, objection: Objection, action: str, *, actor: Actor, now: datetime) -> None:
    audit.record(session, actor=actor, action=action, subject=("objection", objection.public_id), now=now)
