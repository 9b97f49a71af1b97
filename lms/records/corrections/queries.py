"""Reading proposals: what waits for an entry, and the lists of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.database import db
from lms.core.pages import Page, paginate
from lms.people.models import Mandate
from lms.records.access import readable_entries
from lms.records.corrections.access import may_decide
from lms.records.corrections.models import Correction, CorrectionState
from lms.records.erasures.models import ErasureProposal, ErasureState
from lms.records.models import EntryKind, RecordEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lms.core.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class WaitingProposals:
    """What is proposed for an entry and waits for a second person."""

    correction: Correction | None
    erasure: ErasureProposal | None


def waiting_for(entry: RecordEntry) -> WaitingProposals:
    """What is proposed for an entry."""
    return WaitingProposals(
        db.session.scalar(
            select(Correction).where(Correction.entry_id == entry.id, Correction.state == CorrectionState.PROPOSED)
        ),
        db.session.scalar(
            select(ErasureProposal).where(
                ErasureProposal.entry_id == entry.id, ErasureProposal.state == ErasureState.PROPOSED
            )
        ),
    )


def corrections(actor: Actor, *, number: int) -> Page[Correction]:
    """The proposals that the actor may see: those that wait first, the oldest on top; then the latest decided."""
    entry = joinedload(Correction.entry)
    statement = (
        select(Correction)
        .options(
            entry.joinedload(RecordEntry.kind),
            entry.joinedload(RecordEntry.mandate).joinedload(Mandate.person),
            entry.joinedload(RecordEntry.mandate).joinedload(Mandate.electing_body),
        )
        .where(may_decide(actor))
        .order_by(Correction.state != CorrectionState.PROPOSED, Correction.decided_at.desc(), Correction.id)
    )
    return paginate(statement, number=number)


def erasures(actor: Actor, permission: Permission, *, number: int) -> Page[ErasureProposal]:
    """The same of erasures."""
    entry = joinedload(ErasureProposal.entry)
    statement = (
        select(ErasureProposal)
        .options(
            entry.joinedload(RecordEntry.kind),
            entry.joinedload(RecordEntry.mandate).joinedload(Mandate.person),
            entry.joinedload(RecordEntry.mandate).joinedload(Mandate.electing_body),
        )
        .where(ErasureProposal.entry_id.in_(readable_entries(actor, permission)))
        .order_by(ErasureProposal.state != ErasureState.PROPOSED, ErasureProposal.decided_at.desc(), ErasureProposal.id)
    )
    return paginate(statement, number=number)


def kinds_for(entry_kind: EntryKind | None, *, congress_id: int) -> Sequence[EntryKind]:
    """The kinds that a correction may name: the congress's, and a retired one only if the entry has it."""
    statement = select(EntryKind).where(EntryKind.congress_id == congress_id).order_by(EntryKind.head, EntryKind.id)
    return [each for each in db.session.scalars(statement) if each.retired_at is None or each is entry_kind]
