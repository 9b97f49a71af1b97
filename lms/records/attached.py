"""What comes with an entry that a person wrote: words for the payload, and the file that proves it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select

from lms.core.errors import DomainError, InvalidInput
from lms.core.i18n import N_
from lms.people.office import in_office
from lms.records import evidence
from lms.records.erasures.wiping import wipes
from lms.records.models import EntryEvidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

LONGEST_TITLE, LONGEST_DETAILS = 120, 2000


class DayAhead(InvalidInput):
    """A record holds what has happened."""

    template = N_("The day is still to come. Please enter what has happened.")


class NotInOffice(DomainError):
    """A record is of what a deputy did as a deputy."""

    template = N_("These deputies were not in office on that day: %(names)s.")


class KeptFile(NamedTuple):
    """A sealed file by its digest and the name it goes by."""

    sha256: str
    name: str


def payload(title: str, details: str | None, evidence_sha256: str | None) -> dict[str, object]:
    """What an entry says of the thing done; the SHA-256 of its evidence binds the file to the entry."""
    said: dict[str, object] = {"title": title}
    if details:
        said["details"] = details
    if evidence_sha256:
        said["evidence_sha256"] = hashlib.sha256(evidence.read(evidence_sha256)[0]).hexdigest()
    return said


def attach(session: Session, entry_ids: Sequence[int], sha256: str | None, name: str | None) -> None:
    """Let entries have a kept file as their evidence, in the caller's transaction."""
    if sha256 is None or not entry_ids:
        return
    rows = [{"entry_id": each, "evidence_sha256": sha256, "evidence_name": name} for each in entry_ids]
    session.execute(insert(EntryEvidence), rows)


def evidence_of_entries(session: Session, entry_ids: Sequence[int]) -> KeptFile | None:
    """The file of the first of some entries that has one."""
    statement = select(EntryEvidence.evidence_sha256, EntryEvidence.evidence_name)
    found = session.execute(
        statement.where(EntryEvidence.entry_id.in_(entry_ids)).order_by(EntryEvidence.entry_id).limit(1)
    ).first()
    return KeptFile(*found) if found else None


def must_be_past(day: date, *, today: date) -> None:
    """Refuse a day to come; raises DayAhead."""
    if day > today:
        raise DayAhead


def in_office_on(session: Session, day: date, mandate_ids: Collection[int], *, congress_id: int) -> set[int]:
    """Those of some mandates that were in office on a day, as known now."""
    held: Iterable[int] = session.scalars(in_office(day, congress_id=congress_id))
    return set(held) & set(mandate_ids)


@wipes
def wipe_evidence(session: Session, entry_ids: Sequence[int]) -> None:
    """The file goes with the details; its bytes go once no other entry has it."""
    gone = delete(EntryEvidence).where(EntryEvidence.entry_id.in_(entry_ids))
    session.execute(gone, execution_options={"synchronize_session": False})
