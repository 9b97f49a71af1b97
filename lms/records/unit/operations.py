"""Recording an activity for deputies of one's unit: drafted, looked at, and posted in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import audit
from lms.core.clock import local_date
from lms.core.database import transaction
from lms.core.errors import NotFound
from lms.core.i18n import N_
from lms.notices import Link, tell
from lms.records import evidence
from lms.records.attached import NotInOffice, attach, in_office_on, must_be_past, payload
from lms.records.kinds.entering import open_kind
from lms.records.models import RecordEntry, Source
from lms.records.posting import Fact, MandateFact, post_for_mandates
from lms.records.unit import access
from lms.records.unit.models import RecordedDeputy, RecordingState, UnitRecording
from lms.records.unit.refusals import NobodyChosen, RecordedAlready

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.people.models import ElectingBody, Mandate
    from lms.records.evidence import Evidence

TOLD = N_("%(unit)s entered something in your performance record.")
TOLD_DETAIL = N_("%(kind)s on %(day)s. If it is not right, please tell your unit or object on the page of your record.")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What the deputies did. Without a new file, an earlier draft keeps its own."""

    kind: str
    occurred_on: date
    title: str
    details: str
    deputies: frozenset[uuid.UUID]
    proof: Evidence | None = None


def draft(key: uuid.UUID, body_id: uuid.UUID, activity: Activity, *, actor: Actor, now: datetime) -> UnitRecording:
    """Keep a recording to be looked at; nothing is entered yet. The same key again writes the same draft anew.

    Args:
        key: comes with the form and becomes the recording's public id.
        body_id: the unit.
        activity: what was done, by whom.
        actor: the unit's staff.
        now: when.

    Raises:
        NotFound: the unit, or a deputy, is not the actor's.
        KindClosed, DayAhead, NobodyChosen, NotInOffice: it cannot be entered so.
        RecordedAlready: it is posted.
    """
    try:
        with transaction() as session:
            body = access.body(session, body_id, actor=actor)
            recording = _drafted(session, key, body, actor=actor)
            _write(session, recording, activity, body, now=now)
            return recording
    except IntegrityError as error:
        # The key belongs to somebody else's recording, or the same form arrived twice at once.
        raise RecordedAlready from error


