"""Correcting an entry: proposed by one person, decided by another; approval posts what takes its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.clock import local_date
from lms.core.database import lock_row, transaction
from lms.core.errors import NotFound
from lms.core.i18n import N_
from lms.notices import Link, tell
from lms.records import access, evidence
from lms.records.canonical import canonical_json
from lms.records.corrections.access import may_decide
from lms.records.corrections.models import Correction, CorrectionState
from lms.records.corrections.refusals import (
    AlreadyDecided,
    AlreadyProposed,
    AnotherPersonDecides,
    DayToCome,
    DetailsErased,
    NoLongerStanding,
    NothingDifferent,
)
from lms.records.models import EntryKind, RecordEntry
from lms.records.objections.reopening import reopen_after_refusal
from lms.records.posting import Fact, post_for_mandate
from lms.records.standing import is_standing

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.evidence import Evidence

CORRECTED = N_("An entry in your performance record was corrected: “%(title)s”.")
TAKEN_BACK = N_("An entry in your performance record was taken back: “%(title)s”.")
REASON_GIVEN = N_("Reason given: %(reason)s. What stood before stays to be seen in your record.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What an entry should say instead."""

    kind: str
    occurred_on: date
    title: str
    details: str = ""


def propose(
    entry_id: uuid.UUID, wanted: Wanted | None, reason: str, proof: Evidence | None, *, actor: Actor, now: datetime
) -> Correction:
    """Propose other values for a standing entry, or, with None, that it be taken back.

    Raises:
        NotFound: there is no such entry, or it is not the actor's to see.
        NoLongerStanding, AlreadyProposed, NothingDifferent, DayToCome, DetailsErased.
    """
    with transaction() as session:
        entry = access.kept_entry(session, entry_id, actor=actor)
        return propose_in(session, entry, wanted, reason, proof, actor=actor, now=now)


def propose_in(
    session: Session,
    entry: RecordEntry,
    wanted: Wanted | None,
    reason: str,
    proof: Evidence | None,
    *,
    actor: Actor,
    now: datetime,
) -> Correction:
    """As `propose`, in the caller's transaction."""
    if session.scalar(select(RecordEntry.id).where(RecordEntry.id == entry.id, is_standing())) is None:
        raise NoLongerStanding
    correction = Correction(
        congress_id=entry.congress_id,
        entry_id=entry.id,
        takes_back=wanted is None,
        reason=reason,
        proposed_by=actor.account_id,
        proposed_at=now,
        **(_values(session, entry, wanted, today=local_date(now)) if wanted else {}),
        **evidence.keep(session, proof, now=now),
    )
    session.add(correction)
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyProposed from error
    _note(session, correction, "correction.proposed", actor=actor, now=now)
    return correction


def decide(correction_id: uuid.UUID, reason: str, *, approves: bool, actor: Actor, now: datetime) -> Correction:
    """Approve a proposal, which posts what takes the entry's place and tells the deputy, or refuse it.

    Raises:
        NotFound: there is no such proposal, or it is not the actor's to decide on.
        AlreadyDecided: somebody was quicker.
        AnotherPersonDecides: the actor proposed it, or it is about the actor's own record.
        NoLongerStanding: the entry was superseded meanwhile.
        DetailsErased: the entry was erased meanwhile, and what was proposed with it.
    """
    try:
        with transaction() as session:
            correction = _locked(session, correction_id, actor)
            posted = _post(session, correction, now=now) if approves else None
            correction.state = CorrectionState.APPROVED if approves else CorrectionState.REFUSED
            correction.decided_by, correction.decided_at = actor.account_id, now
            correction.decision_reason, correction.posted_entry_id = reason, posted
            session.flush()
            if approves:
                _tell(session, correction, now=now)
            else:
                reopen_after_refusal(session, correction, actor=actor, now=now)
            _note(session, correction, f"correction.{correction.state}", actor=actor, now=now)
            return correction
    except IntegrityError as error:
        if "supersedes" not in str(error.orig):
            raise
        raise NoLongerStanding from error


def _locked(session: Session, correction_id: uuid.UUID, actor: Actor) -> Correction:
    found = session.scalar(select(Correction.id).where(Correction.public_id == correction_id, may_decide(actor)))
    if found is None:
        raise NotFound
    correction = lock_row(session, Correction, found)
    if not correction.is_waiting:
        raise AlreadyDecided
    if actor.account_id == correction.proposed_by or actor.person_id == correction.entry.mandate.person_id:
        raise AnotherPersonDecides
    return correction


def _post(session: Session, correction: Correction, *, now: datetime) -> int:
    """The entry that takes the other one's place. It keeps the source: who saw the fact has not changed."""
    entry = correction.entry
    kind = correction.kind or entry.kind
    if not correction.takes_back and correction.content is None:
        raise DetailsErased
    fact = Fact(
        kind=kind.code,
        occurred_on=correction.occurred_on or entry.occurred_on,
        source_key=f"correction:{correction.public_id}",
        source=entry.source,
        payload=correction.payload,
        supersedes=entry,
        withdraws=correction.takes_back,
    )
    posted = post_for_mandate(session, mandate_id=entry.mandate_id, fact=fact, now=now)
    if posted is None:
        raise AlreadyDecided
    return posted


def _values(session: Session, entry: RecordEntry, wanted: Wanted, *, today: date) -> dict[str, Any]:
    """The columns of a proposal with other values; what the payload holds beside title and details stays with its kind."""
    if entry.payload is None:
        raise DetailsErased
    if wanted.occurred_on > today:
        raise DayToCome
    kind = session.scalar(
        select(EntryKind).where(EntryKind.congress_id == entry.congress_id, EntryKind.code == wanted.kind)
    )
    if kind is None:
        raise NotFound
    stands = json.loads(entry.payload.content)
    kept = stands if kind.id == entry.kind_id else {}
    said = {name: value for name, value in kept.items() if name not in ("title", "details")}
    said |= {"title": wanted.title} | ({"details": wanted.details} if wanted.details else {})
    if (kind.id, wanted.occurred_on, said) == (entry.kind_id, entry.occurred_on, stands):
        raise NothingDifferent
    return {"kind_id": kind.id, "occurred_on": wanted.occurred_on, "content": canonical_json(said)}


def _tell(session: Session, correction: Correction, *, now: datetime) -> None:
    entry = correction.entry
    before = json.loads(entry.payload.content) if entry.payload else {}
    tell(
        session,
        person_id=entry.mandate.person_id,
        congress_id=entry.congress_id,
        kind="records.correction",
        template=TAKEN_BACK if correction.takes_back else CORRECTED,
        detail=REASON_GIVEN,
        params={
            "title": correction.payload.get("title") or before.get("title") or entry.kind.name,
            "reason": correction.reason,
        },
        link=Link("records_entries.own", {"public_id": entry.public_id}),
        now=now,
    )


def _note(session: Session, correction: Correction, action: str, *, actor: Actor, now: datetime) -> None:
    fields = () if correction.takes_back else ("kind", "occurred_on", "payload")
    subject = ("correction", correction.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, fields=fields, now=now)
