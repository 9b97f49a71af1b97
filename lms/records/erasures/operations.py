"""Erasing the details of an entry: proposed by one person, approved by another, and never brought back by a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core import settings
from lms.core.database import lock_row, transaction
from lms.core.errors import DomainError, NotFound
from lms.core.i18n import N_
from lms.core.permissions import Permission
from lms.notices import Link, tell
from lms.records import access
from lms.records.corrections.refusals import AlreadyDecided, AlreadyProposed, AnotherPersonDecides
from lms.records.erasures import journal
from lms.records.erasures.journal import Erased
from lms.records.erasures.models import EntryErasure, ErasureGround, ErasureProposal, ErasureState
from lms.records.erasures.wiping import wipe
from lms.records.models import RecordEntry

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor

ERASED = N_("The details of an entry of %(day)s in your performance record were erased.")
ERASED_DETAIL = N_("The entry itself stands, and the record can still be checked. Reason given: %(reason)s.")


class AlreadyErased(DomainError):
    """There is nothing left to erase."""

    template = N_("The details of this entry have been erased already.")


def propose(entry_id: uuid.UUID, ground: ErasureGround, reason: str, *, actor: Actor, now: datetime) -> ErasureProposal:
    """Propose that the details of an entry, and of those that it superseded, be erased.

    Raises:
        NotFound: there is no such entry, or it is not the actor's to keep.
        AlreadyErased, AlreadyProposed.
    """
    try:
        with transaction() as session:
            entry = access.kept_entry(session, entry_id, actor=actor)
            if not _still_told(session, entry):
                raise AlreadyErased
            proposal = ErasureProposal(
                congress_id=entry.congress_id,
                entry_id=entry.id,
                ground=ground,
                reason=reason,
                proposed_by=actor.account_id,
                proposed_at=now,
            )
            session.add(proposal)
            session.flush()
            _note(session, proposal, "erasure.proposed", actor=actor, now=now)
            return proposal
    except IntegrityError as error:
        raise AlreadyProposed from error


def decide(proposal_id: uuid.UUID, reason: str, *, approves: bool, actor: Actor, now: datetime) -> ErasureProposal:
    """Approve a proposal, which erases at once and for good, or refuse it.

    Raises:
        NotFound: there is no such proposal, or it is not the actor's to decide on.
        AlreadyDecided: somebody was quicker.
        AnotherPersonDecides: the actor proposed it, or it is about the actor's own record.
        OSError: the journal cannot be written; nothing is erased.
    """
    with transaction() as session:
        proposal = _locked(session, proposal_id, actor)
        proposal.state = ErasureState.APPROVED if approves else ErasureState.REFUSED
        proposal.decided_by, proposal.decided_at = actor.account_id, now
        proposal.decision_reason = reason
        session.flush()
        _note(session, proposal, f"erasure.{proposal.state}", actor=actor, now=now)
        if approves:
            _tell(session, proposal, now=now)
            _erase(session, proposal, now=now)
        return proposal


def _erase(session: Session, proposal: ErasureProposal, *, now: datetime) -> None:
    """Erase, and write the journal last of all: what fails before it leaves no line."""
    entries = _still_told(session, proposal.entry)
    session.add_all(
        EntryErasure(
            entry_id=each.id,
            ground=proposal.ground,
            proposed_by=proposal.proposed_by,
            approved_by=proposal.decided_by,
            approved_at=now,
            recorded_at=now,
        )
        for each in entries
    )
    session.flush()
    wipe(session, [each.id for each in entries])
    journal.append(settings.current().data_dir / journal.NAME, [Erased(each.public_id, now) for each in entries])


def _still_told(session: Session, entry: RecordEntry) -> Sequence[RecordEntry]:
    """The entry and those that it superseded, one after another, whose details are not erased."""
    chain, next_id = [entry], entry.supersedes_id
    while next_id is not None:
        chain.append(session.get_one(RecordEntry, next_id))
        next_id = chain[-1].supersedes_id
    ids = [each.id for each in chain]
    erased = set(session.scalars(select(EntryErasure.entry_id).where(EntryErasure.entry_id.in_(ids))))
    return [each for each in chain if each.id not in erased]


def _locked(session: Session, proposal_id: uuid.UUID, actor: Actor) -> ErasureProposal:
    allowed = ErasureProposal.entry_id.in_(access.readable_entries(actor, Permission.DECIDE_RECORDS))
    found = session.scalar(select(ErasureProposal.id).where(ErasureProposal.public_id == proposal_id, allowed))
    if found is None:
        raise NotFound
    proposal = lock_row(session, ErasureProposal, found)
    if not proposal.is_waiting:
        raise AlreadyDecided
    if actor.account_id == proposal.proposed_by or actor.person_id == proposal.entry.mandate.person_id:
        raise AnotherPersonDecides
    return proposal


def _tell(session: Session, proposal: ErasureProposal, *, now: datetime) -> None:
    entry = proposal.entry
    tell(
        session,
        person_id=entry.mandate.person_id,
        congress_id=entry.congress_id,
        kind="records.erasure",
        template=ERASED,
        detail=ERASED_DETAIL,
        params={"day": entry.occurred_on, "reason": proposal.reason},
        link=Link("records_entries.own", {"public_id": entry.public_id}),
        now=now,
    )


def _note(session: Session, proposal: ErasureProposal, action: str, *, actor: Actor, now: datetime) -> None:
    subject = ("erasure", proposal.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, fields=("payload",), now=now)