def post(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> int:
    """Enter a draft for each of its deputies, all or none, and tell them; a second time changes nothing.

    Returns:
        How many entries are new.

    Raises:
        NotFound: it is not the actor's.
        KindClosed, NotInOffice: something changed since it was drafted.
    """
    with transaction() as session:
        recording = access.locked_recording(session, public_id, actor=actor)
        if recording.state is RecordingState.POSTED:
            return 0
        mandates = [each.mandate for each in recording.deputies]
        _must_be_in_office(session, mandates, recording.occurred_on)
        new = post_for_mandates(session, _facts(session, recording), now=now)
        attach(session, new, recording.evidence_sha256, recording.evidence_name)
        _remember_entries(session, recording, new)
        for mandate in mandates:
            _tell(session, recording, mandate, now=now)
        recording.title = recording.details = recording.evidence_sha256 = recording.evidence_name = None
        recording.state, recording.posted_by, recording.posted_at = RecordingState.POSTED, actor.account_id, now
        _note(session, recording, "unit_recording.posted", actor=actor, now=now)
        return len(new)


def discard(public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Throw a draft away.

    Raises:
        NotFound: it is not the actor's.
        RecordedAlready: it is posted.
    """
    with transaction() as session:
        recording = access.locked_recording(session, public_id, actor=actor)
        if recording.state is RecordingState.POSTED:
            raise RecordedAlready
        _note(session, recording, "unit_recording.discarded", actor=actor, now=now)
        session.delete(recording)


def discard_forgotten(*, before: datetime) -> int:
    """Throw away the drafts from before an instant: they hold personal data. Returns how many."""
    with transaction() as session:
        forgotten = select(UnitRecording).where(
            UnitRecording.state == RecordingState.DRAFT, UnitRecording.drafted_at < before
        )
        drafts = session.scalars(forgotten.order_by(UnitRecording.id).with_for_update()).all()
        for each in drafts:
            session.delete(each)
        return len(drafts)


def _drafted(session: Session, key: uuid.UUID, body: ElectingBody, *, actor: Actor) -> UnitRecording:
    known = select(UnitRecording).where(UnitRecording.public_id == key, UnitRecording.electing_body_id == body.id)
    recording = session.scalars(known.with_for_update()).one_or_none()
    if recording is None:
        return UnitRecording(
            public_id=key, congress_id=body.congress_id, electing_body_id=body.id, drafted_by=actor.account_id
        )
    if recording.state is RecordingState.POSTED:
        raise RecordedAlready
    return recording


def _write(
    session: Session, recording: UnitRecording, activity: Activity, body: ElectingBody, *, now: datetime
) -> None:
    must_be_past(activity.occurred_on, today=local_date(now))
    kind = open_kind(session, activity.kind, congress_id=body.congress_id, source=Source.UNIT)
    chosen = [each for each in access.deputies(session, body) if each.public_id in activity.deputies]
    if not chosen:
        raise NobodyChosen
    if len(chosen) < len(activity.deputies):
        raise NotFound
    _must_be_in_office(session, chosen, activity.occurred_on)
    recording.kind_id, recording.occurred_on, recording.drafted_at = kind.id, activity.occurred_on, now
    recording.title, recording.details = activity.title, activity.details or None
    if activity.proof is not None:
        kept = evidence.keep(session, activity.proof, now=now)
        recording.evidence_sha256, recording.evidence_name = kept["evidence_sha256"], kept["evidence_name"]
    session.add(recording)
    recording.deputies.clear()
    session.flush()
    recording.deputies = [RecordedDeputy(mandate_id=each.id, place=place) for place, each in enumerate(chosen)]
    session.flush()


def _must_be_in_office(session: Session, mandates: list[Mandate], day: date) -> None:
    held = in_office_on(session, day, [each.id for each in mandates], congress_id=mandates[0].congress_id)
    without = [each.person.name for each in mandates if each.id not in held]
    if without:
        raise NotInOffice(names=", ".join(without))


def _facts(session: Session, recording: UnitRecording) -> list[MandateFact]:
    """One fact for all: its source key names the recording, so that it can never be entered twice."""
    code = recording.kind.code
    open_kind(session, code, congress_id=recording.congress_id, source=Source.UNIT)
    fact = Fact(
        kind=code,
        occurred_on=recording.occurred_on,
        source_key=f"unit:{recording.public_id}",
        source=Source.UNIT,
        payload=payload(recording.title or "", recording.details, recording.evidence_sha256),
    )
    return [MandateFact(each.mandate_id, fact) for each in recording.deputies]


def _remember_entries(session: Session, recording: UnitRecording, new: list[int]) -> None:
    rows = session.execute(select(RecordEntry.mandate_id, RecordEntry.id).where(RecordEntry.id.in_(new)))
    entry_of = dict(rows.all())
    for each in recording.deputies:
        each.entry_id = entry_of.get(each.mandate_id)


def _tell(session: Session, recording: UnitRecording, mandate: Mandate, *, now: datetime) -> None:
    tell(
        session,
        person_id=mandate.person_id,
        congress_id=mandate.congress_id,
        kind="records.entered_by_unit",
        template=TOLD,
        detail=TOLD_DETAIL,
        params={
            "unit": recording.electing_body.name,
            "kind": recording.kind.name,
            "day": recording.occurred_on,
        },
        link=Link("records.mine"),
        now=now,
    )


def _note(session: Session, recording: UnitRecording, action: str, *, actor: Actor, now: datetime) -> None:
    subject = ("unit_recording", recording.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, now=now)
